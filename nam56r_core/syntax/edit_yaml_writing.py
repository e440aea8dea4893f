"""Values as YAML writes them: quotes only where the core schema of YAML 1.2 needs them.

Must not know where in a document a value is put.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from nam56r_core.changes import Plain
from nam56r_core.syntax.edit_writing import double_quoted, number
from nam56r_core.syntax.yaml_schema import resolve

_PLAIN = re.compile(
    r"(?![-?:,\[\]{}#&*!|>'\"%@`](?:\s|\Z)|[,\[\]{}#&*!|>'\"%@`?:]|---|\.\.\.|<<\Z)"
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
    r"(?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*"
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff])?"
)
_NOT_PLAIN = re.compile(r":(?=\s|\Z)|\s#")
_NOT_PLAIN_IN_FLOW = re.compile(r"[,\[\]{}?:]")
_NOT_IN_SINGLE_QUOTES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def is_plain(text: str, *, in_flow: bool) -> bool:
    """Whether a string may be written without quotes."""
    if not _PLAIN.fullmatch(text) or _NOT_PLAIN.search(text):
        return False
    if in_flow and _NOT_PLAIN_IN_FLOW.search(text):
        return False
    return len(text) < 1000 and isinstance(resolve(text), str)


def string(text: str, *, in_flow: bool) -> str:
    return text if is_plain(text, in_flow=in_flow) else double_quoted(text)


def key_text(name: str, *, in_flow: bool) -> str:
    return string(name, in_flow=in_flow)


def rewritten(text: str, old: str, *, in_flow: bool) -> str:
    """A string with the quotes of what it replaces."""
    if old.startswith("'") and not _NOT_IN_SINGLE_QUOTES.search(text):
        return "'" + text.replace("'", "''") + "'"
    if old.startswith(("'", '"')):
        return double_quoted(text)
    return string(text, in_flow=in_flow)


def flow(value: Plain, *, in_flow: bool = False) -> str:
    """A value on one line."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return string(value, in_flow=in_flow)
        case int():
            return str(value)
        case float():
            return _float(value)
        case Mapping():
            entries = (
                f"{key_text(key, in_flow=True)}: {flow(item, in_flow=True)}"
                for key, item in value.items()
            )
            return "{" + ", ".join(entries) + "}"
    return "[" + ", ".join(flow(item, in_flow=True) for item in value) + "]"


def fits_one_line(value: Plain) -> bool:
    """Whether people write a value beside its key: a scalar, a list of scalars, or nothing."""
    match value:
        case None | str() | int() | float():
            return True
        case Mapping():
            return not value
    return all(fits_one_line(item) for item in value)


def block_lines(value: Plain, column: int, step: int) -> list[str]:
    """The lines of a mapping or list whose entries begin at a column."""
    if fits_one_line(value):
        return [" " * column + flow(value)]
    if isinstance(value, Mapping):
        entries = (entry_lines(key, item, column, step) for key, item in value.items())
        return [line for lines in entries for line in lines]
    assert value is not None and not isinstance(value, str | int | float)
    return [line for item in value for line in item_lines(item, column, step)]


def entry_lines(key: str, value: Plain, column: int, step: int) -> list[str]:
    """The lines of `key: value` at a column."""
    written = " " * column + key_text(key, in_flow=False) + ":"
    if fits_one_line(value):
        return [f"{written} {flow(value)}"]
    return [written, *block_lines(value, column + step, step)]


def item_lines(value: Plain, column: int, step: int) -> list[str]:
    """The lines of `- value` with the dash at a column."""
    first, *others = block_lines(value, column + 2, step)
    return [" " * column + "- " + first.lstrip(" "), *others]


def _float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    return number(value)
