"""From `initialize` to `exit`."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from lsprotocol import types

from nam56r_server.lsp.editor_options import EditorOptions
from nam56r_server.lsp.errors import Refusal
from nam56r_server.lsp.parent_watchdog import watch_parent
from nam56r_server.lsp.progress import taken
from nam56r_server.lsp.server import Server

log = logging.getLogger(__name__)


def initialize(ls: Server, params: types.InitializeParams) -> None:
    """The library answers; here the process that started us is watched, and what the editor says of
    itself beyond the protocol is kept."""
    if params.process_id is not None:
        watch_parent(params.process_id)
    ls.editor_options = EditorOptions.read(params.initialization_options)


def initialized(ls: Server, params: types.InitializedParams) -> None:
    """Ask for what can only be asked now, and load the core while nobody waits."""
    from nam56r_server.lsp import configuration

    asyncio.get_running_loop().call_soon(configuration.begin, ls)


def shutdown(ls: Server, params: Any = None) -> None:
    log.info("shut down")


async def token(ls: Server, params: types.ExecuteCommandParams) -> types.ProgressToken | None:
    """For the progress of a command: what comes while the editor is asked is answered."""
    return await taken(ls)


def undecodable(ls: Server, params: Any) -> None:
    """A message that does not have the shape of its method. Without an edit the text that is kept
    here is another than the editor's."""
    if params["method"] == types.TEXT_DOCUMENT_DID_CHANGE:
        from nam56r_server.lsp.handlers import text_document

        text_document.missed_change(ls, params["params"])
    raise Refusal(f"the parameters of {params['method']} cannot be read")
