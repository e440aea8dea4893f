"""JUnit: suites, cases and counts that agree, and XML whatever a recipe holds."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest

from nam56r_core.diagnostics import Severity
from nam56r_server.cli.output.formats import junit
from nam56r_server.cli.output.formats.full import finding_text
from nam56r_server.cli.output.report import PLAIN, Report
from support.every_case import report_of_all_cases
from support.reports import BASE, EXTENDING, report_of

CLEAN = replace(report_of({"clean.nam56r.yaml": ""}), findings=(), suppressed=())


def root_of(report: Report) -> Element:
    text = junit.render(report)
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    return fromstring(text.encode("utf-8"))


def cases_of(report: Report) -> list[Element]:
    return list(root_of(report).iter("testcase"))


def test_counts_agree_with_what_is_there() -> None:
    root = root_of(report_of_all_cases())
    assert root.tag == "testsuites"
    for part in (root, *root.findall("testsuite")):
        assert part.get("tests") == str(len(list(part.iter("testcase"))))
        assert part.get("failures") == str(len(list(part.iter("failure"))))
        assert part.get("errors") == "0"
    assert int(root.get("failures", "0")) > 100


def test_every_finding_is_a_case_of_its_file() -> None:
    report = report_of_all_cases()
    found = [
        (suite.get("name"), str(case.get("name")).split(" at ")[0])
        for suite in root_of(report).findall("testsuite")
        for case in suite.findall("testcase")
    ]
    expected = [(d.location.source.name, d.code) for d in report.findings]
    assert sorted(found) == sorted(expected)  # type: ignore[type-var]


def test_names_of_cases_are_unique_in_their_suite() -> None:
    report = report_of_all_cases()
    for suite in root_of(report).findall("testsuite"):
        names = [case.get("name") for case in suite]
        assert len(set(names)) == len(names)


def test_what_ends_with_exit_code_1_fails_and_nothing_else() -> None:
    report = report_of_all_cases()
    for failing in ({Severity.ERROR}, {Severity.ERROR, Severity.WARNING}, set(Severity)):
        loud = replace(report, failing=frozenset(failing))
        kinds = {str(failure.get("type")) for failure in root_of(loud).iter("failure")}
        assert kinds == {severity.value for severity in failing}
        passed = [case for case in cases_of(loud) if case.find("failure") is None]
        assert len(passed) == sum(d.severity not in failing for d in report.findings)
        assert all((case.findtext("system-out") or "").strip() for case in passed)


def test_a_case_holds_the_finding_as_people_read_it() -> None:
    report = report_of({"a.nam56r.yaml": "pattern: a\n"})
    (case,) = (c for c in cases_of(report) if str(c.get("name")).startswith("lower-case"))
    (found,) = (d for d in report.findings if d.code == "lower-case-letter")
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("message") == found.message
    assert failure.text == finding_text(found, PLAIN, report.fixes(found))
    assert "help: Write `A` (safe fix: --fix)\n" in failure.text
    assert (case.get("classname"), case.get("file")) == ("a.nam56r.yaml", "a.nam56r.yaml")
    assert case.get("line") == "1"


def test_a_clean_file_passes() -> None:
    (case,) = cases_of(CLEAN)
    assert (case.get("name"), case.get("file")) == ("no findings", "clean.nam56r.yaml")
    assert list(case) == []


def test_suites_are_the_files_as_given_then_the_bases() -> None:
    suites = root_of(report_of(EXTENDING, bases=BASE)).findall("testsuite")
    assert [suite.get("name") for suite in suites] == ["a.nam56r.yaml", "b.nam56r.yaml"]


@pytest.mark.parametrize(
    "value",
    ["]]>", "<b>&amp;", "\\x00\\x08\\x1b", "\\ufffe\\uffff", "\\u0085\\u2028", "é🚀"],
)
def test_a_value_of_a_recipe_is_text(value: str) -> None:
    report = report_of({"a.nam56r.yaml": f'"{value}": 1\n'})
    assert len(cases_of(report)) == len(report.findings)
    (failure,) = (
        failure
        for failure in root_of(report).iter("failure")
        if "is no key" in str(failure.get("message"))
    )
    shown = value if "\\" not in value else ""
    assert shown in str(failure.get("message")) and shown in str(failure.text)


@pytest.mark.parametrize("name", ["a b.yaml", "<&>.yaml", "🚀#%.yaml", 'a"b.yaml'])
def test_a_name_is_the_same_once_it_is_read(name: str) -> None:
    assert {case.get("file") for case in cases_of(report_of({name: ""}))} == {name}


def test_a_name_with_control_characters_is_shown_with_signs() -> None:
    (suite,) = root_of(report_of({"a\x01b.yaml": ""})).findall("testsuite")
    assert suite.get("name") == "a␁b.yaml"
