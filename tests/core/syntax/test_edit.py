"""Changes become edits that a person would have made."""

from __future__ import annotations

import pytest

from nam56r_core.changes import Remove, ReplaceText, SetValue
from nam56r_core.syntax.edits import edits_of
from nam56r_core.syntax.languages import JSON, TOML, YAML
from nam56r_core.text import SourceText, TextEdit, TextRange, apply_edits
from support.edit_cases import EditCase, read_edit_cases
from support.trees import read


@pytest.mark.parametrize("case", read_edit_cases(), ids=str)
def test_case(case: EditCase) -> None:
    tree = case.language.parse(SourceText("recipe", case.before))
    edits = edits_of(tree, case.changes)
    if edits is None or case.after is None:
        assert case.after is None and edits is None
        return
    assert apply_edits(case.before, edits).decode() == case.after.decode()
    # What an edit replaces is not there again: clients show and merge them one by one.
    for edit in edits:
        old = tree.source.slice(edit.range)
        assert old != edit.new_text


@pytest.mark.parametrize(
    ("text", "change", "expected"),
    [
        ("a: 1 # c\n", SetValue(("a",), 2), [("1", "2")]),
        ("a: 1\nb: 2\n", Remove(("a",)), [("a: 1\n", "")]),
        ("a: 1\nb: 2\n", SetValue(("c",), 3), [("", "c: 3\n")]),
        ("a: [\n  1 # c\n]\n", SetValue(("a", 1), 2), [("", ","), ("", "\n  2")]),
    ],
)
def test_one_change_touches_only_what_it_is_about(
    text: str, change: SetValue | Remove, expected: list[tuple[str, str]]
) -> None:
    tree = read(text, YAML)
    edits = edits_of(tree, [change])
    assert edits is not None
    assert [(tree.source.slice(edit.range), edit.new_text) for edit in edits] == expected


def test_several_changes_touch_only_the_lines_they_are_about() -> None:
    tree = read("é: ü\nb: 2\nc: 3\n", YAML)
    edits = edits_of(tree, [SetValue(("é",), "ö"), SetValue(("c",), 4)])
    assert edits is not None
    assert [(tree.source.slice(edit.range), edit.new_text) for edit in edits] == [
        ("ü", "ö"),
        ("3", "4"),
    ]


def test_nothing_to_change_is_no_edit() -> None:
    assert edits_of(read("a: 1\n", YAML), [SetValue(("a",), 1)]) == ()
    assert edits_of(read("a: 1\n", YAML), []) == ()


def test_an_integer_is_not_a_float() -> None:
    edits = edits_of(read("a: 1\n", YAML), [SetValue(("a",), 1.0)])
    assert edits == (TextEdit(TextRange(3, 4), "1.0"),)


def test_a_document_is_not_replaced_as_a_whole() -> None:
    for language, text in ((YAML, "a: 1\n"), (TOML, "a = 1\n"), (JSON, '{"a": 1}\n')):
        for change in (SetValue((), {}), SetValue((), {"b": 1}), Remove(())):
            assert edits_of(read(text, language), [change]) is None


def test_text_can_be_replaced_only_first() -> None:
    tree = read("a: x\nb: 1\n", YAML)
    text = ReplaceText(TextRange(3, 4), "y")
    assert edits_of(tree, [text, Remove(("b",))]) is not None
    assert edits_of(tree, [Remove(("b",)), text]) is None
