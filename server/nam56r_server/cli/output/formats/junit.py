"""Findings as a JUnit report: a suite for each file, a test case for each finding.

A finding that ends the command with exit code 1 is a failed test case; any other is a passed one
with the finding as its output, so that the report and the exit code agree. There are no times: the
same recipes give the same bytes. Must not know streams, nor how findings come about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from nam56r_core.diagnostics import Diagnostic
from nam56r_server.cli.output.formats.base import Format, one_line
from nam56r_server.cli.output.formats.full import finding_text
from nam56r_server.cli.output.report import PLAIN, Report
from nam56r_server.cli.output.width import visible

_CLEAN = "no findings"
_NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
"""What XML forbids beside the characters that `visible` shows as signs."""


def render(report: Report) -> str:
    """One document; a file without findings has one test case, which passes."""
    by_file: dict[str, list[Diagnostic]] = {name: [] for name in report.files}
    for diagnostic in report.findings:
        by_file.setdefault(diagnostic.location.source.name, []).append(diagnostic)
    root = Element("testsuites", {"name": "nam56r", **_counts(list(by_file.values()), report)})
    for name, findings in by_file.items():
        file = _xml(one_line(report.path(name)))
        suite = SubElement(root, "testsuite", {"name": file, **_counts([findings], report)})
        _add_cases(suite, file, findings, report)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _counts(files: Sequence[Sequence[Diagnostic]], report: Report) -> dict[str, str]:
    """The numbers of test cases, of failed ones and of errors of the checker itself."""
    failures = sum(d.severity in report.failing for findings in files for d in findings)
    tests = sum(max(len(findings), 1) for findings in files)
    return {"tests": str(tests), "failures": str(failures), "errors": "0"}


def _add_cases(suite: Element, file: str, findings: Sequence[Diagnostic], report: Report) -> None:
    if not findings:
        SubElement(suite, "testcase", name=_CLEAN, classname=file, file=file)
    seen: Counter[str] = Counter()
    for diagnostic in findings:
        start = diagnostic.location.source.position(diagnostic.location.range.start)
        name = f"{diagnostic.code} at {start.line + 1}:{start.column + 1}"
        seen[name] += 1
        # Relevance take two test cases of one name for one.
        unique = name if seen[name] == 1 else f"{name} ({seen[name]})"
        case = SubElement(
            suite, "testcase", name=unique, classname=file, file=file, line=str(start.line + 1)
        )
        text = _xml(finding_text(diagnostic, PLAIN, report.fixes(diagnostic)))
        if diagnostic.severity in report.failing:
            message = _xml(one_line(diagnostic.message))
            failure = SubElement(case, "failure", message=message, type=diagnostic.severity.value)
            failure.text = text
        else:
            SubElement(case, "system-out").text = text


def _xml(text: str) -> str:
    """Text that XML can hold: characters that it forbids become signs."""
    return visible(text).translate(_NO_CHARACTERS)


FORMAT = Format("junit", render, shows_fixes=True)
