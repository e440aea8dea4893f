"""Findings for people: which fixes are offered, and with which option."""

from __future__ import annotations

from dataclasses import replace

from nam56r_core.changes import Applicability, Fix
from nam56r_core.diagnostics import Diagnostic
from nam56r_server.cli.console import Style
from nam56r_server.cli.output.formats import concise, full
from nam56r_server.cli.output.report import Report, ResolvedFix
from support.every_case import report_of_all_cases
from support.reports import BASE, EXTENDING, report_of


def offering(*safe: bool) -> Report:
    """One finding with fixes of this kind, called `A`, `B` and so on."""
    report = report_of({"a.nam56r.yaml": "pattern: a\n"})
    (found,) = (d for d in report.findings if d.code == "lower-case-letter")
    (only,) = report.fixes(found)
    fixes = [
        ResolvedFix(
            Fix(chr(ord("A") + number), (), Applicability.of(kind)), only.source, only.edits
        )
        for number, kind in enumerate(safe)
    ]
    return replace(report, findings=(found,), fixes=lambda _: fixes)


def helps(report: Report) -> list[str]:
    lines = full.render(report).splitlines()
    return [line.removeprefix("help: ") for line in lines if line.startswith("help: ")]


def test_each_fix_is_offered_with_the_option_that_makes_it() -> None:
    assert helps(offering(True)) == ["A (safe fix: --fix)"]
    assert helps(offering(False)) == ["A (unsafe fix: --fix --unsafe-fixes)"]
    assert helps(offering(False, True)) == [
        "A (unsafe fix: --fix --unsafe-fixes)",
        "B (safe fix: --fix)",
    ]


def test_alternatives_that_no_option_makes_are_named_without_one() -> None:
    assert helps(offering(True, True, False)) == [
        "A (safe fix: --fix)",
        "B (safe fix)",
        "C (unsafe fix)",
    ]


def test_only_a_few_fixes_are_offered() -> None:
    assert len(helps(offering(*[False] * 9))) == 3


def test_no_option_makes_the_fix_of_a_finding_in_a_base() -> None:
    assert helps(report_of(EXTENDING, bases=BASE))[-1:] == ["Remove `--fim-data` (unsafe fix)"]


def test_a_title_is_one_line_and_steers_no_terminal() -> None:
    report = offering(True)
    (found,) = report.findings
    (only,) = report.fixes(found)
    fix = replace(only, fix=Fix("Write\n\x1b[31m", (), Applicability.SAFE))
    assert helps(replace(report, fixes=lambda _: [fix])) == ["Write ␛[31m (safe fix: --fix)"]


def test_colour_changes_nothing_but_colour() -> None:
    plain = offering(True)
    colored = full.render(replace(plain, style=Style(color=True)))
    assert "\x1b[1;32mhelp\x1b[0m: A" in colored
    assert "help: A" in full.render(plain)


def test_all_findings_are_told_in_both_forms_in_the_order_given() -> None:
    report = report_of_all_cases()
    heads = [line for line in full.render(report).splitlines() if _is_head(line, report)]
    lines = concise.render(report).splitlines()
    assert len(heads) == len(lines) == len(report.findings)
    for diagnostic, head, line in zip(report.findings, heads, lines, strict=True):
        assert head.startswith(f"{diagnostic.severity.value}[{diagnostic.code}]: ")
        assert f": {_head(diagnostic)}" in line


def _is_head(line: str, report: Report) -> bool:
    return line.startswith(tuple({_head(diagnostic) for diagnostic in report.findings}))


def _head(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.severity.value}[{diagnostic.code}]: "
