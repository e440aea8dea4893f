"""Thousands of random edits: the server's text never differs from a text that is kept beside it by
other code, nothing fails, memory stays flat, and what is published is never older than before.

In an ordinary run there are fewer edits; with `NAM56R_FULL=1` there are 20,000.
"""

from __future__ import annotations

import json
import os
import random
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from nam56r_core.text import PositionEncoding, SourceText
from nam56r_server.lsp.convert import Converter
from nam56r_server.lsp.decoding import tolerant_converter
from nam56r_server.lsp.documents import Documents
from support.recipes import COMPLETE
from support.typist import Text, Typist
from support.wire import Message, Wire, at, change

pytestmark = pytest.mark.alone

FULL = os.environ.get("NAM56R_FULL") == "1"
EDITS = 20_000 if FULL else 2_000
URI = "untitled:soak.nam56r.yaml"
FRESH = "untitled:fresh.nam56r.yaml"
ENCODINGS = ("utf-8", "utf-16", "utf-32")

MOST_GROWTH = 1_500_000
"""Bytes in the second half of a run; the first half fills what is kept for good."""

ORIGIN = "# 🐍 é \x0c \u2028 \x85\r\n" + COMPLETE.replace("pattern: AM\n", "pattern: AMr|Q\r")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_text_is_that_of_the_editor(encoding: str) -> None:
    """Every edit, in the documents themselves; they get what the wire makes of it."""
    rng = random.Random(f"documents {encoding}")
    text = Text(encoding, ORIGIN)
    typist = Typist(text, rng, ORIGIN).edits()
    documents = Documents()
    convert = Converter(PositionEncoding(encoding))
    structure = tolerant_converter().structure
    documents.open(types.TextDocumentItem(URI, "yaml", 0, ORIGIN))
    done = 0
    while done < EDITS:
        edits = list(islice(typist, rng.choice((1, 1, 1, 2, 5))))
        done += len(edits)
        message = change(URI, done, [edit.wire() for edit in edits])
        params = structure(message["params"], types.DidChangeTextDocumentParams)
        document = documents.change(params.text_document, params.content_changes, convert)
        assert document is not None
        assert document.version == done
        assert document.source.data.decode() == text.text, f"after {done} edits: {edits}"
        counted = SourceText("counted", document.source.data).line_starts
        assert document.source.line_starts == counted, f"after {done} edits: {edits}"
        assert len(counted) == len(text.lines())


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_process_keeps_up(tmp_path: Path, encoding: str) -> None:
    """A part of the edits in each unit of columns. At times everything is asked about the edited
    document and about one that was opened with the text as it should be: the answers are equal."""
    rng = random.Random(f"process {encoding}")
    text = Text(encoding, ORIGIN)
    typist = Typist(text, rng, ORIGIN, largest=6_000).edits()
    with Wire(tmp_path / "server.log") as wire:
        wire.hello(capabilities={"general": {"positionEncodings": [encoding]}})
        wire.open(URI, ORIGIN, version=0)
        wire.findings(URI, 0)
        version = compared = 0
        most = EDITS // len(ENCODINGS)
        while version < most:
            burst = []
            for _ in range(rng.choice((1, 1, 2, 10, 40))):
                edits = list(islice(typist, rng.choice((1, 1, 1, 3))))
                version += len(edits)
                burst.append(change(URI, version, [edit.wire() for edit in edits]))
            wire.send(*burst)
            _ask_about(wire, text, rng)
            if version >= min(compared + 100, most):
                compared = version
                _compare(wire, text, version)
                wire.received.clear()
        assert wire.end() == 0
        assert "ERROR" not in wire.log, wire.log
        assert "Traceback" not in wire.log


@pytest.mark.skipif(not Path("/proc/self/statm").is_file(), reason="only Linux tells")
def test_memory_stays_flat(tmp_path: Path) -> None:
    """Nothing is kept for an edit that is over. The text is small, so that what is kept would be
    seen."""
    edits = 2 * EDITS if not FULL else EDITS
    texts = [f"name: {n}\npattern: AMr\ntarget: core_v0.19.0\n" for n in range(7)]
    memory: list[int] = []
    with Wire(tmp_path / "server.log") as wire:
        wire.hello()
        wire.open(URI, texts[0], version=0)
        wire.findings(URI, 0)
        step = edits // 8
        for begin in range(0, edits, step):
            versions = range(begin + 1, begin + step + 1)
            for version in versions:
                wire.send(change(URI, version, [{"text": texts[version % len(texts)]}]))
                wire.ask("textDocument/hover", at(URI, 1, 9))
            wire.findings(URI, versions[-1])
            wire.received.clear()
            memory.append(_resident(wire))
    assert memory[-1] - memory[3] < MOST_GROWTH, f"memory grows: {memory}"


def _ask_about(wire: Wire, text: Text, rng: random.Random) -> None:
    """Some of what an editor asks while somebody types; nobody waits for the answers."""
    place = text.place(rng.randint(0, len(text.text))).wire()
    document = {"textDocument": {"uri": URI}}
    method = rng.choice(("hover", "completion", "definition", "documentHighlight", "codeAction"))
    params: dict[str, Any] = {**document, "position": place}
    if method == "codeAction":
        params = {**document, "range": {"start": place, "end": place}}
        params["context"] = {"diagnostics": []}
    wire.ask(f"textDocument/{method}", params)


def _compare(wire: Wire, text: Text, version: int) -> None:
    wire.open(FRESH, text.text, version)
    found, fresh = (_nameless(wire.findings(uri, version)) for uri in (URI, FRESH))
    assert found == fresh, f"the texts differ at version {version}"
    for kind in ("semanticTokens/full", "documentSymbol", "foldingRange", "documentLink"):
        answers = [
            _nameless(wire.request(f"textDocument/{kind}", {"textDocument": {"uri": uri}}))
            for uri in (URI, FRESH)
        ]
        assert answers[0] == answers[1], f"{kind} differs at version {version}"
    for message in wire.received:
        assert "error" not in message, message
    versions = [sent["version"] for sent in wire.published(URI)]
    assert versions == sorted(versions), "a stale publish followed a newer one"
    assert versions[-1] == version
    wire.notify("textDocument/didClose", {"textDocument": {"uri": FRESH}})
    # Nothing about the fresh document is left for the next time.
    wire.until(lambda message: _clears(message, FRESH))


def _clears(message: Message, uri: str) -> bool:
    params = message.get("params")
    return bool(
        message.get("method") == "textDocument/publishDiagnostics"
        and params["uri"] == uri
        and params.get("version") is None
    )


def _nameless(answer: Any) -> Any:
    """An answer without the names of itself and of the document."""
    if isinstance(answer, dict):
        answer = {key: value for key, value in answer.items() if key != "resultId"}
    return json.loads(json.dumps(answer).replace(FRESH, URI))


def _resident(wire: Wire) -> int:
    """Bytes of memory that the server's process holds."""
    pages = Path(f"/proc/{wire.process.pid}/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
