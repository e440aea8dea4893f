"""How long findings wait for the editor's settings, on a clock that goes when it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from lsprotocol import types

from nam56r_server.lsp import publishing
from nam56r_server.lsp.documents import Documents
from nam56r_server.lsp.publishing import LONGEST_HOLD, Publisher


@dataclass
class Timer:
    due: float
    call: Callable[[], None]
    is_waiting: bool = True

    def cancel(self) -> None:
        self.is_waiting = False


@dataclass
class Loop:
    """As much of an event loop as is used."""

    now: float = 0.0
    timers: list[Timer] = field(default_factory=list)

    def call_later(self, delay: float, call: Callable[[], None]) -> Timer:
        self.timers.append(Timer(self.now + delay, call))
        return self.timers[-1]

    def wait(self, seconds: float) -> None:
        end = self.now + seconds
        while due := [t for t in self.timers if t.is_waiting and t.due <= end]:
            timer = min(due, key=lambda t: t.due)
            timer.cancel()
            self.now = timer.due
            timer.call()
        self.now = end


def test_a_wait_that_is_over_does_not_end_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = Loop()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: loop)
    monkeypatch.setattr(publishing, "findings_of", lambda ls, document: [])
    documents = Documents()
    sent: list[types.PublishDiagnosticsParams] = []
    ls: Any = SimpleNamespace(
        session=SimpleNamespace(documents=documents, dependents=lambda identity: ()),
        client_capabilities=types.ClientCapabilities(),
        is_more_waiting=lambda: False,
        text_document_publish_diagnostics=sent.append,
    )
    publisher = Publisher(ls)
    publisher.hold()
    publisher.release()
    loop.wait(LONGEST_HOLD / 2)
    publisher.hold()
    publisher.changed(documents.open(types.TextDocumentItem("untitled:a", "yaml", 1, "a: 1\n")))
    loop.wait(LONGEST_HOLD * 3 / 4)
    assert not sent
    loop.wait(LONGEST_HOLD)
    assert [params.uri for params in sent] == ["untitled:a"]
