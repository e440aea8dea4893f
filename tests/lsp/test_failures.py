"""A request that is cancelled, a handler that fails, a burst of edits: the others go on."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from nam56r_server.lsp.client import REFRESH_INTERVAL
from support import servers
from support.recipes import COMPLETE
from support.wire import CANCELLED, INTERNAL, WRONG, Message, Wire, at, change, notification

from .conftest import Begin

URI = "untitled:a.nam56r.yaml"

# -------------------------------------------------------------- cancellation


def test_a_request_that_is_cancelled_late_is_answered_once(begin: Begin) -> None:
    """Ours are answered before the next message is read; that is nothing to log."""
    wire = begin()
    wire.hello()
    wire.open(URI, COMPLETE)
    ask = {"jsonrpc": "2.0", "id": "c", "method": "textDocument/hover", "params": at(URI, 0, 0)}
    wire.send(ask, notification("$/cancelRequest", {"id": "c"}))
    wire.notify("$/cancelRequest", {"id": 999})
    wire.answer("c")
    wire.works()
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
    wire.works()
    assert wire.end() == 0


def _editor_on(folder: Path, begin: Begin) -> Wire:
    wire = begin()
    wire.hello(rootUri=folder.as_uri())
    wire.open(URI, COMPLETE)
    wire.request("textDocument/hover", at(URI, 0, 0))
    return wire


def _workspace_of(folder: Path, begin: Begin) -> Wire:
    """An editor on many recipes, none of them open."""
    for number in range(120):
        (folder / f"r{number}.nam56r.yaml").write_text(WRONG, "utf-8")
    return _editor_on(folder, begin)


def test_others_need_not_wait_for_the_workspace(folder: Path, begin: Begin) -> None:
    """It is answered in parts, to who takes them."""
    wire = _workspace_of(folder, begin)
    everything = {"previousResultIds": [], "partialResultToken": "t"}
    long = wire.ask("workspace/diagnostic", everything)
    short = wire.ask("textDocument/hover", at(URI, 0, 0))
    last = wire.answer(long)
    order = [m["id"] for m in wire.received if m.get("id") in (long, short) and "method" not in m]
    assert order == [short, long]
    parts = [m["params"] for m in wire.received if m.get("method") == "$/progress"]
    assert [part["token"] for part in parts] == ["t", "t"]
    told = [*(item for part in parts for item in part["value"]["items"]), *last["result"]["items"]]
    assert len({item["uri"] for item in told}) == len(told) == 120
    assert wire.end() == 0


def test_looking_at_the_workspace_can_be_cancelled(folder: Path, begin: Begin) -> None:
    wire = _workspace_of(folder, begin)
    long = wire.ask("workspace/diagnostic", {"previousResultIds": []})
    wire.notify("$/cancelRequest", {"id": long})
    assert wire.answer(long)["error"]["code"] == CANCELLED
    wire.works()
    assert wire.end() == 0
    assert "Traceback" not in wire.log


def test_what_is_cancelled_is_cleaned_up(folder: Path, begin: Begin) -> None:
    """Bases of the recipes that were looked at are watched, whether or not all of them were."""
    inner = folder / "inner"
    inner.mkdir()
    (folder / "common.yaml").write_text(WRONG, "utf-8")
    for number in range(300):
        (inner / f"r{number}.nam56r.yaml").write_text("extends: ../common.yaml\n", "utf-8")
    wire = begin()
    watches = {"dynamicRegistration": True, "relativePatternSupport": True}
    wire.hello(
        rootUri=inner.as_uri(), capabilities={"workspace": {"didChangeWatchedFiles": watches}}
    )
    wire.works()
    everything = {"previousResultIds": [], "partialResultToken": "t"}
    long = wire.ask("workspace/diagnostic", everything)
    wire.until(lambda message: message.get("method") == "$/progress")
    wire.notify("$/cancelRequest", {"id": long})
    assert wire.answer(long)["error"]["code"] == CANCELLED
    wire.until(lambda message: folder.as_uri() in str(message.get("params", "")).split("'"))
    assert wire.end() == 0


MOVED = {"oldUri": "file:///old.nam56r.yaml", "newUri": "file:///new.nam56r.yaml"}
WALKS = (
    ("workspace/diagnostic", {"previousResultIds": []}),
    ("workspace/willRenameFiles", {"files": [MOVED]}),
)


def test_others_need_not_wait_for_a_walk(folder: Path, begin: Begin) -> None:
    """Where a workspace holds many folders and not one recipe. A walk can be cancelled, too."""
    for number in range(2000):
        (folder / f"{number % 40}/{number}").mkdir(parents=True)
    wire = _editor_on(folder, begin)
    for method, params in WALKS:
        long = wire.ask(method, params)
        short = wire.ask("textDocument/hover", at(URI, 0, 0))
        wire.answer(long)
        order = [m["id"] for m in wire.received if m.get("id") in (long, short)]
        assert order == [short, long], method
        long = wire.ask(method, params)
        wire.notify("$/cancelRequest", {"id": long})
        assert wire.answer(long)["error"]["code"] == CANCELLED, method
    assert wire.end() == 0
    assert "Traceback" not in wire.log


# -------------------------------------------------------- failures of our own


BAD_RECIPE = COMPLETE.replace("name: complete", "name: bad")
assert BAD_RECIPE != COMPLETE


def test_a_rule_that_fails_is_a_finding_in_the_editor(begin: Begin) -> None:
    wire = begin("faulty")
    wire.hello()
    wire.open(URI, BAD_RECIPE)
    found = wire.until(lambda message: message.get("method") == "textDocument/publishDiagnostics")[
        "params"
    ]["diagnostics"]
    assert [item["code"] for item in found] == ["internal-error"]
    assert "RuntimeError: this recipe is bad" in found[0]["message"]
    wire.works()
    assert wire.end() == 0
    assert f"textDocument/publishDiagnostics failed (document {URI}" in wire.log
    assert "Traceback" in wire.log


def test_a_rule_that_fails_takes_no_file_of_the_workspace(folder: Path, begin: Begin) -> None:
    (folder / "a.nam56r.yaml").write_text(WRONG, "utf-8")
    (folder / "bad.nam56r.yaml").write_text(BAD_RECIPE, "utf-8")
    (folder / "z.nam56r.yaml").write_text(WRONG, "utf-8")
    wire = begin("faulty")
    wire.hello(rootUri=folder.as_uri())
    for _ in range(2):  # what failed is not kept
        answer = wire.request("workspace/diagnostic", {"previousResultIds": []})
        codes = [[item["code"] for item in report["items"]] for report in answer["items"]]
        assert codes[1] == ["internal-error"]
        assert codes[0] and codes[0] == codes[2]
    assert wire.end() == 0
    assert wire.log.count("workspace/diagnostic failed (file ") == 2


def test_a_handler_that_fails(begin: Begin) -> None:
    """The request is answered with an error; the log says what it was about; others go on."""
    wire = begin("failing")
    wire.hello()
    bad = f"file:///somewhere/{servers.BAD}"
    wire.open(bad, WRONG, version=41)
    wire.send(change(bad, 42, [{"text": WRONG + "# more\n"}]))
    error = wire.refused("textDocument/hover", at(bad, 0, 0))
    assert error["code"] == INTERNAL
    assert "textDocument/hover" in error["message"]
    assert "this document is bad" in error["message"]
    wire.works()
    assert wire.request("textDocument/hover", at(URI, 0, 0)) is None
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
    assert [d["code"] for d in wire.findings(bad, 7)] == ["internal-error"]
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


def test_what_is_resolved_says_which_document(begin: Begin) -> None:
    wire = begin("failing")
    wire.hello()
    bad = f"file:///somewhere/{servers.BAD}"
    wire.open(bad, WRONG, version=3)
    action = {"uri": bad, "version": 3, "start": 0, "end": 0, "number": 0, "title": "x"}
    for method, item in (
        (
            "completionItem/resolve",
            {"label": "x", "data": {"uri": bad, "topic": "key", "name": "x"}},
        ),
        ("codeAction/resolve", {"title": "x", "data": {**action, "kind": "quick fix"}}),
    ):
        assert wire.refused(method, item)["code"] == INTERNAL
    assert wire.end() == 0
    for method in ("completionItem/resolve", "codeAction/resolve"):
        assert f"{method} failed (document {bad}, version 3)" in wire.log


def test_nothing_is_asked_after_leave_was_taken(begin: Begin) -> None:
    """What was about to be refreshed is shown by nobody."""
    wire = begin()
    wire.hello(capabilities={"workspace": {"codeLens": {"refreshSupport": True}}})
    wire.works()
    wire.until(lambda m: m.get("method") == "workspace/codeLens/refresh")
    wire.notify("workspace/didChangeConfiguration", {"settings": {}})
    leave = wire.answer(wire.ask("shutdown"))
    time.sleep(2 * REFRESH_INTERVAL)
    wire.notify("exit")
    received = wire.rest()
    behind = received[received.index(leave) + 1 :]
    assert [m["method"] for m in behind if "id" in m] == []
    assert wire.code() == 0


ASKS = {"workspace": {"configuration": True}}


def test_an_answer_that_cannot_be_read(begin: Begin) -> None:
    """It is logged with the request that it answers; an editor may refuse, and that is logged as a
    refusal."""
    wire = begin()
    wire.answers["workspace/configuration"] = lambda params: 5
    wire.hello(capabilities=ASKS)
    asked = wire.until(lambda message: message.get("method") == "workspace/configuration")
    wire.works()
    assert wire.end() == 0
    assert f"the answer to request {asked['id']} cannot be read" in wire.log
    assert "the editor refused workspace/configuration" in wire.log


def test_an_answer_that_we_fail_at_is_not_called_a_refusal(begin: Begin) -> None:
    wire = begin("confused")
    wire.answers["workspace/configuration"] = lambda params: [{}]
    wire.hello(capabilities=ASKS)
    wire.until(lambda message: message.get("method") == "workspace/configuration")
    wire.works()
    assert wire.end() == 0
    assert "the editor refused" not in wire.log
    assert "asking the editor failed" in wire.log
    assert "RuntimeError: these settings are bad" in wire.log


def test_what_is_printed_does_not_break_the_protocol(begin: Begin) -> None:
    """By Python, past it, and by a child: it lands in the log. The reader here takes nothing but
    messages."""
    wire = begin("chatty")
    wire.hello()
    assert wire.request("test/print", {}) == "spoken"
    wire.works()
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
    wire.works()
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
        notification("textDocument/didClose", {"textDocument": {"uri": URI}}),
    )
    wire.works()
    last: dict[str, Any] = wire.published(URI)[-1]
    assert last["diagnostics"] == []
    assert last.get("version") is None
    assert 2 not in [sent.get("version") for sent in wire.published(URI)]


# -------------------------------------------------------- an edit that is lost

LOST = {"range": {"start": {"line": 0, "character": None}}, "text": "x"}


def _shown(wire: Wire) -> list[str]:
    return [
        m["params"]["message"] for m in wire.received if m.get("method") == "window/showMessage"
    ]


def test_an_edit_that_cannot_be_read_is_told(folder: Path, begin: Begin) -> None:
    """What is known of the text is not the editor's any more, so nothing is said of it."""
    wire = begin()
    wire.hello()
    uri, heir = ((folder / f"{name}.nam56r.yaml").as_uri() for name in ("base", "heir"))
    wire.open(uri, WRONG)
    wire.open(heir, "extends: base.nam56r.yaml\n")
    assert [d["code"] for d in wire.findings(uri, 1)] == ["lower-case-letter"]
    assert [d["code"] for d in wire.findings(heir, 1)] == ["lower-case-letter"]
    for version in (2, 3):
        wire.send(change(uri, version, [LOST]))
    start = {"line": 0, "character": 0}
    insert = {"range": {"start": start, "end": start}, "text": "# more\n"}
    wire.send(change(uri, 4, [insert]))
    wire.works()
    assert wire.published(uri)[-1]["diagnostics"] == []
    assert [d["code"] for d in wire.published(heir)[-1]["diagnostics"]] == ["base-not-usable"]
    (said,) = _shown(wire)
    assert "base.nam56r.yaml" in said
    assert "open it again" in said
    assert wire.request("textDocument/hover", at(uri, 0, 0)) is None
    assert wire.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"] == []
    plan = {"command": "nam56r.showPlan", "arguments": [uri]}
    assert "open it again" in wire.refused("workspace/executeCommand", plan)["message"]
    # The whole text makes it known again, and so does opening it.
    wire.send(change(uri, 5, [insert, {"text": WRONG}, insert]))
    (found,) = wire.findings(uri, 5)
    assert found["range"]["start"]["line"] == WRONG[: WRONG.index("Am")].count("\n") + 1
    wire.send(change(uri, 6, [LOST]))
    wire.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    wire.open(uri, WRONG, version=7)
    assert len(wire.findings(uri, 7)) == 1
    wire.works()
    assert [d["code"] for d in wire.published(heir)[-1]["diagnostics"]] == ["lower-case-letter"]
    assert len(_shown(wire)) == 2
    assert wire.end() == 0


