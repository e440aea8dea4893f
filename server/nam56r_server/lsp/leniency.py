"""Decoding what editors send: what is unknown in it is kept, what is absurd is bounded.

The library refuses a whole message for one number that it does not know: an editor newer than the
library could not even say hello. Edits alone are taken strictly. Must not know any method.
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


def lenient_converter() -> cattrs.Converter:
    """A converter that no capability and no position stops, but an edit that is none."""
    converter = get_converter()
    # One by one: for a class that is also a `str` or an `int`, no hook of a base or by a predicate
    # is asked.
    for kind in vars(types).values():
        if isinstance(kind, type) and issubclass(kind, Enum):
            converter.register_structure_hook(kind, _member)
    converter.register_structure_hook(types.Position, _position)
    # The library's name for the two is of their names only, which no field is looked up by.
    converter.register_structure_hook(
        types.TextDocumentContentChangePartial | types.TextDocumentContentChangeWholeDocument, _edit
    )
    return converter


def _member(value: Any, kind: type[Enum]) -> Any:
    """A member of an enumeration, or the value itself where it has none like it."""
    try:
        return kind(value)
    except ValueError:
        return value


def _position(value: Any, _: type[types.Position]) -> types.Position:
    return types.Position(_bounded(value["line"]), _bounded(value["character"]))


def _edit(value: Any, _: Any) -> types.TextDocumentContentChangeEvent:
    """An edit whose meaning is certain. Whatever else were made of one, the text here would be
    another than the editor's, and each finding and fix from then on beside its place."""
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
