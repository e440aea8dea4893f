"""GitHub's workflow commands: one line a finding, whatever a recipe holds."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from nam56r_core.diagnostics import Diagnostic, Severity
from nam56r_server.cli.output.formats import github
from nam56r_server.cli.output.report import Folders, Report
from support.every_case import report_of_all_cases
from support.reports import report_of

COMMAND = re.compile(
    r"::(?P<name>[a-z]+) (?P<properties>(?:[a-zA-Z]+=[^:,\r\n]*,?)+)::(?P<text>.*)"
)


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """Read as a runner reads its log: by line, then unescaped."""
    text = github.render(report)
    assert text == "" or text.endswith("\n")
    found = []
    for line in re.split(r"\r\n|\r|\n", text)[:-1]:
        command = COMMAND.fullmatch(line)
        assert command, line
        pairs = (pair.split("=", 1) for pair in command["properties"].split(","))
        properties = {key: unescaped(value) for key, value in pairs}
        found.append((command["name"], properties, unescaped(command["text"])))
    return found


def unescaped(text: str) -> str:
    for code, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return text


def one(report: Report, code: str) -> tuple[str, dict[str, str], str]:
    (found,) = (command for command in commands(report) if command[1]["title"] == code)
    return found


def test_every_finding_is_one_command() -> None:
    report = report_of_all_cases()
    for diagnostic, (name, properties, text) in zip(report.findings, commands(report), strict=True):
        start = diagnostic.location.source.position(diagnostic.location.range.start)
        assert properties["title"] == diagnostic.code
        assert properties["line"] == str(start.line + 1)
        assert text.startswith(diagnostic.message[:20])
        assert (
            name
            == {"error": "error", "warning": "warning", "info": "notice"}[diagnostic.severity.value]
        )
    assert {name for name, _, _ in commands(report)} == {"error", "warning", "notice"}


@pytest.mark.parametrize(
    "value",
    ["x\\n::error file=y::z", "x\\r::set-output name=a::b", "100%25", "a, b: c::", "%0A::error::x"],
)
def test_a_value_of_a_recipe_begins_no_command(value: str) -> None:
    report = report_of({"a.nam56r.yaml": f'"{value}": 1\n'})
    assert len(commands(report)) == len(report.findings)
    assert not re.search(r"(?m)^::(?!error file=a\.nam56r\.yaml,)", github.render(report))


@pytest.mark.parametrize("message", ["a\nb", "a\rb", "a%0Ab", "a::b", "a, b=c"])
def test_a_message_is_the_same_once_it_is_read(message: str) -> None:
    report = report_of({"a.nam56r.yaml": ""})
    report = replace(report, findings=(replace(report.findings[0], message=message),))
    ((_, _, text),) = commands(report)
    assert text == " ".join(message.split())


@pytest.mark.parametrize(
    "name", ["a b.yaml", "a,b.yaml", "c:d.yaml", "100%.yaml", "a\nb.yaml", "🚀#.yaml", "e::f.yaml"]
)
def test_a_name_is_the_same_once_it_is_read(name: str) -> None:
    assert {properties["file"] for _, properties, _ in commands(report_of({name: ""}))} == {name}


def test_files_are_named_from_the_root_of_the_repository() -> None:
    folders = Folders(PurePosixPath("/repo/models"), PurePosixPath("/repo"))
    ((_, properties, _), *_) = commands(report_of({"a.yaml": ""}, folders=folders))
    assert properties["file"] == "models/a.yaml"


def test_columns_are_of_one_line_only() -> None:
    report = report_of({"a.nam56r.yaml": "E:\n- 1\n- 2\npatterns: A\n"})
    on_one = one(report, "unknown-key")[1]
    assert set(on_one) == {"file", "line", "col", "endLine", "endColumn", "title"}
    assert int(on_one["endColumn"]) - int(on_one["col"]) == len("patterns")
    on_several = one(report, "invalid-value")[1]
    assert set(on_several) == {"file", "line", "endLine", "title"}
    assert on_several["line"] != on_several["endLine"]


def test_related_places_are_notes_below_the_message() -> None:
    _, _, text = one(report_of({"a.nam56r.yaml": "name: a\nname: b\n"}), "duplicate-key")
    message, note = text.split("\n")
    assert message.startswith("the key `name` is written twice")
    assert note == "note: the first one is here (a.nam56r.yaml:1:1)"


def test_no_findings_are_no_output() -> None:
    assert github.render(Report((), ("a.yaml",))) == ""


def test_a_severity_by_the_settings_counts() -> None:
    report = report_of({"a.nam56r.yaml": "pattern: a\n"})
    louder: tuple[Diagnostic, ...] = tuple(
        replace(diagnostic, severity=Severity.INFO) for diagnostic in report.findings
    )
    assert {name for name, _, _ in commands(replace(report, findings=louder))} == {"notice"}
