"""`textDocument/foldingRange`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.folding_range import folding_ranges
from nam56r_server.lsp.server import Server


def handle(ls: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
    known = ls.known(params.text_document.uri)
    if known is None:
        return None
    source = known.view.source
    found = []
    for fold in folding_ranges(known.view):
        where = ls.convert.range(source, fold.range)
        kind = types.FoldingRangeKind.Comment if fold.is_comment else None
        found.append(types.FoldingRange(where.start.line, where.end.line, kind=kind))
    return found
