"""The failures of other tools, tried on this one; see the case files beside this."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from support.cli import RUNNABLE, Command, spawn_program, write
from support.peer_cases import PeerCase, read_peer_cases
from support.recipes import BASES, Mark

CASES = read_peer_cases()
SETTINGS = ("nam56r.toml", "pyproject.toml")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_failure_of_others_is_none_of_ours(
    nam56r: Command, project: Path, case: PeerCase
) -> None:
    for name, base in BASES.items():
        write(project / f"{name}.yaml", base.replace("extends: ", "extends: ./"))
    for file, data in case.files.items():
        write(project / file, data)
    stdin = case.files[case.stdin] if case.stdin else None
    result = nam56r(*case.argv, "--output-format", "json", stdin=stdin)
    in_settings = [mark for mark in case.marks if Path(mark.file).name in SETTINGS]
    about_recipes = [mark for mark in case.marks if mark not in in_settings]

    findings: list[Any] = json.loads(result.out) if result.out else []
    assert _differences(findings, about_recipes) == []
    for words in (*case.told, *(_told(mark, case.files[mark.file]) for mark in in_settings)):
        assert words in result.err
    severities = {mark.severity for mark in about_recipes}
    from_marks = 2 if in_settings else 1 if "error" in severities else 0
    assert result.code == (from_marks if case.code is None else case.code), result.err
    assert "Traceback" not in result.err


def _differences(findings: list[Any], marks: list[Mark]) -> list[str]:
    """Findings without a mark, and marks without a finding; places are compared in bytes."""
    left, missing = list(findings), []
    for mark in marks:
        match = next((found for found in left if _is(found, mark)), None)
        if match is None:
            missing.append(f"not found: {mark}")
        else:
            left.remove(match)
    return missing + [f"not marked: {found['message']} {found['place']}" for found in left]


def _is(found: Any, mark: Mark) -> bool:
    place = found["place"]
    return (
        (place["file"], place["start_byte"], place["end_byte"])
        == (mark.file, mark.start, mark.end)
        and (found["code"], found["severity"]) == (mark.code, mark.severity)
        and mark.message in found["message"]
    )


def _told(mark: Mark, data: bytes) -> str:
    """What standard error says of a mark in a settings file."""
    before = data[: mark.start].decode("utf-8")
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    return f"{mark.file}:{line}:{column}: {mark.message}"
