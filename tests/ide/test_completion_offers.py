"""What is offered at a place, in which order, and what is said about it."""

from __future__ import annotations

import pytest

from nam56r_core.explanations.model import Link
from nam56r_core.export.emit import PLAN_OPTIONS
from nam56r_core.ide.completion import (
    CompletionKind,
    complete,
    documentation_of,
    without_stops,
)
from nam56r_core.rules.names import rule_names
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.releases import RELEASES
from nam56r_core.targets.targets import KNOWN
from support.completion_cases import CHARACTERS, FLAGS, KEYS, VALUES, lists_of_layers
from support.completions import BESIDE, offered


def test_keys_that_are_there_are_not_offered_again() -> None:
    for language, text in (
        (YAML, "name: x\n$0\ndepth: 4\nE: {}\n"),
        (YAML, "{name: x, $0, depth: 4, E: {a: 1}}\n"),
        (TOML, 'name = "x"\n$0\ndepth = 4\n[E]\n'),
        (JSON, '{"name": "x", $0 "depth": 4, "E": {}}'),
        (JSON, '{"name": "x" "na$0" "depth": 4 "E": {'),
    ):
        labels = offered(text, language).labels
        assert not {"name", "depth", "E"}.intersection(labels), text
        assert {"target", "pattern", "A"} <= set(labels), text


def test_a_value_that_reads_like_a_key_is_none() -> None:
    for language, text in (
        (YAML, "{name: depth, $0, extends: pattern}\n"),
        (TOML, "seams = { owner = 'carry', $0 }\n"),
        (JSON, '{"name": "depth", $0 "extends": "pattern"}'),
    ):
        expected = {"carry"} if language is TOML else {"depth", "pattern"}
        assert expected <= set(offered(text, language).labels), text


def test_sections_and_keys_are_told_apart() -> None:
    found = offered("seams:\n  $0\n")
    kinds = {completion.label: completion.kind for completion in found.completions}
    assert kinds == {
        "stack_spec": CompletionKind.SECTION,
        "carry": CompletionKind.SECTION,
        "hooks": CompletionKind.SECTION,
        "environment": CompletionKind.SECTION,
        "owner": CompletionKind.KEY,
    }


def test_a_key_says_what_it_takes_and_lowers_to() -> None:
    found = offered("E:\n  $0\n").named("num_experts")
    assert found.detail == "whole number from 1 (experts); --num-experts"
    assert found.edit.new_text == "num_experts: "


def test_keys_without_a_flag_in_the_target_come_last() -> None:
    found = offered("target: core_v0.12.3\nlaunch:\n  cuda_graph:\n    $0\n")
    assert found.named("cuda_graph_modules").detail.endswith("; not in core_v0.12.3")
    assert found.labels.index("cuda_graph_modules") > found.labels.index("enable_cuda_graph")


def test_deprecated_flags_are_struck_out() -> None:
    found = offered("target: core_v0.17.1\nlaunch:\n  cuda_graph:\n    $0\n")
    catalog = found.view.catalog
    assert catalog is not None
    for completion in found.completions:
        flag = catalog.flag("--" + completion.label.replace("_", "-"))
        assert completion.deprecated == (flag is not None and flag.deprecated)
    assert {completion.deprecated for completion in found.completions} == {True, False}


def test_sections_of_letters_that_the_pattern_has_come_first() -> None:
    labels = offered("pattern: AD\n$0\n").labels
    assert labels.index("A") < labels.index("G") < labels.index("E")


def test_hooks_of_declared_features_come_first() -> None:
    labels = offered("features:\n  mod: {capacity: 0.5}\nseams:\n  hooks:\n    $0\n").labels
    assert labels[0] == "mod" and len(labels) == 7


def test_targets_are_newest_first() -> None:
    found = offered("target: $0\n")
    assert found.labels == [release.tag for release in reversed(RELEASES)]
    assert found.named("core_v0.18.2").detail == "first with DeepSeek sparse attention (DSA)"
    assert {completion.kind for completion in found.completions} == {CompletionKind.TARGET}


