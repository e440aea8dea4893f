"""`initialized`; the server itself answers `initialize`, which must not wait for the core."""

from __future__ import annotations

from lsprotocol import types

from nam56r_server.lsp import gc_tuning
from nam56r_server.lsp.context import Context


def initialized(context: Context, params: types.InitializedParams) -> None:
    """Register file watchers and request settings; neither is possible earlier."""
    gc_tuning.tune()
    context.watcher.begin()
    context.configuration.changed(None)
