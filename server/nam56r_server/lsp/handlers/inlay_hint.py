"""`textDocument/inlayHint`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.inlay_hint import InlayHintOptions, inlay_hints
from nam56r_server.lsp.server import Server


def handle(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint] | None:
    known = ls.known(params.text_document.uri)
    document = ls.session.documents.get(params.text_document.uri)
    if known is None or document is None:
        return None
    source = known.view.source
    chosen = ls.session.editor_settings(document.path).inlay_hints
    options = InlayHintOptions(chosen.counts, chosen.stages, chosen.lowered)
    within = ls.convert.text_range(source, params.range)
    return [
        types.InlayHint(
            position=ls.convert.position(source, hint.offset),
            label=hint.label,
            tooltip=types.MarkupContent(types.MarkupKind.Markdown, hint.tooltip),
            padding_left=True,
        )
        for hint in inlay_hints(known.view, options, within)
    ]