def test_a_rename_says_whom_it_leaves_out(folder: Path, begin: Begin) -> None:
    """Of a text that is not known nobody can say where it names the base."""
    wire = begin()
    wire.hello(rootUri=folder.as_uri())
    uri, other = ((folder / f"{name}.nam56r.yaml").as_uri() for name in ("heir", "other"))
    for heir in (uri, other):
        wire.open(heir, "extends: base.nam56r.yaml\n")
    wire.send(change(uri, 2, [LOST]))
    old, new = ((folder / f"{name}.nam56r.yaml").as_uri() for name in ("base", "new"))
    edit = wire.request("workspace/willRenameFiles", {"files": [{"oldUri": old, "newUri": new}]})
    assert list(edit["changes"]) == [other]
    _, said = _shown(wire)
    assert "heir.nam56r.yaml may name what is renamed, and is not edited" in said
    assert "open it again" in said
    assert wire.end() == 0


START, NEXT = {"line": 0, "character": 0}, {"line": 0, "character": 1}


def _over(start: object, end: object, text: object = "") -> Message:
    return {"range": {"start": start, "end": end}, "text": text}


@pytest.mark.parametrize(
    "edit",
    [
        {"text": None},
        {"text": 5},
        _over(START, START, None),
        _over(NEXT, START),
        _over({"line": 1, "character": 0}, NEXT),
        _over({"line": -1, "character": 0}, START),
        _over(START, {"line": 0, "character": 0.5}),
        _over(START, {"line": 0, "character": "1"}),
        _over(START, {"line": True, "character": 0}),
    ],
    ids=str,
)
def test_what_is_no_edit_is_not_guessed_at(begin: Begin, edit: Message) -> None:
    wire = begin()
    wire.hello()
    wire.open(URI, WRONG)
    assert len(wire.findings(URI, 1)) == 1
    wire.send(change(URI, 2, [edit]))
    wire.works()
    assert wire.published(URI)[-1]["diagnostics"] == []
    (said,) = _shown(wire)
    assert "open it again" in said
    wire.send(change(URI, 3, [{"text": WRONG}]))
    assert len(wire.findings(URI, 3)) == 1
    assert wire.end() == 0


