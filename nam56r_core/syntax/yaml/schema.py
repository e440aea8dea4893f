"""What a plain YAML scalar means under the core schema of YAML 1.2, and nothing but that schema.

`no`, `on` and `1:30` are strings here, `012` is twelve, `0o14` is octal. Must not know how a
scalar was found or where it stands.
"""

from __future__ import annotations

import re

from nam56r_core.syntax.numbers import LONGEST_NUMBER, TOO_LONG
from nam56r_core.syntax.problems import shown
from nam56r_core.syntax.tree import ScalarValue

# A plain scalar that begins with none of these is a string, whatever follows.
TYPED_START = frozenset("-+.0123456789nNtTfF~")

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUE = frozenset(("true", "True", "TRUE"))
_FALSE = frozenset(("false", "False", "FALSE"))
_INFINITY = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NAN = frozenset((".nan", ".NaN", ".NAN"))
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


class NumberTooLongError(ValueError):
    """A number with more digits than anyone can mean."""

    def __init__(self) -> None:
        super().__init__(TOO_LONG)


def resolve(text: str) -> ScalarValue:
    """The value of a plain scalar without a tag."""
    if text and text[0] not in TYPED_START:
        return text
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    integer = integer_of(text)
    if integer is not None:
        return integer
    number = float_of(text)
    return text if number is None else number


def integer_of(text: str) -> int | None:
    if _INTEGER.fullmatch(text):
        return int(_not_too_long(text))
    if _OCTAL.fullmatch(text):
        return int(_not_too_long(text)[2:], 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(_not_too_long(text)[2:], 16)
    return None


def float_of(text: str) -> float | None:
    if _FLOAT.fullmatch(text):
        return float(_not_too_long(text))
    if _INFINITY.fullmatch(text):
        return float("-inf") if text[0] == "-" else float("inf")
    return float("nan") if text in _NAN else None


def value_as(tag: str, text: str) -> ScalarValue:
    """The value that the standard tag `tag` (`int`, `bool`, ...) gives a scalar.

    Raises ValueError where the text does not fit the tag.
    """
    if tag == "str":
        return text
    if tag == "null" and text in _NULL:
        return None
    if tag == "bool" and text in _TRUE | _FALSE:
        return text in _TRUE
    number = {"int": integer_of, "float": float_of}.get(tag)
    value = number(text) if number else None
    if value is None:
        raise ValueError(f"tag `!!{tag}` does not fit {shown(text)}")
    return value


def _not_too_long(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        raise NumberTooLongError
    return text
