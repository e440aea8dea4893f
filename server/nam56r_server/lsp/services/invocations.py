"""Whether a person asks for completion, or the editor does because something was typed.

The protocol has one kind (`Invoked`) for both. So the first request behind text that was just
inserted counts as the editor's own; a second one at the same text comes from a person. Must not
know what is completed.
"""

from __future__ import annotations

from lsprotocol import types

from nam56r_server.lsp.documents import OpenDocument


class Invocations:
    """The version of each document for which completion was last requested."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def is_asked_for(
        self, document: OpenDocument, offset: int, context: types.CompletionContext | None
    ) -> bool:
        """Whether a request at a byte offset comes from a person; each request is asked about
        once."""
        is_first = self._last.get(document.uri) != document.version
        self._last[document.uri] = document.version
        kind = context.trigger_kind if context else types.CompletionTriggerKind.Invoked
        if kind is not types.CompletionTriggerKind.Invoked:
            return False
        return not (is_first and document.typed_until == offset)

    def closed(self, uri: str) -> None:
        self._last.pop(uri, None)
