"""Values as YAML writes them: quotes only where the core schema of YAML 1.2 needs them.

Must not know where in a document a value is put.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from nam56r_core.changes import Plain
from nam56r_core.syntax.write_scalars import double_quoted, number
from nam56r_core.syntax.yaml.schema import resolve

_PLAIN = re.compile(
    r"(?![-?:,\[\]{}#&*!|>'\"%@`](?:\s|\Z)|[,\[\]{}#&*!|>'\"%@`?:]|---|\.\.\.|<<\Z)"
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
    r"(?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*"
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff])?"
)
_NOT_PLAIN = re.compile(r":(?=\s|\Z)|\s#")
_NOT_PLAIN_IN_FLOW = re.compile(r"[,\[\]{}?:]")
_NOT_IN_SINGLE_QUOTES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _is_plain(text: str, *, in_flow: bool) -> bool:
    if not _PLAIN.fullmatch(text) or _NOT_PLAIN.search(text):
        return False
    if in_flow and _NOT_PLAIN_IN_FLOW.search(text):
        return False
    return len(text) < 1000 and isinstance(resolve(text), str)


def string(text: str, *, old: str = "", in_flow: bool = False) -> str:
    """A string or key, in quotes where it needs them or replaces one that has them."""
    if old.startswith("'") and not _NOT_IN_SINGLE_QUOTES.search(text):
        return "'" + text.replace("'", "''") + "'"
    is_bare = not old.startswith(("'", '"')) and _is_plain(text, in_flow=in_flow)
    return text if is_bare else double_quoted(text)


def value(said: Plain, *, old: str = "", in_flow: bool = False) -> str:
    """A value on one line, a string with the quotes of what it replaces."""
    match said:
        case None:
            return "null"
        case str():
            return string(said, old=old, in_flow=in_flow)
        case float() if not math.isfinite(said):
            return str(said).replace("inf", ".inf").replace("nan", ".nan")
        case bool() | int() | float():
            return number(said)
        case Mapping():
            return "{" + ", ".join(member(name, item) for name, item in said.items()) + "}"
    return "[" + ", ".join(member(None, item) for item in said) + "]"


def member(name: str | None, said: Plain) -> str:
    """A value in brackets: with its key, or without one as the item of a list."""
    written = value(said, in_flow=True)
    return written if name is None else f"{string(name, in_flow=True)}: {written}"


def fits_one_line(said: Plain) -> bool:
    """Whether people write a value beside its key: a scalar, a list of scalars, or nothing."""
    match said:
        case None | str() | int() | float():
            return True
        case Mapping():
            return not said
    return all(fits_one_line(item) for item in said)


def block_lines(said: Plain, column: int, step: int) -> list[str]:
    """The lines of a mapping or list whose entries begin at a column."""
    if fits_one_line(said):
        return [" " * column + value(said)]
    if isinstance(said, Mapping):
        entries = (entry_lines(name, item, column, step) for name, item in said.items())
        return [line for lines in entries for line in lines]
    assert said is not None and not isinstance(said, str | int | float)
    return [line for item in said for line in item_lines(item, column, step)]


def entry_lines(name: str | None, said: Plain, column: int, step: int) -> list[str]:
    """The lines of `key: value` at a column, without a key those of `- value`."""
    if name is None:
        return item_lines(said, column, step)
    written = " " * column + string(name) + ":"
    if fits_one_line(said):
        return [f"{written} {value(said)}"]
    return [written, *block_lines(said, column + step, step)]


def item_lines(said: Plain, column: int, step: int) -> list[str]:
    """The lines of `- value` with the dash at a column."""
    first, *others = block_lines(said, column + 2, step)
    return [" " * column + "- " + first.lstrip(" "), *others]
