"""What `--fix` and `--diff` say, where fixes put things, and what a target is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cli import RUNNABLE, Command, write

BOTH = ("--fix", "--unsafe-fixes")
FAULTY = RUNNABLE.replace("pattern: AMAM", "pattern: amAM").replace("lr:", "learning_rate:")


def test_fix_says_what_changed_by_file_and_rule(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", FAULTY)
    said = nam56r("check", "--fix").err
    assert "fixed a.nam56r.yaml\n" in said
    assert "  lower-case-letter: Write `A`; Write `M`\n" in said
    assert "  unknown-key: Rename `training.learning_rate` to `lr`\n" in said
    assert "Fixed 3 findings in 1 recipe\n" in said


def test_the_counts_of_all_ways_agree(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", FAULTY)
    assert "--fix ends 3 of these" in nam56r("check", "--statistics").out
    assert "Would fix 3 findings in 1 recipe\n" in nam56r("check", "--diff").err
    assert "Fixed 3 findings in 1 recipe\n" in nam56r("check", "--fix").err


def test_a_tab_is_one_finding_and_its_fix_indents_as_the_neighbours(
    nam56r: Command, project: Path
) -> None:
    tab = RUNNABLE.replace("  num_attention_heads", "\tnum_attention_heads")
    path = write(project / "a.nam56r.yaml", tab)
    found = nam56r("check", "--output-format", "concise").out.splitlines()
    assert len(found) == 1 and "a tab in the indentation" in found[0]
    nam56r("check", "--fix")
    assert path.read_text("utf-8") == RUNNABLE


def test_a_missing_depth_is_written_beside_the_pattern(nam56r: Command, project: Path) -> None:
    path = write(project / "a.nam56r.yaml", RUNNABLE.replace("depth: 4\n", ""))
    nam56r("check", *BOTH)
    assert path.read_text("utf-8") == RUNNABLE


def test_the_finding_names_the_command_line_as_the_source_of_the_target(
    nam56r: Command, project: Path
) -> None:
    recipe = RUNNABLE.replace("AMAM", "AMAE") + "E: {num_experts: 8}\n"
    write(project / "a.nam56r.yaml", recipe)
    out = nam56r("check", "--target", "0.12.3").out
    assert "has no symbol in 0.12.3 (the target that `--target` chooses)" in out
    assert "the target is chosen here" not in out


@pytest.mark.parametrize("blank", ["  ", ""])
def test_an_unused_suppression_leaves_the_directive_of_another_tool(
    nam56r: Command, project: Path, blank: str
) -> None:
    ours, theirs = "# nam56r: ignore[unknown-letter]: why", "# yamllint disable-line"
    line = f"depth: 4{blank}  {ours}  {theirs}\n"
    path = write(project / "a.nam56r.yaml", RUNNABLE.replace("depth: 4\n", line))
    nam56r("check", *BOTH)
    assert path.read_text("utf-8") == RUNNABLE.replace("depth: 4\n", f"depth: 4  {theirs}\n")


def test_a_large_recipe_says_that_fixes_are_not_shown(nam56r: Command, project: Path) -> None:
    keys = "".join(f"  unknown_{number}: 1\n" for number in range(90))
    padding = "# " + "x" * 60_000 + "\n"
    write(project / "a.nam56r.yaml", RUNNABLE + "A:\n" + keys + padding)
    said = nam56r("check", "--output-format", "json").err
    assert "a.nam56r.yaml: the fixes of " in said
    assert " are not shown, because the file is large and has many\n" in said


def test_the_same_fixes_are_shown_for_the_last_of_many_recipes(
    nam56r: Command, project: Path
) -> None:
    for number in range(60):
        text = FAULTY + "# " + "x" * 30_000 + "\n"
        write(project / f"{number:02}.nam56r.yaml", text)
    out = nam56r("check", "--output-format", "full").out
    assert out.count("help: Rename `training.learning_rate` to `lr` (safe fix: --fix)") == 60
