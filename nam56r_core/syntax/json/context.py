"""Where a cursor is in a JSON document: its tokens say all.

Must not know any recipe key.
"""

from __future__ import annotations

from dataclasses import replace

from nam56r_core.syntax.bracket_context import read_brackets
from nam56r_core.syntax.context import KeySpot, Spot, ValueSpot
from nam56r_core.syntax.tree import Host
from nam56r_core.text import SourceText


def json_spot(source: SourceText, offset: int) -> Spot | None:
    """The place of a cursor; in a document that has not even braces, that of a key in new ones."""
    spot = read_brackets(source, Host.JSON, 0, offset, ()).spot
    if not isinstance(spot, ValueSpot) or spot.path:
        return spot
    if spot.in_list or source.data[spot.written.range.end :].lstrip().startswith(b"{"):
        return None
    line_break = source.line_break
    around = replace(spot.around, before=f"{{{line_break}  ", after=f"{line_break}}}")
    return KeySpot((), spot.written, around)
