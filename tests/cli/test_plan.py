"""`nam56r plan`: one row per layer, the reasons, the seams, the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from nam56r_server.cli.output.width import text_width
from support.cli import BLOCKED, RUNNABLE, Command, spawn, tree, write
from support.examples import EXAMPLES


def test_a_native_plan(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    result = nam56r("plan", "a.nam56r.yaml")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "small for core_v0.19.0 (a.nam56r.yaml)\n"
        "4 layers: 4 native ● · 0 custom ◐ · 0 blocked ○\n"
        "runnable, fully native\n"
        "\n"
        "authored     AMAM\n"
        "translated   *M*M\n"
        "to Megatron  *M*M\n"
        "\n"
        "index  number  letter  family rank  symbol  builds         status    why\n"
        "    0       1  A                 0  *       SelfAttention  native ●  [1]\n"
        "    1       2  M                 0  M       MambaMixer     native ●  [2]\n"
        "    2       3  A                 1  *       SelfAttention  native ●  [1]\n"
        "    3       4  M                 1  M       MambaMixer     native ●  [2]\n"
        "\n"
        "[1]  `A` × 2: 0.19.0 builds self-attention from its own symbol `*`\n"
        "[2]  `M` × 2: 0.19.0 builds the Mamba-2 mixer from its own symbol `M`\n"
    )


def test_a_blocked_plan_says_why_and_what_would_resolve_it(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", BLOCKED)
    result = nam56r("plan", "a.nam56r.yaml")
    assert result.code == 1
    assert "4 layers: 2 native ● · 0 custom ◐ · 2 blocked ○\n" in result.out
    assert "NOT RUNNABLE: 2 of 4 layers are blocked (`M`); 2 errors\n" in result.out
    assert "to Megatron  withheld: 2 of 4 layers are blocked (`M`)\n" in result.out
    assert (
        "    1       2  M                 0  ·       ·              blocked ○  [2]\n" in result.out
    )
    assert "mamba3  the authored Mamba-3 mixer at 2 layers (`M`): OPEN; to resolve, declare" in (
        result.out
    )
    assert result.err == "2 errors: run `nam56r check a.nam56r.yaml` to see them\n"


def test_stages_and_tiling_are_shown(nam56r: Command, project: Path) -> None:
    parallel = "parallel:\n  pipeline_model_parallel_size: 2\n"
    text = RUNNABLE.replace("AMAM", "AM").replace("depth: 4", "depth: 4") + parallel
    write(project / "a.nam56r.yaml", text)
    result = nam56r("plan", "a.nam56r.yaml")
    assert result.code == 0
    assert "authored     AM, tiled to 4 layers\n" in result.out
    assert "pipeline     2 ranks × 1 virtual stage: 2 + 2 layers\n" in result.out
    assert [line.split()[8] for line in result.out.splitlines() if " native ●  " in line] == [
        *("0/0", "0/0", "1/0", "1/0")
    ]


def test_a_pattern_without_errors_of_its_own_is_withheld_too(
    nam56r: Command, project: Path
) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE.replace("  hidden_size: 256\n", ""))
    result = nam56r("plan", "a.nam56r.yaml")
    assert result.code == 1
    assert "to Megatron  withheld: the recipe has errors\n" in result.out


@pytest.mark.parametrize("text", ["", "hello", "pattern: [\n", "- 1\n", "\xff\xfe"])
def test_a_plan_is_always_produced(nam56r: Command, project: Path, text: str) -> None:
    write(project / "a.nam56r.yaml", text.encode("latin-1"))
    result = nam56r("plan", "a.nam56r.yaml")
    assert result.code == 1
    assert "recipe without a name for no known target (a.nam56r.yaml)\n0 layers:" in result.out


@pytest.mark.parametrize("recipe", EXAMPLES, ids=lambda path: path.name)
def test_examples_fit_a_page(nam56r: Command, recipe: Path) -> None:
    result = nam56r("plan", recipe, "--target", "0.18.2")
    long = [line for line in result.out.splitlines()[1:] if text_width(line) > 100]
    assert long == []
    assert result.out.count(" native ●") > 1


def test_stdin(nam56r: Command) -> None:
    result = nam56r("plan", "-", stdin=RUNNABLE.encode())
    assert result.code == 0
    assert result.out.startswith("small for core_v0.19.0 (<stdin>)\n")


def test_a_plan_is_of_one_recipe(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    write(project / "b.nam56r.yaml", RUNNABLE)
    result = nam56r("plan", ".")
    assert (result.code, result.out) == (2, "")
    assert ". holds 2 recipes" in result.err


def test_an_excluded_recipe_is_said_to_be_excluded(nam56r: Command, project: Path) -> None:
    write(project / "nam56r.toml", 'exclude = ["a.*"]\n')
    write(project / "a.nam56r.yaml", RUNNABLE)
    result = nam56r("plan", "a.nam56r.yaml")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "nam56r: error: a.nam56r.yaml is excluded by the settings: `exclude` in nam56r.toml has "
        "the pattern `a.*`; take it out there, or give --isolated\n"
    )
    assert nam56r("plan", "a.nam56r.yaml", "--isolated").code == 0
    assert "holds 0" not in result.err


def test_a_release_that_builds_it_by_itself_is_named(nam56r: Command) -> None:
    recipe = next(path for path in EXAMPLES if "dsa-0.18" in path.name)
    out = " ".join(nam56r("plan", recipe).out.split())
    assert (
        "stack spec `nam56r_megatron.stack_specs nam56r_stack_spec`; native from 0.19.0 (`+`)"
        in (out)
    )
    assert out.count("native from 0.19.0") == 2


def test_the_strip(nam56r: Command, project: Path) -> None:
    features = "features:\n  engram: {layer_indices: [0, 2]}\nmtp: {mtp_num_layers: 1}\n"
    write(project / "a.nam56r.yaml", BLOCKED.replace("depth: 4", "depth: 18") + features)
    result = nam56r("plan", "a.nam56r.yaml", "--output-format", "strip")
    assert result.code == 1
    assert result.out == (
        "small for core_v0.19.0 (a.nam56r.yaml)\n"
        "18 layers: 9 native ● · 0 custom ◐ · 9 blocked ○\n"
        "NOT RUNNABLE: 9 of 18 layers are blocked (`M`); 3 errors\n"
        "\n"
        " 1–16  A M A M A M A M A M A M A M A M\n"
        "       * · * · * · * · * · * · * · * ·\n"
        "       ● ○ ● ○ ● ○ ● ○ ● ○ ● ○ ● ○ ● ○\n"
        "\n"
        "17–18  A M\n"
        "       * ·\n"
        "       ● ○\n"
        "\n"
        "1–16    layer numbers, from 1\n"
        "mtp     1 × `*-`: one `/*-` part of the pattern per depth\n"
        "engram  at layer numbers 1, 3\n"
        "A       attention: 9 native\n"
        "M       Mamba: 9 blocked\n"
    )


def test_what_the_release_supplies_is_listed_with_its_origin(
    nam56r: Command, project: Path
) -> None:
    recipe = RUNNABLE.replace("  mamba_state_dim: 16\n", "") + "mtp: {mtp_num_layers: 1}\n"
    write(project / "a.nam56r.yaml", recipe)
    out = nam56r("plan", "a.nam56r.yaml").out
    assert (
        "Supplied by 0.19.0 (the recipe does not set them)\n"
        "model.ffn_hidden_size  1024, derived from `model.hidden_size` and `model.swiglu`\n"
        "M.mamba_state_dim      128, the default\n"
    ) in out
    plan = json.loads(nam56r("plan", "a.nam56r.yaml", "--output-format", "json").out)
    assert plan["supplied_values"] == [
        {
            "key": "model.ffn_hidden_size",
            "value": 1024,
            "origin": "derived",
            "derived_from": ["model.hidden_size", "model.swiglu"],
        },
        {"key": "M.mamba_state_dim", "value": 128, "origin": "default", "derived_from": []},
    ]


def test_the_strip_shows_stages(nam56r: Command, project: Path) -> None:
    parallel = "parallel: {pipeline_model_parallel_size: 2}\n"
    write(project / "a.nam56r.yaml", RUNNABLE + parallel)
    out = nam56r("plan", "a.nam56r.yaml", "--output-format", "strip").out
    assert (
        "pipeline rank 0 · virtual stage 0 · 2 layers\n1–2  A M\n     * M\n     ● ●\n"
        "\npipeline rank 1 · virtual stage 0 · 2 layers\n3–4  A M\n" in out
    )
    many = RUNNABLE.replace("depth: 4", "depth: 40") + parallel.replace("2", "40")
    write(project / "a.nam56r.yaml", many)
    out = nam56r("plan", "a.nam56r.yaml", "--output-format", "strip").out
    assert " 1–16  A|M|A|M|A|M" in out
    assert "40 pipeline segments: a bar marks where each begins\n" in out


def test_the_strip_in_ascii(project: Path) -> None:
    write(project / "a.nam56r.yaml", BLOCKED)
    shown = spawn("plan", "a.nam56r.yaml", "--output-format", "strip", PYTHONIOENCODING="ascii")
    assert shown.out.isascii()
    assert "1-4  A M A M\n     * . * .\n     = x = x\n" in shown.out
    assert "?" not in shown.out


def test_colour_in_the_strip(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    out = nam56r("plan", "a.nam56r.yaml", "--output-format", "strip", "--color", "always").out
    attention, mamba = "\x1b[38;5;74mA\x1b[0m", "\x1b[38;5;35mM\x1b[0m"
    assert f"{attention} {mamba} {attention}" in out
    assert "\x1b[32m●\x1b[0m \x1b[32m●\x1b[0m" in out


def test_a_layer_without_a_symbol_shows_no_mlp(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", BLOCKED)
    (row,) = (line for line in nam56r("plan", ".").out.splitlines() if line.startswith("    1  "))
    assert row.split()[2:6] == ["M", "0", "·", "·"]
    ascii_row = spawn("plan", "a.nam56r.yaml", PYTHONIOENCODING="ascii").out
    assert "M                 0  .       .              blocked x" in ascii_row


def test_the_plan_document(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", BLOCKED)
    assert nam56r("export", "a.nam56r.yaml").code == 1
    result = nam56r("plan", "a.nam56r.yaml", "--output-format", "json")
    assert result.code == 1
    assert result.out == (project / "exports/a.plan.json").read_text("utf-8")


def test_the_picture(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE.replace("small", "'<&\"'"))
    drawn = {
        theme: nam56r("plan", "a.nam56r.yaml", "--output-format", "svg", "--theme", theme).out
        for theme in ("auto", "light", "dark")
    }
    assert len(set(drawn.values())) == 3
    assert drawn["auto"] == nam56r("plan", "a.nam56r.yaml", "--output-format", "svg").out
    assert ElementTree.fromstring(drawn["auto"])[0].text == '<&" for core_v0.19.0'


def test_into_a_file(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    told = nam56r("plan", "a.nam56r.yaml", "--color", "always", "-o", "pictures/a.txt")
    assert (told.code, told.out, told.err) == (0, "", "wrote pictures/a.txt\n")
    plain = nam56r("plan", "a.nam56r.yaml")
    assert (project / "pictures/a.txt").read_text("utf-8") == plain.out
    again = nam56r("plan", "a.nam56r.yaml", "--output-file", "pictures/a.txt")
    assert again.err == "unchanged: pictures/a.txt\n"
    assert nam56r("plan", "a.nam56r.yaml", "-q", "-o", "b.svg", "--output-format", "svg").err == ""
    assert tree(project) == [".git", "a.nam56r.yaml", "b.svg", "pictures", "pictures/a.txt"]


def test_a_recipe_is_not_written_over(nam56r: Command, project: Path) -> None:
    recipe = write(project / "a.nam56r.yaml", RUNNABLE)
    result = nam56r("plan", "a.nam56r.yaml", "-o", "./a.nam56r.yaml")
    assert (result.code, result.out) == (2, "")
    assert "--output-file a.nam56r.yaml is a recipe that is read; name another file" in result.err
    assert recipe.read_text("utf-8") == RUNNABLE


def test_a_theme_is_for_pictures(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    result = nam56r("plan", "a.nam56r.yaml", "--theme", "dark")
    assert (result.code, result.out) == (2, "")
    assert "--theme dark is for pictures; add --output-format svg, or drop it" in result.err
