"""The program that does the tutorial: a page that no longer works cannot be written.

That the committed page is current is checked with all other documents, in `test_house.py`.
"""

from __future__ import annotations

import pytest

import tutorial
from tutorial import TutorialError, patched, performed

RECIPE = "name: a\npattern: AM\ndepth: 4\n"


def test_a_patch_changes_the_lines_that_stand_together() -> None:
    assert patched(RECIPE, "-pattern: AM\n+pattern: AMM\n depth: 4\n") == (
        "name: a\npattern: AMM\ndepth: 4\n"
    )
    assert patched(RECIPE, "-name: a\n pattern: AM\n") == "pattern: AM\ndepth: 4\n"


@pytest.mark.parametrize(
    "patch",
    [
        "-pattern: MA\n+pattern: M\n",
        "-name: a\n-depth: 4\n",
        "-attern: AM\n+attern: M\n",
        "+more: 1\n",
        "pattern: AM\n",
    ],
    ids=["not there", "not together", "half a line", "no place", "no sign"],
)
def test_a_patch_that_fits_nowhere_is_refused(patch: str) -> None:
    with pytest.raises(TutorialError):
        patched(RECIPE, patch)


def test_a_patch_that_fits_twice_is_refused() -> None:
    with pytest.raises(TutorialError):
        patched("a: 1\nb: 2\na: 1\n", "-a: 1\n")


def test_steps_are_done_in_order_and_their_outputs_written() -> None:
    page = (
        "Text.\n\n```text\n$ nam56r init\nold\n```\n\n"
        "```diff\n-pattern: MEMEAE\n+pattern: MEMeAE\n```\n\n"
        "```text head=1 tail=0\n$ nam56r check\n$ nam56r check --fix\n```\n\n"
        "```yaml\nleft: alone\n```\n"
    )
    done = performed(page)
    assert "old" not in done
    assert "$ nam56r init\nWrote recipe.nam56r.yaml\n" in done
    assert "$ nam56r check\nerror[lower-case-letter]: `e` at letter 4" in done
    assert "\n… " in done
    assert "$ nam56r check --fix\nfixed recipe.nam56r.yaml\n… 3 more lines …\n```\n" in done
    assert done.endswith("```yaml\nleft: alone\n```\n")
    assert performed(done) == done


def test_a_command_that_cannot_be_run_ends_the_program() -> None:
    with pytest.raises(SystemExit, match="nowhere does not exist"):
        performed("```text\n$ nam56r check nowhere\n```\n")


def test_an_output_without_a_command_is_refused() -> None:
    with pytest.raises(TutorialError):
        performed("```text\nAll good\n```\n")


def test_every_block_of_the_tutorial_is_a_step() -> None:
    """A fence that is written otherwise would be shown and never run."""
    page = tutorial.PAGE.read_text("utf-8")
    steps = tutorial._BLOCK.findall(page)
    assert page.count("\n```") == 2 * len(steps)
