"""What goes wrong on the wire or behind it harms nothing but itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support import servers
from support.recipes import COMPLETE
from support.wire import SERVER, Wire, change, notification

URI = "untitled:a.nam56r.yaml"
WRONG = COMPLETE.replace("pattern: AM\n", "pattern: Am\n")

INVALID_REQUEST, NOT_FOUND, INVALID_PARAMS, INTERNAL = -32600, -32601, -32602, -32603
NOT_INITIALIZED, CANCELLED = -32002, -32800

Begin = Callable[..., Wire]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """`begin("failing")`: a server of `support.servers`; without a name the real one."""
    wires: list[Wire] = []

    def begun(name: str | None = None, *options: str) -> Wire:
        command = (*SERVER, *options) if name is None else (sys.executable, servers.__file__, name)
        wires.append(Wire(tmp_path / f"{len(wires)}.log", command))
        return wires[-1]

    yield begun
    for wire in wires:
        wire.__exit__(None, None, None)


def _works(wire: Wire) -> None:
    """The server still does what it is for, and has nothing to complain about."""
    wire.open("untitled:works.nam56r.yaml", WRONG)
    assert [d["code"] for d in wire.findings("untitled:works.nam56r.yaml", 1)] == [
        "lower-case-letter"
    ]


def _document(uri: str = URI) -> dict[str, object]:
    return {"textDocument": {"uri": uri}}


def _hover(line: object, character: object, uri: str = URI) -> dict[str, object]:
    return {**_document(uri), "position": {"line": line, "character": character}}


# ------------------------------------------------------------ what editors say


def test_unknown_values_in_capabilities(begin: Begin) -> None:
    """An editor that is newer than we are says more than we know."""
    wire = begin()
    kinds = {"valueSet": ["quickfix", "refactor.move", "notebook"]}
    result = wire.hello(
        capabilities={
            "general": {"positionEncodings": ["utf-7", "utf-32", "utf-16"]},
            "textDocument": {
                "completion": {
                    "completionItemKind": {"valueSet": [1, 25, 26, 99]},
                    "completionItem": {
                        "tagSupport": {"valueSet": [1, 7]},
                        "documentationFormat": ["asciidoc", "markdown"],
                    },
                },
                "codeAction": {"codeActionLiteralSupport": {"codeActionKind": kinds}},
                "hover": {"contentFormat": ["html"]},
                "publishDiagnostics": {"tagSupport": {"valueSet": [1, 2, 3]}},
                "somethingNew": {"a": 1},
            },
            "workspace": {"workspaceEdit": {"resourceOperations": ["teleport"]}},
            "experimental": None,
        },
        trace="everything",
        clientInfo={"name": "of the future", "version": "9", "mood": "fine"},
        locale="xx",
        somethingNew=[1],
    )
    assert result["capabilities"]["positionEncoding"] == "utf-32"
    _works(wire)
    hover = wire.request("textDocument/hover", _hover(0, 0))
    assert hover is None
    assert wire.end() == 0


def test_an_editor_that_counts_in_none_of_our_units(begin: Begin) -> None:
    """UTF-16 is what every editor must know."""
    wire = begin()
    result = wire.hello(capabilities={"general": {"positionEncodings": ["utf-7"]}})
    assert result["capabilities"]["positionEncoding"] == "utf-16"
    _works(wire)


def test_absurd_positions(begin: Begin) -> None:
    """They are taken as the nearest place that there is."""
    wire = begin()
    wire.hello()
    wire.open(URI, COMPLETE)
    for line, character in (
        (-1, -1),
        (1e308, 0),
        (float("inf"), float("-inf")),
        (float("nan"), 2**63),
        (3.7, 1.2),
        (0, 10**30),
        (2**31, 2**31),
    ):
        wire.request("textDocument/hover", _hover(line, character))
    huge = b'{"jsonrpc":"2.0","id":"huge","method":"textDocument/hover","params":%b}'
    params = json.dumps(_hover("1.8e308", "-1.8e308")).replace('"1.8e308"', "1.8e308")
    body = huge % params.replace('"-1.8e308"', "-1.8e308").encode()
    wire.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    assert "result" in wire.answer("huge")
    everything = {
        "start": {"line": -1, "character": -5},
        "end": {"line": 1e308, "character": float("inf")},
    }
    wire.send(change(URI, 2, [{"range": everything, "text": WRONG}]))
    assert [d["code"] for d in wire.findings(URI, 2)] == ["lower-case-letter"]
    backwards = {
        "start": {"line": 99, "character": 0},
        "end": {"line": 0, "character": 0},
    }
    wire.send(change(URI, 3, [{"range": backwards, "text": COMPLETE}]))
    assert wire.findings(URI, 3) == []
    assert wire.end() == 0
    assert "ERROR" not in wire.log


def test_what_cannot_be_read_is_answered(begin: Begin) -> None:
    """With an error, where the library would leave the editor waiting."""
    wire = begin()
    wire.hello()
    for method, params in (
        ("textDocument/hover", None),
        ("textDocument/hover", {}),
        ("textDocument/hover", []),
        ("textDocument/hover", "x"),
        ("textDocument/hover", _hover("one", 0)),
        ("textDocument/hover", _hover(None, 0)),
        ("textDocument/hover", _hover({}, [])),
        ("textDocument/completion", {"textDocument": 5, "position": {"line": 0, "character": 0}}),
        ("textDocument/diagnostic", {"textDocument": {}}),
        ("workspace/executeCommand", {"command": "nam56r.export", "arguments": 5}),
        ("workspace/executeCommand", {}),
    ):
        assert wire.refused(method, params)["code"] == INVALID_PARAMS, (method, params)
    _works(wire)
    assert wire.end() == 0


def test_notifications_that_cannot_be_read_are_passed_by(begin: Begin) -> None:
    wire = begin()
    wire.hello()
    wire.open(URI, WRONG)
    wire.notify("textDocument/didOpen", {"textDocument": {"uri": 5}})
    wire.notify("textDocument/didChange", {"textDocument": {"uri": URI}})
    wire.notify("textDocument/didClose", 7)
    wire.notify("$/somethingNew", {"a": 1})
    wire.notify("somethingElse")
    wire.send(change("untitled:never-opened", 9, [{"text": "x"}]))
    wire.notify("textDocument/didClose", _document("untitled:never-opened"))
    assert [d["code"] for d in wire.findings(URI, 1)] == ["lower-case-letter"]
    _works(wire)
    assert wire.end() == 0


def test_bytes_that_are_no_message(begin: Begin) -> None:
    wire = begin()
    wire.hello()
    for number, body in enumerate(
        (b"{", b"[]", b"5", b"null", b'"x"', b"\xff\xfe", b'{"jsonrpc": "2.0"}', b"{}")
    ):
        wire.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        wire.open(f"untitled:{number}.nam56r.yaml", WRONG)
        assert wire.findings(f"untitled:{number}.nam56r.yaml", 1), body
    assert wire.end() == 0


def test_headers_in_any_order(begin: Begin) -> None:
    wire = begin()
    wire.hello()
    body = json.dumps(
        {"jsonrpc": "2.0", "id": "h", "method": "textDocument/hover", "params": _hover(0, 0)}
    ).encode()
    kind = b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n"
    wire.write(kind + b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    assert "result" in wire.answer("h")


def test_a_message_in_pieces(begin: Begin) -> None:
    """A pipe gives what it has; a character may be cut in two."""
    wire = begin()
    wire.hello()
    item = {"uri": URI, "languageId": "yaml", "version": 1, "text": "# 🐍\n" + WRONG}
    body = json.dumps(
        notification("textDocument/didOpen", {"textDocument": item}), ensure_ascii=False
    ).encode()
    message = b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
    cut = message.index("🐍".encode()) + 2
    for piece in (message[:5], message[5:cut], message[cut:]):
        wire.write(piece)
    assert [d["code"] for d in wire.findings(URI, 1)] == ["lower-case-letter"]


def test_halves_of_characters(begin: Begin) -> None:
    """JavaScript's strings may hold them, Unicode text may not; columns stay where they are."""
    wire = begin()
    wire.hello()
    text = '{name: "\ud83d \udc0d", pattern: Am, target: core_v0.19.0}'
    wire.open(URI, text)
    found = [d for d in wire.findings(URI, 1) if d["code"] == "lower-case-letter"]
    assert found[0]["range"]["start"]["character"] == text.index("m, target")
    start = {"line": 0, "character": text.index("m, target")}
    end = {"line": 0, "character": text.index(", target")}
    wire.send(change(URI, 2, [{"range": {"start": start, "end": end}, "text": "M\ud83d"}]))
    codes = [d["code"] for d in wire.findings(URI, 2)]
    assert "lower-case-letter" not in codes
    assert "unknown-letter" in codes
    assert wire.end() == 0


