"""Completion in editors that know tab stops, and in those that do not."""

from __future__ import annotations

import pytest

from support.wire import Message, Wire, at

from .conftest import Begin

SNIPPETS = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}
LINES = ["pattern: A", "target: core_v0.19.0", "extra_args:", "  - --tensorboard-d"]
INVOKED, TRIGGER_CHARACTER, INCOMPLETE = 1, 2, 3
JSON = '{"model": {\n"swi"\n}}'


def _chosen(wire: Wire, name: str, lines: list[str], line: int, label: str) -> Message:
    """What is offered under a name at the end of a line."""
    uri = f"untitled:{name}"
    wire.open(uri, "\n".join(lines))
    offered = wire.request("textDocument/completion", at(uri, line, len(lines[line])))
    found: Message = next(item for item in offered["items"] if item["label"] == label)
    return found


@pytest.mark.parametrize(
    ("capabilities", "format_", "flag", "key"),
    [
        ({}, 1, "--logits-load-dir ", '"swiglu": '),
        (SNIPPETS, 2, "--logits-load-dir ${1:LOGITS_LOAD_DIR}", '"swiglu": ${1|true,false|}'),
    ],
    ids=["without", "with"],
)
def test_what_a_person_has_yet_to_type(
    begin: Begin, capabilities: Message, format_: int, flag: str, key: str
) -> None:
    """An editor without tab stops would insert what stands for it as if it had been chosen."""
    wire = begin()
    wire.hello(capabilities=capabilities)
    item = _chosen(wire, "a.nam56r.yaml", LINES, 3, "--logits-load-dir")
    assert (item["insertTextFormat"], item["textEdit"]["newText"]) == (format_, flag)
    item = _chosen(wire, "a.nam56r.json", JSON.split("\n"), 1, "swiglu")
    assert (item["insertTextFormat"], item["textEdit"]["newText"]) == (format_, key)
    assert wire.end() == 0


def test_an_item_of_somebody_else_stays_as_it_is(begin: Begin) -> None:
    wire = begin()
    wire.hello()
    wire.open("untitled:a.nam56r.yaml", "pattern: A")
    for data in (None, 5, {}, {"topic": "nope"}, {"topic": ["key"]}, {"topic": "key", "name": 5}):
        item = {"label": "x", "data": data}
        answer = wire.request("completionItem/resolve", item)
        assert (answer["label"], answer.get("data")) == ("x", data)
    assert wire.end() == 0
    assert "Traceback" not in wire.log


def _labels(wire: Wire, uri: str, line: int, column: int, kind: int = INVOKED) -> set[str]:
    params = {**at(uri, line, column), "context": {"triggerKind": kind}}
    return {item["label"] for item in wire.request("textDocument/completion", params)["items"]}


def _insert(wire: Wire, uri: str, version: int, line: int, column: int, text: str) -> None:
    place = {"line": line, "character": column}
    change = {"range": {"start": place, "end": place}, "text": text}
    identifier = {"uri": uri, "version": version}
    params = {"textDocument": identifier, "contentChanges": [change]}
    wire.notify("textDocument/didChange", params)


@pytest.mark.parametrize("text", ["pattern: AEM", "mtp:\n  pattern: '*E"])
def test_typing_never_opens_a_list_of_letters(begin: Begin, text: str) -> None:
    """Enter would insert the letter on top: another model, and no new line."""
    wire = begin()
    wire.hello()
    uri = "untitled:a.nam56r.yaml"
    wire.open(uri, f"target: core_v0.19.0\n{text}")
    line = len(text.split("\n"))
    column = len(text.split("\n")[-1])
    letters = _labels(wire, uri, line, column)
    assert "M" in letters
    # Typed on while the list is open, and typed after a character that triggers completion.
    assert not _labels(wire, uri, line, column, INCOMPLETE)
    assert not _labels(wire, uri, line, column, TRIGGER_CHARACTER)
    # An editor asks for completion itself after a character that was typed.
    _insert(wire, uri, 2, line, column, "M")
    assert not _labels(wire, uri, line, column + 1)
    # A person asks once more at the same text.
    assert _labels(wire, uri, line, column + 1) == letters
    # Nothing was typed where the cursor went.
    _insert(wire, uri, 3, line, column, "M")
    assert _labels(wire, uri, line, column) == letters
    assert wire.end() == 0


