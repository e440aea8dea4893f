"""Code actions: what is offered for a letter, and what the recipe says once it was chosen."""

from __future__ import annotations

import pytest
from hypothesis import given

from nam56r_core.filtering import filter_diagnostics
from nam56r_core.ide.code_action import MOST, ActionKind, CodeAction, code_actions
from nam56r_core.ide.view import View
from nam56r_core.suppressions import suppressions_in
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from nam56r_core.syntax.tree import plain
from nam56r_core.text import SourceText, TextRange, apply_edits
from support.cursor import read_marked
from support.mutations import mutated
from support.recipes import BASES, analyse, shown

HERE = "Accept `lower-case-letter` on this line"
EVERYWHERE = "Accept `lower-case-letter` in the whole file"
BLOCKED = "extends: complete\npattern: AM$0R  # three\ndepth: 6\n"


def view_of(text: str, language: Language = YAML) -> View:
    analysis = analyse(text, language=language)
    return View(analysis, filter_diagnostics(analysis.diagnostics, analysis.facts.inherited.trees))


def offered(marked: str, language: Language = YAML) -> tuple[View, tuple[CodeAction, ...]]:
    text = read_marked(marked)
    view = view_of(text.text, language)
    return view, code_actions(view, TextRange(text.cursor, text.cursor))


def after(view: View, action: CodeAction) -> str:
    return apply_edits(view.source.data, action.edits() or ()).decode()


def by_title(actions: tuple[CodeAction, ...], part: str) -> CodeAction:
    found = [action for action in actions if part in action.title]
    assert len(found) == 1, [action.title for action in actions]
    return found[0]


def test_the_fixes_of_a_letter_are_those_of_its_rule() -> None:
    view, actions = offered("extends: complete\npattern: A$0m  # two\n")
    action = by_title(actions, "Write `M`")
    assert (action.kind, action.preferred) == (ActionKind.QUICK_FIX, True)
    assert after(view, action) == "extends: complete\npattern: AM  # two\n"


def test_a_seam_can_be_declared() -> None:
    view, actions = offered(BLOCKED)
    action = by_title(actions, "Declare `seams.stack_spec`")
    assert not action.preferred
    fixed = analyse(after(view, action))
    assert fixed.runnable


def test_a_custom_letter_can_be_retargeted() -> None:
    marked = (
        "extends: latent\ntarget: core_v0.18.2\npattern: $0AM\n"
        "seams:\n  stack_spec: {module: mine.specs, name: stack}\n  carry: {A: '*'}\n"
    )
    view, actions = offered(marked)
    action = by_title(actions, "Retarget to core_v0.19.0, where `A` is native")
    assert action.kind is ActionKind.REWRITE
    assert "target: core_v0.19.0\n" in after(view, action)


def test_depth_can_be_set() -> None:
    view, actions = offered("extends: complete\npattern: $0A|M\ndepth: 8\n")
    action = by_title(actions, "Set `depth` to `2`")
    assert after(view, action) == "extends: complete\npattern: A|M\ndepth: 2\n"


@pytest.mark.parametrize(
    ("language", "accepted", "marked", "expected"),
    [
        (
            YAML,
            HERE,
            "extends: complete\npattern: A$0m\n",
            "extends: complete\npattern: Am  # nam56r: ignore[lower-case-letter]: TODO say why\n",
        ),
        (
            YAML,
            HERE,
            "extends: complete\npattern: A$0m  # nam56r: ignore[unknown-letter]: b\n",
            "extends: complete\n"
            "pattern: Am  # nam56r: ignore[unknown-letter, lower-case-letter]: b\n",
        ),
        (
            YAML,
            HERE,
            "extends: complete\npattern: A$0m  # from the paper\n",
            "extends: complete\n"
            "pattern: Am  # from the paper  # nam56r: ignore[lower-case-letter]: TODO say why\n",
        ),
        (
            YAML,
            EVERYWHERE,
            "extends: complete\npattern: >-\n  A$0m\n",
            "# nam56r: ignore-file[lower-case-letter]: TODO say why\n"
            "extends: complete\npattern: >-\n  Am\n",
        ),
        (
            TOML,
            HERE,
            'extends = "complete"\r\npattern = "A$0m"\r\n',
            'extends = "complete"\r\n'
            'pattern = "Am"  # nam56r: ignore[lower-case-letter]: TODO say why\r\n',
        ),
        (
            YAML,
            EVERYWHERE,
            "extends: complete\rpattern: A$0m\r",
            "# nam56r: ignore-file[lower-case-letter]: TODO say why\r"
            "extends: complete\rpattern: Am\r",
        ),
    ],
)
def test_a_finding_can_be_accepted(
    language: Language, accepted: str, marked: str, expected: str
) -> None:
    view, actions = offered(marked, language)
    action = by_title(actions, accepted)
    assert after(view, action) == expected
    fixed = analyse(expected, language=language)
    assert [d for d in shown(fixed) if d.code == "lower-case-letter"] == []


