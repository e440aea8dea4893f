"""Decodes the editor's messages: keeps unknown enumeration values, and clamps absurd positions.

The library rejects a whole message for one value that it does not know, so an editor newer than the
library could not even initialize. Only edits are decoded strictly. Must not know any method.
"""

from __future__ import annotations

import math
from enum import Enum
from typing import Any

import cattrs
from lsprotocol import types
from lsprotocol.converters import get_converter

LARGEST = 2**31 - 1
"""The largest line or column that the protocol has."""


def tolerant_converter() -> cattrs.Converter:
    """Tolerates unknown capabilities and out-of-range positions; rejects malformed edits."""
    converter = get_converter()
    # One by one: cattrs asks no predicate and no hook of a base for a class that is also a `str` or
    # an `int`.
    for kind in vars(types).values():
        if isinstance(kind, type) and issubclass(kind, Enum):
            converter.register_structure_hook(kind, _member)
    converter.register_structure_hook(types.Position, _position)
    # Fields have this union as their type, not the library's alias for it.
    converter.register_structure_hook(
        types.TextDocumentContentChangePartial | types.TextDocumentContentChangeWholeDocument, _edit
    )
    return converter


def _member(value: Any, kind: type[Enum]) -> Any:
    """A member of an enumeration, or the value itself if it is no member."""
    try:
        return kind(value)
    except ValueError:
        return value


def _position(value: Any, _: type[types.Position]) -> types.Position:
    return types.Position(_bounded(value["line"]), _bounded(value["character"]))


def _edit(value: Any, _: Any) -> types.TextDocumentContentChangeEvent:
    """Decodes an edit strictly: guessing would desynchronise our copy from the editor's and
    misplace every later diagnostic."""
    text = value["text"]
    if not isinstance(text, str):
        raise TypeError(f"the text of an edit is {text!r}")
    where = value.get("range")
    if where is None:
        return types.TextDocumentContentChangeWholeDocument(text)
    start, end = _place(where["start"]), _place(where["end"])
    if end < start:
        # Turned around, as some servers read it, it is right for an editor that sends a selection
        # made backwards, and wrong for one that compares two texts and counts what both have in
        # common twice. Nothing here tells the two apart.
        raise ValueError(f"an edit ends at {end}, before it begins at {start}")
    bounded = types.Range(*(types.Position(*map(_bounded, place)) for place in (start, end)))
    return types.TextDocumentContentChangePartial(bounded, text)


def _place(value: Any) -> tuple[int, int]:
    """Line and column as they were sent: they may lie behind every text, but not before one."""
    for number in (value["line"], value["character"]):
        if isinstance(number, bool) or number != int(number) or number < 0:
            raise ValueError(f"{number!r} is no line or column")
    return int(value["line"]), int(value["character"])


def _bounded(number: Any) -> int:
    if isinstance(number, float) and not math.isfinite(number):
        return LARGEST if number > 0 else 0
    return min(max(int(number), 0), LARGEST)
