"""`nam56r compare`: two recipes or two targets, in text, JSON and pictures."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from nam56r_server.cli.output.width import text_width
from support.cli import BLOCKED, RUNNABLE, Command, spawn, tree, write
from support.examples import EXAMPLES, stem

RECIPES = {stem(recipe): recipe for recipe in EXAMPLES}


@pytest.fixture
def pair(project: Path) -> Path:
    """`a` is runnable, `b` is the same but for its Mamba layers."""
    write(project / "a.nam56r.yaml", RUNNABLE)
    write(project / "b.nam56r.yaml", BLOCKED.replace("small", "other"))
    return project


def test_two_recipes(nam56r: Command, pair: Path) -> None:
    result = nam56r("compare", "a.nam56r.yaml", "b.nam56r.yaml")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(
        "small → other\n"
        "old  a.nam56r.yaml on core_v0.19.0\n"
        "     4 layers: 4 native ● · 0 custom ◐ · 0 blocked ○\n"
        "new  b.nam56r.yaml on core_v0.19.0\n"
        "     4 layers: 2 native ● · 0 custom ◐ · 2 blocked ○\n"
        "~ NOT RUNNABLE any more: 2 of 4 layers are blocked (`M`); 2 errors\n"
        "\n"
        "Layers\n"
        "~ 2 Mamba layers: native → blocked\n"
        "    2 × `M` the Mamba-2 mixer → the authored Mamba-3 mixer, `M` MambaMixer ● → no symbol ○"
        " (layer\n"
        "      numbers 2, 4)\n"
        "\n"
        "Seams\n"
        "+ mamba3: the authored Mamba-3 mixer: needed now, OPEN\n"
    )
    assert "- --hybrid-layer-pattern *M*M\n" in result.out
    assert "+ error[unresolved-layer]: `M` at letter 2 " in result.out


def test_two_recipes_on_one_target(nam56r: Command, pair: Path) -> None:
    document = json.loads(
        nam56r(
            *("compare", "a.nam56r.yaml", "b.nam56r.yaml", "--target", "0.18.2"),
            *("--output-format", "json"),
        ).out
    )
    assert [document[side]["target"] for side in ("old", "new")] == ["core_v0.18.2"] * 2
    assert [document[side]["name"] for side in ("old", "new")] == ["small", "other"]


@pytest.mark.parametrize(
    ("targets", "sides"),
    [
        (["0.18.2"], ["core_v0.19.0", "core_v0.18.2"]),
        (["0.17.1", "0.18.2"], ["core_v0.17.1", "core_v0.18.2"]),
    ],
)
def test_two_targets(nam56r: Command, pair: Path, targets: list[str], sides: list[str]) -> None:
    given = [word for target in targets for word in ("--target", target)]
    result = nam56r("compare", "a.nam56r.yaml", *given, "--output-format", "json")
    document = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert document["format"] == "nam56r-comparison/1"
    assert [document[side]["target"] for side in ("old", "new")] == sides


def test_no_difference(nam56r: Command, pair: Path) -> None:
    result = nam56r("compare", "a.nam56r.yaml", "a.nam56r.yaml")
    assert result.code == 0
    assert result.out.endswith("= runnable on both sides\nno difference\n")


def test_sparse_attention_on_two_releases(nam56r: Command) -> None:
    result = nam56r("compare", RECIPES["nam56r-dsa"], "--target", "core_v0.18.2")
    assert result.code == 0
    assert result.out.startswith("0.19.0 → 0.18.2\n")
    assert "~ 4 attention layers: native → blocked\n" in result.out
    assert "(MLA): native from 0.19.0 (`+`)\n" in result.out
    assert [line for line in result.out.splitlines()[5:] if text_width(line) > 100] == []


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_the_picture(nam56r: Command, pair: Path, theme: str) -> None:
    words = ("compare", "a.nam56r.yaml", "b.nam56r.yaml", "--output-format", "svg")
    result = nam56r(*words, "--theme", theme)
    assert result.code == 0
    assert ElementTree.fromstring(result.out)[0].text == "small → other"
    assert (result.out == nam56r(*words).out) is (theme == "auto")


def test_into_a_file(nam56r: Command, pair: Path) -> None:
    words = ("compare", "a.nam56r.yaml", "b.nam56r.yaml", "--color", "always")
    result = nam56r(*words, "-o", "out/c.txt")
    assert (result.code, result.out, result.err) == (0, "", "wrote out/c.txt\n")
    assert (pair / "out/c.txt").read_text("utf-8") == nam56r(*words[:3]).out


@pytest.mark.parametrize("name", ["a.nam56r.yaml", "b.nam56r.yaml"])
def test_a_recipe_is_not_written_over(nam56r: Command, pair: Path, name: str) -> None:
    before = (pair / name).read_bytes()
    result = nam56r("compare", "a.nam56r.yaml", "b.nam56r.yaml", "-o", name)
    assert (result.code, result.out) == (2, "")
    assert "is a recipe that is read" in result.err
    assert (pair / name).read_bytes() == before
    assert tree(pair) == [".git", "a.nam56r.yaml", "b.nam56r.yaml"]


def test_standard_input_is_either_side(nam56r: Command, pair: Path) -> None:
    """As in `git show HEAD:a.nam56r.yaml | nam56r compare - a.nam56r.yaml`."""
    forth = nam56r("compare", "-", "b.nam56r.yaml", stdin=RUNNABLE.encode())
    assert forth.code == 0
    assert "old  <stdin> on core_v0.19.0\n" in forth.out
    assert "new  b.nam56r.yaml on core_v0.19.0\n" in forth.out
    back = nam56r("compare", "b.nam56r.yaml", "-", stdin=RUNNABLE.encode())
    assert "new  <stdin> on core_v0.19.0\n" in back.out


def test_standard_input_on_two_targets(nam56r: Command, pair: Path) -> None:
    result = nam56r("compare", "-", "--target", "0.18.2", stdin=RUNNABLE.encode())
    assert result.code == 0
    assert "4 layers: 4 native ●" in result.out.splitlines()[4]


def test_a_name_for_standard_input(nam56r: Command, pair: Path) -> None:
    """It decides where `extends` looks."""
    text = b"extends: a.nam56r.yaml\nname: derived\n"
    named = nam56r("compare", "a.nam56r.yaml", "-", "--stdin-filename", "c.nam56r.yaml", stdin=text)
    assert named.code == 0
    assert "new  c.nam56r.yaml on core_v0.19.0\n" in named.out
    assert named.out.endswith("no difference\n")


def test_ascii(pair: Path) -> None:
    shown = spawn("compare", "a.nam56r.yaml", "b.nam56r.yaml", PYTHONIOENCODING="ascii")
    assert shown.out.isascii()
    assert "?" not in shown.out
    assert "`M` MambaMixer = -> no symbol x" in shown.out


def test_colour(nam56r: Command, pair: Path) -> None:
    out = nam56r("compare", "a.nam56r.yaml", "b.nam56r.yaml", "--color", "always").out
    assert "\x1b[31m~\x1b[0m 2 Mamba layers" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["a.nam56r.yaml"], "one recipe is the same as itself; name a second one, or a --target"),
        (["a.nam56r.yaml"] * 3, "two recipes are compared, not 3; name one or two"),
        (
            ["a.nam56r.yaml", "b.nam56r.yaml", "--target", "0.18.2", "--target", "0.19.0"],
            "two recipes are compared on their own targets, or on one --target",
        ),
        (
            ["a.nam56r.yaml", *["--target", "0.18.2"] * 3],
            "two targets are compared, not 3; give --target twice",
        ),
        (["a.nam56r.yaml", "--target", "9.9"], "unknown target '9.9'"),
        (["a.nam56r.yaml", "."], ". holds 2 recipes, and each side of a comparison is of one"),
        (["a.nam56r.yaml", "no.nam56r.yaml"], "no.nam56r.yaml"),
        (["-", "-"], "`-` (standard input) is one recipe; give the other as a file"),
        (
            ["a.nam56r.yaml", "b.nam56r.yaml", "--stdin-filename", "c.nam56r.yaml"],
            "--stdin-filename is for a recipe from standard input: give `-` as path",
        ),
        (
            ["a.nam56r.yaml", "b.nam56r.yaml", "--theme", "dark"],
            "--theme dark is for pictures; add --output-format svg, or drop it",
        ),
    ],
)
def test_misuse(nam56r: Command, pair: Path, words: list[str], message: str) -> None:
    result = nam56r("compare", *words)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
