"""When findings are sent to the editor: at once for a single edit, once for a burst of edits, and
never for a text that is outdated.

Must not know how findings come about.
"""

from __future__ import annotations

import asyncio
import time

from lsprotocol import types

from nam56r_server.lsp.client import Client
from nam56r_server.lsp.convert import Converter
from nam56r_server.lsp.documents import OpenDocument
from nam56r_server.lsp.failures import log_failure
from nam56r_server.lsp.findings import findings_of
from nam56r_server.lsp.session import Session

LONGEST_WAIT = 0.25
"""Seconds after which a burst that does not end is answered in between."""

LONGEST_HOLD = 1.0
"""Seconds to wait for the editor's settings."""

_LOOK_AGAIN = 0.002


class Publisher:
    """A queue of documents whose findings are to be sent, in the order of their edits."""

    def __init__(self, client: Client, session: Session, convert: Converter) -> None:
        self._client = client
        self._session = session
        self._convert = convert
        self._waiting: dict[str, float] = {}
        self._shown: set[str] = set()
        """Documents whose findings the editor has; nothing is sent for others without findings."""
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
        for dependent in self._session.dependents(identity):
            self._session.forget(dependent.uri)
            self._wait(dependent.uri)
            self._client.refresh()

    def closed(self, uri: str) -> None:
        """Withdraw the findings of a document that was closed."""
        self._waiting.pop(uri, None)
        self._send(uri, None, None)

    def withdraw(self, document: OpenDocument) -> None:
        """Withdraw the findings of a document whose text is unknown, and those of its heirs."""
        self.closed(document.uri)
        self.base_changed(document.identity)

    def everything_changed(self) -> None:
        """Settings, files or folders changed: any recipe may have other findings."""
        self._session.forget_all()
        for document in self._session.documents:
            self.changed(document)
        self._client.refresh()

    def _wait(self, uri: str) -> None:
        self._waiting.setdefault(uri, time.monotonic())
        self._schedule(0)

    def _schedule(self, delay: float) -> None:
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_later(delay, self._settle)

    def _settle(self) -> None:
        """Answer the first document, unless more edits have arrived."""
        self._scheduled = False
        if self._held is not None or not self._waiting:
            return
        uri, since = next(iter(self._waiting.items()))
        is_late = time.monotonic() - since > LONGEST_WAIT
        if self._client.is_sending_more() and not is_late:
            self._schedule(_LOOK_AGAIN)
            return
        del self._waiting[uri]
        try:
            self._publish(uri)
        except Exception:
            method = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
            log_failure(self._session.documents, method, uri)
        if self._waiting:
            self._schedule(0)

    def _publish(self, uri: str) -> None:
        document = self._session.documents.get(uri)
        if document is not None and not self._client.capabilities.pulls_diagnostics:
            found = findings_of(self._session, self._convert, document)
            self._send(uri, document.version, found)

    def _send(self, uri: str, version: int | None, found: list[types.Diagnostic] | None) -> None:
        """`found` is None for a document that is no recipe, or no longer."""
        if found is None and uri not in self._shown:
            return
        if found is None:
            self._shown.remove(uri)
        else:
            self._shown.add(uri)
        params = types.PublishDiagnosticsParams(uri, found or [], version)
        self._client.notify(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)
