"""What editors send that is odd, absurd or broken: each is answered, and harms nothing else."""

from __future__ import annotations

import json

from support.recipes import COMPLETE
from support.wire import (
    INVALID_PARAMS,
    INVALID_REQUEST,
    NOT_FOUND,
    NOT_INITIALIZED,
    WRONG,
    at,
    change,
    notification,
)

from .conftest import Begin

URI = "untitled:a.nam56r.yaml"


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
    wire.works()
    hover = wire.request("textDocument/hover", at(URI, 0, 0))
    assert hover is None
    assert wire.end() == 0


def test_an_editor_that_counts_in_none_of_our_units(begin: Begin) -> None:
    """UTF-16 is what every editor must know."""
    wire = begin()
    result = wire.hello(capabilities={"general": {"positionEncodings": ["utf-7"]}})
    assert result["capabilities"]["positionEncoding"] == "utf-16"
    wire.works()


def test_absurd_positions(begin: Begin) -> None:
    """A question is about the nearest place that there is; an edit reaches to the end at most."""
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
        wire.request("textDocument/hover", at(URI, line, character))
    huge = b'{"jsonrpc":"2.0","id":"huge","method":"textDocument/hover","params":%b}'
    params = json.dumps(at(URI, "1.8e308", "-1.8e308")).replace('"1.8e308"', "1.8e308")
    body = huge % params.replace('"-1.8e308"', "-1.8e308").encode()
    wire.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    assert "result" in wire.answer("huge")
    everything = {
        "start": {"line": 0, "character": 0},
        "end": {"line": 1e308, "character": 10**30},
    }
    wire.send(change(URI, 2, [{"range": everything, "text": WRONG}]))
    assert [d["code"] for d in wire.findings(URI, 2)] == ["lower-case-letter"]
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
        ("textDocument/hover", at(URI, "one", 0)),
        ("textDocument/hover", at(URI, None, 0)),
        ("textDocument/hover", at(URI, {}, [])),
        ("textDocument/completion", {"textDocument": 5, "position": {"line": 0, "character": 0}}),
        ("textDocument/diagnostic", {"textDocument": {}}),
        ("workspace/executeCommand", {"command": "nam56r.export", "arguments": 5}),
        ("workspace/executeCommand", {}),
    ):
        assert wire.refused(method, params)["code"] == INVALID_PARAMS, (method, params)
    wire.works()
    assert wire.end() == 0


def test_notifications_that_cannot_be_read_are_passed_by(begin: Begin) -> None:
    wire = begin()
    wire.hello()
    wire.open(URI, WRONG)
    wire.notify("textDocument/didOpen", {"textDocument": {"uri": 5}})
    wire.notify("textDocument/didChange", {"textDocument": {"uri": "untitled:never-opened"}})
    wire.notify("textDocument/didClose", 7)
    wire.notify("$/somethingNew", {"a": 1})
    wire.notify("somethingElse")
    wire.send(change("untitled:never-opened", 9, [{"text": "x"}]))
    wire.notify("textDocument/didClose", {"textDocument": {"uri": "untitled:never-opened"}})
    assert [d["code"] for d in wire.findings(URI, 1)] == ["lower-case-letter"]
    wire.works()
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
        {"jsonrpc": "2.0", "id": "h", "method": "textDocument/hover", "params": at(URI, 0, 0)}
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
    assert wire.refused("textDocument/hover", at(URI, 0, 0))["code"] == NOT_INITIALIZED
    wire.hello()
    assert wire.refused("initialize", {"capabilities": {}})["code"] == INVALID_REQUEST
    wire.works()
    assert wire.published(URI) == []
    wire.request("shutdown")
    assert wire.refused("textDocument/hover", at(URI, 0, 0))["code"] == INVALID_REQUEST
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
    wire.works()


def test_trace_is_taken(begin: Begin) -> None:
    wire = begin()
    wire.hello(trace="verbose")
    for value in ("messages", "off", "compact"):
        wire.notify("$/setTrace", {"value": value})
    wire.works()
    assert wire.end() == 0
    assert "ERROR" not in wire.log
