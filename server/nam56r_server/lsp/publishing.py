"""When findings are sent to the editor: at once for a single edit, once for a burst of them, and
never for a text that is no longer there.

Must not know how findings come about.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from lsprotocol import types

from nam56r_server.lsp.findings import findings_of
from nam56r_server.lsp.guard import log_failure

if TYPE_CHECKING:
    from nam56r_server.lsp.documents import OpenDocument
    from nam56r_server.lsp.server import Server

LONGEST_WAIT = 0.25
"""Seconds after which a burst that does not end is answered in between."""

LONGEST_HOLD = 1.0
"""Seconds for which the editor's settings are waited for."""

_LOOK_AGAIN = 0.002


class Publisher:
    """Documents that wait for their findings to be sent, each once, in the order of their edits."""

    def __init__(self, ls: Server) -> None:
        self._ls = ls
        self._waiting: dict[str, float] = {}
        self._shown: set[str] = set()
        """Documents whose findings the editor holds; about no other is it told anything."""
        self._scheduled = False
        self._held: asyncio.TimerHandle | None = None
        """Ends the wait for the editor's settings, while there is one."""

    def hold(self) -> None:
        """Wait for the editor's settings: findings without them would only flash up."""
        if self._held is not None:
            self._held.cancel()
        self._held = asyncio.get_running_loop().call_later(LONGEST_HOLD, self.release)

    def release(self) -> None:
        """Send what waits."""
        if self._held is not None:
            self._held.cancel()
            self._held = None
        self._schedule(0)

    def changed(self, document: OpenDocument) -> None:
        """A document is new or changed, and so are the recipes that depend on it."""
        self._wait(document.uri)
        self.base_changed(document.identity)

    def base_changed(self, identity: str) -> None:
        """Forget the recipes that depend on a document at once: the editor may ask about them
        next."""
        session = self._ls.session
        for dependent in session.dependents(identity):
            session.forget(dependent.uri)
            self._wait(dependent.uri)
            self._ls.refresher.wanted()

    def closed(self, uri: str) -> None:
        """A document is gone, and with it its findings."""
        self._waiting.pop(uri, None)
        self._send(uri, None, None)

    def withdraw(self, document: OpenDocument) -> None:
        """Nothing is known of a document, nor through it of others."""
        self.closed(document.uri)
        self.base_changed(document.identity)

    def all_changed(self) -> None:
        """Something that every document depends on changed."""
        for document in self._ls.session.documents:
            self.changed(document)

    def _wait(self, uri: str) -> None:
        self._waiting.setdefault(uri, time.monotonic())
        self._schedule(0)

    def _schedule(self, delay: float) -> None:
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_later(delay, self._settle)

    def _settle(self) -> None:
        """Answer the first document, unless more is on its way."""
        self._scheduled = False
        if self._held is not None or not self._waiting:
            return
        uri, since = next(iter(self._waiting.items()))
        is_late = time.monotonic() - since > LONGEST_WAIT
        if self._ls.is_more_waiting() and not is_late:
            self._schedule(_LOOK_AGAIN)
            return
        del self._waiting[uri]
        try:
            self._publish(uri)
        except Exception:
            log_failure(self._ls, types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, uri)
        if self._waiting:
            self._schedule(0)

    def _publish(self, uri: str) -> None:
        document = self._ls.session.documents.get(uri)
        if document is not None and not self._pulls:
            self._send(uri, document.version, findings_of(self._ls, document))

    @property
    def _pulls(self) -> bool:
        """Whether the editor asks for findings itself; sent as well, they would be shown twice."""
        text = self._ls.client_capabilities.text_document
        return text is not None and text.diagnostic is not None

    def _send(self, uri: str, version: int | None, found: list[types.Diagnostic] | None) -> None:
        """`found` is None for what is no recipe, or no longer."""
        if found is None and uri not in self._shown:
            return
        if found is None:
            self._shown.remove(uri)
        else:
            self._shown.add(uri)
        self._ls.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, found or [], version)
        )
