"""`nam56r completion`: the scripts, asked by the real shells."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from nam56r_core.rules.names import rule_names
from nam56r_core.targets.releases import RELEASES
from nam56r_server.__main__ import COMMANDS, build_parser
from nam56r_server.cli.check import args as check
from nam56r_server.cli.completion import args as completion
from nam56r_server.cli.completion.shells import SCRIPTS
from nam56r_server.cli.completion.shells.tree import Command as Tree
from nam56r_server.cli.completion.shells.tree import Kind, Value, command_of
from nam56r_server.cli.export import args as export
from support.cli import Command
from support.shells import Shell, installed

TREE = command_of(build_parser())
TAGS = sorted(release.tag for release in RELEASES)

each_shell = pytest.mark.parametrize("name", completion.SHELLS)


@pytest.fixture(scope="module", params=completion.SHELLS)
def shell(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shell]:
    """A shell with its script, in a folder with files that are recipes and files that are not."""
    home = tmp_path_factory.mktemp("home")
    folder = tmp_path_factory.mktemp("folder")
    for name in ("first.nam56r.yaml", "first.txt", "my model.nam56r.toml", "my notes.toml"):
        (folder / name).touch()
    (folder / "first").mkdir()
    with Shell(request.param, SCRIPTS[request.param](TREE), home, folder) as started:
        yield started


def names(completions: list[str]) -> list[str]:
    """Folders end in a slash in some shells only."""
    return sorted(name.rstrip("/") for name in completions)


def test_subcommands(shell: Shell) -> None:
    assert shell.completions("") == sorted(name for name, _ in COMMANDS)
    assert shell.completions("che") == ["check"]
    assert shell.completions("targets", "") == ["diff", "list", "show"]


def test_every_long_option_of_every_command(shell: Shell) -> None:
    for command in TREE.all():
        options = sorted(n for o in command.options for n in o.names if n.startswith("--"))
        found = shell.completions(*command.path[1:], "--")
        dashed = {word for value in command.values for word in value.dashed}
        assert [word for word in found if word not in dashed] == options, command.path


def test_choices_of_an_option(shell: Shell) -> None:
    assert shell.completions("check", "--output-format", "") == sorted(check.FORMATS)
    assert shell.completions("export", "a.nam56r.yaml", "--format", "la") == ["launch"]
    assert shell.completions("init", "--template", "n") == ["nam56r", "native"]


def test_a_choice_behind_an_equals_sign(shell: Shell) -> None:
    found = shell.completions("check", "--color=")
    assert sorted(word.removeprefix("--color=") for word in found) == ["always", "auto", "never"]


def test_no_options_behind_the_end_of_options(shell: Shell) -> None:
    assert shell.completions("plan", "--", "--") in ([], ["--"])
    assert names(shell.completions("plan", "--", "fir")) == ["first", "first.nam56r.yaml"]


def test_targets(shell: Shell) -> None:
    assert shell.completions("plan", "--target", "") == TAGS
    assert shell.completions("plan", "--target=core_v0.18") == ["--target=core_v0.18.2"]
    assert shell.completions("targets", "show", "core_v0.12") == ["core_v0.12.3"]
    assert shell.completions("targets", "diff", "core_v0.12.3", "") == TAGS


def test_a_value_is_not_taken_for_a_subcommand_or_another_value(shell: Shell) -> None:
    assert shell.completions("targets", "--output-format", "text", "") == ["diff", "list", "show"]
    assert shell.completions("targets", "show", "--flags", "mtp", "core_v0.12") == ["core_v0.12.3"]
    assert names(shell.completions("plan", "--target", "check", "first.n")) == ["first.nam56r.yaml"]


def test_rules_with_commas_between(shell: Shell) -> None:
    assert shell.completions("check", "--ignore", "dsa-r") == ["dsa-rank"]
    assert shell.completions("check", "--ignore", "dsa-rank,al") == ["dsa-rank,all"]
    assert set(shell.completions("check", "--select", "")) >= set(rule_names())


def test_names_to_explain(shell: Shell) -> None:
    assert shell.completions("explain", "dsa-ran") == ["dsa-rank"]
    assert shell.completions("explain", "dsa-rank", "E.num_e") == ["E.num_experts"]
    assert shell.completions("explain", "num_ex") == ["num_experts"]
    assert shell.completions("explain", "--num-ex") == ["--num-experts"]
    assert shell.completions("explain", "dsa-rank", "--num-ex") == ["--num-experts"]


def test_a_word_is_told_what_it_means_and_not_what_the_others_mean(tmp_path: Path) -> None:
    (tmp_path / "script").write_text(SCRIPTS["fish"](TREE), "utf-8")
    ask = (
        "source script; complete -C 'nam56r plan --output-format '; complete -C 'nam56r --version'"
    )
    done = subprocess.run(
        [installed("fish"), "--no-config", "-c", ask],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "json\tthe plan document that `export` writes",
        "strip\tthe stack as a small picture of text",
        "svg\ta picture",
        "table\ta row per layer with the reason (the default)",
        "--version\tshow the version and exit",
    ]


def test_recipes_and_folders_that_may_hold_some(shell: Shell) -> None:
    for words in (["check"], ["check", "other.nam56r.yaml", "-q"], ["plan"], ["export"]):
        assert names(shell.completions(*words, "fir")) == ["first", "first.nam56r.yaml"]
    assert names(shell.completions("check", "my")) == ["my model.nam56r.toml"]


def test_other_files_and_folders(shell: Shell) -> None:
    assert names(shell.completions("check", "--config", "my")) == [
        "my model.nam56r.toml",
        "my notes.toml",
    ]
    assert names(shell.completions("export", "-o", "fir")) == ["first"]


def test_nothing_where_nobody_can_know(shell: Shell) -> None:
    # Where nothing is known the word stays as it was typed; fish leaves it out of its answer.
    assert shell.completions("plan", "--stdin-filename", "fir") in ([], ["fir"])


@each_shell
def test_the_script_is_printed_and_the_shell_can_read_it(
    nam56r: Command, project: Path, name: str
) -> None:
    result = nam56r("completion", name)
    assert (result.code, result.err) == (0, "")
    assert result.out == SCRIPTS[name](TREE)
    (project / "script").write_text(result.out, "utf-8")
    subprocess.run([installed(name), "-n", "script"], check=True)


def test_zsh_finds_the_script_in_its_path(tmp_path: Path) -> None:
    (tmp_path / "functions").mkdir()
    (tmp_path / "functions/_nam56r").write_text(SCRIPTS["zsh"](TREE), "utf-8")
    with Shell("zsh", "", tmp_path, tmp_path, prelude="fpath+=($PWD/functions)") as zsh:
        assert zsh.completions("che") == ["check"]
        assert zsh.completions("targets", "show", "core_v0.12") == ["core_v0.12.3"]


def test_the_help_says_how_to_load_it(nam56r: Command) -> None:
    text = nam56r("completion", "--help").out
    for name in completion.SHELLS:
        assert f"nam56r completion {name}" in text


def test_an_unknown_shell_is_a_mistake_in_the_use(nam56r: Command) -> None:
    result = nam56r("completion", "tcsh")
    assert (result.code, result.out) == (2, "")
    assert "'tcsh'" in result.err


# The command line as data


def values(tree: Tree) -> Iterator[tuple[str, Value]]:
    for command in tree.all():
        for value in command.values:
            yield " ".join(command.path), value
        for option in command.options:
            if option.value is not None:
                yield f"{' '.join(command.path)} {option.names[-1]}", option.value


FREE = {"--stdin-filename", "--flags", "--tcp"}
"""Options with values that nobody can guess."""


def test_every_value_is_one_that_a_shell_can_help_with() -> None:
    """A new name in a usage must be told to `shells/tree.py`, or be put here."""
    unknown = {place for place, value in values(TREE) if value.kind is Kind.TEXT}
    assert {place.split()[-1] for place in unknown} == FREE
    for place, value in values(TREE):
        assert bool(value.words) == (value.kind in (Kind.WORDS, Kind.LIST)), place


def test_the_tree_is_the_parser() -> None:
    assert [inner.name for inner in TREE.subcommands] == [name for name, _ in COMMANDS]
    assert [inner.help for inner in TREE.subcommands] == [summary for _, summary in COMMANDS]
    found = next(inner for inner in TREE.subcommands if inner.name == "export")
    (value,) = found.values
    assert (found.many, value.kind) == (True, Kind.RECIPES)
    formats = next(option for option in found.options if "--format" in option.names)
    assert formats.value is not None
    assert (formats.value.kind, formats.value.words) == (Kind.WORDS, export.FORMATS)
    assert formats.value.told["tokens"] == "one argument a line"
    assert formats.help == "what --stdout prints"


def test_what_a_help_says_of_its_choices_is_known_of_each() -> None:
    """A word without a meaning beside words that have one is told in another form."""
    for place, value in values(TREE):
        assert set(value.told) in (set(), set(value.words)), place