FAR = {"line": 2**32 - 1, "character": 0}


@pytest.mark.parametrize(
    "edits",
    [
        [{"range": None, "rangeLength": None, "text": COMPLETE}],
        [_over(START, FAR), _over(FAR, FAR, COMPLETE)],
        [_over(START, {"line": 99.0, "character": 0}, COMPLETE)],
        [{**_over(START, FAR, COMPLETE), "rangeLength": -1}],
    ],
    ids=str,
)
def test_an_edit_whose_meaning_is_certain_is_done(begin: Begin, edits: list[Message]) -> None:
    """Some editors write null for what they leave out, or the largest number for the end."""
    wire = begin()
    wire.hello()
    wire.open(URI, WRONG)
    wire.send(change(URI, 2, edits))
    assert wire.findings(URI, 2) == []
    wire.works()
    assert _shown(wire) == []
    assert wire.end() == 0


def test_a_message_about_nothing_known_harms_no_document(begin: Begin) -> None:
    wire = begin()
    wire.hello()
    wire.open(URI, WRONG)
    for params in (None, 5, {}, {"textDocument": 5}, {"textDocument": {"uri": 5}}):
        wire.notify("textDocument/didChange", params)
    wire.works()
    assert _shown(wire) == []
    wire.send(change(URI, 2, [{"text": WRONG}]))
    assert len(wire.findings(URI, 2)) == 1
    assert wire.end() == 0


def test_a_link_out_of_the_project_is_a_finding_and_not_opened(
    folder: Path, begin: Begin, tmp_path_factory: pytest.TempPathFactory
) -> None:
    target = tmp_path_factory.mktemp("elsewhere") / "secret"
    target.write_text("a-secret: 1\n", "utf-8")
    (folder / "e.nam56r.yaml").symlink_to(target)
    (folder / "z.nam56r.yaml").write_text(WRONG, "utf-8")
    wire = begin()
    wire.hello(rootUri=folder.as_uri())
    answer = wire.request("workspace/diagnostic", {"previousResultIds": []})
    codes = [[item["code"] for item in report["items"]] for report in answer["items"]]
    assert codes[0] == ["link-outside-project"]
    assert codes[1]
    assert "a-secret" not in str(answer)
    assert wire.end() == 0
    assert "a-secret" not in wire.log