def test_letters_have_their_family_and_status_on_the_target() -> None:
    recipe = """\
target: {target}
pattern: AER$0
depth: 3
A:
  multi_latent_attention: true
"""
    new = offered(recipe.format(target="core_v0.19.0"))
    assert new.labels == ["A", "E", "M", "R", "G", "D", "|"]
    assert new.named("A").detail.startswith("attention, native: 0.19.0 builds")
    assert "`" not in new.named("A").detail
    assert new.named("E").detail.startswith("moe, blocked: MoE is not configured")
    assert new.named("R").detail.startswith("recurrent tail, blocked: 0.19.0 has no symbol")
    assert new.named("G").detail.startswith("gated delta net, native")
    old = offered(recipe.format(target="core_v0.16.1"))
    assert old.named("A").detail.startswith("attention, blocked: 0.16.1 has no symbol")
    assert old.named("G").detail.startswith("gated delta net, blocked")


def test_a_letter_that_becomes_two_kinds_says_both() -> None:
    recipe = """\
target: core_v0.18.2
pattern: AA$0
depth: 2
A:
  multi_latent_attention: true
  dsa: {family_ranks: [0]}
"""
    assert offered(recipe).named("A").detail.startswith("attention, native or blocked: ")


def test_a_stage_break_needs_a_letter_before_it() -> None:
    assert "|" not in offered('pattern: "$0AE"\n').labels
    assert "|" in offered('pattern: "A$0E"\n').labels


@pytest.mark.parametrize("catalog", KNOWN.catalogs, ids=lambda catalog: catalog.release)
def test_symbols_are_those_of_the_target(catalog: Catalog) -> None:
    symbols = [symbol.char for symbol in catalog.symbols]
    for place in ("mtp:\n  pattern: $0\n", "seams:\n  carry:\n    R: $0\n"):
        found = offered(f"target: {catalog.tag}\n{place}")
        assert found.labels == symbols
        assert all(catalog.release in completion.detail for completion in found.completions)


def test_choices_are_those_of_the_target() -> None:
    for tag in ("core_v0.12.3", "core_v0.19.0"):
        found = offered(f"target: {tag}\ntraining:\n  optimizer: $0\n")
        assert found.view.catalog is not None
        flag = found.view.catalog.flag("--optimizer")
        assert flag is not None and found.labels == list(flag.choices)
    assert found.named("adam").detail == "--optimizer in 0.19.0; Megatron's default"
    assert found.named("sgd").detail == "--optimizer in 0.19.0"


def test_words_and_switches() -> None:
    assert offered("model:\n  swiglu: $0\n").labels == ["true", "false"]
    assert offered("M:\n  mixer: $0\n").labels == ["native", "authored"]
    assert offered("A:\n  dsa:\n    family_ranks: $0\n").labels == ["all"]
    assert offered("A:\n  dsa:\n    family_ranks: [$0]\n").labels == []


@pytest.mark.parametrize("case", lists_of_layers("A.dsa.family_ranks"), ids=repr)
def test_ranks_that_a_list_does_not_name_yet(case: tuple[Language, str]) -> None:
    language, text = case
    assert offered(text, language).labels == _without_written(["1", "2"], text)


@pytest.mark.parametrize("case", lists_of_layers("features.mhc.layer_indices"), ids=repr)
def test_layers_that_a_list_does_not_name_yet(case: tuple[Language, str]) -> None:
    language, text = case
    assert offered(text, language).labels == _without_written(["2", "3"], text)


def _without_written(labels: list[str], text: str) -> list[str]:
    """The labels without the number that is written at the cursor already."""
    return [label for label in labels if f"{label}$0" not in text]


def test_only_layers_that_may_carry_a_feature_are_offered() -> None:
    head = "target: core_v0.19.0\npattern: AEAE\ndepth: 4\n"
    found = offered(f"{head}features:\n  mod:\n    layer_indices: $0\n")
    assert found.labels == ["1", "3"]
    assert found.text_with("3").endswith("layer_indices: [3]\n")
    assert found.named("3").detail == "layer number 4, index 3: E, blocked"
    ranks = offered(f"{head}A:\n  dsa:\n    family_ranks: $0\n")
    assert ranks.labels == ["all", "0", "1"]
    assert ranks.named("1").detail == "layer number 3, index 2: A, native"
    assert offered("features:\n  mod:\n    layer_indices: [$0]\n").labels == []


