"""A target that is no known release: its catalog decides symbols and flags, its lineage the rest.

The foreign catalog is that of 0.19.0 with another symbol for experts, a symbol for the authored
Mamba-3, and one flag less.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nam56r_core.analysis import Analysis, analyze
from nam56r_core.explanations import explain
from nam56r_core.explanations.model import Explanation, Topic
from nam56r_core.layers import LayerKind, Status
from nam56r_core.messages.reasons import reason_words
from nam56r_core.rules.base import TargetSource
from nam56r_core.targets import judgments
from nam56r_core.targets.catalog import Catalog, Symbol
from nam56r_core.targets.judgments import (
    EXPERTS_EXCLUDE_SPEC,
    MISSING_SPEC_IS_REPLACED,
    Judgment,
    recompute_modules,
)
from nam56r_core.targets.releases import (
    MAIN,
    RELEASES,
    V0_12,
    V0_15,
    V0_18,
    V0_19,
    Release,
    UnknownTarget,
)
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import KNOWN, Targets, known_target
from nam56r_server.project import load_document, load_reference
from support.examples import EXAMPLES, stem

GONE = "--moe-router-topk"
STOCK = known_target(V0_19)


def _changed(catalog: Catalog) -> Catalog:
    symbols = tuple(
        replace(symbol, char="X") if symbol.kind is LayerKind.MOE else symbol
        for symbol in catalog.symbols
    )
    return replace(
        catalog,
        tag="ours-2026",
        release="ours",
        commit="f" * 40,
        symbols=(*symbols, Symbol("3", LayerKind.MAMBA3, "OurMamba3")),
        flags=tuple(flag for flag in catalog.flags if GONE not in flag.options),
    )


OURS = Target(_changed(STOCK.catalog), V0_19, "our checkout")
TARGETS = Targets(others=(OURS,))


def on(recipe: Path, target: str) -> Analysis:
    return analyze(load_document(recipe), load_reference, target=target, targets=TARGETS)


def _without(argv: list[str], option: str) -> list[str]:
    at = argv.index(option) if option in argv else len(argv)
    return [*argv[:at], *argv[at + 2 :]]


@pytest.mark.parametrize("recipe", EXAMPLES, ids=stem)
def test_every_example_gets_the_plan_of_the_foreign_catalog(recipe: Path) -> None:
    stock, ours = on(recipe, "core_v0.19.0"), on(recipe, "ours-2026")
    assert ours.plan.target == OURS and ours.plan.target_name == "ours-2026"
    assert ours.facts.choice.source is TargetSource.CALLER
    for before, after in zip(stock.plan.layers, ours.plan.layers, strict=True):
        if before.verdict.kind is LayerKind.MOE:
            assert (before.verdict.symbol, after.verdict.symbol) == ("E", "X")
            assert "ours" in reason_words(after.verdict.reason, OURS)
        elif before.verdict.kind is LayerKind.MAMBA3:
            assert (after.status, after.verdict.symbol) == (Status.NATIVE, "3")
            assert after.verdict.builds == "OurMamba3"
        else:
            assert after.verdict.symbol == before.verdict.symbol
            assert after.status is before.status


@pytest.mark.parametrize("recipe", EXAMPLES, ids=stem)
def test_every_example_gets_the_bundle_of_the_foreign_catalog(recipe: Path) -> None:
    stock, ours = on(recipe, "core_v0.19.0"), on(recipe, "ours-2026")
    expected = list(stock.bundle.argv)
    pattern = stock.plan.hybrid_layer_pattern
    if pattern in expected:
        expected[expected.index(pattern)] = ours.plan.hybrid_layer_pattern or ""
        renamed = {LayerKind.MOE: "X", LayerKind.MAMBA3: "3"}
        stack = (ours.plan.hybrid_layer_pattern or "").partition("/")[0].replace("|", "")
        assert list(stack) == [
            renamed.get(one.verdict.kind, one.verdict.symbol) for one in stock.plan.layers
        ]
    if GONE in expected:
        # The recipe writes a flag that the target refuses, so nothing may run.
        assert not ours.runnable
        expected = _without(_without(expected, GONE), "--hybrid-layer-pattern")
    assert list(ours.bundle.argv) == expected
    assert ours.bundle.target == "ours-2026"
    assert ours.bundle.entry_script == stock.bundle.entry_script
    withheld = [{item.option for item in side.bundle.withheld} for side in (ours, stock)]
    assert (GONE in withheld[0] - withheld[1]) == (GONE in stock.bundle.argv)


def test_a_flag_that_it_lacks_is_an_error_with_the_way_to_the_releases() -> None:
    recipe = next(path for path in EXAMPLES if stem(path) == "nam56r")
    found = [d for d in on(recipe, "ours-2026").diagnostics if d.code == "flag-not-in-target"]
    assert [diagnostic.message for diagnostic in found] == [
        f"ours has no `{GONE}`, which exists up to 0.19.0, only in main-2026-08-22: remove it, or "
        "retarget"
    ]


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_judgments_ask_the_lineage(release: Release) -> None:
    """Every fact holds for a foreign catalog as for the release that it descends from."""
    foreign = replace(OURS, lineage=release)
    facts = [value for value in vars(judgments).values() if isinstance(value, Judgment)]
    assert len(facts) > 20
    for fact in facts:
        assert fact.holds_for(foreign) == fact.holds_for(known_target(release)), fact.evidence
    assert recompute_modules(foreign) == recompute_modules(known_target(release))


def test_both_ends_of_a_judgment() -> None:
    old = replace(OURS, lineage=V0_15)
    assert EXPERTS_EXCLUDE_SPEC.holds_for(old) and not EXPERTS_EXCLUDE_SPEC.holds_for(OURS)
    assert MISSING_SPEC_IS_REPLACED.holds_for(OURS)
    assert not MISSING_SPEC_IS_REPLACED.holds_for(replace(OURS, lineage=V0_18))
    assert not MISSING_SPEC_IS_REPLACED.holds_for(replace(OURS, lineage=MAIN))


def test_a_foreign_target_is_no_known_release() -> None:
    assert not OURS.is_known_release and STOCK.is_known_release
    assert OURS.descends_from(V0_19) and OURS.descends_from(V0_12)
    assert not OURS.descends_from(MAIN)


def test_it_stands_behind_the_release_it_descends_from() -> None:
    assert TARGETS.names[-3:] == ("core_v0.19.0", "ours-2026", "main-2026-08-22")
    assert [target.name for target in TARGETS] == list(TARGETS.names)
    assert TARGETS.catalogs[-2] is OURS.catalog
    assert len(TARGETS) == len(KNOWN) + 1
    assert TARGETS.newest.name == "main-2026-08-22"
    assert TARGETS.newest_release.name == "core_v0.19.0"


@pytest.mark.parametrize("name", ["ours-2026", "ours", "f" * 40])
def test_it_is_found_by_its_names(name: str) -> None:
    assert TARGETS.find(name) is OURS
    assert isinstance(KNOWN.find(name), UnknownTarget)


def test_known_names_stand_for_the_known_releases() -> None:
    assert TARGETS.find("0.19") is STOCK
    only = Targets((V0_12,))
    assert isinstance(only.find("0.19"), UnknownTarget)
    assert only.find("0.12.3") is known_target(V0_12)


def test_questions_over_all_targets() -> None:
    assert OURS not in TARGETS.with_flag(GONE)
    assert TARGETS.in_words(TARGETS.with_flag(GONE)) == "up to 0.19.0, only in main-2026-08-22"
    assert OURS in TARGETS.with_flag("--num-experts")
    assert TARGETS.in_words(tuple(TARGETS)) == "every release"
    assert TARGETS.in_words((OURS,)) == "only in ours"
    assert TARGETS.in_words(tuple(TARGETS)[-2:]) == "from ours"
    assert TARGETS.in_words(()) == "no release"
    assert not TARGETS.only_with_modelopt("--num-experts")
    assert TARGETS.only_with_modelopt("--export-quant-cfg")


def test_the_first_later_target_may_be_a_foreign_one() -> None:
    old = known_target(V0_18)
    found = TARGETS.first_native(LayerKind.MAMBA3, (), old)
    assert str(found) == "native from ours (`3`)"
    assert KNOWN.first_native(LayerKind.MAMBA3, (), old) is None
    # What has the same lineage is not later.
    assert TARGETS.first_native(LayerKind.MAMBA3, (), STOCK) is None


def test_explanations_show_what_only_a_foreign_target_has() -> None:
    found = explain("3", OURS, (Topic.SYMBOL,))
    assert isinstance(found, Explanation)
    assert "ours builds `OurMamba3` from it." in found.meanings[0].body
    experts = explain("E", OURS, (Topic.SYMBOL,))
    assert isinstance(experts, Explanation)
    assert experts.meanings[0].body.startswith("Not in ours-2026; ")
    flag = explain(GONE, OURS, (Topic.FLAG,))
    assert isinstance(flag, Explanation)
    assert flag.meanings[0].body.startswith("Not in ours-2026.")
    assert isinstance(explain("--num-experts", OURS, (Topic.FLAG,)), Explanation)
