"""Commands: what they refuse, and how they say that they take a while."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nam56r_server.lsp.commands import EXPORT, SHOW_PLAN
from support.recipes import COMPLETE
from support.wire import INVALID_PARAMS, Wire, change, notification, request

from .conftest import Begin

URI = "untitled:a.nam56r.yaml"
ACTION = {
    "uri": URI,
    "version": 1,
    "start": 0,
    "end": 0,
    "kind": "quick fix",
    "number": 0,
    "title": "x",
}
SHOWS_PROGRESS = {"window": {"workDoneProgress": True}}
COMPARE = {"command": "nam56r.compareTargets", "arguments": [URI, "main-2026-08-22"]}


def _progress(wire: Wire) -> list[tuple[object, str]]:
    """Tokens and kinds of what was reported, in order."""
    return [
        (m["params"]["token"], m["params"]["value"]["kind"])
        for m in wire.received
        if m.get("method") == "$/progress"
    ]


def _comparing(begin: Begin, capabilities: object = SHOWS_PROGRESS) -> Wire:
    wire = begin()
    hello = wire.hello(capabilities=capabilities)
    assert hello["capabilities"]["executeCommandProvider"]["workDoneProgress"] is True
    wire.open(URI, COMPLETE)
    return wire


def test_progress_begins_when_the_editor_has_agreed(begin: Begin) -> None:
    wire = _comparing(begin)
    before: list[list[tuple[object, str]]] = []

    def agree(params: Any) -> None:
        before.append(_progress(wire))

    wire.answers["window/workDoneProgress/create"] = agree
    assert "markdown" in wire.request("workspace/executeCommand", COMPARE)
    created = [m for m in wire.received if m.get("method") == "window/workDoneProgress/create"]
    (token,) = {m["params"]["token"] for m in created}
    assert before == [[]]
    assert _progress(wire) == [(token, "begin"), (token, "end")]
    assert wire.end() == 0


def test_an_editor_may_show_no_progress(begin: Begin) -> None:
    """It refuses, says nothing, or never said that it could: the command does its work."""
    wire = _comparing(begin)
    wire.mute.add("window/workDoneProgress/create")
    assert "markdown" in wire.request("workspace/executeCommand", COMPARE)
    asked = wire.until(lambda m: m.get("method") == "window/workDoneProgress/create")
    refusal = {"code": INVALID_PARAMS, "message": "no"}
    wire.send({"jsonrpc": "2.0", "id": asked["id"], "error": refusal})
    long = wire.ask("workspace/executeCommand", COMPARE)
    again = wire.until(
        lambda m: m.get("method") == "window/workDoneProgress/create" and m["id"] != asked["id"]
    )
    wire.send({"jsonrpc": "2.0", "id": again["id"], "error": refusal})
    assert "markdown" in wire.answer(long)["result"]
    assert _progress(wire) == []
    assert wire.end() == 0
    assert "Traceback" not in wire.log
    other = _comparing(begin, {})
    assert "markdown" in other.request("workspace/executeCommand", COMPARE)
    assert _progress(other) == []
    assert not [m for m in other.received if m.get("method") == "window/workDoneProgress/create"]
    assert other.end() == 0


def test_a_command_is_done_before_what_is_sent_behind_it(begin: Begin, folder: Path) -> None:
    """An edit, the end of the document and taking leave come in one piece with it."""
    uri = (folder / "m.nam56r.yaml").as_uri()
    wire = begin()
    wire.hello()
    wire.open(uri, COMPLETE)
    wire.findings(uri, 1)
    wire.send(
        request("plan", "workspace/executeCommand", {"command": SHOW_PLAN, "arguments": [uri]}),
        change(uri, 2, [{"text": COMPLETE.replace("depth: 4", "depth: 6")}]),
        request("export", "workspace/executeCommand", {"command": EXPORT, "arguments": [uri]}),
        notification("textDocument/didClose", {"textDocument": {"uri": uri}}),
        request("leave", "shutdown"),
        notification("exit"),
    )
    assert wire.answer("plan")["result"]["version"] == 1
    assert len(wire.answer("export")["result"]["written"]) == 3
    assert wire.answer("leave")["result"] is None
    assert wire.code() == 0
    written = json.loads((folder / "exports/m.plan.json").read_text("utf-8"))
    assert written["depth"] == 6


def test_an_export_goes_where_the_command_line_s_goes_or_nowhere(
    begin: Begin, folder: Path
) -> None:
    recipe = folder / "a.nam56r.yaml"
    recipe.write_text(COMPLETE)
    other = folder / "a.nam56r.toml"
    other.write_text("")
    wire = begin()
    wire.hello()
    wire.open(recipe.as_uri(), COMPLETE)
    export = {"command": EXPORT, "arguments": [recipe.as_uri()]}
    met = wire.refused("workspace/executeCommand", export)
    assert "a.nam56r.yaml and " in met["message"]
    assert "would both be written to " in met["message"]
    other.unlink()
    (folder / "exports").symlink_to("..")
    led_out = wire.refused("workspace/executeCommand", export)
    assert "a link that leads out of the project" in led_out["message"]
    (folder / "exports").unlink()
    assert len(wire.request("workspace/executeCommand", export)["written"]) == 3
    assert wire.end() == 0


def test_what_is_done_is_done_to_the_text_of_then(begin: Begin) -> None:
    """The editor edits while it is asked whether it shows progress: both sides of a comparison
    are of the text that it has then."""
    wire = _comparing(begin)
    longer = change(URI, 2, [{"text": COMPLETE.replace("depth: 4", "depth: 6")}])
    wire.answers["window/workDoneProgress/create"] = lambda _: wire.send(longer)
    itself = {**COMPARE, "arguments": [URI, "core_v0.19.0"]}
    assert wire.request("workspace/executeCommand", itself)["comparison"]["same"]
    assert wire.end() == 0


def test_the_editor_s_own_token_is_used(begin: Begin) -> None:
    wire = _comparing(begin)
    for token in ("mine", 7):
        wire.request("workspace/executeCommand", {**COMPARE, "workDoneToken": token})
    assert _progress(wire) == [("mine", "begin"), ("mine", "end"), (7, "begin"), (7, "end")]
    assert not [m for m in wire.received if m.get("method") == "window/workDoneProgress/create"]
    assert wire.end() == 0


def test_what_cannot_be_done_is_no_failure(begin: Begin) -> None:
    """It is answered with what to do instead, and is neither logged nor shown as an error."""
    wire = begin()
    wire.hello()
    wire.open(URI, COMPLETE)
    for command, arguments in (
        ("nam56r.compareTargets", [URI, "no-such-target"]),
        ("nam56r.compareTargets", [URI, 5]),
        ("nam56r.compareTargets", [URI]),
        ("nam56r.compareTargets", [5]),
        ("nam56r.showPlan", [URI, "no-such-theme"]),
        ("nam56r.showPlan", [URI, [5]]),
        ("nam56r.showPlan", [["x"]]),
        ("nam56r.showPlan", []),
        ("nam56r.showPlan", None),
        ("nam56r.showPlan", {"uri": URI}),
        ("nam56r.noSuchCommand", [URI]),
        ("nam56r.showPlan", ["untitled:other"]),
        ("nam56r.export", [URI]),
        ("nam56r.applyFix", [URI]),
        ("nam56r.applyFix", [URI, {"uri": URI}]),
        ("nam56r.applyFix", [URI, {**ACTION, "start": "x"}]),
        ("nam56r.applyFix", [URI, {**ACTION, "end": None}]),
        ("nam56r.applyFix", [URI, {**ACTION, "uri": []}]),
        ("nam56r.applyFix", [URI, {**ACTION, "number": -1}]),
        ("nam56r.applyFix", [URI, {**ACTION, "kind": {}}]),
    ):
        params = {"command": command, "arguments": arguments}
        error = wire.refused("workspace/executeCommand", params)
        assert error["code"] == INVALID_PARAMS, command
        assert error["message"]
        assert command == "nam56r.applyFix" or "None" not in error["message"]
    wire.works()
    assert not [m for m in wire.received if m.get("method") == "window/logMessage"]
    assert wire.end() == 0
    assert "Traceback" not in wire.log
    assert "ERROR" not in wire.log
