"""The failures of other tools, tried on this one; see the case files beside this."""

from __future__ import annotations

import json
import re
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
        write(project / f"{name}.yaml", re.sub(r"(?m)^(extends: .+)$", r"\1.yaml", base))
    for file, data in case.files.items():
        write(project / file, data)
    stdin = case.files[case.stdin] if case.stdin else None
    result = nam56r(*case.argv, "--output-format", "json", stdin=stdin)
    in_settings = [mark for mark in case.marks if Path(mark.file).name in SETTINGS]
    about_recipes = [mark for mark in case.marks if mark not in in_settings]

    findings: list[Any] = json.loads(result.out) if result.out else []
    problems = _differences(findings, about_recipes)
    assert not problems, "\n" + "\n".join(problems)
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
        # A file outside of the folder is called by its whole path.
        Path(place["file"]).resolve() == Path(mark.file).resolve()
        and (place["start_byte"], place["end_byte"]) == (mark.start, mark.end)
        and (found["code"], found["severity"]) == (mark.code, mark.severity)
        and mark.message in found["message"]
    )


def _told(mark: Mark, data: bytes) -> str:
    """What standard error says of a mark in a settings file."""
    before = data[: mark.start].decode("utf-8")
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    return f"{mark.file}:{line}:{column}: {mark.message}"


class _NoNetworkError(Exception):
    """Somebody asked for a connection."""


COMMANDS = (
    ("check", "."),
    ("plan", "a.nam56r.yaml"),
    ("export", "."),
    ("compare", "a.nam56r.yaml", "b.nam56r.yaml"),
    ("explain", "A"),
    ("targets",),
    ("schema",),
    ("init", "new.nam56r.yaml"),
)


@pytest.mark.parametrize("argv", COMMANDS, ids=lambda argv: argv[0])
def test_no_command_asks_for_a_connection(
    nam56r: Command, project: Path, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]
) -> None:
    """redhat-developer/vscode-yaml#386, tombi-toml/tombi#605: schemas were fetched, so that the
    tools hung or complained without a network."""

    def refuse(*_: object, **__: object) -> None:
        raise _NoNetworkError

    write(project / "a.nam56r.yaml", RUNNABLE)
    write(project / "b.nam56r.yaml", RUNNABLE.replace("depth: 4", "depth: 8"))
    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    assert nam56r(*argv).code in (0, 1)


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=lambda argv: " ".join(argv[:1]) or "none")
def test_help_starts_without_what_only_work_needs(project: Path, command: tuple[str, ...]) -> None:
    """palantir/python-language-server#366, microsoft/python-language-server#514: the start took
    seconds, most of them for imports."""
    code = (
        "import sys; from nam56r_server.__main__ import main; main(sys.argv[1:]); "
        "sys.stderr.write(' '.join({name.partition('.')[0] for name in sys.modules}))"
    )
    result = spawn_program([sys.executable, "-c", code, *command[:1], "--help"], project)
    assert result.out.startswith("usage: ")
    loaded = set(result.err.split())
    assert "nam56r_server" in loaded
    assert loaded & {"pydantic", "pydantic_core", "tree_sitter", "pathspec", "pygls"} == set()


CONFLICTS = 2


def test_a_large_file_in_conflict_is_answered_and_the_answer_is_small(
    nam56r: Command, project: Path
) -> None:
    """redhat-developer/yaml-language-server#216, redhat-developer/vscode-yaml#239: gigabytes of
    memory for a lock file with the markers of a merge."""
    line = "# " + "x" * 1000 + "\n"
    ours, theirs = (f"{line * 200}depth: {depth}\n" for depth in (6, 8))
    conflict = f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> theirs\n"
    text = RUNNABLE.replace("depth: 4\n", conflict * CONFLICTS)
    assert len(text) > CONFLICTS * 400_000
    write(project / "a.nam56r.yaml", text)
    result = nam56r("check")
    assert result.code == 1
    assert result.out.count("error[syntax-error]") == CONFLICTS
    assert result.out.count("<<<<<<< HEAD") == CONFLICTS
    assert len(result.out) < 100 * result.out.count("\n") < 20_000


def test_a_file_with_very_many_lines_is_refused_with_the_limit(
    nam56r: Command, project: Path
) -> None:
    """redhat-developer/vscode-yaml#930: fifty thousand lines stopped the editor for minutes."""
    entry = "  - --no-such-flag\n"
    write(project / "a.nam56r.yaml", RUNNABLE + "extra_args:\n" + entry * 50_000)
    result = nam56r("check")
    assert result.code == 1
    assert "only the first 32767 lines are read" in result.out
    assert len(result.out) < 5_000
    # A list that is only long is looked through, and each of its findings has its fixes.
    write(project / "a.nam56r.yaml", RUNNABLE + "extra_args:\n" + entry * 100)
    assert nam56r("check").out.count("help: Remove `--no-such-flag`") == 100
