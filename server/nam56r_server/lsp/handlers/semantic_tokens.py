"""`textDocument/semanticTokens`: full, range and delta."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.semantic_tokens import MODIFIERS, TokenType, semantic_tokens
from nam56r_core.ide.semantic_tokens_delta import semantic_tokens_delta
from nam56r_core.text import TextRange
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe

_TYPES = {kind: number for number, kind in enumerate(TokenType)}
_BITS = {status: 1 << number for number, status in enumerate(MODIFIERS)}


@about_recipe
def full(
    context: Context, params: types.SemanticTokensParams, recipe: OpenRecipe
) -> types.SemanticTokens:
    return _sent(context, recipe)


@about_recipe
def delta(
    context: Context, params: types.SemanticTokensDeltaParams, recipe: OpenRecipe
) -> types.SemanticTokens | types.SemanticTokensDelta:
    before = context.sent_tokens.get(recipe.uri)
    now = _sent(context, recipe)
    if before is None or before.result_id != params.previous_result_id:
        return now
    edit = semantic_tokens_delta(before.data, now.data)
    edits = [types.SemanticTokensEdit(edit.start, edit.delete_count, edit.data)] if edit else []
    return types.SemanticTokensDelta(edits=edits, result_id=now.result_id)


@about_recipe
def within(
    context: Context, params: types.SemanticTokensRangeParams, recipe: OpenRecipe
) -> types.SemanticTokens:
    where = context.convert.text_range(recipe.source, params.range)
    return types.SemanticTokens(_encoded(context, recipe, where))


def _sent(context: Context, recipe: OpenRecipe) -> types.SemanticTokens:
    data = _encoded(context, recipe, None)
    sent = context.sent_tokens.send(recipe.uri, data)
    return types.SemanticTokens(data=data, result_id=sent.result_id)


def _encoded(context: Context, recipe: OpenRecipe, where: TextRange | None) -> tuple[int, ...]:
    """Five numbers a token; its place counts from the token before."""
    source = recipe.source
    numbers: list[int] = []
    line = column = 0
    for token in semantic_tokens(recipe.view, where):
        start = context.convert.position(source, token.range.start)
        end = context.convert.position(source, token.range.end)
        if end.line != start.line:
            continue  # no editor shows a token of two lines
        begins = start.character - (column if start.line == line else 0)
        bits = sum(_BITS[status] for status in token.modifiers)
        length = end.character - start.character
        numbers += (start.line - line, begins, length, _TYPES[token.type], bits)
        line, column = start.line, start.character
    return tuple(numbers)
