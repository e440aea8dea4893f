"""The tutorial, done by a program: `docs/tutorial.md` is its own script.

In the order of the text, in an empty folder: a block `diff` is applied to the recipe, and the
commands of a block `text` (the lines that begin with `$ nam56r`) are run and their output is
written below them. So a reader who does what the page says sees what the page shows. A block
`text head=N tail=M` shows at most so many lines of each command.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from transcripts import ROOT, printed, shortened

PAGE = ROOT / "docs/tutorial.md"
RECIPE = "recipe.nam56r.yaml"
PROMPT = "$ nam56r "

_BLOCK = re.compile(
    r"^```(?P<kind>diff|text(?: head=(?P<head>\d+) tail=(?P<tail>\d+))?)\n(?P<body>.*?)^```$",
    re.M | re.S,
)


class TutorialError(Exception):
    """A step that cannot be done."""


def tutorial() -> str:
    """The page with every output as it is now."""
    return performed(PAGE.read_text("utf-8"))


def performed(page: str) -> str:
    """A page with its steps done one after the other in an empty folder.

    Raises `TutorialError` for a step that cannot be done.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return _BLOCK.sub(lambda block: _done(block, folder), page)


def _done(block: re.Match[str], folder: Path) -> str:
    if block["kind"] == "diff":
        recipe = folder / RECIPE
        recipe.write_text(patched(recipe.read_text("utf-8"), block["body"]), "utf-8")
        return block[0]
    commands = [line for line in block["body"].splitlines() if line.startswith(PROMPT)]
    if not commands:
        raise TutorialError(f"a block without a command:\n{block[0]}")
    shown = [f"{line}\n{_output(line, block, folder)}" for line in commands]
    return f"```{block['kind']}\n{''.join(shown)}```"


def _output(line: str, block: re.Match[str], folder: Path) -> str:
    text = printed(line.removeprefix(PROMPT), folder, also_errors=True)
    if block["head"] is not None:
        text = shortened(text, int(block["head"]), int(block["tail"]))
    return text if text.endswith("\n") else text + "\n"


def patched(text: str, patch: str) -> str:
    """A text after a patch: lines that stay begin with a space, lines that go with `-`, new ones
    with `+`. There are no line numbers, so the old lines must stand together in one place."""
    marked = [(line[:1], line[1:] + "\n") for line in patch.splitlines()]
    if any(sign not in (" ", "-", "+") for sign, _ in marked):
        raise TutorialError(f"no patch:\n{patch}")
    old = "".join(line for sign, line in marked if sign != "+")
    new = "".join(line for sign, line in marked if sign != "-")
    if not old or ("\n" + text).count("\n" + old) != 1:
        raise TutorialError(f"the patch fits in no place, or in several:\n{patch}")
    return ("\n" + text).replace("\n" + old, "\n" + new)[1:]
