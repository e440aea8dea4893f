"""`textDocument/semanticTokens`: full, range and delta."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from lsprotocol import types

from nam56r_core.ide.semantic_tokens import MODIFIERS, TokenType, semantic_tokens
from nam56r_core.ide.semantic_tokens_delta import semantic_tokens_delta
from nam56r_core.text import TextRange
from nam56r_server.lsp.open_recipe import OpenRecipe, about_recipe
from nam56r_server.lsp.server import Server

_TYPES = {kind: number for number, kind in enumerate(TokenType)}
_BITS = {status: 1 << number for number, status in enumerate(MODIFIERS)}
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Sent:
    """The tokens that an editor holds, under the name that it holds them by."""

    result_id: str
    data: tuple[int, ...]


@about_recipe
def full(
    ls: Server, params: types.SemanticTokensParams, recipe: OpenRecipe
) -> types.SemanticTokens:
    return _sent(ls, recipe)


@about_recipe
def delta(
    ls: Server, params: types.SemanticTokensDeltaParams, recipe: OpenRecipe
) -> types.SemanticTokens | types.SemanticTokensDelta:
    before = ls.sent_tokens.get(recipe.uri)
    now = _sent(ls, recipe)
    if before is None or before.result_id != params.previous_result_id:
        return now
    edit = semantic_tokens_delta(before.data, now.data)
    edits = [types.SemanticTokensEdit(edit.start, edit.delete_count, edit.data)] if edit else []
    return types.SemanticTokensDelta(edits=edits, result_id=now.result_id)


@about_recipe
def within(
    ls: Server, params: types.SemanticTokensRangeParams, recipe: OpenRecipe
) -> types.SemanticTokens:
    where = ls.convert.text_range(recipe.source, params.range)
    return types.SemanticTokens(_encoded(ls, recipe, where))


def _sent(ls: Server, recipe: OpenRecipe) -> types.SemanticTokens:
    data = _encoded(ls, recipe, None)
    sent = ls.sent_tokens[recipe.uri] = Sent(str(next(_numbers)), data)
    return types.SemanticTokens(data=data, result_id=sent.result_id)


def _encoded(ls: Server, recipe: OpenRecipe, where: TextRange | None) -> tuple[int, ...]:
    """Five numbers a token; its place counts from the token before."""
    source = recipe.source
    numbers: list[int] = []
    line = column = 0
    for token in semantic_tokens(recipe.view, where):
        start = ls.convert.position(source, token.range.start)
        end = ls.convert.position(source, token.range.end)
        if end.line != start.line:
            continue  # no editor shows a token of two lines
        begins = start.character - (column if start.line == line else 0)
        bits = sum(_BITS[status] for status in token.modifiers)
        length = end.character - start.character
        numbers += (start.line - line, begins, length, _TYPES[token.type], bits)
        line, column = start.line, start.character
    return tuple(numbers)
