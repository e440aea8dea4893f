"""Completion in editors that know tab stops, and in those that do not."""

from __future__ import annotations

import pytest

from support.wire import Message, Wire, at

from .conftest import Begin

SNIPPETS = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}
LINES = ["pattern: A", "target: core_v0.19.0", "extra_args:", "  - --tensorboard-d"]
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
        ({}, 1, "--tensorboard-dir ", '"swiglu": '),
        (SNIPPETS, 2, "--tensorboard-dir ${1:TENSORBOARD_DIR}", '"swiglu": ${1|true,false|}'),
    ],
    ids=["without", "with"],
)
def test_what_a_person_has_yet_to_type(
    begin: Begin, capabilities: Message, format_: int, flag: str, key: str
) -> None:
    """An editor without tab stops would insert what stands for it as if it had been chosen."""
    wire = begin()
    wire.hello(capabilities=capabilities)
    item = _chosen(wire, "a.nam56r.yaml", LINES, 3, "--tensorboard-dir")
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
