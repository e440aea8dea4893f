"""`textDocument/codeLens`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.code_lens import LensCommand, code_lenses
from nam56r_server.lsp.commands import EXPORT, SHOW_PLAN
from nam56r_server.lsp.server import Server

_COMMANDS = {LensCommand.EXPORT: EXPORT, LensCommand.PREVIEW_PLAN: SHOW_PLAN}


def handle(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens] | None:
    uri = params.text_document.uri
    known = ls.known(uri)
    document = ls.session.documents.get(uri)
    if known is None or document is None:
        return None
    if not ls.session.editor_settings(document.path).code_lens:
        return []
    source = known.view.source
    return [
        types.CodeLens(
            range=ls.convert.range(source, lens.range),
            command=types.Command(
                title=lens.title,
                command=_COMMANDS[lens.command] if lens.command else "",
                arguments=list(lens.arguments),
            ),
        )
        for lens in code_lenses(known.view, uri)
    ]
