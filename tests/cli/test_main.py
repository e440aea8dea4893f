"""How the command starts and ends: imports, exit codes, errors of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nam56r_server import __main__
from nam56r_server.cli.check import args as check
from support.cli import BLOCKED, RUNNABLE, Command, spawn, spawn_program, write

HEAVY = ("pydantic", "tree_sitter", "pygls", "lsprotocol")


def loaded(cwd: Path, *argv: str) -> set[str]:
    """The heavy packages in memory after the command ran."""
    code = (
        "import sys; from nam56r_server.__main__ import main; main(sys.argv[1:]); "
        f"sys.stderr.write('LOADED ' + ' '.join(m for m in {HEAVY!r} if m in sys.modules))"
    )
    result = spawn_program([sys.executable, "-c", code, *argv], cwd)
    return set(result.err.rpartition("LOADED")[2].split())


@pytest.mark.parametrize(
    "argv",
    [["--help"], ["--version"], ["check", "--help"], ["export", "--help"], ["targets", "--help"]],
    ids=" ".join,
)
def test_help_needs_nothing_heavy(project: Path, argv: list[str]) -> None:
    assert loaded(project, *argv) == set()


def test_targets_need_no_recipe_machinery(project: Path) -> None:
    assert loaded(project, "targets", "show", "0.19") & {"pydantic", "tree_sitter"} == set()


@pytest.mark.parametrize(
    "argv",
    [["check", "."], ["export", "."], ["plan", "a.nam56r.yaml"]],
    ids=" ".join,
)
def test_headless_commands_never_load_the_protocol(project: Path, argv: list[str]) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    found = loaded(project, *argv)
    assert "pydantic" in found, "the command did not run"
    assert found & {"pygls", "lsprotocol"} == set()


def test_reading_yaml_loads_no_other_language_and_no_recovery(project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    code = (
        "import sys; from nam56r_server.__main__ import main; main(['check', '.']); "
        "sys.stderr.write('LOADED ' + ' '.join(m for m in sys.modules if 'core.syntax.' in m))"
    )
    result = spawn_program([sys.executable, "-c", code], project)
    parts = {
        part for name in result.err.rpartition("LOADED")[2].split() for part in name.split(".")
    }
    assert parts >= {"yaml", "reader"}, "the command did not run"
    assert parts & {"toml", "json", "recover", "diagnose", "context", "snippet"} == set()


def test_version(nam56r: Command) -> None:
    result = nam56r("--version")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("nam56r ")


def test_help_names_every_subcommand(nam56r: Command) -> None:
    result = nam56r("--help")
    assert result.code == 0
    for name, summary in __main__.COMMANDS:
        assert name in result.out
        assert summary.split(",")[0] in " ".join(result.out.split())


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["chek"],
        ["check", "--outputformat", "json"],
        ["export"],
        ["plan"],
        ["check", "--targ", "x"],
    ],
    ids=" ".join,
)
def test_misuse_is_2_and_on_stderr(nam56r: Command, argv: list[str]) -> None:
    result = nam56r(*argv)
    assert (result.code, result.out) == (2, "")
    assert "usage: nam56r" in result.err


@pytest.mark.parametrize(
    ("argv", "usage", "told"),
    [
        ("chek", "nam56r", "there is no command 'chek'; did you mean 'check'?"),
        ("zzz", "nam56r", "there is no command 'zzz'; see --help"),
        ("--verison", "nam56r", "there is no option '--verison'; did you mean '--version'?"),
        ("plan a b", "nam56r plan", "too many arguments: b"),
        (
            "check --outputformat=json",
            "nam56r check",
            "there is no option '--outputformat'; did you mean '--output-format'?",
        ),
        ("-q check", "nam56r check", "-q stands behind the command: `nam56r check -q`"),
        ("targets diff a b c", "nam56r targets diff", "too many arguments: c"),
    ],
)
def test_a_mistake_is_told_by_the_command_that_it_is_in(
    nam56r: Command, argv: str, usage: str, told: str
) -> None:
    result = nam56r(*argv.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"usage: {usage} [-h]")
    assert result.err.endswith(f"\n{usage}: error: {told}\n")


def test_the_command_alone_lists_what_there_is(nam56r: Command) -> None:
    result = nam56r()
    assert (result.code, result.out) == (2, "")
    assert [name for name, _ in __main__.COMMANDS if f"\n    {name}" not in result.err] == []
    assert result.err.endswith("\nnam56r: error: name a command\n")


def test_quiet_promises_findings_only_where_there_are_some(nam56r: Command) -> None:
    for command in ("check", "plan", "explain", "compare", "export"):
        told = " ".join(nam56r(command, "--help").out.split())
        assert ("findings only" in told) == (command == "check")


@pytest.mark.parametrize("command", ["check", "export", "plan"])
def test_unknown_target_is_told_before_any_file_is_read(nam56r: Command, command: str) -> None:
    result = nam56r(command, "missing.nam56r.yaml", "--target", "0.19.1")
    assert (result.code, result.out) == (2, "")
    assert "unknown target '0.19.1'" in result.err
    assert "core_v0.19.0" in result.err
    assert "missing.nam56r.yaml" not in result.err


def fail(*_: object, **__: object) -> int:
    raise RuntimeError("no such luck")


def test_an_internal_error_is_one_line_and_how_to_report(
    nam56r: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "run", fail)
    result = nam56r("check")
    assert (result.code, result.out) == (2, "")
    first, second = result.err.splitlines()
    assert first == "nam56r: internal error: RuntimeError: no such luck"
    assert "report" in second
    assert "NAM56R_TRACEBACK=1" in second


def test_an_internal_error_shows_its_traceback_on_demand(
    nam56r: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "run", fail)
    monkeypatch.setenv("NAM56R_TRACEBACK", "1")
    result = nam56r("check")
    assert result.code == 2
    assert "Traceback (most recent call last)" in result.err


def test_an_internal_error_names_the_recipe(
    nam56r: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    monkeypatch.setattr("nam56r_server.project.snapshot.analyze", fail)
    result = nam56r("check")
    assert result.code == 2
    assert "internal error: RuntimeError while analysing a.nam56r.yaml: no such luck" in result.err


def test_interruption_is_130(nam56r: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "run", interrupt)
    result = nam56r("check")
    assert (result.code, result.out, result.err) == (130, "", "")


BUFFERING = pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])


@BUFFERING
def test_a_reader_that_leaves_early_is_no_error_to_tell(project: Path, unbuffered: str) -> None:
    command = [sys.executable, "-m", "nam56r_server", "targets", "show", "core_v0.19.0", "--flags"]
    with subprocess.Popen(
        [*command, "--output-format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=project,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"{\n"
        process.stdout.close()
        told = process.stderr.read()
    assert (process.returncode, told) == (__main__.BROKEN_PIPE, b"")


@BUFFERING
@pytest.mark.parametrize(
    "argv", [["targets"], ["targets", "--output-format", "json"], ["--version"]], ids=" ".join
)
def test_nobody_who_reads_is_no_error_to_tell(
    project: Path, argv: list[str], unbuffered: str
) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "nam56r_server", *argv],
            stdout=write_end,
            stderr=subprocess.PIPE,
            cwd=project,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            check=False,
        )
    finally:
        os.close(write_end)
    assert (done.returncode, done.stderr) == (__main__.BROKEN_PIPE, b"")


def test_exit_codes_of_the_process(project: Path) -> None:
    write(project / "good.nam56r.yaml", RUNNABLE)
    write(project / "bad.nam56r.yaml", BLOCKED)
    assert spawn("check", "good.nam56r.yaml", cwd=project).code == 0
    assert spawn("check", cwd=project).code == 1
    assert spawn("check", "missing.nam56r.yaml", cwd=project).code == 2


def test_a_terminal_that_knows_ascii_only_is_not_an_error(project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE.replace("name: small", "name: 混合"))
    result = spawn("plan", "a.nam56r.yaml", cwd=project, PYTHONIOENCODING="ascii")
    assert result.code == 0
    assert "?? for core_v0.19.0" in result.out
    assert "4 layers: 4 native =, 0 custom ~, 0 blocked x\n" in result.out
    assert "`A` x 2: " in result.out
    assert result.out.isascii()


def test_data_is_utf8_whatever_the_terminal_speaks(project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE.replace("name: small", "name: 混合"))
    result = spawn("export", "a.nam56r.yaml", "--stdout", cwd=project, PYTHONIOENCODING="ascii")
    assert result.code == 0
    assert '"name": "混合"' in result.out


@pytest.mark.parametrize(("redirection", "code"), [(">&-", 2), ("2>&-", 0)])
def test_a_closed_stream_is_no_traceback(project: Path, redirection: str, code: int) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    command = f'"$0" -m nam56r_server check a.nam56r.yaml {redirection}'
    result = spawn_program(["sh", "-c", command, sys.executable], project)
    assert result.code == code
    assert "Traceback" not in result.err