def test_nothing_before_hello_and_nothing_after_leave(begin: Begin) -> None:
    wire = begin()
    wire.open(URI, WRONG)
    assert wire.refused("textDocument/hover", _hover(0, 0))["code"] == NOT_INITIALIZED
    wire.hello()
    assert wire.refused("initialize", {"capabilities": {}})["code"] == INVALID_REQUEST
    _works(wire)
    assert wire.published(URI) == []
    wire.request("shutdown")
    assert wire.refused("textDocument/hover", _hover(0, 0))["code"] == INVALID_REQUEST
    assert wire.refused("shutdown")["code"] == INVALID_REQUEST
    wire.notify("exit")
    assert wire.code() == 0


def test_methods_that_we_do_not_have(begin: Begin) -> None:
    wire = begin()
    wire.hello()
    assert wire.refused("textDocument/formatting", {})["code"] == NOT_FOUND
    assert wire.refused("nobody/knows", {})["code"] == NOT_FOUND
    error = wire.refused("workspace/executeCommand", {"command": "nam56r.nothing"})
    assert error["code"] == INVALID_PARAMS
    _works(wire)


def test_trace_is_taken(begin: Begin) -> None:
    wire = begin()
    wire.hello(trace="verbose")
    for value in ("messages", "off", "compact"):
        wire.notify("$/setTrace", {"value": value})
    _works(wire)
    assert wire.end() == 0
    assert "ERROR" not in wire.log


