"""`explain`: everything has an explanation, and none says what its source denies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from nam56r_core.alphabet import AUTHORED
from nam56r_core.explanations import explain, explain_all, topic_size
from nam56r_core.explanations.model import (
    Explanation,
    FlagFacts,
    KeyFacts,
    Meaning,
    RuleFacts,
    SymbolFacts,
    TermFacts,
    Topic,
    Unknown,
)
from nam56r_core.export.emit import PLAN_OPTIONS, WRITTEN_BY_THE_PLAN
from nam56r_core.export.settings import IN_NO_RELEASE, keys_by_option
from nam56r_core.glossary import terms
from nam56r_core.layers import LayerKind
from nam56r_core.recipe.describe import all_keys
from nam56r_core.recipe.model import Recipe
from nam56r_core.recipe.schema import section_of
from nam56r_core.rules import ALL
from nam56r_core.targets.catalog import Catalog, Flag
from nam56r_core.targets.judgments import IN_HYBRID_STACKS, READS_NOTHING_OF
from nam56r_core.targets.releases import (
    MAIN,
    V0_12,
    V0_15,
    V0_16,
    V0_18,
)
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import KNOWN, known_target

CATALOGS = KNOWN.catalogs
EVERYTHING = [meaning for topic in Topic for meaning in explain_all(topic)]

each_target = pytest.mark.parametrize("target", tuple(KNOWN), ids=lambda target: target.short_name)


def meanings(
    name: str, target: Target | None = None, topics: tuple[Topic, ...] = tuple(Topic)
) -> tuple[Meaning, ...]:
    found = explain(name, target, topics)
    assert isinstance(found, Explanation), found
    return found.meanings


def one(name: str, topic: Topic, target: Target | None = None) -> Meaning:
    (meaning,) = meanings(name, target, (topic,))
    return meaning


def said(name: str) -> list[tuple[Topic, str]]:
    return [(meaning.topic, meaning.name) for meaning in meanings(name)]


def keys_of_schema(path: tuple[str, ...] = (), section: type = Recipe) -> Iterator[str]:
    for name in section.model_fields:  # type: ignore[attr-defined]
        yield ".".join((*path, name))
        inner = section_of(section, name)
        if inner is not None:
            yield from keys_of_schema((*path, name), inner)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("C", "letter-c"),
        ("stage", "pipeline-parallelism"),
        ("index", "layer-index"),
        ("layer", "layer"),
    ],
)
def test_words_of_messages_are_explained(asked: str, name: str) -> None:
    found = explain(asked)
    assert isinstance(found, Explanation)
    assert name in {meaning.name for meaning in found.meanings}


def test_a_flag_that_no_release_has_leads_to_the_key_for_what_is_meant() -> None:
    found = explain("--multi-token-prediction")
    assert isinstance(found, Unknown)
    assert (found.key, found.nearest) == ("mtp.mtp_num_layers", ("mtp.mtp_num_layers",))
    for option, key in IN_NO_RELEASE.items():
        assert not KNOWN.with_flag(option)
        assert isinstance(explain(key), Explanation)


def test_plain_attention_says_what_it_does_not_read() -> None:
    found = explain("*")
    assert isinstance(found, Explanation)
    (body,) = [meaning.body for meaning in found.meanings if meaning.topic is Topic.SYMBOL]
    assert all(f"`{flag}`" in body for flag in READS_NOTHING_OF[LayerKind.SELF_ATTENTION])


def test_the_flag_of_the_pattern_says_where_nothing_checks_it() -> None:
    bodies = [
        meaning.body
        for option in ("--hybrid-override-pattern", "--hybrid-layer-pattern")
        for found in [explain(option)]
        if isinstance(found, Explanation)
        for meaning in found.meanings
    ]
    assert "checked in construction only, on the GPU node (up to 0.16.1)" in bodies[0]
    assert "construction only" not in bodies[1]


def test_everything_is_listed_once_under_its_topic() -> None:
    names = [(meaning.topic, meaning.name) for meaning in EVERYTHING]
    assert len(set(names)) == len(names)
    listed = {topic: [n for t, n in names if t is topic] for topic in Topic}
    assert sorted(listed[Topic.RULE]) == sorted(rule.name for rule in ALL)
    assert listed[Topic.TERM] == list(terms())
    assert sorted(listed[Topic.KEY]) == sorted(keys_of_schema())
    assert set(listed[Topic.FLAG]) == {flag.name for c in CATALOGS for flag in c.flags}
    assert listed[Topic.SYMBOL] == ["M", "*", "-", "E", "G", "D", "+", "|", "/"]
    assert all(topic_size(topic) == len(listed[topic]) for topic in Topic)


def test_what_is_listed_is_found_by_its_name() -> None:
    for meaning in EVERYTHING:
        assert meaning in meanings(meaning.name), meaning.title


def test_a_body_stands_by_itself() -> None:
    """No links to files that are not beside it, no second title, no options for the tests."""
    for meaning in EVERYTHING:
        assert meaning.body.strip() == meaning.body != ""
        assert "](" not in meaning.body, meaning.title
        assert not re.search(r"^# [^#]*\Z", meaning.body.split("\n")[0])
        assert not re.search(r"^```\w+ ", meaning.body, re.MULTILINE), meaning.title


def test_every_link_can_be_explained() -> None:
    for meaning in EVERYTHING:
        for link in meaning.links:
            assert one(link.name, link.topic).name == link.name


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_rule_is_explained_by_its_page(rule: object) -> None:
    meaning = one(rule.name, Topic.RULE)  # type: ignore[attr-defined]
    assert isinstance(meaning.facts, RuleFacts)
    assert meaning.facts.severity is rule.severity  # type: ignore[attr-defined]
    assert meaning.facts.summary == rule.summary  # type: ignore[attr-defined]
    assert meaning.body.startswith(rule.summary)  # type: ignore[attr-defined]
    assert "\n## Why\n" in meaning.body


def test_the_name_of_a_rule_may_be_in_upper_case() -> None:
    assert said("Missing-Target") == [(Topic.RULE, "missing-target")]


def test_a_key_says_what_the_schema_says() -> None:
    for name, key in all_keys().items():
        meaning = one(name, Topic.KEY)
        assert isinstance(meaning.facts, KeyFacts)
        assert meaning.facts.says == key.says != ""
        if key.opens is None:
            assert meaning.body.startswith(key.says)
            assert f"- Value: {key.value_and_unit}" in meaning.body
        else:
            inner = [f"{name}.{field}" for field in key.opens.model_fields]
            assert list(meaning.facts.keys) == inner
            assert all(f"`{inner_name}`" in meaning.body for inner_name in inner)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("depth", "whole number from 1 to 10000 (layers)"),
        ("M.mixer", "`native` or `authored`"),
        ("E.moe_aux_loss_coeff", "number or list of number"),
        ("A.dsa.family_ranks", "list of whole number from 0 or `all`"),
        ("model.rotary_percent", "number from 0 to 1"),
        ("model.swiglu", "`true` or `false`"),
        ("seams.carry.R", "one character"),
        ("seams.hooks.mod", "a dotted Python name such as `package.module.name`"),
        ("seams.environment", "names and texts"),
        ("target", "text"),
    ],
)
def test_what_a_key_takes_in_words(name: str, value: str) -> None:
    assert f"- Value: {value}" in one(name, Topic.KEY).body.splitlines()


def test_a_key_names_its_flag_and_where_that_is() -> None:
    for name, key in all_keys().items():
        meaning = one(name, Topic.KEY)
        assert isinstance(meaning.facts, KeyFacts)
        having = KNOWN.with_flag(key.option) if key.option else ()
        assert meaning.facts.flag_releases == tuple(target.name for target in having)
        assert (f"- Flag: `{key.option}`, " in meaning.body) == (key.option is not None)
    body = one("M.mamba_num_heads", Topic.KEY).body
    assert "`--mamba-num-heads`, from 0.13.1" in body
    old = one("M.mamba_num_heads", Topic.KEY, known_target(V0_12)).body
    assert "`--mamba-num-heads`, from 0.13.1; not in core_v0.12.3" in old


def test_a_key_shows_the_words_of_its_flag() -> None:
    assert (
        "Words in 0.15.3: `adam`, `sgd`\n"
        in one("training.optimizer", Topic.KEY, known_target(V0_15)).body + "\n"
    )
    assert "`adaptive_muon`" in one("training.optimizer", Topic.KEY).body


@each_target
def test_every_flag_of_a_catalog_is_explained_as_the_catalog_has_it(target: Target) -> None:
    catalog = target.catalog
    for flag in catalog.flags:
        for option in flag.options:
            meaning = one(option, Topic.FLAG, target)
            assert isinstance(meaning.facts, FlagFacts)
            assert (meaning.facts.form, meaning.facts.release) == (flag, catalog.tag)
            check_body(meaning.body, flag, option)


def check_body(body: str, flag: Flag, option: str) -> None:
    first, *lines = body.splitlines()
    assert first.startswith("Takes " if flag.takes_value else "A switch"), option
    assert ("Default: " in first) == (flag.takes_value or flag.action.value == "boolean_optional")
    assert all(f"`{choice}`" in first for choice in flag.choices), option
    if isinstance(flag.default, (str, int, float)) and not isinstance(flag.default, bool):
        assert f"Default: `{flag.default}`." in first
    assert ("help" in first) == flag.hidden
    assert ("`nvidia-modelopt`" in first) == (flag.provider == "modelopt")
    others = [line for line in lines if line.startswith("- Other names: ")]
    assert others == (
        ["- Other names: " + ", ".join(f"`{o}`" for o in flag.options if o != option)]
        if len(flag.options) > 1
        else []
    )


def test_a_flag_says_which_releases_have_it_and_deprecate_it() -> None:
    for option in {option for catalog in CATALOGS for option in catalog.options}:
        facts = one(option, Topic.FLAG).facts
        assert isinstance(facts, FlagFacts)
        forms = {catalog.tag: catalog.flag(option) for catalog in CATALOGS}
        assert facts.releases == tuple(tag for tag, form in forms.items() if form)
        assert facts.deprecated == tuple(t for t, form in forms.items() if form and form.deprecated)


def test_the_changes_of_a_flag_lead_from_each_release_to_the_next() -> None:
    """The properties are compared here, without the module that `explain` takes them from."""
    names = [field.name for field in fields(Flag) if field.name != "group"]
    for option in {option for catalog in CATALOGS for option in catalog.options}:
        facts = one(option, Topic.FLAG).facts
        assert isinstance(facts, FlagFacts)
        expected = []
        for old, new in pairwise(CATALOGS):
            before, after = old.flag(option), new.flag(option)
            if before is None or after is None:
                continue
            values = [(n, getattr(before, n), getattr(after, n)) for n in names]
            changed = [v for v in values if (type(v[1]), v[1]) != (type(v[2]), v[2])]
            if changed:
                expected.append((new.tag, changed))
        assert [
            (step.release, [(c.field, c.old, c.new) for c in step.changes])
            for step in facts.changes
        ] == expected, option


@pytest.mark.parametrize(
    ("option", "line"),
    [
        ("--optimizer", "- 0.16.1: `muon`, `dist_muon` added"),
        ("--fp8-recipe", "- 0.13.1: `blockwise` added"),
        ("--hybrid-override-pattern", "- 0.17.1: deprecated"),
        ("--hybrid-override-pattern", "- Superseded: by `--hybrid-layer-pattern` from 0.17.1"),
        ("--hybrid-layer-pattern", "- Releases: from 0.17.1"),
        ("--hybrid-attention-ratio", "- Releases: up to 0.16.1"),
        ("--enable-mhc-connections", "- Releases: only in main-2026-08-22"),
        ("--num-experts", "- Releases: every release"),
        ("--num-experts", "- Recipe key: `E.num_experts`"),
        (
            "--fim-data",
            "- Hybrid stacks: the hybrid entry scripts accept it and train without it; only "
            "pretrain_gpt.py reads it",
        ),
        (
            "--spec",
            "- In a recipe: only the plan writes it, from the target, or `seams.stack_spec` for "
            "code of your own",
        ),
        (
            "--experimental-attention-variant",
            "- In a recipe: nothing writes it: what it says of the stack is said by the letters, "
            "and `A.dsa` for sparse attention",
        ),
        (
            "--linear-attention-freq",
            "- In a recipe: nothing writes it: what it says of the stack is said by the letters",
        ),
        (
            "--fim-data",
            "- In a recipe: `features.fim` asks for what it is about, and the code that "
            "`seams.hooks.fim` declares does it",
        ),
        (
            "--enable-mhc-connections",
            "- In a recipe: `features.mhc` asks for what it is about, and the code that "
            "`seams.hooks.mhc` declares does it",
        ),
        (
            "--is-hybrid-model",
            "- Hybrid stacks: up to 0.16 it chooses the FLOPs formula and the memory report of the "
            "log, and makes the initial weights of output layers √2 times as large; from 0.17 the "
            "pattern does both",
        ),
        ("--adlr-autoresume", "- In a recipe: it has no key of its own; `extra_args` takes it"),
        (
            "--export-quant-cfg",
            "- In a recipe: withheld, as it exists only with nvidia-modelopt; pass it by hand",
        ),
    ],
)
def test_what_is_said_about_a_flag(option: str, line: str) -> None:
    assert line in one(option, Topic.FLAG).body.splitlines()


def test_a_flag_of_modelopt_is_withheld_also_where_the_target_lacks_it() -> None:
    found = one("--export-quant-cfg", Topic.FLAG, known_target(V0_12))
    assert "Not in core_v0.12.3." in found.body and "withheld" in found.body


def test_changes_that_nobody_meets_are_facts_but_no_text() -> None:
    """The name of a converter is of no interest where the words it takes are listed."""
    found = one("--fp8-format", Topic.FLAG)
    assert isinstance(found.facts, FlagFacts)
    assert [change.field for step in found.facts.changes for change in step.changes] == ["type"]
    assert "Changes" not in found.body


def test_the_count_of_values_changes_in_words() -> None:
    body = one("--cuda-graph-scope", Topic.FLAG).body
    assert "- 0.16.1: one value becomes one or more values; " in body
    assert "converter" not in body


def test_a_flag_that_the_target_lacks() -> None:
    meaning = one("--hybrid-layer-pattern", Topic.FLAG, known_target(V0_16))
    assert meaning.body.startswith("Not in core_v0.16.1.\n")
    assert "- Releases: from 0.17.1" in meaning.body
    assert isinstance(meaning.facts, FlagFacts)
    assert (meaning.facts.form, meaning.facts.release) == (None, None)


@pytest.mark.parametrize("name", ["--num-experts", "num-experts", "--num-experts=8"])
def test_a_flag_is_found_with_and_without_dashes(name: str) -> None:
    assert said(name) == [(Topic.FLAG, "--num-experts")]


def test_the_plan_writes_what_it_is_said_to_write() -> None:
    bundles = (Path(__file__).parents[2] / "examples/exports").glob("*.bundle.json")
    written = {arg for path in bundles for arg in json.loads(path.read_text("utf-8"))["args"]}
    assert (written & PLAN_OPTIONS) - keys_by_option().keys() == WRITTEN_BY_THE_PLAN


@each_target
def test_a_class_is_explained_as_the_symbols_that_build_it(target: Target) -> None:
    """A plan names it, so people ask for it."""
    catalog = target.catalog
    for symbol in catalog.symbols:
        assert (Topic.SYMBOL, symbol.char) in said(symbol.builds)
        assert any(topic is Topic.TERM for topic, _ in said(symbol.builds))


@each_target
def test_a_symbol_is_what_the_catalog_says(target: Target) -> None:
    catalog = target.catalog
    for symbol in catalog.symbols:
        meaning = one(symbol.char, Topic.SYMBOL)
        assert isinstance(meaning.facts, SymbolFacts)
        (here,) = [r for r in meaning.facts.releases if r.release == catalog.tag]
        assert (here.kind, here.builds) == (symbol.kind, symbol.builds)
        others = {other.char for other in catalog.symbols}
        assert set(here.excludes) == {o for o in others if catalog.excludes(symbol.char, o)}
        shown = one(symbol.char, Topic.SYMBOL, target).body
        assert f"{catalog.release} builds `{symbol.builds}` from it." in shown
        assert f"only in {catalog.release}" not in shown or len(meaning.facts.releases) == 1
    lacking = [c for c in "M*-EGD+|/" if c not in one_pattern(catalog)]
    for char in lacking:
        assert one(char, Topic.SYMBOL, target).body.startswith(f"Not in {catalog.tag}; ")
    listed = [meaning.name for meaning in explain_all(Topic.SYMBOL, target)]
    assert sorted(listed) == sorted(one_pattern(catalog))


def one_pattern(catalog: Catalog) -> str:
    pattern = catalog.pattern
    separators = (pattern.stage_separator or "") + (pattern.mtp_separator or "")
    return "".join(symbol.char for symbol in catalog.symbols) + separators


def test_a_symbol_shows_stretches_of_releases_that_agree() -> None:
    rows = [line for line in one("D", Topic.SYMBOL).body.splitlines() if line.startswith("|")]
    assert rows[2:] == [
        "| only in 0.18.2 | `MLASelfAttention` | `*` |",
        "| from 0.19.0 | `AbsorbedMLASelfAttention` | `*` |",
    ]


def test_separators_build_nothing() -> None:
    for char, what in (("|", "pipeline stages"), ("/", "multi-token prediction")):
        meaning = one(char, Topic.SYMBOL)
        assert isinstance(meaning.facts, SymbolFacts)
        assert meaning.facts.separator and what in meaning.body
        assert {release.builds for release in meaning.facts.releases} == {None}


@pytest.mark.parametrize("letter", sorted(set("EMGD")))
def test_a_character_of_both_alphabets_is_explained_as_both(letter: str) -> None:
    topics = [topic for topic, _ in said(letter)]
    assert topics[0] is Topic.TERM
    assert topics[-1] is Topic.SYMBOL
    title = meanings(letter)[0].title
    assert f"`{letter}`" in title and "letter" in title


def test_the_letter_d_and_the_symbol_d_are_told_apart() -> None:
    letter, symbol = meanings("D")
    assert "Gated DeltaNet" in letter.title
    assert "not Megatron's symbol `D`" in letter.body
    assert isinstance(symbol.facts, SymbolFacts)
    assert {r.kind for r in symbol.facts.releases} == {LayerKind.SPARSE_ATTENTION}
    assert symbol.facts.letters == ("A",)
    assert "The recipe letter `D` is something else." in symbol.body
    assert "something else" not in one("G", Topic.SYMBOL).body


def test_a_is_a_letter_and_a_section_and_no_symbol() -> None:
    assert said("A") == [(Topic.TERM, "letter-a"), (Topic.KEY, "A")]
    assert "attention letter" in meanings("A")[0].title


def test_every_letter_is_explained() -> None:
    for letter in AUTHORED:
        facts = meanings(letter)[0].facts
        assert isinstance(facts, TermFacts)
        assert facts.letters == (letter,)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("num_experts", [(Topic.KEY, "E.num_experts"), (Topic.FLAG, "--num-experts")]),
        ("mixer", [(Topic.KEY, "M.mixer"), (Topic.KEY, "R.mixer")]),
        ("pattern", [(Topic.TERM, "pattern"), (Topic.KEY, "pattern")]),
        (
            "engram",
            [
                (Topic.TERM, "engram"),
                (Topic.KEY, "features.engram"),
                (Topic.KEY, "seams.hooks.engram"),
            ],
        ),
        ("spec", [(Topic.TERM, "stack-spec"), (Topic.FLAG, "--spec")]),
        (" depth ", [(Topic.TERM, "depth"), (Topic.KEY, "depth")]),
    ],
)
def test_a_name_stands_for_everything_it_can(name: str, found: list[tuple[Topic, str]]) -> None:
    assert said(name) == found


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("--optimzer", "--optimizer"),
        ("missing-taget", "missing-target"),
        ("E.num_expert", "E.num_experts"),
        ("m", "M"),
        ("carier", "carrier"),
    ],
)
def test_a_name_that_stands_for_nothing_names_the_nearest(name: str, near: str) -> None:
    found = explain(name)
    assert isinstance(found, Unknown)
    assert found.name == name
    assert found.nearest[0] == near


def test_what_looks_like_a_flag_can_only_be_one() -> None:
    found = explain("--num-expert")
    assert isinstance(found, Unknown)
    assert found.nearest and all(name.startswith("--") for name in found.nearest)


def test_only_the_topics_that_were_asked_for_count() -> None:
    assert explain("M", topics=[Topic.RULE]) == Unknown("M", ())
    assert [m.topic for m in meanings("M", topics=(Topic.SYMBOL,))] == [Topic.SYMBOL]


@pytest.mark.parametrize("name", ["", " ", "--", "-", "=", "\n", "`", "a" * 5000])
def test_nothing_raises(name: str) -> None:
    assert isinstance(explain(name), (Explanation, Unknown))


def test_the_flags_of_one_release_are_listed_alone() -> None:
    assert topic_size(Topic.FLAG, known_target(V0_18)) == len(known_target(V0_18).catalog.flags)
    assert topic_size(Topic.FLAG) > topic_size(Topic.FLAG, known_target(MAIN))


@pytest.mark.parametrize("option", IN_HYBRID_STACKS)
def test_what_a_hybrid_stack_makes_of_a_flag_is_told(option: str) -> None:
    explanation = explain(option, topics=[Topic.FLAG])
    assert isinstance(explanation, Explanation)
    (meaning,) = explanation.meanings
    assert f"Hybrid stacks: {IN_HYBRID_STACKS[option]}" in meaning.body
