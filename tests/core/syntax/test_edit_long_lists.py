"""Edits in lists that are longer than the interpreter can go back by recursion."""

from __future__ import annotations

import sys

import pytest

from nam56r_core.changes import Remove
from nam56r_core.syntax.edit import edits_of
from nam56r_core.syntax.parser import parse
from nam56r_core.syntax.tree import Host
from nam56r_core.text import SourceText, apply_edits

LONG = sys.getrecursionlimit()
ITEMS = ["item"] * LONG


@pytest.mark.parametrize(
    ("host", "text"),
    [
        (Host.YAML, "a:\n" + "".join(f"  - {item}\n" for item in ITEMS)),
        (Host.YAML, f"a: [{', '.join(ITEMS)}]\n"),
        (Host.TOML, f"a = [{', '.join(map(repr, ITEMS))}]\n"),
        (Host.JSON, f'{{"a": [{", ".join(chr(34) + item + chr(34) for item in ITEMS)}]}}\n'),
    ],
    ids=["YAML", "YAML in brackets", "TOML", "JSON"],
)
def test_the_last_item_of_a_long_list_is_removed(host: Host, text: str) -> None:
    source = SourceText.of("a", text)
    edits = edits_of(parse(source, host), (Remove(("a", LONG - 1)),))
    assert edits
    assert apply_edits(source.data, edits).count(b"item") == LONG - 1
