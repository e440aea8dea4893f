"""What goes into a bundle, what stays out of it, and what is said about that."""

from __future__ import annotations

import json

import pytest

from nam56r_core.export.bundle import WithheldCause
from nam56r_core.targets.releases import RELEASES, V0_15, V0_17, Release, load
from support.recipes import analyse

SEAMS = 'seams: {stack_spec: {module: mine.specs, name: stack}, carry: {A: "*", R: M}}\n'

each_release = pytest.mark.parametrize("release", RELEASES, ids=str)


def value_of(argv: tuple[str, ...], option: str, count: int = 1) -> tuple[str, ...]:
    start = argv.index(option) + 1
    return argv[start : start + count]


@each_release
def test_the_layer_count_stands_beside_the_pattern_only_where_it_must(release: Release) -> None:
    """Contract, section 4: from 0.17 the pattern decides, and a second count could disagree."""
    argv = analyse("extends: complete\ndepth: 6\n", target=release.tag).bundle.argv
    if release < V0_17:
        assert value_of(argv, "--hybrid-override-pattern") == ("*M*M*M",)
        assert value_of(argv, "--num-layers") == ("6",)
    else:
        assert value_of(argv, "--hybrid-layer-pattern") == ("*M*M*M",)
        assert "--num-layers" not in argv
        assert "--hybrid-override-pattern" not in argv


@each_release
def test_the_stack_spec_is_the_declared_one_only_where_a_layer_needs_it(release: Release) -> None:
    stock = load(release).stack_spec
    native = analyse("extends: complete\n" + SEAMS, target=release.tag).bundle.argv
    assert value_of(native, "--spec", 2) == (stock.module, stock.name)
    custom = analyse("extends: complete\npattern: AMR\n" + SEAMS, target=release.tag).bundle.argv
    assert value_of(custom, "--spec", 2) == ("mine.specs", "stack")


def test_the_environment_is_in_order_and_apart() -> None:
    text = (
        "launch: {environment: {Z: '1', A: '2', M: '3'}}\nseams: {environment: {K: '4', Z: '5'}}\n"
    )
    bundle = analyse("extends: complete\n" + text).bundle
    assert bundle.launch.environment == (("A", "2"), ("K", "4"), ("M", "3"), ("Z", "1"))
    assert not any(token.startswith(("A=", "K=", "Z=")) for token in bundle.argv)


@pytest.mark.parametrize("release", [r for r in RELEASES if r <= V0_15], ids=str)
def test_query_groups_do_not_reach_latent_attention_on_a_carrier(release: Release) -> None:
    text = (
        "extends: latent\nA: {group_query_attention: true, num_query_groups: 8}\n"
        "model: {rope_type: null, no_rope_fusion: true}\n"
    )
    bundle = analyse(text + SEAMS, target=release.tag).bundle
    assert "--num-query-groups" not in bundle.argv
    held = {item.option: item for item in bundle.withheld}
    assert held["--num-query-groups"].cause is WithheldCause.WITHOUT_EFFECT
    assert "the attention is MLA" in held["--num-query-groups"].reason(None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("pattern: AEM", "1 of 4 layers is blocked (`E`)"),
        ("pattern: AM|AM", "the stack cannot be cut"),
        ("mtp: {mtp_num_layers: 1, pattern: X}", "would not build the MTP part"),
        ("pattern: null", "there is no layer"),
        ("model: {hidden_size: null}", "the recipe has errors"),
    ],
)
def test_the_last_note_says_why_there_is_no_pattern(change: str, reason: str) -> None:
    result = analyse(f"extends: complete\n{change}\n")
    assert result.bundle.custom_notes[-1].startswith("the pattern is withheld: ")
    assert reason in result.bundle.custom_notes[-1]


def test_a_withheld_pattern_is_listed_with_its_cause() -> None:
    bundle = analyse("extends: complete\nmodel: {hidden_size: null}\n").bundle
    [held] = [item for item in bundle.withheld if item.cause is WithheldCause.NOT_RUNNABLE]
    assert held.option == "--hybrid-layer-pattern"
    assert held.values == ("*M*M",)
    assert held.key == "pattern"


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("--a 'b", "its quotation is not closed"),
        ("--a b\\", "a backslash ends it"),
        ("''", "it is empty"),
        ("-- --a", "`--` ends the options"),
        ("log-throughput", "an option begins with `--`"),
        ("--a=b c", "`=` takes one value, and more follow"),
    ],
)
def test_an_item_that_is_no_option_is_withheld_with_what_is_wrong_with_it(
    item: str, reason: str
) -> None:
    bundle = analyse(f"extends: complete\nextra_args: [{json.dumps(item)}]\n").bundle
    held = next(one for one in bundle.withheld if one.cause is WithheldCause.NOT_AN_OPTION)
    assert (held.values, held.detail) == ((item,), reason)


def test_every_argument_knows_where_it_comes_from() -> None:
    result = analyse("extends: complete\nmodel: {hidden_size: 2048}\n")
    by_option = {arg.option: arg for arg in result.bundle.args}
    arg = by_option["--hidden-size"]
    assert (arg.key, arg.location.source.name) == ("model.hidden_size", "recipe")
    assert arg.location.source.slice(arg.location.range) == "2048"
    inherited = by_option["--num-attention-heads"]
    assert inherited.location.source.name == "complete"
    assert inherited.location.source.slice(inherited.location.range) == "16"


@pytest.mark.parametrize(
    ("indices", "where"),
    [("[0, 12, 99]", "on 1 layer (layer number 1)"), ("[0, 0]", "on 1 layer (layer number 1)")],
)
def test_a_note_names_only_layers_that_exist(indices: str, where: str) -> None:
    hook = "seams: {hooks: {engram: a.b}}\n"
    result = analyse(
        f"extends: complete\nfeatures: {{engram: {{layer_indices: {indices}}}}}\n{hook}"
    )
    (note,) = (note for note in result.bundle.custom_notes if "engram" in str(note))
    assert where in str(note)


def test_what_rides_on_another_symbol_is_not_ignored_by_the_stock_attention() -> None:
    text = "extends: latent\nseams: {stack_spec: {module: a.b, name: c}, carry: {A: '%s'}}\n"
    for carrier, said in (("*", True), ("M", False)):
        result = analyse(text % carrier, target="core_v0.18.2")
        assert any("stock `*` ignores" in str(n) for n in result.bundle.custom_notes) is said


def test_one_symbol_for_both_is_told_with_its_layers() -> None:
    """`keep the target's own modules behind M` and `R rides on M` alone contradict one another."""
    seams = "seams: {stack_spec: {module: mine.specs, name: stack}, carry: {R: M}}\n"
    text = "extends: complete\npattern: AMRM\ndepth: 8\nR: {mixer: m2rnn}\n" + seams
    notes = [str(note) for note in analyse(text).bundle.custom_notes]
    (both,) = (note for note in notes if "stands for both" in note)
    assert both.startswith("`M` ") and "`R` at layer numbers 3, 7, and" in both
    apart = [str(note) for note in analyse(text.replace("AMRM", "AR")).bundle.custom_notes]
    assert not any("stands for both" in note for note in apart)
