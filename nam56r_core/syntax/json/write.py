"""Values as JSON writes them; infinities and NaN, for which it has no word, raise
`CannotWriteError`.

Must not know where in a document a value is put.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nam56r_core.changes import Plain
from nam56r_core.syntax.write_scalars import CannotWriteError, double_quoted, number


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document is laid out: `step` is what each level is indented by, empty where everything
    stands on one line; `comma` and `colon` stand between what is on one line."""

    step: str = ""
    line_break: str = "\n"
    comma: str = ", "
    colon: str = ": "


ONE_LINE = Layout()


def value(said: Plain, layout: Layout = ONE_LINE, indentation: str | None = None) -> str:
    """A value; with the indentation of the line that it begins in, a mapping or a list of
    collections is written over several lines."""
    match said:
        case None:
            return "null"
        case str():
            return double_quoted(said)
        case float() if not math.isfinite(said):
            raise CannotWriteError
        case bool() | int() | float():
            return number(said)
        case Mapping():
            inside = _inside(layout, indentation)
            members = [member(key, item, layout, inside) for key, item in said.items()]
            return _collection("{}", members, layout, indentation)
    if not any(isinstance(item, Mapping | list | tuple) for item in said):
        indentation = None
    inside = _inside(layout, indentation)
    return _collection("[]", (value(item, layout, inside) for item in said), layout, indentation)


def member(name: str | None, said: Plain, layout: Layout, indentation: str | None) -> str:
    """A value with its key, or without one as the item of a list."""
    written = value(said, layout, indentation)
    return written if name is None else double_quoted(name) + layout.colon + written


def document(values: Plain) -> str:
    """A whole document, with each member on a line of its own."""
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def _inside(layout: Layout, indentation: str | None) -> str | None:
    return indentation + layout.step if indentation is not None and layout.step else None


def _collection(
    brackets: str, members: Iterable[str], layout: Layout, indentation: str | None
) -> str:
    inside = _inside(layout, indentation)
    written = list(members)
    if inside is None or not written:
        return brackets[0] + layout.comma.join(written) + brackets[1]
    start, end = layout.line_break + inside, f"{layout.line_break}{indentation}"
    return brackets[0] + start + f",{start}".join(written) + end + brackets[1]
