"""Values, keys and tables as TOML writes them; what TOML has no word for (null) raises
`CannotEditError`.

Must not know where in a document a value is put.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from nam56r_core.changes import Plain
from nam56r_core.syntax.edit_values import CannotEditError
from nam56r_core.syntax.edit_writing import double_quoted, number

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NOT_LITERAL = re.compile("['\x00-\x08\x0a-\x1f\x7f]")


def inline(value: Plain) -> str:
    """A value on one line."""
    match value:
        case None:
            raise CannotEditError
        case bool():
            return "true" if value else "false"
        case str():
            return double_quoted(value)
        case int():
            return str(value)
        case float():
            return number(value) if math.isfinite(value) else str(value)
        case Mapping():
            pairs = ", ".join(pair(key, item) for key, item in value.items())
            return f"{{ {pairs} }}" if pairs else "{}"
    return "[" + ", ".join(inline(item) for item in value) + "]"


def key_text(name: str) -> str:
    return name if _BARE.fullmatch(name) else double_quoted(name)


def dotted(names: Sequence[str]) -> str:
    return ".".join(key_text(name) for name in names)


def pair(name: str, value: Plain) -> str:
    return f"{key_text(name)} = {inline(value)}"


def rewritten_key(name: str, old: str) -> str:
    """A key with the quotes of the one that it replaces."""
    return rewritten(name, old) if old.startswith(('"', "'")) else key_text(name)


def rewritten(text: str, old: str) -> str:
    """A string with the quotes of what it replaces."""
    if old.startswith("'") and not _NOT_LITERAL.search(text):
        return f"'{text}'"
    return double_quoted(text)


def dotted_lines(names: Sequence[str], value: Plain) -> list[str]:
    """A value as pairs with dotted keys."""
    if not isinstance(value, Mapping) or not value:
        return [f"{dotted(names)} = {inline(value)}"]
    return [line for key, item in value.items() for line in dotted_lines([*names, key], item)]


def section_lines(names: Sequence[str], table: Mapping[str, Plain]) -> list[str]:
    """A table below its own header, the tables in it below theirs."""
    below = {key: item for key, item in table.items() if isinstance(item, Mapping)}
    lines = pair_lines(table)
    lines = [f"[{dotted(names)}]", *lines] if lines or not below else []
    for key, item in below.items():
        lines += [*([""] if lines else []), *section_lines([*names, key], item)]
    return lines


def pair_lines(table: Mapping[str, Plain]) -> list[str]:
    """The pairs of a table that need no header of their own."""
    return [pair(key, item) for key, item in table.items() if not isinstance(item, Mapping)]
