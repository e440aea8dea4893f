"""Names of files and values of recipes steer no terminal and give no command to a CI log."""

from __future__ import annotations

from pathlib import Path

import pytest

from nam56r_server.cli.terminal_text import for_terminal
from support.cli import BLOCKED, RUNNABLE, Command, write

NAMES = (
    "a\n::error::forged.nam56r.yaml",
    "::warning::forged.nam56r.yaml",
    "##[error]forged.nam56r.yaml",
    "b\x1b[31mred\x07.nam56r.yaml",
    "c\u202egnp.nam56r.yaml",
    "d\x85e.nam56r.yaml",
)
COMMANDS = (
    ("check",),
    ("check", "--output-format", "concise"),
    ("check", "--output-format", "github"),
    ("check", "--statistics"),
    ("check", "--show-settings"),
    ("check", "--diff", "--unsafe-fixes"),
    ("export",),
    ("export", "--check"),
    ("check", "--fix", "--unsafe-fixes"),
)


def is_safe(text: str, *, github: bool = False) -> bool:
    """Whether a reader of commands finds none in a text that is not ours, and a terminal no
    control character."""
    lines = text.split("\n")
    is_patch = text.startswith("--- ")  # data for a program, byte for byte
    ours = ("::error file=", "::warning file=", "::notice file=") if github else ()
    forged = [
        line
        for line in lines
        if (line.strip().startswith("::") and not line.startswith(ours))
        or ("##[" in line and not is_patch)
    ]
    return not forged and all(line.replace("\u200b", "").isprintable() for line in lines)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_is_shown_and_not_obeyed(
    nam56r: Command, project: Path, name: str, command: tuple[str, ...]
) -> None:
    write(project / name, BLOCKED + "nam: x\n")
    result = nam56r(*command)
    for stream in (result.out, result.err):
        assert is_safe(stream, github="github" in command), stream


@pytest.mark.parametrize("command", ["check", "plan", "export"])
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_the_message_about_a_missing_file_is_safe(nam56r: Command, name: str, command: str) -> None:
    result = nam56r(command, name)
    assert result.code == 2
    assert is_safe(result.out)
    assert is_safe(result.err)


def test_a_value_of_a_recipe_begins_no_command(nam56r: Command, project: Path) -> None:
    """The plan begins with the name of the model."""
    recipe = RUNNABLE.replace("name: small", 'name: "::error::forged ##[error]"')
    write(project / "a.nam56r.yaml", recipe)
    for arguments in (("plan",), ("plan", "--output-format", "strip"), ("compare",)):
        path = "a.nam56r.yaml"
        rest = (path, "--target", "core_v0.18.2", "--target", "core_v0.19.0")
        words = (path,) if arguments[0] == "plan" else rest
        assert is_safe(nam56r(*arguments, *words).out)


def test_colours_of_our_own_stay() -> None:
    painted = "\x1b[1;31merror\x1b[0m: a\tb\n"
    assert for_terminal(painted) == painted
    assert "\x1b]" not in for_terminal("\x1b]0;title\x07")
