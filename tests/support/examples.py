"""The example recipes, and their analysis on any target."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from nam56r_core.analysis import Analysis, analyze
from nam56r_server.project import load_document, load_reference

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.nam56r.*"))


def stem(recipe: Path) -> str:
    """The name of a recipe file without `.nam56r.yaml`."""
    return recipe.name.split(".nam56r.")[0]


@cache
def analyse_example(recipe: Path, target: str | None = None) -> Analysis:
    """One example, on its own target or another."""
    return analyze(load_document(recipe), load_reference, target=target)
