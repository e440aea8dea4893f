"""Values, keys and tables as TOML writes them; null, for which it has no word, raises
`CannotWriteError`.

Must not know where in a document a value is put.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from nam56r_core.changes import Plain
from nam56r_core.syntax.write_scalars import CannotWriteError, double_quoted, number

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NOT_LITERAL = re.compile("['\x00-\x08\x0a-\x1f\x7f]")


def value(said: Plain, *, old: str = "") -> str:
    """A value on one line, a string with the quotes of what it replaces."""
    match said:
        case None:
            raise CannotWriteError
        case str():
            return _string(said, old)
        case float() if not math.isfinite(said):
            return str(said)
        case bool() | int() | float():
            return number(said)
        case Mapping():
            pairs = ", ".join(pair(name, item) for name, item in said.items())
            return f"{{ {pairs} }}" if pairs else "{}"
    return "[" + ", ".join(value(item) for item in said) + "]"


def key(name: str, *, old: str = "") -> str:
    """A key, in quotes where it needs them or replaces one that has them."""
    return name if _BARE.fullmatch(name) and old[:1] not in ("'", '"') else _string(name, old)


def pair(name: str, said: Plain) -> str:
    return f"{key(name)} = {value(said)}"


def header(names: Sequence[str]) -> str:
    """What a table begins with."""
    return f"[{_dotted(names)}]"


def dotted_lines(names: Sequence[str], said: Plain) -> list[str]:
    """A value as pairs with dotted keys."""
    if not isinstance(said, Mapping) or not said:
        return [f"{_dotted(names)} = {value(said)}"]
    return [line for name, item in said.items() for line in dotted_lines([*names, name], item)]


def section_lines(names: Sequence[str], table: Mapping[str, Plain]) -> list[str]:
    """A table below its own header, the tables in it below theirs."""
    lines = pair_lines(table)
    tables = tables_below(names, table)
    return [header(names), *lines, *tables] if lines or not tables else tables[1:]


def tables_below(names: Sequence[str], table: Mapping[str, Plain]) -> list[str]:
    """The tables in a table, each below an empty line."""
    below = ((name, item) for name, item in table.items() if isinstance(item, Mapping))
    return [line for name, item in below for line in ("", *section_lines([*names, name], item))]


def pair_lines(table: Mapping[str, Plain]) -> list[str]:
    """The pairs of a table that need no header of their own."""
    return [pair(name, item) for name, item in table.items() if not isinstance(item, Mapping)]


def _dotted(names: Sequence[str]) -> str:
    return ".".join(key(name) for name in names)


def _string(text: str, old: str) -> str:
    if old.startswith("'") and not _NOT_LITERAL.search(text):
        return f"'{text}'"
    return double_quoted(text)
