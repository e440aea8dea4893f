"""`nam56r check`: findings on standard output, the summary on standard error, the exit code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from support.cli import BLOCKED, RUNNABLE, WITHOUT_DEPTH, Command, write

CONCISE = re.compile(r"^[^:\n]+:\d+:\d+: (error|warning|info)\[[a-z][a-z0-9-]+\]: \S.*$")


def test_a_clean_recipe(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    result = nam56r("check", "a.nam56r.yaml")
    assert (result.code, result.out) == (0, "")
    assert result.err == "All good: 1 recipe\n"


HIDDEN = (
    "1 recipe NOT RUNNABLE: the errors are accepted by comments, or left out or shown as less by "
    "settings"
)
ACCEPTED = WITHOUT_DEPTH + "# nam56r: ignore-file[missing-depth]: the launcher says it\n"


@pytest.mark.parametrize(
    ("text", "words"), [(ACCEPTED, []), (WITHOUT_DEPTH, ["--ignore", "missing-depth"])]
)
def test_what_is_not_shown_is_not_all_good(
    nam56r: Command, project: Path, text: str, words: list[str]
) -> None:
    write(project / "a.nam56r.yaml", text)
    result = nam56r("check", "a.nam56r.yaml", *words)
    assert (result.code, result.out) == (0, "")
    assert result.err == f"No findings in 1 recipe; {HIDDEN}\n"


@pytest.mark.parametrize(
    ("text", "settings", "shown"),
    [
        (ACCEPTED.replace(": the launcher says it", ""), "", "1 info"),
        (WITHOUT_DEPTH, 'severity = {missing-depth = "warning"}\n', "1 warning"),
    ],
)
def test_an_error_shown_as_less_is_not_all(
    nam56r: Command, project: Path, text: str, settings: str, shown: str
) -> None:
    write(project / "a.nam56r.yaml", text)
    write(project / "nam56r.toml", settings)
    result = nam56r("check", "a.nam56r.yaml")
    assert result.code == 0
    assert result.err.replace("remark", "info") == f"Found {shown} in 1 recipe; {HIDDEN}\n"


def test_the_current_directory_is_checked_without_arguments(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    write(project / "b/c.nam56r.toml", "name = 'x'\n")
    result = nam56r("check", "--output-format", "concise")
    assert result.code == 1
    assert {line.split(":")[0] for line in result.out.splitlines()} == {"b/c.nam56r.toml"}


def test_full_shows_the_place_and_the_line(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", BLOCKED)
    result = nam56r("check", "a.nam56r.yaml")
    assert result.code == 1
    head, rest = result.out.split("\n", 1)
    assert head.startswith("error[unresolved-layer]: `M` at letter 2")
    assert rest.startswith(
        " --> a.nam56r.yaml:3:11\n"
        "  |\n"
        "3 | pattern: AMAM\n"
        "  |           ^\n"
        "note: the authored mixer is chosen here\n"
        " --> a.nam56r.yaml:6:3\n"
        "  |\n"
        "6 |   mixer: authored\n"
        "  |   ^^^^^\n"
        "help: Declare `seams.stack_spec` in `your_package` (a name to replace) "
        "(unsafe fix: --fix --unsafe-fixes)\n"
    )
    assert result.err == "Found 2 errors in 1 recipe\n"


def test_concise_is_one_line_each(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", 'target: core_v0.19.0\npattern: "A\\nB"\n')
    result = nam56r("check", "--output-format", "concise")
    assert result.code == 1
    lines = result.out.splitlines()
    assert len(lines) > 3
    assert [line for line in lines if not CONCISE.match(line)] == []


def test_json_is_one_list_with_the_same_findings(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", BLOCKED)
    write(project / "b.nam56r.yaml", RUNNABLE)
    concise = nam56r("check", "--output-format", "concise").out.splitlines()
    result = nam56r("check", "--output-format", "json")
    assert result.code == 1
    found = json.loads(result.out)
    assert [
        "{file}:{line}:{column}: ".format(**d["place"])
        + f"{d['severity']}[{d['code']}]: {d['message']}"
        for d in found
    ] == concise
    assert {d["severity"] for d in found} == {"error"}


def test_an_info_is_called_so_wherever_it_is_told(nam56r: Command, project: Path) -> None:
    write(project / "nam56r.toml", '[severity]\nsection-without-letter = "info"\n')
    write(project / "a.nam56r.yaml", RUNNABLE + "R:\n  mixer: m2rnn\n")
    result = nam56r("check", "--output-format", "concise")
    assert ": info[section-without-letter]: " in result.out
    assert result.err.startswith("Found 1 info in 1 recipe")
    assert nam56r("check").out.startswith("info[section-without-letter]: ")


def test_json_of_nothing_is_an_empty_list(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    result = nam56r("check", "--output-format", "json")
    assert (result.code, json.loads(result.out)) == (0, [])


def test_warnings_alone_are_0(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE + "R:\n  mixer: m2rnn\n")
    result = nam56r("check")
    assert result.code == 0
    assert result.out.startswith("warning[section-without-letter]")
    assert result.err == "Found 1 warning in 1 recipe\n"


def test_quiet_keeps_the_findings(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", BLOCKED)
    loud, quiet = nam56r("check"), nam56r("check", "--quiet")
    assert quiet.out == loud.out
    assert (quiet.code, quiet.err) == (1, "")


def test_target_overrides_the_recipe(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE.replace("core_v0.19.0", "core_v0.99.0"))
    assert nam56r("check").code == 1
    assert nam56r("check", "--target", "0.19").code == 0


def test_a_directory_without_recipes_is_2(nam56r: Command, project: Path) -> None:
    write(project / "notes.yaml", "a: 1\n")
    result = nam56r("check", ".")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("No recipes found")


def test_a_missing_path_is_2(nam56r: Command) -> None:
    result = nam56r("check", "nowhere/a.nam56r.yaml")
    assert (result.code, result.out) == (2, "")
    assert "nowhere/a.nam56r.yaml does not exist" in result.err


def test_a_file_that_cannot_be_a_recipe_names_the_suffixes(nam56r: Command, project: Path) -> None:
    write(project / "train.sh", "exit\n")
    result = nam56r("check", "train.sh")
    assert result.code == 2
    assert "train.sh is no recipe by its name" in result.err
    for suffix in (".nam56r.yaml", ".nam56r.yml", ".nam56r.toml", ".nam56r.json"):
        assert suffix in result.err


def test_an_unreadable_recipe_does_not_hide_the_others(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", b" " * (1024 * 1024 + 1))
    write(project / "b.nam56r.yaml", BLOCKED)
    result = nam56r("check", "--output-format", "concise")
    assert result.code == 2
    assert "b.nam56r.yaml:3:11: error[unresolved-layer]" in result.out
    assert "cannot read a.nam56r.yaml: it is larger than 1 MiB" in result.err
    assert "Found 2 errors in 1 recipe; 1 recipe could not be read" in result.err


def test_not_utf8_is_a_finding_at_its_byte(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE.encode().replace(b"small", b"sm\xffll"))
    result = nam56r("check")
    assert result.code == 1
    assert (" --> a.nam56r.yaml:1:9\n  |\n1 | name: sm\ufffdll\n  |         ^\n") in result.out


def test_a_finding_in_a_shared_base_is_shown_once(nam56r: Command, project: Path) -> None:
    write(project / "base.yaml", RUNNABLE.replace("AMAM", "AMAX"))
    for name in "abc":
        write(project / f"{name}.nam56r.yaml", f"extends: base.yaml\nname: {name}\n")
    result = nam56r("check", "--output-format", "concise")
    assert result.code == 1
    assert result.out.count("base.yaml:3:13: error[unknown-letter]") == 1
    assert "in 3 recipes" in result.err


def test_files_are_named_from_where_the_command_runs(
    nam56r: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "bases/base.yaml", RUNNABLE.replace("AMAM", "AMAX"))
    write(project / "family/a.nam56r.yaml", "extends: ../bases/base.yaml\n")
    (project / "family/notes").mkdir()
    from_root = nam56r("check", "--output-format", "concise").out
    assert from_root.startswith("bases/base.yaml:3:13: error[unknown-letter]")
    monkeypatch.chdir(project / "family/notes")
    from_below = nam56r("check", "..", "--output-format", "concise").out
    assert from_below.startswith(
        f"{project.as_posix()}/bases/base.yaml:3:13: error[unknown-letter]"
    )


def test_stdin_is_yaml_without_a_name(nam56r: Command) -> None:
    result = nam56r("check", "-", "--output-format", "concise", stdin=WITHOUT_DEPTH.encode())
    assert result.code == 1
    assert result.out.startswith("<stdin>:3:1: error[missing-depth]")


HINT = "looks like {}; if it is, give --stdin-filename recipe.nam56r.{}"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('target = "core_v0.19.0"\npattern = "AM"\n[model]\nhidden_size = 4\n', "toml"),
        ("depth = 4\n", "toml"),
        (r'{"pattern": "AM", "name": "\ud83d\ude00"}', "json"),
    ],
)
def test_stdin_in_another_language_is_told_how_to_say_so(
    nam56r: Command, text: str, language: str
) -> None:
    told = HINT.format(language.upper(), language)
    for command in (["check", "-"], ["check", "--fix", "-"], ["check", "--diff", "-"]):
        result = nam56r(*command, stdin=text.encode())
        assert told in result.err, command
        assert result.err.count("looks like") == 1
    assert told in nam56r("plan", "-", stdin=text.encode()).err
    named = nam56r("check", "-", "--stdin-filename", f"a.nam56r.{language}", stdin=text.encode())
    assert "looks like" not in named.err


@pytest.mark.parametrize(
    "text", [BLOCKED, "pattern: [\n", "", "# nothing\n", "A\n", "- a\n", '{"pattern": "A"}']
)
def test_stdin_that_looks_like_nothing_else_gets_no_hint(nam56r: Command, text: str) -> None:
    assert "looks like" not in nam56r("check", "-", stdin=text.encode()).err


def test_stdin_filename_gives_language_place_and_name(nam56r: Command, project: Path) -> None:
    write(project / "family/base.yaml", RUNNABLE)
    text = b'extends = "base.yaml"\npattern = "AMAX"\n'
    name = "family/a.nam56r.toml"
    result = nam56r(
        "check", "-", "--stdin-filename", name, "--output-format", "concise", stdin=text
    )
    assert result.code == 1
    assert [line.partition(" ")[0] for line in result.out.splitlines()] == [f"{name}:2:15:"]


def test_stdin_extends_from_the_current_directory(nam56r: Command, project: Path) -> None:
    write(project / "base.yaml", RUNNABLE)
    assert nam56r("check", "-", stdin=b"extends: base.yaml\n").code == 0


def test_stdin_stands_alone(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    result = nam56r("check", "-", "a.nam56r.yaml", stdin=b"")
    assert result.code == 2
    assert "stands alone" in result.err


def test_stdin_filename_without_stdin_is_a_mistake(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    result = nam56r("check", "a.nam56r.yaml", "--stdin-filename", "b.nam56r.yaml")
    assert result.code == 2
    assert "give `-` as path" in result.err


def test_a_name_for_stdin_that_is_no_recipe_is_a_mistake(nam56r: Command) -> None:
    result = nam56r("check", "-", "--stdin-filename", "a.txt", stdin=b"")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("nam56r: error: --stdin-filename a.txt is no recipe")
    assert "recipe could not be read" not in result.err


def test_stdin_has_one_name_wherever_it_is_read(
    nam56r: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "deep").mkdir()
    monkeypatch.chdir(project / "deep")
    result = nam56r("export", "-", "--stdout", stdin=WITHOUT_DEPTH.encode())
    assert json.loads(result.out)["plan"]["issues"][0]["file"] == "<stdin>"
    assert " --> <stdin>:3:1\n" in result.err


def test_a_recipe_cannot_steer_the_terminal(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE + '"\\e[31mred\\u202e": 1\n')
    for output in ("full", "concise"):
        result = nam56r("check", "--output-format", output)
        assert result.code == 1
        assert "unknown-key" in result.out
        assert "\x1b" not in result.out
        assert "\u202e" not in result.out
