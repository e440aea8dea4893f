"""Decoding what editors send: what is unknown in it is kept, what is absurd is bounded.

The library refuses a whole message for one number that it does not know: an editor newer than the
library could not even say hello. Must not know any method.
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
    """A converter that no capability and no position stops."""
    converter = get_converter()
    # One by one: for a class that is also a `str` or an `int`, no hook of a base or by a predicate
    # is asked.
    for kind in vars(types).values():
        if isinstance(kind, type) and issubclass(kind, Enum):
            converter.register_structure_hook(kind, _member)
    converter.register_structure_hook(types.Position, _position)
    return converter


def _member(value: Any, kind: type[Enum]) -> Any:
    """A member of an enumeration, or the value itself where it has none like it."""
    try:
        return kind(value)
    except ValueError:
        return value


def _position(value: Any, _: type[types.Position]) -> types.Position:
    return types.Position(_bounded(value["line"]), _bounded(value["character"]))


def _bounded(number: Any) -> int:
    if isinstance(number, float) and not math.isfinite(number):
        return LARGEST if number > 0 else 0
    return min(max(int(number), 0), LARGEST)
