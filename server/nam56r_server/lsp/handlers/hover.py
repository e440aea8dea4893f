"""`textDocument/hover`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.hover import hover
from nam56r_server.lsp.markup import hover_contents
from nam56r_server.lsp.server import Server


def handle(ls: Server, params: types.HoverParams) -> types.Hover | None:
    known = ls.known(params.text_document.uri)
    if known is None:
        return None
    source = known.view.source
    found = hover(known.view, ls.convert.offset(source, params.position))
    if found is None:
        return None
    return types.Hover(
        hover_contents(ls, found.markdown),
        ls.convert.range(source, found.range),
    )
