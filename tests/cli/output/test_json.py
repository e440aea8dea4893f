"""JSON: every finding with its place, its tag and the edits of its fixes."""

from __future__ import annotations

import json
from typing import Any

from nam56r_core.export.document import issue
from nam56r_core.text import apply_edits
from nam56r_server.cli.output.formats import json as json_format
from nam56r_server.cli.output.report import Report
from support.every_case import report_of_all_cases


def rendered(report: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(json_format.render(report))
    return found


def test_a_finding_says_what_it_says_in_a_plan_and_where() -> None:
    """A plan has the key, which stays where it is; a list of findings has the lines of today."""
    report = report_of_all_cases()
    for diagnostic, found in zip(report.findings, rendered(report), strict=True):
        planned = issue(diagnostic)
        assert list(found) == [*list(planned)[:3], "place", "related", "tag", "fixes"]
        assert {key: found[key] for key in list(planned)[:3]} == {
            key: planned[key] for key in list(planned)[:3]
        }
        assert found["place"]["file"] == planned["file"]
        assert found["tag"] == (diagnostic.tag.value if diagnostic.tag else None)
    assert {found["tag"] for found in rendered(report)} == {None, "unnecessary", "deprecated"}


def test_edits_by_bytes_and_by_lines_make_the_fix() -> None:
    report = report_of_all_cases()
    made = 0
    for diagnostic, found in zip(report.findings, rendered(report), strict=True):
        for resolved, fix in zip(report.fixes(diagnostic), found["fixes"], strict=True):
            data = resolved.source.data
            expected = apply_edits(data, resolved.edits)
            assert applied(data, fix["edits"], by_bytes) == expected
            assert applied(data, fix["edits"], by_lines) == expected
            assert (fix["title"], fix["safe"]) == (resolved.fix.title, resolved.fix.safe)
            assert {edit["file"] for edit in fix["edits"]} == {resolved.source.name}
            made += 1
    assert made > len(report.findings) // 3


def applied(data: bytes, edits: list[dict[str, Any]], range_of: Any) -> bytes:
    for start, end, text in sorted(
        ((*range_of(data, edit), edit["new_text"].encode("utf-8")) for edit in edits), reverse=True
    ):
        data = data[:start] + text + data[end:]
    return data


def by_bytes(_: bytes, edit: dict[str, Any]) -> tuple[int, int]:
    return edit["start_byte"], edit["end_byte"]


def by_lines(data: bytes, edit: dict[str, Any]) -> tuple[int, int]:
    """Lines and columns from 1, columns in characters."""
    lines = [*data.decode("utf-8").splitlines(keepends=True), ""]

    def offset(line: int, column: int) -> int:
        before = "".join(lines[: line - 1]) + lines[line - 1][: column - 1]
        return len(before.encode("utf-8"))

    return offset(edit["line"], edit["column"]), offset(edit["end_line"], edit["end_column"])


def test_no_findings_are_an_empty_list() -> None:
    assert json_format.render(Report(())) == "[]\n"
