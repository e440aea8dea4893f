"""What handlers are given, without a connection: made by the server, from a real `initialize`."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from nam56r_server.lsp.context import Context
from nam56r_server.lsp.server import Server, create_server


def initialize(
    ls: Server, capabilities: types.ClientCapabilities | None = None, *folders: Path
) -> types.InitializeResult:
    """Answer `initialize` as the library does."""
    params = types.InitializeParams(
        capabilities=capabilities or types.ClientCapabilities(),
        workspace_folders=[types.WorkspaceFolder(path.as_uri(), path.name) for path in folders],
    )
    run = ls.protocol.lsp_initialize(params)
    try:
        handler, arguments, _ = run.send(None)
        handler(*arguments)
        run.send(None)
    except StopIteration as end:
        result: types.InitializeResult = end.value
        return result
    raise AssertionError


def new_context(*folders: Path) -> Context:
    """The context of an editor without any capability."""
    ls = create_server()
    initialize(ls, None, *folders)
    return ls.context
