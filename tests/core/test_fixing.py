"""Fixes are applied round by round, to the recipe's own document; unsafe ones only if asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from nam56r_core.changes import Applicability, Fix, SetValue
from nam56r_core.diagnostics import Diagnostic, Location, Severity
from nam56r_core.fixing import fix_all
from nam56r_core.syntax.language import Language, SyntaxTree
from nam56r_core.syntax.languages import YAML
from nam56r_core.syntax.tree import MappingNode, plain
from nam56r_core.targets.releases import V0_19
from nam56r_core.templates import new_recipe
from nam56r_core.text import SourceText, TextRange
from support.recipes import MAIN, analyse, read_marks, shown
from support.rule_cases import FIRES, Case, read_cases


def tree_of(text: str, language: Language = YAML) -> SyntaxTree:
    return language.parse(SourceText.of("recipe", text))


def examine(tree: SyntaxTree, files: Mapping[str, str] | None = None) -> Sequence[Diagnostic]:
    """The findings of a recipe, at their places in this very tree."""
    result = analyse(tree.source.data.decode(), language=tree.language, files=files)
    own = result.facts.origins.document
    return [
        replace(d, location=Location(tree.source, d.location.range), related=())
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
    # The nearest name is written; that it does nothing is for the author to see first.
    assert fixed.tree.source.data.decode() == text.replace("lower-case", "lower-case-letter")
    again = fix_all(fixed.tree, examine, unsafe=True)
    assert again.tree.source.data == b"extends: complete\nname: x\n"


@pytest.mark.parametrize(
    ("pasted", "lowered"),
    [
        ("MEM*EME*-|/ME*", "MEM*EME*/ME*"),
        ("*EME|*E/M-", "*EME|*E/M-"),
        ("M*E*/MM/MM", "M*E*/MM/MM"),
        ("MEM*-/*-", "MEM*/*-"),
    ],
)
def test_a_pattern_of_megatrons_becomes_a_recipe(pasted: str, lowered: str) -> None:
    text = f'extends: experts\npattern: "{pasted}"\ndepth: null\n'
    text += "model: {ffn_hidden_size: 4096}\n"
    fixed = fix_all(tree_of(text), examine, unsafe=True)
    assert fixed.left == ()
    result = analyse(fixed.tree.source.data.decode())
    assert result.runnable
    assert result.plan.translated_pattern == lowered


def test_fixes_that_undo_each_other_end() -> None:
    def flip(tree: SyntaxTree) -> Sequence[Diagnostic]:
        assert isinstance(tree.root, MappingNode)
        now = plain(tree.root.get("a"))
        fix = Fix("flip", (SetValue(("a",), not now),), Applicability.SAFE)
        where = Location(tree.source, TextRange(0, 1))
        return [Diagnostic("x", Severity.ERROR, "m", where, fixes=(fix,))]

    fixed = fix_all(tree_of("a: true\n"), flip)
    assert fixed.tree.source.data == b"a: false\n"
    assert len(fixed.applied) == 1


def test_a_finding_in_a_base_is_not_fixed_in_the_heir() -> None:
    def elsewhere(tree: SyntaxTree) -> Sequence[Diagnostic]:
        fix = Fix("set", (SetValue(("a",), 2),), Applicability.SAFE)
        where = Location(SourceText.of("base", "a: 1"), TextRange(0, 1))
        return [Diagnostic("x", Severity.ERROR, "m", where, fixes=(fix,))]

    assert fix_all(tree_of("a: 1\n"), elsewhere).applied == ()


@pytest.mark.parametrize(
    "text",
    [
        "extends: complete\nmodel:\n  hidden_size: 1024\n  num_attention_heads: 16\n",
        "extends: complete\nmodel:\n  Hidden_size: 1024\n  hidden_size: 1024\n",
        "extends: complete\nmodel:\n  hidden_size: 1024\ndata:\n  seq_length: 2048\n",
    ],
)
def test_the_last_key_that_goes_takes_its_section_along(text: str) -> None:
    """An empty section would take back what the base says."""
    fixed = fix_all(tree_of(text), examine)
    assert fixed.tree.source.data == b"extends: complete\n"
    assert fixed.left == ()


def test_an_alternative_is_no_substitute_for_the_first_fix() -> None:
    text = "extends: complete\ndepth: null\ndpeth: 4\n"
    fixed = fix_all(tree_of(text), examine, unsafe=True)
    assert b"dpeth: 4" in fixed.tree.source.data


UNREADABLE = {"syntax-error", "unsupported-syntax", "duplicate-key", "unknown-key", "invalid-value"}
CASES = [case for case in read_cases() if case.section == FIRES and case.target is None]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_all_safe_fixes_together_make_nothing_worse(case: Case) -> None:
    """What was hidden may show, but nothing is lost, and the document can be read."""
    files = {name: read_marks(name, marked)[0] for name, marked in case.files.items()}
    text = read_marks(MAIN, case.text)[0]

    def look(tree: SyntaxTree) -> Sequence[Diagnostic]:
        return examine(tree, files)

    tree = tree_of(text, case.language)
    before = {finding.code for finding in look(tree)}
    fixed = fix_all(tree, look)
    new = {finding.code for finding in fixed.left} - before
    assert not [code for code in new if code.startswith("missing-") or code in UNREADABLE]
    assert len(fixed.tree.problems) <= len(tree.problems)


DSA = """\
pattern: AE
depth: 4
target: core_v0.19.0
A:
  multi_latent_attention: true
  dsa: {family_ranks: [1], dsa_indexer_n_heads: 8, dsa_indexer_head_dim: 64, dsa_indexer_topk: 8}
