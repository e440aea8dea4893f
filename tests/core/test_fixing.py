"""Fixes are applied round by round, to the recipe's own document; unsafe ones only if asked for."""

from __future__ import annotations

from collections.abc import Sequence

from nam56r_core.changes import Fix, SetValue
from nam56r_core.diagnostics import Diagnostic, Location, Severity
from nam56r_core.fixing import fix_all
from nam56r_core.syntax.nodes import Host, Mapping, SyntaxTree, plain
from nam56r_core.syntax.parser import parse
from nam56r_core.text import SourceText, TextRange
from support.recipes import analyse, shown


def tree_of(text: str, host: Host = Host.YAML) -> SyntaxTree:
    return parse(SourceText.of("recipe", text), host)


def examine(tree: SyntaxTree) -> Sequence[Diagnostic]:
    """The findings of a recipe, at their places in this very tree."""
    result = analyse(tree.source.data.decode(), host=tree.host)
    own = result.facts.origins.document
    return [
        Diagnostic(
            d.code, d.severity, d.message, Location(tree.source, d.location.range), (), d.fixes
        )
        for d in shown(result)
        if d.location.source is own
    ]


def test_two_letters_of_one_pattern_are_fixed_together() -> None:
    fixed = fix_all(tree_of("extends: complete\npattern: amAM\n"), examine)
    assert fixed.tree.source.data == b"extends: complete\npattern: AMAM\n"
    assert [applied.diagnostic.code for applied in fixed.applied] == ["lower-case-letter"] * 2
    assert fixed.left == ()


def test_comments_and_order_stay() -> None:
    text = "# mine\nextends: complete   # the base\n\npattern: AmAM  # four\nname: 'x'\n"
    assert fix_all(tree_of(text), examine).tree.source.data.decode() == text.replace("Am", "AM")


def test_unsafe_fixes_are_left_unless_asked_for() -> None:
    text = "extends: complete\nname: x # nam56r: ignore[lower-case]: y\n"
    assert fix_all(tree_of(text), examine).tree.source.data.decode() == text
    fixed = fix_all(tree_of(text), examine, unsafe=True)
    # The nearest name is written, does nothing, and goes as well.
    assert fixed.tree.source.data == b"extends: complete\nname: x\n"


def test_fixes_that_undo_each_other_end() -> None:
    def flip(tree: SyntaxTree) -> Sequence[Diagnostic]:
        assert isinstance(tree.root, Mapping)
        now = plain(tree.root.get("a"))
        fix = Fix("flip", (SetValue(("a",), not now),), safe=True)
        where = Location(tree.source, TextRange(0, 1))
        return [Diagnostic("x", Severity.ERROR, "m", where, fixes=(fix,))]

    fixed = fix_all(tree_of("a: true\n"), flip)
    assert fixed.tree.source.data == b"a: false\n"
    assert len(fixed.applied) == 1


def test_a_finding_in_a_base_is_not_fixed_in_the_heir() -> None:
    def elsewhere(tree: SyntaxTree) -> Sequence[Diagnostic]:
        fix = Fix("set", (SetValue(("a",), 2),), safe=True)
        where = Location(SourceText.of("base", "a: 1"), TextRange(0, 1))
        return [Diagnostic("x", Severity.ERROR, "m", where, fixes=(fix,))]

    assert fix_all(tree_of("a: 1\n"), elsewhere).applied == ()
