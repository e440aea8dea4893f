"""Every fix that a rule offers in its case file ends the finding that it is offered for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nam56r_core.analysis import Analysis
from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.syntax.edits import edits_of
from nam56r_core.text import apply_edits
from support.every_case import analyse_case, unmarked
from support.recipes import analyse
from support.rule_cases import FIRES, Case, read_cases


def count(result: Analysis, finding: Diagnostic, *, words: bool) -> int:
    """How often its rule reports something, whatever it says, or with the same words."""
    return sum(
        found.code == finding.code and (not words or found.message == finding.message)
        for found in result.diagnostics
    )


FIRST_STEPS = {
    # The segments are then as many as there are letters for, and still not a multiple.
    "pipeline-split: a segment without a layer: Remove this `|`",
    # What is recomputed then may not be captured for another reason: its dropout.
    "recompute-with-capture: all is recomputed and a part captured: Recompute `selective`",
}
"""Fixes after which the same rule has something else to say."""


def offers() -> Iterator[object]:
    for case in read_cases():
        if case.section == FIRES:
            for finding in analyse_case(case, *unmarked(case)).diagnostics:
                for fix in finding.fixes if finding.code == case.rule else ():
                    yield pytest.param(case, finding, fix, id=f"{case}: {fix.title}")


@pytest.mark.parametrize(("case", "finding", "fix"), list(offers()))
def test_a_fix_ends_its_finding(case: Case, finding: Diagnostic, fix: Fix) -> None:
    text, files = unmarked(case)
    before = analyse_case(case, text, files)
    edits = edits_of(before.facts.inherited.trees[0], fix.changes)
    assert edits is not None, "the case shows a document that the fix can change"
    after = analyse_case(case, apply_edits(text.encode(), edits).decode(), files)
    words = f"{case}: {fix.title}" in FIRST_STEPS
    assert count(after, finding, words=words) < count(before, finding, words=words)


@pytest.mark.parametrize("half", ["module: mine.specs", "name: mine"])
def test_a_fix_keeps_the_half_of_a_stack_spec_that_is_named(half: str) -> None:
    stack = f"seams: {{stack_spec: {{{half}}}, carry: {{R: M}}}}\n"
    result = analyse(f"extends: complete\npattern: AMR\ndepth: 6\n{stack}")
    (finding,) = result.diagnostics
    edits = edits_of(result.facts.inherited.trees[0], finding.fixes[0].changes)
    assert edits is not None
    fixed = apply_edits(result.facts.inherited.trees[0].source.data, edits).decode()
    assert half in fixed
    assert analyse(fixed).runnable


PASTED = 'target: core_v0.19.0\npattern: "*M/*-"\n'
"""A whole pattern of Megatron's, with a part of multi-token prediction."""


def test_a_part_of_prediction_becomes_no_layer() -> None:
    found = [d for d in analyse(PASTED).diagnostics if d.code == "unknown-letter"]
    titles = [[fix.title for fix in finding.fixes] for finding in found]
    assert titles == [["Write `A`", "Remove `*`"], ["Write `/*-` in `mtp`"]]


def test_a_part_of_prediction_moves_as_a_whole() -> None:
    result = analyse(PASTED)
    (tree,) = result.facts.inherited.trees
    fix = next(f for d in result.diagnostics for f in d.fixes if "in `mtp`" in f.title)
    edits = edits_of(tree, fix.changes)
    assert edits is not None
    recipe = analyse(apply_edits(tree.source.data, edits).decode()).facts.recipe
    assert recipe.mtp is not None
    assert (recipe.pattern, recipe.mtp.mtp_num_layers, recipe.mtp.pattern) == ("*M", 1, "*-")


def test_a_stage_break_in_a_part_does_not_vanish_on_its_way() -> None:
    found = analyse(PASTED.replace("*M/*-", "AM/*-|/*-")).diagnostics
    assert not [fix.title for d in found for fix in d.fixes if "in `mtp`" in fix.title]


def test_what_mtp_says_already_is_not_overridden() -> None:
    found = analyse(PASTED + "mtp: {pattern: '*'}\n").diagnostics
    fixes = [fix for d in found if d.code == "unknown-letter" for fix in d.fixes]
    assert {fix.title for fix in fixes} == {"Write `A`", "Remove `*`", "Remove `/*-`"}


@pytest.mark.parametrize("mtp", ["", "mtp: {mtp_num_layers: 1}\n"])
def test_no_letter_of_a_part_stays_behind_as_a_layer(mtp: str) -> None:
    """`M` is a letter as well as a symbol: alone it would be one more layer of the stack."""
    result = analyse(f'target: core_v0.19.0\npattern: "AM/M-"\n{mtp}')
    (tree,) = result.facts.inherited.trees
    fixes = [fix for d in result.diagnostics if d.code == "unknown-letter" for fix in d.fixes]
    assert len(fixes) == 1
    for fix in fixes:
        edits = edits_of(tree, fix.changes)
        assert edits is not None
        assert analyse(apply_edits(tree.source.data, edits).decode()).facts.recipe.pattern == "AM"


def test_a_symbol_of_mla_brings_its_switch() -> None:
    result = analyse("extends: complete\npattern: M+\n")
    (tree,) = result.facts.inherited.trees[:1]
    finding = next(d for d in result.diagnostics if d.code == "unknown-letter")
    edits = edits_of(tree, finding.fixes[0].changes)
    assert edits is not None
    fixed = analyse(apply_edits(tree.source.data, edits).decode())
    assert fixed.plan.translated_pattern == "M+M+"


@pytest.mark.parametrize(("pattern", "count"), [("AM", 1), ("*M/*-", 0), ("am", 1), ("AM/*", 1)])
def test_only_letters_are_counted_for_a_depth(pattern: str, count: int) -> None:
    found = analyse(f'target: core_v0.19.0\npattern: "{pattern}"\n').diagnostics
    (finding,) = (d for d in found if d.code == "missing-depth")
    assert len(finding.fixes) == count


def test_items_that_are_values_go_and_the_other_options_stay() -> None:
    items = ["--cp-comm-type", "p2p", "a2a", "--log-throughput"]
    result = analyse(f"extends: complete\nextra_args: {items}\n")
    tree = result.facts.inherited.trees[0]
    fix = next(f for found in result.diagnostics for f in found.fixes if "as one item" in f.title)
    fixed = apply_edits(tree.source.data, edits_of(tree, fix.changes) or ()).decode()
    extra = analyse(fixed).facts.recipe.extra_args
    assert extra == ["--cp-comm-type p2p a2a", "--log-throughput"]
