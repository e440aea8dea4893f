"""Comparing two analyses: what changes, in values and in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nam56r_core.compare import sentences
from nam56r_core.compare.differ import compare
from nam56r_core.compare.model import Comparison, SeamStep
from nam56r_core.layers import LayerKind
from nam56r_core.messages.plan import layer_numbers
from support.examples import EXAMPLES, analyse_example, stem
from support.recipes import analyse

RECIPES = {stem(recipe): recipe for recipe in EXAMPLES}


def between(old: str, new: str) -> Comparison:
    """Two recipes that differ in their text."""
    return compare(analyse(old), analyse(new))


def over(text: str, old: str, new: str) -> Comparison:
    """One recipe on two releases."""
    return compare(analyse(text, target=old), analyse(text, target=new))


def told(sentence: Iterator[sentences.Sentence]) -> list[str]:
    return [f"{one.sign} {one.text}" for one in sentence]


@pytest.mark.parametrize("recipe", EXAMPLES, ids=stem)
def test_a_recipe_is_the_same_as_itself(recipe: Path) -> None:
    comparison = compare(analyse_example(recipe), analyse_example(recipe))
    assert comparison.same
    spoken = [title for title, tell in sentences.SECTIONS if list(tell(comparison))]
    assert spoken in ([], ["Not native yet"])


def test_one_model_on_two_releases() -> None:
    comparison = compare(
        analyse_example(RECIPES["nam56r-dsa-0.18"]), analyse_example(RECIPES["nam56r-dsa"])
    )
    assert [change.layer_number for change in comparison.layers] == list(range(1, 53, 4))
    (layers,) = sentences.layers(comparison)
    assert (layers.sign, layers.text, layers.better) == (
        "~",
        "13 attention layers: custom → native",
        True,
    )
    assert layers.details == (
        "4 × `A` multi-head latent attention (MLA), `*` ◐ → `+` MLASelfAttention ● "
        "(layer numbers 1, 17, 33, 49)",
        "9 × `A` DeepSeek sparse attention (DSA), `*` ◐ → `D` AbsorbedMLASelfAttention ● "
        "(layer numbers 5, 9, 13, 21, 25, 29, 37, 41, 45)",
    )
    assert [(seam.name, seam.step) for seam in comparison.seams] == [
        ("mla", SeamStep.GONE),
        ("dsa", SeamStep.GONE),
    ]
    assert not comparison.same


def test_the_same_way_back() -> None:
    there = over("extends: latent\n", "core_v0.18.2", "core_v0.19.0")
    back = over("extends: latent\n", "core_v0.19.0", "core_v0.18.2")
    assert [(c.old, c.new) for c in there.layers] == [(c.new, c.old) for c in back.layers]
    assert [(c.old, c.new) for c in there.args] == [(c.new, c.old) for c in back.args]
    assert there.appeared == back.disappeared == ()
    assert [d.code for d in there.disappeared] == [d.code for d in back.appeared]
    assert told(sentences.layers(back)) == ["~ 2 attention layers: native → blocked"]
    assert sentences.verdict(there).better is True
    assert sentences.verdict(back).better is False
    assert sentences.headline(there) == "0.18.2 → 0.19.0"


def test_a_release_that_changes_nothing_is_no_difference() -> None:
    """Findings, notes and reasons name their release; that alone is no difference."""
    text = "extends: authored\nseams: null\n"
    old, new = analyse(text, target="core_v0.17.1"), analyse(text, target="core_v0.18.2")
    assert [d.message for d in old.diagnostics] != [d.message for d in new.diagnostics]
    comparison = compare(old, new)
    assert (comparison.appeared, comparison.disappeared) == ((), ())
    assert (comparison.notes_added, comparison.notes_removed) == ((), ())


def test_what_a_later_release_builds() -> None:
    comparison = over("extends: latent\n", "core_v0.16.1", "core_v0.17.1")
    assert told(sentences.pending(comparison)) == [
        "~ 2 × `A` multi-head latent attention (MLA): native from 0.19.0 (`+`)"
    ]


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("extends: latent\n", "core_v0.18.2", "native from 0.19.0 (`+`)"),
        ("extends: latent\n", "core_v0.19.0", None),
        ("extends: sparse\n", "core_v0.17.1", "native from 0.18.2 (`D`)"),
        ("extends: sparse\n", "core_v0.18.2", None),
        ("extends: experts\npattern: E\n", "core_v0.15.3", "native from 0.16.1 (`E`)"),
        ("extends: delta\npattern: G\n", "core_v0.12.3", "native from 0.17.1 (`G`)"),
        ("extends: authored\npattern: M\n", "core_v0.19.0", None),
        ("extends: authored\npattern: R\n", "core_v0.12.3", None),
    ],
)
def test_first_native(text: str, target: str, expected: str | None) -> None:
    plan = analyse(text, target=target).plan
    found = plan.native_later(plan.layers[0].verdict)
    assert (str(found) if found else None) == expected


def test_a_mix_is_native_where_its_symbols_may_stand_together() -> None:
    """On 0.18 sparse attention has its symbol, and only its neighbours keep it from it."""
    plan = analyse_example(RECIPES["nam56r-dsa-0.18"]).plan
    sparse = next(x for x in plan.layers if x.verdict.kind is LayerKind.SPARSE_ATTENTION)
    assert sparse.verdict.native_since is not None
    assert str(plan.native_later(sparse.verdict)) == "native from 0.19.0 (`D`)"


def test_stacks_of_different_depth() -> None:
    comparison = between("extends: complete\ndepth: 4\n", "extends: complete\ndepth: 6\n")
    assert [(c.index, c.old) for c in comparison.layers] == [(4, None), (5, None)]
    assert told(sentences.layers(comparison)) == ["+ 2 layers only in the new stack"]
    back = between("extends: complete\ndepth: 6\n", "extends: complete\ndepth: 4\n")
    assert told(sentences.layers(back)) == ["- 2 layers only in the old stack"]


def test_another_pattern() -> None:
    comparison = between(
        "extends: experts\npattern: AEM\ndepth: 3\n", "extends: experts\npattern: AMM\ndepth: 3\n"
    )
    (layers,) = sentences.layers(comparison)
    assert layers.text == "1 layer: expert → Mamba"
    assert layers.details == (
        "1 × `E` → `M` a mixture of experts → the Mamba-2 mixer, `E` MoELayer ● → `M` MambaMixer ●"
        " (layer number 2)",
    )
    assert "~ authored pattern: AEM → AMM" in told(sentences.values(comparison))


def test_the_same_status_from_another_class() -> None:
    comparison = over("extends: sparse\npattern: A\n", "core_v0.18.2", "core_v0.19.0")
    assert told(sentences.layers(comparison)) == [
        "~ 4 attention layers: native as before, class changed"
    ]


def test_features_are_part_of_a_layer() -> None:
    engram = "extends: complete\nfeatures: {engram: {layer_indices: [2]}}\n"
    comparison = between("extends: complete\n", engram)
    (layers,) = sentences.layers(comparison)
    assert layers.text == "1 attention layer: native as before, features changed"
    assert "features none → engram" in layers.details[0]
    assert told(sentences.seams(comparison)) == ["+ engram: Engram n-gram memory: needed now, OPEN"]


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        ("seams: null\n", "", SeamStep.DECLARED),
        ("", "seams: null\n", SeamStep.OPEN),
        ("", "pattern: AR\ndepth: 2\n", SeamStep.GONE),
        ("pattern: AR\ndepth: 2\n", "", SeamStep.NEEDED),
        ("depth: 3\n", "", SeamStep.CHANGED),
        ("", "seams: {stack_spec: {name: other}}\n", SeamStep.CHANGED),
    ],
)
def test_steps_of_a_seam(old: str, new: str, step: SeamStep) -> None:
    comparison = between(f"extends: authored\n{old}", f"extends: authored\n{new}")
    changed = {seam.name: seam.step for seam in comparison.seams}
    assert changed["mamba3"] is step
    assert any(line[2:].startswith("mamba3: ") for line in told(sentences.seams(comparison)))


def test_a_seam_that_is_half_declared() -> None:
    """Open on both sides, and something else is left to do."""
    comparison = between(
        "extends: authored\nseams: null\n",
        "extends: authored\nseams: {stack_spec: {name: null}}\n",
    )
    assert told(sentences.seams(comparison)) == [
        "~ mamba3: the authored Mamba-3 mixer: to resolve, declare `seams.stack_spec.name`",
        "~ m2rnn: the M2RNN recurrence: carrier none → `M`; to resolve, declare "
        "`seams.stack_spec.name`",
    ]


def test_arguments() -> None:
    comparison = between(
        "extends: complete\ntraining: {lr: 0.1, min_lr: 0.01}\n",
        "extends: complete\ntraining: {lr: 0.2, clip_grad: 1.0}\n",
    )
    assert told(sentences.args(comparison)) == [
        "~ --lr: 0.1 → 0.2",
        "- --min-lr 0.01",
        "+ --clip-grad 1.0",
    ]
    assert comparison.layers == ()


def test_a_pattern_joined_by_an_equals_sign() -> None:
    dense = "extends: complete\nmtp: {mtp_num_layers: 1, pattern: '-*'}\n"
    dense += "model: {ffn_hidden_size: 4096}\n"
    comparison = between(dense, dense + "depth: 2\n")
    (pattern,) = [
        line for line in told(sentences.args(comparison)) if "hybrid-layer-pattern" in line
    ]
    assert pattern == "~ --hybrid-layer-pattern: *M*M/-* → *M/-*"


def test_withheld_settings() -> None:
    text = "extends: complete\nM: {mamba_num_heads: 32}\n"
    comparison = over(text, "core_v0.13.1", "core_v0.12.3")
    line, *decisive = told(sentences.withheld(comparison))
    assert line == (
        "+ `M.mamba_num_heads` (--mamba-num-heads): withheld now, the target has no such flag"
    )
    assert decisive and all(one.endswith("the recipe is not runnable") for one in decisive)
    back, *_ = told(sentences.withheld(over(text, "core_v0.12.3", "core_v0.13.1")))
    assert back == (
        "- `M.mamba_num_heads` (--mamba-num-heads): not withheld any more; before, the target has "
        "no such flag"
    )


def test_what_both_sides_withhold_tells_what_differs() -> None:
    """The value, the reason, or both."""
    text = "extends: complete\ndepth: {}\ntraining: null\n"
    old, new = (analyse(text.format(depth), target="core_v0.15.3") for depth in (4, 6))
    assert told(sentences.withheld(compare(old, new))) == [
        "~ `pattern` (--hybrid-override-pattern): *M*M → *M*M*M, withheld as before, the recipe is "
        "not runnable",
        "~ `depth` (--num-layers): 4 → 6, withheld as before, the recipe is not runnable",
    ]
    latent, plain = "A: {num_query_groups: 4}\nextends: latent\n", "the attention is MLA, which has"
    grouped, *_ = told(
        sentences.withheld(between(latent, "extends: complete\nA: {num_query_groups: 4}\n"))
    )
    assert grouped == (
        f"~ `A.num_query_groups` (--num-query-groups): {plain} no key/value groups → every release "
        "ignores it without `--group-query-attention`"
    )
    both, *_ = told(
        sentences.withheld(between(latent, "extends: complete\nA: {num_query_groups: 8}\n"))
    )
    assert both == (
        f"~ `A.num_query_groups` (--num-query-groups): 4, {plain} no key/value groups → 8, every "
        "release ignores it without `--group-query-attention`"
    )


def test_a_layer_count_that_two_faults_withhold() -> None:
    """Blocked on one side, not to be cut on the other: neither is the other."""
    old = analyse("extends: complete\npattern: AMR\n", target="core_v0.15.3")
    split = "extends: complete\nparallel: {pipeline_model_parallel_size: 3}\n"
    new = analyse(split, target="core_v0.15.3")
    assert told(sentences.withheld(compare(old, new)))[-1] == (
        "~ `depth` (--num-layers): 1 of 4 layers is blocked (`R`) → the stack cannot be cut into "
        "the pipeline stages that are asked for"
    )


def test_a_setting_is_known_by_its_key_where_releases_name_its_option_otherwise() -> None:
    comparison = over("extends: complete\ntraining: null\n", "core_v0.16.1", "core_v0.17.1")
    assert told(sentences.withheld(comparison)) == [
        "~ `pattern` (--hybrid-override-pattern → --hybrid-layer-pattern): withheld as before, the "
        "recipe is not runnable",
        "- `depth` (--num-layers): not withheld any more; before, the recipe is not runnable",
    ]


def test_an_item_of_a_list_is_known_by_its_option() -> None:
    """Where it stands in the list says nothing; of two, the one that is left is the same."""
    nope = "extends: complete\nextra_args: [--nope 1, --log-throughput, --nope 2]\n"
    moved = "extends: complete\nextra_args: [--log-throughput, --nope 2, --nope 1]\n"
    assert between(nope, moved).same
    one = between(nope, "extends: complete\nextra_args: [--nope 2, --log-throughput]\n")
    assert [(change.old.values, change.new) for change in one.withheld if change.old] == [
        (("1",), None)
    ]
    assert len(one.withheld) == 1
    assert (one.notes_added, one.notes_removed) == ((), ())


def test_a_pattern_that_was_withheld_before_is_not_withheld_anew() -> None:
    """Blocked on one side, and on the other kept back for an error: withheld on both."""
    blocked = "extends: complete\npattern: AMR\ndepth: 6\n"
    custom = (
        blocked + "seams: {stack_spec: {module: a.b, name: c}, carry: {R: M}}\ntraining: null\n"
    )
    for target, keys in (("core_v0.19.0", ["pattern"]), ("core_v0.15.3", ["pattern", "depth"])):
        old, new = analyse(blocked, target=target), analyse(custom, target=target)
        assert not old.runnable and not new.runnable
        changes = compare(old, new).withheld
        both = [change.new.key for change in changes if change.old and change.new]
        assert both == keys


def test_the_whole() -> None:
    comparison = between(
        "extends: complete\nlaunch: {environment: {A: '1', B: '2'}}\n",
        "extends: complete\nlaunch: {environment: {A: '3'}, torchrun: {nnodes: 2}}\n"
        "mtp: {mtp_num_layers: 1}\nparallel: {pipeline_model_parallel_size: 2}\n",
    )
    assert told(sentences.values(comparison)) == [
        "~ translated pattern: *M*M → *M*M/*-",
        "~ environment A: 1 → 3",
        "- environment B: 2",
        "+ pipeline: 2 ranks × 1 virtual stage: 2 + 2 layers",
        "+ mtp: 1 × `*-`: one `/*-` part of the pattern per depth",
        "+ nodes: 2",
    ]


def test_a_variable_without_a_value_is_not_one_that_is_missing() -> None:
    comparison = between(
        "extends: complete\n", "extends: complete\nlaunch: {environment: {A: '', B: none}}\n"
    )
    assert told(sentences.values(comparison)) == [
        "+ environment A: (empty)",
        "+ environment B: none",
    ]


def test_the_author_may_write_the_name_of_a_release() -> None:
    """It is a value like another, also where it is the release of its own side."""
    text = (
        "extends: authored\nseams: {{owner: team {0}}}\nlaunch: {{environment: {{IMAGE: m-{0}}}}}\n"
    )
    comparison = compare(
        analyse(text.format("0.18.2"), target="core_v0.18.2"),
        analyse(text.format("0.19.0"), target="core_v0.19.0"),
    )
    assert told(sentences.values(comparison)) == ["~ environment IMAGE: m-0.18.2 → m-0.19.0"]
    assert "the custom code is answered for by team 0.18.2" in comparison.notes_removed
    assert "the custom code is answered for by team 0.19.0" in comparison.notes_added


def test_what_is_refused_alike_is_the_same_whatever_else_a_release_has() -> None:
    """Both say which symbols their release has, and neither has the one that is asked for."""
    text = "extends: complete\nmtp: {mtp_num_layers: 1, pattern: '+-'}\n"
    text += "model: {ffn_hidden_size: 4096}\n"
    comparison = over(text, "core_v0.17.1", "core_v0.18.2")
    assert [change.name for change in comparison.values] == ["entry script"]
    assert (comparison.notes_added, comparison.notes_removed) == ((), ())
    assert (comparison.appeared, comparison.disappeared, comparison.changed) == ((), (), ())
    assert sentences.verdict(comparison).text == (
        "NOT RUNNABLE on either side: the target would not build the MTP part: `+` is no symbol of "
        "0.18.2 (it has `M` `*` `-` `E` `G` `D`); 1 error"
    )


def test_another_fault_of_a_part_is_a_change() -> None:
    comparison = between(
        "extends: complete\nmtp: {mtp_num_layers: 1, pattern: '*E'}\n",
        "extends: complete\nmtp: {mtp_num_layers: 1, pattern: '*D'}\n",
    )
    assert "mtp" in [change.name for change in comparison.values]
    assert len(comparison.notes_added) == len(comparison.notes_removed) == 1


def test_findings() -> None:
    comparison = between("extends: complete\n", "extends: complete\ndepth: null\n")
    assert [d.code for d in comparison.appeared] == ["missing-depth"]
    (line,) = told(sentences.findings(comparison))
    assert line.startswith("+ error[missing-depth]: ")
    assert not comparison.new.runnable
    assert [one.better for one in sentences.findings(comparison)] == [False]
    back = between("extends: complete\ndepth: null\n", "extends: complete\n")
    assert [(one.sign, one.better) for one in sentences.findings(back)] == [("-", True)]


def test_a_finding_with_other_facts_is_the_same_finding() -> None:
    """Neither gone nor new: the same rule at the same place, about other numbers."""
    text = "extends: complete\nmodel: {{num_attention_heads: {}}}\nA: null\n"
    comparison = between(text.format(6), text.format(10))
    assert (comparison.appeared, comparison.disappeared) == ((), ())
    (changed,) = [change for change in comparison.changed if change.new.code == "indivisible"]
    assert "(6)" in changed.old.message and "(10)" in changed.new.message
    told_of = next(one for one in sentences.findings(comparison) if "indivisible" in one.text)
    assert (told_of.sign, told_of.text) == ("~", f"error[indivisible]: {changed.new.message}")
    assert told_of.details == (f"before: {changed.old.message}",)
    assert told_of.better is None
    assert not comparison.same


def test_what_only_the_words_tell_apart_is_one_finding() -> None:
    """On every release the choices read differently, and the value is as wrong as before."""
    text = "extends: complete\nprecision: {fp8_format: hybrid, fp8_recipe: custom}\n"
    old, new = (analyse(text, target=name) for name in ("core_v0.12.3", "core_v0.13.1"))
    words = [
        next(d.message for d in side.diagnostics if d.code == "flag-value") for side in (old, new)
    ]
    assert words[0].replace("0.12.3", "") != words[1].replace("0.13.1", "")
    comparison = compare(old, new)
    found = (*comparison.appeared, *comparison.disappeared)
    assert "flag-value" not in {finding.code for finding in found}
    assert "flag-value" not in {change.new.code for change in comparison.changed}


def test_a_letter_that_moves_takes_its_finding_along() -> None:
    comparison = between(
        "extends: complete\npattern: AXM\ndepth: 3\n", "extends: complete\npattern: AMX\ndepth: 3\n"
    )
    assert (comparison.appeared, comparison.disappeared) == ((), ())
    assert [change.new.code for change in comparison.changed] == ["unknown-letter"]


def test_of_several_findings_with_one_name_those_alike_are_the_same() -> None:
    """The finding of the first letter stays as it is; only that of the second goes."""
    comparison = between(
        "extends: complete\npattern: XXM\ndepth: 3\n", "extends: complete\npattern: XMM\ndepth: 3\n"
    )
    assert comparison.changed == comparison.appeared == ()
    (gone,) = comparison.disappeared
    assert "at letter 2 " in gone.message


def test_a_finding_that_comes_twice_is_counted() -> None:
    once, twice = (f"extends: complete\nextra_args: [{given}]\n" for given in ("x", "x, x"))
    assert len({finding.message for finding in analyse(twice).diagnostics}) == 1
    assert len(between(once, twice).appeared) == 1
    assert len(between(twice, once).disappeared) == 1
    assert between(twice, twice).same


def test_headlines() -> None:
    two = between("extends: complete\nname: a\n", "extends: complete\nname: b\n")
    assert sentences.headline(two) == "a → b"
    apart = compare(
        analyse("extends: complete\nname: a\n", target="core_v0.18.2"),
        analyse("extends: complete\nname: b\n"),
    )
    assert sentences.headline(apart) == "a on 0.18.2 → b on 0.19.0"
    nothing = between("pattern: A\n", "pattern: AA\n")
    assert sentences.headline(nothing) == "recipe without a name → recipe without a name"


@pytest.mark.parametrize(
    ("indices", "text"),
    [((), ""), ((0,), "1"), ((0, 1), "1, 2"), ((0, 1, 2, 5, 7, 8, 9), "1–3, 6, 8–10")],
)
def test_layer_numbers(indices: tuple[int, ...], text: str) -> None:
    assert layer_numbers(indices) == text
