"""Where a cursor is in a JSON document: its tokens say all.

Must not know any recipe key.
"""

from __future__ import annotations

from dataclasses import replace

from nam56r_core.syntax.bracket_context import BracketSyntax, read_brackets
from nam56r_core.syntax.context import CursorContext, KeyContext, ValueContext
from nam56r_core.syntax.json.tokens import TYPED
from nam56r_core.text import SourceText

_IN_BRACKETS = BracketSyntax(TYPED)


def json_context(source: SourceText, offset: int) -> CursorContext | None:
    """The place of a cursor; in a document that has not even braces, that of a key in new ones."""
    context = read_brackets(source, _IN_BRACKETS, 0, offset, ()).context
    if not isinstance(context, ValueContext) or context.path:
        return context
    if context.in_list or source.data[context.token.range.end :].lstrip().startswith(b"{"):
        return None
    line_break = source.line_break
    surroundings = replace(
        context.surroundings, before=f"{{{line_break}  ", after=f"{line_break}}}"
    )
    return KeyContext((), context.token, surroundings)
