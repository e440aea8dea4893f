"""Where an edit leaves something for its author to write."""

from __future__ import annotations

from nam56r_core.ide.code_action import ActionKind, code_actions
from nam56r_core.ide.placeholder import placeholder_after
from nam56r_core.text import TextEdit, TextRange
from support.cursor import view_of

LETTERS = "target: core_v0.19.0\npattern: AMR  # é\ndepth: 3\n"


def left_to_write(text: str) -> dict[str, tuple[str, str]]:
    """For each action that leaves something: what is selected, and the line it is on."""
    view = view_of(text)
    everything = TextRange(0, len(view.source.data))
    found = {}
    for action in code_actions(view, everything, (ActionKind.QUICK_FIX,)):
        edits = action.edits()
        left = placeholder_after(view.source, edits) if edits else None
        if left is not None:
            source, where = left
            line = source.slice(source.line_range(source.line_of(where.start)))
            found[action.title] = (source.slice(where), line)
    return found


def test_the_reason_of_a_suppression() -> None:
    found = left_to_write(LETTERS)
    title = next(title for title in found if title.startswith("Accept `unresolved-layer` on this"))
    selected, line = found[title]
    assert selected == "TODO say why"
    assert line.endswith("[unresolved-layer]: TODO say why")


def test_the_name_of_a_package() -> None:
    declared = {title: left for title, left in left_to_write(LETTERS).items() if "Declare" in title}
    assert declared
    for selected, line in declared.values():
        assert selected == "your_package"
        assert "your_package" in line


def test_an_edit_behind_another_one() -> None:
    view = view_of(LETTERS)
    edits = (
        TextEdit(TextRange(40, 40), "# your_package"),
        TextEdit(TextRange(0, 1), "long é "),
    )
    found = placeholder_after(view.source, edits)
    assert found is not None
    source, where = found
    assert source.slice(where) == "your_package"


def test_nothing_is_left_to_write() -> None:
    view = view_of(LETTERS)
    assert placeholder_after(view.source, (TextEdit(TextRange(0, 0), "name: x\n"),)) is None
    assert placeholder_after(view.source, ()) is None