# -------------------------------------------------------------- cancellation


def test_a_request_that_is_cancelled_late_is_answered_once(begin: Begin) -> None:
    """Ours are answered before the next message is read; that is nothing to log."""
    wire = begin()
    wire.hello()
    wire.open(URI, COMPLETE)
    ask = {"jsonrpc": "2.0", "id": "c", "method": "textDocument/hover", "params": _hover(0, 0)}
    wire.send(ask, notification("$/cancelRequest", {"id": "c"}))
    wire.notify("$/cancelRequest", {"id": 999})
    wire.answer("c")
    _works(wire)
    assert [m for m in wire.received if m.get("id") == "c"] == [wire.answer("c")]
    assert wire.end() == 0
    assert "ancel" not in wire.log


def test_a_request_that_waits_is_cancelled(begin: Begin) -> None:
    wire = begin("slow")
    wire.hello()
    waiting = wire.ask("test/wait", {})
    wire.until(lambda message: message.get("method") == "window/logMessage")
    wire.notify("$/cancelRequest", {"id": waiting})
    assert wire.answer(waiting)["error"]["code"] == CANCELLED
    _works(wire)
    assert wire.end() == 0


# -------------------------------------------------------- failures of our own


def test_a_handler_that_fails(begin: Begin) -> None:
    """The request is answered with an error; the log says what it was about; others go on."""
    wire = begin("failing")
    wire.hello()
    bad = f"file:///somewhere/{servers.BAD}"
    wire.open(bad, WRONG, version=41)
    wire.send(change(bad, 42, [{"text": WRONG + "# more\n"}]))
    error = wire.refused("textDocument/hover", _hover(0, 0, bad))
    assert error["code"] == INTERNAL
    assert "textDocument/hover" in error["message"]
    assert "this document is bad" in error["message"]
    _works(wire)
    assert wire.request("textDocument/hover", _hover(0, 0, "untitled:works.nam56r.yaml")) is None
    shown = [m["params"] for m in wire.received if m.get("method") == "window/logMessage"]
    assert any("textDocument/hover" in params["message"] for params in shown)
    assert not [m for m in wire.received if m.get("method") == "window/showMessage"]
    assert wire.end() == 0
    assert f"textDocument/hover failed (document {bad}, version 42)" in wire.log
    assert "RuntimeError: this document is bad" in wire.log


