"""GitLab's Code Quality report: the fields that its documentation demands."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

import pytest

from nam56r_server.cli.output.formats import gitlab
from nam56r_server.cli.output.report import Folders, Report
from support.every_case import report_of_all_cases
from support.reports import report_of


def rendered(report: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(gitlab.render(report))
    return found


def test_every_finding_has_the_documented_fields() -> None:
    report = report_of_all_cases()
    severities = {"error": "major", "warning": "minor", "info": "info"}
    for diagnostic, found in zip(report.findings, rendered(report), strict=True):
        assert found["description"] == diagnostic.message
        assert found["check_name"] == diagnostic.code
        assert found["severity"] == severities[diagnostic.severity.value]
        source, where = diagnostic.location.source, diagnostic.location.range
        before = source.data[: where.start].decode("utf-8")
        # A mark at the end keeps an empty last line.
        lines = (before.replace("\r\n", "\n") + "^").split("\n")
        assert found["location"] == {
            "path": source.name,
            "lines": {"begin": len(lines)},
        }
    assert {found["severity"] for found in rendered(report)} == set(severities.values())


def test_fingerprints_are_unique() -> None:
    found = [issue["fingerprint"] for issue in rendered(report_of_all_cases())]
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("name", ["a b.yaml", "a#%.yaml", "🚀.yaml", "not-\ufffd-utf8.yaml"])
def test_a_path_is_not_encoded(name: str) -> None:
    assert {issue["location"]["path"] for issue in rendered(report_of({name: ""}))} == {name}


def test_paths_begin_at_the_root_of_the_repository() -> None:
    folders = Folders(PurePosixPath("/repo/models"), PurePosixPath("/repo"))
    found = rendered(report_of({"a.yaml": "", "/repo/b.yaml": ""}, folders=folders))
    assert {issue["location"]["path"] for issue in found} == {"models/a.yaml", "b.yaml"}


def test_the_folder_that_it_runs_in_changes_no_fingerprint() -> None:
    above = Folders(PurePosixPath("/repo"), PurePosixPath("/repo"))
    below = Folders(PurePosixPath("/repo/models"), PurePosixPath("/repo"))
    from_above = rendered(report_of({"models/a.yaml": ""}, folders=above))
    from_below = rendered(report_of({"a.yaml": ""}, folders=below))
    assert from_above == from_below != []


def test_no_findings_are_an_empty_list() -> None:
    assert gitlab.render(Report((), ("a.yaml",))) == "[]\n"