def test_an_inherited_value_can_be_taken_back() -> None:
    assert offered("extends: complete\nmodel:\n  disable_bias_linear: $0\n").labels == [
        "true",
        "false",
        "null",
    ]
    assert "null" not in offered("extends: complete\nmodel:\n  swiglu: $0\n").labels
    toml = 'extends = "complete"\nmodel.disable_bias_linear = $0\n'
    assert "null" not in offered(toml, TOML).labels


def test_bases_are_those_beside_the_recipe() -> None:
    typed: list[str] = []
    found = offered("extends: [base.nam56r.yaml, 'more/f$0']\n")
    assert found.labels == list(BESIDE)
    assert found.text_with(BESIDE[1]) == f"extends: [base.nam56r.yaml, '{BESIDE[1]}']\n"
    complete(found.view, found.offset, files=lambda text: typed.append(text) or ())
    assert typed == ["more/f"]
    assert complete(found.view, found.offset) == ()


def test_flags_are_those_of_the_target_but_the_plans() -> None:
    found = offered("target: core_v0.19.0\nextra_args:\n  - $0\n")
    catalog = found.view.catalog
    assert catalog is not None
    labels = found.labels
    assert set(labels) <= set(catalog.options)
    assert not PLAN_OPTIONS.intersection(labels)
    left_out = [flag for flag in catalog.flags if not set(flag.options).intersection(labels)]
    assert all(PLAN_OPTIONS.intersection(f.options) or f.needs_modelopt for f in left_out)


def test_flags_that_only_modelopt_brings_are_not_offered() -> None:
    """They are withheld, and so is whatever is written behind them."""
    for catalog in KNOWN.catalogs:
        head = f"target: {catalog.tag}\nextra_args:\n  - "
        labels = offered(f"{head}$0\n").labels
        flags = [flag for flag in catalog.flags if flag.provider == "modelopt"]
        assert not [name for flag in flags for name in flag.options if name in labels]
    assert offered(f"{head}--export-model-type $0\n").labels == []
    assert offered(f"{head}--empty-unused-memory-level $0\n").labels


def test_flags_without_a_key_come_first() -> None:
    found = offered("target: core_v0.19.0\nextra_args:\n  - $0\n")
    labels = found.labels
    assert labels.index("--logits-load-dir") < labels.index("--num-experts")
    assert found.named("--num-experts").detail.startswith("key E.num_experts; one value")
    assert labels.index("--num-experts") < labels.index("--fim-rate")


def test_a_flag_says_how_many_values_of_what_it_takes() -> None:
    found = offered("target: core_v0.19.0\nextra_args:\n  - $0\n")
    assert found.named("--log-throughput").detail == "switch"
    assert found.named("--empty-unused-memory-level").detail == "one value: 0, 1, 2"
    assert (
        found.named("--empty-unused-memory-level").edit.new_text
        == "--empty-unused-memory-level ${1|0,1,2|}"
    )
    dir_flag = found.named("--logits-load-dir")
    assert dir_flag.edit.new_text == "--logits-load-dir ${1:LOGITS_LOAD_DIR}"
    assert dir_flag.plain == "--logits-load-dir "
    assert found.named("--log-throughput").plain is None


def test_a_flag_that_is_passed_already_is_not_offered_again() -> None:
    text = "extra_args:\n  - --log-throughput\n  - --tensorboard-d$0 x\n  - --log-progress\n"
    labels = offered(text).labels
    assert not {"--log-throughput", "--log-progress"}.intersection(labels)
    assert "--logits-load-dir" in labels


def test_no_word_of_a_flag_breaks_a_snippet() -> None:
    words = {str(c) for catalog in KNOWN.catalogs for f in catalog.flags for c in f.choices}
    assert words and not any(set(word) & set("$}\\,|") for word in words)