def test_a_value_that_is_written_already_leaves_the_list(begin: Begin) -> None:
    wire = begin()
    wire.hello()
    uri = "untitled:a.nam56r.yaml"
    wire.open(uri, "target: core_v0.19.")
    position = at(uri, 0, len("target: core_v0.19."))
    offered = wire.request("textDocument/completion", position)
    assert offered["isIncomplete"], "the editor would narrow this list down by itself"
    assert "core_v0.19.0" in {item["label"] for item in offered["items"]}
    _insert(wire, uri, 2, 0, len("target: core_v0.19."), "0")
    labels = _labels(wire, uri, 0, len("target: core_v0.19.0"), INCOMPLETE)
    assert "core_v0.18.2" in labels
    assert "core_v0.19.0" not in labels
    assert wire.end() == 0


def test_an_editor_of_which_enter_takes_only_changes_has_complete_lists(begin: Begin) -> None:
    """While it waits for the rest of an incomplete list, Enter takes the item from before."""
    wire = begin()
    wire.hello(initializationOptions={"enterTakesChangesOnly": True})
    uri = "untitled:a.nam56r.yaml"
    wire.open(uri, "target: core_v0.19")
    _insert(wire, uri, 2, 0, len("target: core_v0.19"), ".")
    position = at(uri, 0, len("target: core_v0.19."))

    def is_incomplete(kind: int) -> bool:
        params = {**position, "context": {"triggerKind": kind}}
        return bool(wire.request("textDocument/completion", params)["isIncomplete"])

    assert not is_incomplete(INVOKED), "a list that the editor opened itself"
    assert is_incomplete(INVOKED), "a list that a person opened"
    assert is_incomplete(INCOMPLETE), "the list of a person, asked for again"
    assert wire.end() == 0


@pytest.mark.parametrize(
    "options",
    [None, 5, [], {}, {"suggestCommand": 5}, {"suggestArguments": [1]}],
    ids=str,
)
def test_an_editor_that_names_no_command_gets_none(begin: Begin, options: object) -> None:
    wire = begin()
    wire.hello(initializationOptions=options)
    item = _chosen(wire, "a.nam56r.yaml", ["targ"], 0, "target")
    assert "command" not in item
    assert wire.end() == 0


def test_a_key_with_few_values_carries_the_command_of_the_editor(begin: Begin) -> None:
    wire = begin()
    wire.hello(
        initializationOptions={"suggestCommand": "open", "suggestArguments": [{"auto": True}]}
    )
    item = _chosen(wire, "a.nam56r.yaml", ["targ"], 0, "target")
    assert item["command"]["command"] == "open"
    assert item["command"]["arguments"] == [{"auto": True}]
    assert wire.end() == 0


def test_an_editor_that_sends_more_than_was_typed(begin: Begin) -> None:
    """Neovim sends the end of the line behind a character that was typed there."""
    wire = begin()
    wire.hello()
    uri = "untitled:a.nam56r.yaml"
    wire.open(uri, "pattern: AEM\ndepth: 3\n")
    start, end = {"line": 0, "character": 11}, {"line": 1, "character": 0}
    change = {"range": {"start": start, "end": end}, "text": "MM\n"}
    identifier = {"uri": uri, "version": 2}
    params = {"textDocument": identifier, "contentChanges": [change]}
    wire.notify("textDocument/didChange", params)
    assert not _labels(wire, uri, 0, 13)
    assert _labels(wire, uri, 0, 13)
    assert wire.end() == 0