def test_findings_that_fail_harm_no_other_document(begin: Begin) -> None:
    """Also those that wait behind the document at fault."""
    wire = begin("failing")
    wire.hello()
    bad = f"file:///somewhere/{servers.BAD}"
    item = {"uri": bad, "languageId": "yaml", "version": 7, "text": WRONG}
    good = {**item, "uri": URI, "version": 1}
    wire.send(
        notification("textDocument/didOpen", {"textDocument": item}),
        notification("textDocument/didOpen", {"textDocument": good}),
    )
    assert [d["code"] for d in wire.findings(URI, 1)] == ["lower-case-letter"]
    assert wire.published(bad) == []
    assert wire.end() == 0
    assert f"textDocument/publishDiagnostics failed (document {bad}, version 7)" in wire.log


def test_a_command_that_fails_says_which_document(begin: Begin) -> None:
    wire = begin("failing")
    wire.hello()
    bad = f"file:///somewhere/{servers.BAD}"
    wire.open(bad, WRONG, version=3)
    params = {"command": "nam56r.showPlan", "arguments": [bad]}
    assert wire.refused("workspace/executeCommand", params)["code"] == INTERNAL
    assert wire.end() == 0
    assert f"nam56r.showPlan failed (document {bad}, version 3)" in wire.log


def test_what_is_printed_does_not_break_the_protocol(begin: Begin) -> None:
    """By Python, past it, and by a child: it lands in the log. The reader here takes nothing but
    messages."""
    wire = begin("chatty")
    wire.hello()
    assert wire.request("test/print", {}) == "spoken"
    _works(wire)
    assert wire.end() == 0
    for said in ("a stray print", "a stray write", "a stray child"):
        assert said in wire.log


# -------------------------------------------------------------- what we send


def test_the_newest_version_only(begin: Begin) -> None:
    """A burst of edits is answered once, for its last; a stale answer never follows."""
    wire = begin()
    wire.hello()
    wire.open(URI, COMPLETE)
    wire.findings(URI, 1)
    last = 60
    wire.send(
        *(change(URI, v, [{"text": WRONG if v == last else COMPLETE}]) for v in range(2, last + 1))
    )
    assert [d["code"] for d in wire.findings(URI, last)] == ["lower-case-letter"]
    _works(wire)
    versions = [sent["version"] for sent in wire.published(URI)]
    assert versions == sorted(versions)
    assert versions[-1] == last
    assert versions.count(last) == 1
    assert len(versions) < 10


def test_a_closed_document_is_not_spoken_of(begin: Begin) -> None:
    """Not even when it was edited just before: nothing follows the empty list."""
    wire = begin()
    wire.hello()
    wire.open(URI, WRONG)
    wire.findings(URI, 1)
    wire.send(
        change(URI, 2, [{"text": WRONG + "# more\n"}]),
        notification("textDocument/didClose", _document()),
    )
    _works(wire)
    last: dict[str, Any] = wire.published(URI)[-1]
    assert last["diagnostics"] == []
    assert last.get("version") is None
    assert 2 not in [sent.get("version") for sent in wire.published(URI)]