E: {num_experts: 8, moe_router_topk: 2}
mtp: {mtp_num_layers: 1, pattern: "+-"}
"""


@pytest.mark.parametrize("key", ["family_ranks", "num_experts", "mtp_num_layers", "pattern: A"])
def test_what_is_misspelt_is_neither_written_again_nor_taken_out(key: str) -> None:
    """Other rules then miss it, and their fixes would make another model."""
    misspelt = key[0] + key[2:] if ":" not in key else key.replace("tt", "t")
    fixed = fix_all(tree_of(DSA.replace(key, misspelt, 1)), examine, unsafe=True)
    assert fixed.applied[0].diagnostic.code == "unknown-key"
    assert fixed.tree.source.data == fix_all(tree_of(DSA), examine, unsafe=True).tree.source.data


def test_nothing_is_made_up_for_a_base_that_is_not_there() -> None:
    text = "extends: nowhere.yaml\n" + DSA
    fixed = fix_all(tree_of(text), lambda tree: examine(tree, {}), unsafe=True)
    assert (fixed.tree.source.data.decode(), fixed.applied) == (text, ())


FULL = new_recipe("nam56r", V0_19, name="full", file="recipe", language=YAML)
"""A recipe with every seam, of which nothing has to be mended."""


@pytest.mark.parametrize(
    ("right", "wrong", "mended"),
    [
        ("pattern: AEMEAEMEAEMR", "pattern: aemeaemeaemr", "pattern: AEMEAEMEAEMR"),
        ("pattern: AEMEAEMEAEMR", 'pattern: "*EME*EME*EMR"', 'pattern: "AEMEAEMEAEMR"'),
        ("pattern: AEMEAEMEAEMR", "pattern: AEME AEME AEMR", "pattern: AEMEAEMEAEMR"),
        ("pattern: AEMEAEMEAEMR", "pattern: A,E,M,E,A,E,M,E,A,E,M,R", "pattern: AEMEAEMEAEMR"),
        ("pattern: AEMEAEMEAEMR", "pattern: AEMEAEMEAEMC", "pattern: AEMEAEMEAEM"),
        ("pattern: AEMEAEMEAEMR", "pattern: \u0410EMEAEMEAEMR", "pattern: \u0410EMEAEMEAEMR"),
        ("rotary_base: 500000", "rope_theta: 500000", "rotary_base: 500000"),
        ("depth: 52", 'depth: "52"', "depth: 52"),
        ("depth: 52", "depth: 52#", "depth: 52#"),
    ],
)
def test_one_fault_is_mended_and_nothing_else(right: str, wrong: str, mended: str) -> None:
    """What another rule makes of the fault, or of its cure, is no reason to take out a feature."""
    fixed = fix_all(tree_of(FULL.replace(right, wrong)), examine, unsafe=True)
    assert fixed.tree.source.data.decode() == FULL.replace(right, mended)


def test_a_missing_depth_is_no_reason_to_move_a_feature() -> None:
    without = FULL.replace("depth: 52\n", "")
    fixed = fix_all(tree_of(without), examine, unsafe=True)
    assert fixed.tree.source.data.decode() == FULL.replace("depth: 52\n", "depth: 12\n")
    assert "feature-beyond-depth" in {finding.code for finding in fixed.left}


def test_no_experts_are_made_up() -> None:
    """Contract, section 5: no default is invented for what changes the model."""
    without = re.sub(r"^E:\n(  .*\n)+\n", "", FULL, flags=re.MULTILINE)
    assert without != FULL
    fixed = fix_all(tree_of(without), examine, unsafe=True)
    assert (fixed.tree.source.data.decode(), fixed.applied) == (without, ())
    assert {finding.code for finding in fixed.left} == {"experts-not-configured"}


def test_unsafe_fixes_that_wait_are_known() -> None:
    text = "extends: complete\ndepth: 5.5\nname: x # nam56r: ignore[lower-case]: y\n"
    assert fix_all(tree_of(text), examine, unsafe=True).waits
    assert not fix_all(tree_of(text.replace("5.5", "6")), examine, unsafe=True).waits
