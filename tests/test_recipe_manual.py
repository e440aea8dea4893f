"""The manual of the recipe keys says what is true, and what people look for in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nam56r_core.recipe.describe import all_keys
from nam56r_core.targets.targets import KNOWN
from support.recipes import analyse

MANUAL = (Path(__file__).parents[1] / "docs/recipe.md").read_text("utf-8")
ROWS = [line for line in MANUAL.splitlines() if line.startswith("| `")]
(REQUIRED,) = (line for line in MANUAL.splitlines() if line.startswith("| in every recipe |"))
ALTERNATIVES = [re.findall(r"`([\w.]+)`", part) for part in REQUIRED.split(", ")]


def without(keys: list[str]) -> str:
    """A recipe that takes back what its base says of these keys."""
    sections: dict[str, list[str]] = {}
    for key in keys:
        section, _, name = key.rpartition(".")
        sections.setdefault(section, []).append(f"{name}: null")
    lines = [
        f"{section}: {{{', '.join(nulls)}}}" if section else nulls[0]
        for section, nulls in sections.items()
    ]
    return "\n".join(["extends: complete", *lines, ""])


@pytest.mark.parametrize("keys", ALTERNATIVES, ids=" or ".join)
def test_a_key_that_is_said_to_be_required_is(keys: list[str]) -> None:
    found = analyse(without(keys)).diagnostics
    assert any(finding.code.startswith("missing-") for finding in found)


def test_words_are_named_where_all_releases_agree() -> None:
    for key in all_keys().values():
        flags = [catalog.flag(key.option) for catalog in KNOWN.catalogs if key.option]
        choices = {flag.choices for flag in flags if flag is not None}
        if any(choices):
            (row,) = (row for row in ROWS if row.endswith(f"| `{key.option}` |"))
            words = choices.pop() if len(choices) == 1 else [f"nam56r explain {key.name}"]
            assert [word for word in words if f"`{word}`" not in row] == []


def test_the_flags_of_the_stack_are_named() -> None:
    for key, flag in (
        ("pattern", "`--hybrid-layer-pattern` from 0.17.1"),
        ("depth", "`--num-layers` up to 0.16.1"),
        ("stack_spec", "`--spec`"),
    ):
        assert [row for row in ROWS if row.startswith(f"| `{key}` ") and f"{flag} |" in row]
