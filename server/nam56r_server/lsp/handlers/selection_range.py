"""`textDocument/selectionRange`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.selection_range import selection_ranges
from nam56r_server.lsp.server import Server


def handle(ls: Server, params: types.SelectionRangeParams) -> list[types.SelectionRange] | None:
    known = ls.known(params.text_document.uri)
    if known is None:
        return None
    source = known.view.source
    found = []
    for position in params.positions:
        offset = ls.convert.offset(source, position)
        chain: types.SelectionRange | None = None
        for where in reversed(selection_ranges(known.view, offset)):
            chain = types.SelectionRange(ls.convert.range(source, where), chain)
        found.append(chain or types.SelectionRange(types.Range(position, position)))
    return found