def test_suppressions() -> None:
    words = ["ignore", "ignore-next-line", "ignore-file"]
    assert offered("depth: 4  # nam56r: ig$0\n").labels == words
    assert offered("# nam$0\n").labels == [f"nam56r: {word}" for word in words]
    assert offered("# some words$0\n").labels == []
    assert offered("depth = 4  # nam56r: $0[x]\n", TOML).text_with("ignore") == (
        "depth = 4  # nam56r: ignore[x]\n"
    )
    assert offered("# nam56r: ig$0\n").text_with("ignore-file") == "# nam56r: ignore-file[]: \n"
    assert offered('name: "# nam56r: ig$0"\n').labels == []


def test_rules_in_a_suppression() -> None:
    found = offered("extends: complete\npattern: AQ  # nam56r: ignore[$0\n")
    assert set(found.labels) == set(rule_names())
    assert found.labels[0] == "unknown-letter"
    assert found.named("unknown-letter").detail == "found here"
    assert found.named("world-size").detail == ""
    text = "extends: complete\npattern: AQ  # nam56r: ignore[unknown-letter]: \n"
    assert found.text_with("unknown-letter") == text


def test_rules_in_a_suppression_of_another_line() -> None:
    found = offered("extends: complete\n# nam56r: ignore-next-line[$0]\npattern: AQ\n")
    assert found.labels[0] == "unknown-letter"
    text = "extends: complete\n# nam56r: ignore-next-line[unknown-letter]\npattern: AQ\n"
    assert found.text_with("unknown-letter") == text
    several = offered("# nam56r: ignore-file[syntax-error, unk$0, world-size]\npattern: Q\n")
    assert not {"syntax-error", "world-size"}.intersection(several.labels)
    assert "[syntax-error, unknown-letter, world-size]" in several.text_with("unknown-letter")


def test_everything_that_is_offered_is_documented() -> None:
    seen: dict[object, str] = {}
    for language, text, _ in (*KEYS, *VALUES, *CHARACTERS, FLAGS[0]):
        found = offered(text, language)
        for completion in found.completions:
            if completion.documentation is None:
                assert completion.kind is CompletionKind.FILE
                continue
            link = completion.documentation
            assert isinstance(link, Link) or completion.kind is CompletionKind.TARGET
            if link not in seen:
                seen[link] = documentation_of(completion, found.view.catalog)
    assert len(seen) > 900 and all(seen.values())


def test_the_defaults_of_tab_stops() -> None:
    assert without_stops("a ${1|x,y|} ${2:D} $3 \\$4 \\} $0") == "a x D  $4 } "


def test_a_value_that_is_written_is_not_offered() -> None:
    for language, text, written, other in (
        (YAML, "target: core_v0.19.0$0\n", "core_v0.19.0", "core_v0.18.2"),
        (YAML, 'target: "core_$0v0.19.0"\n', "core_v0.19.0", "core_v0.18.2"),
        (TOML, "target = 'core_v0.19.0$0'\n", "core_v0.19.0", "core_v0.18.2"),
        (JSON, '{"target": "core_v0.19.0$0"}', "core_v0.19.0", "core_v0.18.2"),
        (YAML, "model:\n  swiglu: true$0\n", "true", "false"),
        (YAML, "seams: {carry: {R: M$0}}\n", "M", "*"),
        (YAML, "extra_args: [--bf16$0]\n", "--bf16", "--fp16"),
    ):
        labels = offered(text, language).labels
        assert written not in labels, text
        assert other in labels, text


def test_letters_are_offered_only_where_somebody_asks() -> None:
    for text in ("pattern: AE$0\n", "pattern:$0\n", "mtp: {pattern: $0}\n", "pattern:\n  $0\n"):
        found = offered(text)
        asked = complete(found.view, found.offset)
        typed = complete(found.view, found.offset, is_asked_for=False)
        assert "M" in {completion.label for completion in asked}, text
        assert not [one for one in typed if one.kind is CompletionKind.LETTER], text
