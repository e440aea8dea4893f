"""What a code action leaves to write is selected, by a command behind its edit."""

from __future__ import annotations

import pytest

from nam56r_server.lsp.commands import APPLY_FIX, SHOW_PLACE
from support.wire import WRONG, Message, Wire

from .conftest import Begin

URI = "untitled:a.nam56r.yaml"
SHOWS: Message = {"window": {"showDocument": {"support": True}}}
ACTIONS: Message = {
    "textDocument": {
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}
    }
}


def _accepting(wire: Wire) -> Message:
    """The action that accepts the finding in the pattern, by a reason that is left to write."""
    line = next(n for n, text in enumerate(WRONG.splitlines()) if text.startswith("pattern"))
    place = {"line": line, "character": len("pattern: A")}
    document, context = {"uri": URI}, {"diagnostics": []}
    params = {"textDocument": document, "range": {"start": place, "end": place}, "context": context}
    listed = wire.request("textDocument/codeAction", params)
    found: Message = next(action for action in listed if action["title"].startswith("Accept"))
    return found


def test_the_command_selects_the_reason(begin: Begin) -> None:
    wire = begin()
    wire.hello(capabilities={**SHOWS, **ACTIONS})
    wire.open(URI, WRONG)
    action = _accepting(wire)
    (edit,) = action["edit"]["changes"][URI]
    command = action["command"]
    assert command["command"] == SHOW_PLACE
    uri, where = command["arguments"]
    assert uri == URI
    start = edit["range"]["start"]["character"] + edit["newText"].index("TODO say why")
    assert where["start"] == {"line": edit["range"]["start"]["line"], "character": start}
    assert where["end"]["character"] == start + len("TODO say why")
    wire.answers["window/showDocument"] = lambda params: {"success": True}
    wire.request("workspace/executeCommand", {"command": SHOW_PLACE, "arguments": [uri, where]})
    shown = wire.until(lambda message: message.get("method") == "window/showDocument")
    assert (shown["params"]["uri"], shown["params"]["selection"]) == (URI, where)
    assert wire.end() == 0


def test_an_editor_that_is_given_commands_is_shown_the_place(begin: Begin) -> None:
    wire = begin()
    wire.hello(capabilities=SHOWS)
    wire.open(URI, WRONG)
    action = _accepting(wire)
    wire.answers["workspace/applyEdit"] = lambda params: {"applied": True}
    wire.answers["window/showDocument"] = lambda params: {"success": True}
    arguments = {"command": APPLY_FIX, "arguments": action["arguments"]}
    wire.request("workspace/executeCommand", arguments)
    shown = wire.until(lambda message: message.get("method") == "window/showDocument")
    assert shown["params"]["uri"] == URI
    assert wire.end() == 0


def test_an_editor_that_cannot_show_gets_no_command(begin: Begin) -> None:
    wire = begin()
    wire.hello(capabilities=ACTIONS)
    wire.open(URI, WRONG)
    assert "command" not in _accepting(wire)
    assert wire.end() == 0


@pytest.mark.parametrize("arguments", [[], [5], [URI], [URI, 5], [URI, {"start": 1}]], ids=repr)
def test_a_place_that_is_none(begin: Begin, arguments: list[object]) -> None:
    wire = begin()
    wire.hello(capabilities=SHOWS)
    params = {"command": SHOW_PLACE, "arguments": arguments}
    assert "range" in wire.refused("workspace/executeCommand", params)["message"]
    assert wire.end() == 0
