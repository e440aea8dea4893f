"""Edits in lists that are longer than the interpreter can go back by recursion."""

from __future__ import annotations

import sys

import pytest

from nam56r_core.changes import Remove
from nam56r_core.syntax.edits import edits_of
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from nam56r_core.text import SourceText, apply_edits

LONG = sys.getrecursionlimit()
ITEMS = ["item"] * LONG


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (YAML, "a:\n" + "".join(f"  - {item}\n" for item in ITEMS)),
        (YAML, f"a: [{', '.join(ITEMS)}]\n"),
        (TOML, f"a = [{', '.join(map(repr, ITEMS))}]\n"),
        (JSON, f'{{"a": [{", ".join(chr(34) + item + chr(34) for item in ITEMS)}]}}\n'),
    ],
    ids=["YAML", "YAML in brackets", "TOML", "JSON"],
)
def test_the_last_item_of_a_long_list_is_removed(language: Language, text: str) -> None:
    source = SourceText.of("a", text)
    edits = edits_of(language.parse(source), (Remove(("a", LONG - 1)),))
    assert edits
    assert apply_edits(source.data, edits).count(b"item") == LONG - 1
