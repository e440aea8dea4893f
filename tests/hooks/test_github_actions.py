"""The example workflow: each of its `nam56r` commands is one that exists, and does what its job
needs."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from nam56r_server.__main__ import build_parser
from support.cli import BLOCKED, RUNNABLE, spawn, write
from support.examples import ROOT

WORKFLOW: dict[str, Any] = YAML(typ="safe").load(ROOT / "examples/ci/github-actions.yml")


def commands(job: str) -> list[list[str]]:
    """The words after `nam56r` in every step of a job."""
    lines = [
        line for step in WORKFLOW["jobs"][job]["steps"] for line in step.get("run", "").splitlines()
    ]
    words = [shlex.split(line) for line in lines]
    return [line[1:] for line in words if line[0] == "nam56r"]


ALL = [(job, argv) for job in WORKFLOW["jobs"] for argv in commands(job)]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout with one recipe and its exports."""
    (tmp_path / ".git").mkdir()
    write(tmp_path / "models/a.nam56r.yaml", RUNNABLE)
    assert spawn("export", ".", cwd=tmp_path).code == 0
    return tmp_path


def test_the_jobs_run_the_command() -> None:
    assert [(job, argv[0]) for job, argv in ALL] == [
        ("check", "check"),
        ("check", "export"),
        ("code-scanning", "check"),
    ]


def test_no_job_runs_for_hours() -> None:
    assert [job for job in WORKFLOW["jobs"].values() if job.get("timeout-minutes", 360) > 30] == []
    assert "group" in WORKFLOW["concurrency"]


@pytest.mark.parametrize(("job", "argv"), ALL, ids=lambda value: str(value))
def test_a_command_is_accepted_and_passes_on_a_clean_clone(
    job: str, argv: list[str], clone: Path
) -> None:
    assert build_parser().parse_args(argv).command == argv[0]
    result = spawn(*argv, cwd=clone)
    assert result.code == 0, result.err


def test_the_check_fails_for_an_error_and_for_a_stale_export(clone: Path) -> None:
    check, export = commands("check")
    write(clone / "models/a.nam56r.yaml", RUNNABLE.replace("hidden_size: 256", "hidden_size: 512"))
    assert [spawn(*argv, cwd=clone).code for argv in (check, export)] == [0, 1]
    write(clone / "models/a.nam56r.yaml", BLOCKED)
    assert [spawn(*argv, cwd=clone).code for argv in (check, export)] == [1, 1]


def test_what_is_uploaded_is_what_was_written(clone: Path) -> None:
    """With findings the command still succeeds, or the upload would not be reached."""
    write(clone / "models/a.nam56r.yaml", BLOCKED)
    (argv,) = commands("code-scanning")
    result = spawn(*argv, cwd=clone)
    assert (result.code, result.out) == (0, "")
    (upload,) = (
        step
        for step in WORKFLOW["jobs"]["code-scanning"]["steps"]
        if step.get("uses", "").startswith("github/codeql-action/upload-sarif@")
    )
    log = json.loads((clone / upload["with"]["sarif_file"]).read_text("utf-8"))
    (run,) = log["runs"]
    places = {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for finding in run["results"]
        for place in finding["locations"]
    }
    assert places == {"models/a.nam56r.yaml"}


def test_only_the_upload_may_write() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    writing = {
        (job, scope)
        for job, definition in WORKFLOW["jobs"].items()
        for scope, access in definition.get("permissions", {}).items()
        if access == "write"
    }
    assert writing == {("code-scanning", "security-events")}