def test_json_has_no_comments_to_accept_with() -> None:
    _, actions = offered('{"extends": "complete", "pattern": "A$0m"}', JSON)
    assert [action.title for action in actions if "Accept" in action.title] == []
    assert by_title(actions, "Write `M`")


def test_all_safe_fixes_at_once() -> None:
    view, actions = offered("extends: complete\npattern: am$0am\n")
    action = by_title(actions, "Apply all safe fixes")
    assert action.kind is ActionKind.FIX_ALL
    assert after(view, action) == "extends: complete\npattern: AMAM\n"


def test_export_is_offered_everywhere() -> None:
    _, actions = offered("extends: complete\nname: $0x\n")
    assert [action.kind for action in actions] == [ActionKind.EXPORT]


def test_one_thing_to_do_is_offered_once() -> None:
    """For all the letters that it cures."""
    text = "extends: complete\npattern: ARR\ndepth: 3\n"
    view = view_of(text)
    actions = code_actions(view, TextRange(text.index("ARR"), text.index("ARR") + 3))
    action = by_title(actions, "Declare `seams.stack_spec`")
    assert len(action.diagnostics) == 2
    assert by_title(actions, "Accept `unresolved-layer` on this line").diagnostics


def test_a_selection_holds_what_it_covers() -> None:
    """A cursor is at the letters on both of its sides; a selection ends where it ends."""
    text = "extends: complete\npattern: Am\n"
    view, start = view_of(text), text.index("Am")
    assert code_actions(view, TextRange(start + 1, start + 1), [ActionKind.QUICK_FIX])
    assert not code_actions(view, TextRange(start, start + 1), [ActionKind.QUICK_FIX])


def test_the_other_end_of_a_finding_has_its_fixes() -> None:
    """The depth that a pattern does not fit can be set where it stands."""
    _, actions = offered("extends: complete\npattern: A|M\ndepth: $08\n")
    assert by_title(actions, "Set `depth` to `2`")
    assert not [action for action in actions if "Accept" in action.title]


def test_listing_reads_nothing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor asks with every move of the cursor, also in a document of a thousand findings."""
    flags = "".join(f"  - --log-interval={number}\n" for number in range(300))
    view = view_of(f"extends: complete\npattern: am\nextra_args:\n{flags}")
    monkeypatch.setattr("nam56r_core.syntax.language.Language.parse", None)
    actions = code_actions(view, view.source.full_range)
    assert len(actions) == MOST


def test_only_the_kinds_that_are_asked_for() -> None:
    view, _ = offered("extends: complete\npattern: a$0m\n")
    for kind in (ActionKind.QUICK_FIX, ActionKind.FIX_ALL, ActionKind.EXPORT):
        found = code_actions(view, view.source.full_range, [kind])
        assert {action.kind for action in found} == {kind}


TOKENS = ["m", "R", "x", ":", "- ", "'", "|", "  # nam56r: ignore[x]", "{", "depth: 3\n"]


@given(mutated(list(BASES.values()), TOKENS))
def test_no_action_breaks_a_document(text: str) -> None:
    """On broken documents too: nothing raises, and nothing gets worse."""
    view = view_of(text)
    for found in view.filtered.shown[:5]:
        for action in code_actions(view, found.location.range):
            edits = action.edits() or ()
            tree = YAML.parse(SourceText("x", apply_edits(view.source.data, edits)))
            assert len(tree.problems) <= len(view.tree.problems), action.title
            if "Accept" in action.title and edits:
                assert plain(tree.root) == plain(view.tree.root)
                assert suppressions_in(tree)
