"""When findings are sent: how long they wait for settings and for the end of a burst of edits."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from lsprotocol import types

from nam56r_server.lsp.documents import Documents
from nam56r_server.lsp.server import create_server
from nam56r_server.lsp.services import publishing
from nam56r_server.lsp.services.publishing import LONGEST_HOLD, LONGEST_WAIT, Publisher
from nam56r_server.lsp.standard_input import WaitingInput
from support.contexts import new_context


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


@dataclass
class Editor:
    """A publisher on its own clock, and what the editor got and still sends."""

    loop: Loop
    publisher: Publisher
    documents: Documents
    sent: list[types.PublishDiagnosticsParams]
    sends_more: bool = False

    def types_something(self) -> None:
        item = types.TextDocumentItem("untitled:a", "yaml", 1, "a: 1\n")
        self.publisher.changed(self.documents.open(item))


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Editor:
    loop = Loop()
    monkeypatch.setattr(asyncio, "get_running_loop", lambda: loop)
    monkeypatch.setattr(publishing, "findings_of", lambda session, convert, document: [])
    monkeypatch.setattr(publishing, "time", SimpleNamespace(monotonic=lambda: loop.now))
    sent: list[types.PublishDiagnosticsParams] = []
    context = new_context()
    monkeypatch.setattr(context.client, "notify", lambda method, params: sent.append(params))
    monkeypatch.setattr(context.client, "is_sending_more", lambda: editor.sends_more)
    editor = Editor(loop, context.publisher, context.session.documents, sent)
    return editor


def test_a_single_edit_is_answered_at_once(editor: Editor) -> None:
    editor.types_something()
    editor.loop.wait(0)
    assert len(editor.sent) == 1


def test_a_burst_is_answered_when_it_ends(editor: Editor) -> None:
    editor.sends_more = True
    editor.types_something()
    editor.loop.wait(LONGEST_WAIT / 2)
    assert editor.sent == []
    editor.sends_more = False
    editor.loop.wait(LONGEST_WAIT / 10)
    assert len(editor.sent) == 1


def test_a_burst_that_does_not_end_is_answered_in_between(editor: Editor) -> None:
    editor.sends_more = True
    editor.types_something()
    editor.loop.wait(LONGEST_WAIT * 0.9)
    assert editor.sent == []
    editor.loop.wait(LONGEST_WAIT * 0.2)
    assert len(editor.sent) == 1


def test_the_server_asks_its_input_whether_more_is_waiting() -> None:
    client = create_server().client
    assert not client.is_sending_more()
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", buffering=0) as stream:
        client.input = WaitingInput(stream)
        assert not client.is_sending_more()
        os.write(writing, b"x\ny\n")
        assert client.is_sending_more()
        # One line is taken; the other was read already and waits in the buffer.
        assert asyncio.run(client.input.readline()) == b"x\n"
        assert client.is_sending_more()
        assert asyncio.run(client.input.readline()) == b"y\n"
        assert not client.is_sending_more()
    os.close(writing)


def test_a_wait_that_is_over_does_not_end_the_next(editor: Editor) -> None:
    editor.publisher.hold()
    editor.publisher.release()
    editor.loop.wait(LONGEST_HOLD / 2)
    editor.publisher.hold()
    editor.types_something()
    editor.loop.wait(LONGEST_HOLD * 3 / 4)
    assert not editor.sent
    editor.loop.wait(LONGEST_HOLD)
    assert [params.uri for params in editor.sent] == ["untitled:a"]
