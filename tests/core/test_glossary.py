"""The glossary: every word can be found, every link leads somewhere, and no file says about a
release what its catalog or a judgment denies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from nam56r_core import glossary
from nam56r_core._resources import bundled_text
from nam56r_core.alphabet import AUTHORED
from nam56r_core.glossary import Term, UnknownTerm, find, terms
from nam56r_core.layers import LayerKind
from nam56r_core.plan.status import request
from nam56r_core.recipe.describe import all_keys
from nam56r_core.recipe.model import Recipe
from nam56r_core.targets import judgments
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.judgments import Judgment
from nam56r_core.targets.releases import (
    MAIN,
    RELEASES,
    V0_16,
    V0_18,
    Release,
    find_release,
    load,
)
from nam56r_core.targets.targets import KNOWN
from support.examples import ROOT

TERMS = list(terms().values())
CATALOGS = KNOWN.catalogs
LONGEST = 120
"""Words of a text; a term is read in one breath."""

SENTENCE_END = re.compile(r"[.:?](?=\n|$)")
CODE = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)]*)\)")
KEY = re.compile(r"[A-Za-z_]+(\.[a-z_A-Z]+)+")
SPAN = re.compile(r"`(?P<name>[^`]+)` \((?P<span>(?:from|up to) [\d.]+|main)\)")
DEPRECATED = re.compile(r"`(?P<flag>--[\w-]+)`(?: \([^)]*\))? is deprecated from (?P<since>0\.\d+)")

each_term = pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)


def characters(catalog: Catalog) -> Iterator[str]:
    """What may stand in a pattern of a release."""
    yield from (symbol.char for symbol in catalog.symbols)
    separators = (catalog.pattern.stage_separator, catalog.pattern.mtp_separator)
    yield from (char for char in separators if char is not None)


CHARACTERS = {char for catalog in CATALOGS for char in characters(catalog)}


def test_there_is_one_term_for_each_file() -> None:
    files = sorted(path.stem for path in (ROOT / "nam56r_core/glossary").glob("*.md"))
    assert [term.name for term in TERMS] == files
    assert len(files) >= 70


@each_term
def test_a_term_is_short(term: Term) -> None:
    assert 2 <= len(SENTENCE_END.findall(term.text)) <= 8
    assert len(term.text.split()) <= LONGEST


@each_term
def test_every_link_leads_to_another_term(term: Term) -> None:
    targets = LINK.findall(term.text)
    assert len(targets) == term.text.count("](")
    assert [
        t for t in targets if t.removesuffix(".md") not in terms() or not t.endswith(".md")
    ] == []
    assert set(term.links) <= set(terms()) - {term.name}
    assert term.links


def test_every_term_is_linked_from_another() -> None:
    linked = {link for term in TERMS for link in term.links}
    assert sorted(set(terms()) - linked) == []


def test_a_related_term_is_not_linked_in_the_text_already() -> None:
    for term in TERMS:
        front = bundled_text("glossary", f"{term.name}.md").split("---\n")[1]
        related = next((li for li in front.splitlines() if li.startswith("related:")), "")
        assert [link for link in LINK.findall(term.text) if f'"{link[:-3]}"' in related] == []


def test_no_two_terms_have_a_name_in_common() -> None:
    names: dict[str, str] = {}
    for term in TERMS:
        for name in term.names:
            key = name if len(name) == 1 else re.sub(r"[\s_-]+", "-", name.casefold())
            assert key not in names, f"{name}: {term.name} and {names[key]}"
            names[key] = term.name


@each_term
def test_a_term_is_about_what_exists(term: Term) -> None:
    assert set(term.letters) <= set(AUTHORED)
    assert set(term.kinds) <= {kind.value for kind in LayerKind}
    assert set(term.symbols) <= CHARACTERS
    assert set(term.keys) <= set(all_keys())
    assert [option for option in term.flags if not KNOWN.with_flag(option)] == []


@each_term
def test_what_a_text_names_as_code_exists(term: Term) -> None:
    for code in CODE.findall(term.text):
        option = code.split()[0]
        if option.startswith("--") and "…" not in option:
            assert KNOWN.with_flag(option), code
        elif KEY.fullmatch(code) and code.split(".")[0] in Recipe.model_fields:
            assert code in all_keys(), code


@pytest.mark.parametrize("letter", list(AUTHORED))
def test_every_letter_has_a_term_of_its_own(letter: str) -> None:
    found = find(letter)
    assert isinstance(found, Term)
    assert (found.name, found.letters) == (f"letter-{letter.lower()}", (letter,))
    assert f"`{letter}`" in found.title


@pytest.mark.parametrize("kind", LayerKind, ids=lambda kind: kind.value)
def test_every_kind_of_layer_has_one_term(kind: LayerKind) -> None:
    (term,) = glossary.about_kind(kind.value)
    symbols = {symbol.char for c in CATALOGS for symbol in c.symbols if symbol.kind is kind}
    assert set(term.symbols) == symbols


@pytest.mark.parametrize("char", sorted(CHARACTERS))
def test_every_character_of_a_pattern_has_a_term(char: str) -> None:
    assert glossary.about_symbol(char)


RECIPES: tuple[dict[str, object], ...] = (
    {},
    {"A": {"multi_latent_attention": True}},
    {"A": {"dsa": {"family_ranks": "all"}}},
    {"M": {"mixer": "native"}},
    {"M": {"mixer": "authored"}},
)
"""Between them, every kind of layer that a letter can stand for."""


def test_the_letters_of_a_kind_are_those_that_can_become_it() -> None:
    becomes: dict[LayerKind, set[str]] = {kind: set() for kind in LayerKind}
    for recipe in map(Recipe.model_validate, RECIPES):
        for letter in AUTHORED:
            kind = request(letter, 0, recipe, AUTHORED).kind
            if kind is not None:
                becomes[kind].add(letter)
    for kind, letters in becomes.items():
        (term,) = glossary.about_kind(kind.value)
        assert set(term.letters) == letters, kind


def releases_that_have(name: str) -> list[Release]:
    if name.startswith("--"):
        return [target.lineage for target in KNOWN.with_flag(name)]
    return [release for release in RELEASES if name in characters(load(release))]


def in_words(span: str) -> list[Release]:
    """`from 0.17`, `up to 0.16` or `main` as releases."""
    if span == "main":
        return [MAIN]
    word, _, minor = span.rpartition(" ")
    named = find_release(minor)
    assert isinstance(named, Release), span
    if word == "from":
        return [release for release in RELEASES if release >= named]
    return [release for release in RELEASES if release <= named]


SPANS = [(term.name, *found.groups()) for term in TERMS for found in SPAN.finditer(term.text)]


@pytest.mark.parametrize(("term", "name", "span"), SPANS)
def test_the_releases_of_a_flag_or_symbol_are_those_of_the_catalogs(
    term: str, name: str, span: str
) -> None:
    assert releases_that_have(name) == in_words(span)


def test_there_are_releases_to_compare() -> None:
    names = {name for _, name, _ in SPANS}
    assert {"E", "G", "D", "+", "--hybrid-layer-pattern", "--enable-mhc-connections"} <= names


DEPRECATIONS = [m.groups() for term in TERMS for m in DEPRECATED.finditer(term.text)]


@pytest.mark.parametrize(("option", "since"), DEPRECATIONS)
def test_a_deprecation_is_that_of_the_catalogs(option: str, since: str) -> None:
    flags = [(release, load(release).flag(option)) for release in RELEASES]
    deprecated = [release for release, flag in flags if flag is not None and flag.deprecated]
    assert deprecated == in_words(f"from {since}")


WORDS = (
    ("muon", "--optimizer", "muon", V0_16),
    ("muon", "--optimizer", "dist_muon", V0_16),
    ("muon", "--optimizer", "adaptive_muon", V0_18),
    ("yarn", "--position-embedding-type", "yarn", V0_18),
)


@pytest.mark.parametrize(("name", "option", "word", "since"), WORDS)
def test_a_word_of_a_flag_exists_since_the_named_release(
    name: str, option: str, word: str, since: Release
) -> None:
    flags = [(release, load(release).flag(option)) for release in RELEASES]
    having = [release for release, flag in flags if flag is not None and word in flag.choices]
    assert having == [release for release in RELEASES if release >= since]
    text = terms()[name].text
    assert f"`{word}`" in text and minor(since) in text


JUDGED = (
    ("letter-e", judgments.EXPERTS_EXCLUDE_SPEC),
    ("validate-args", judgments.PATTERN_UNCHECKED_UNTIL_BUILD),
    ("gqa", judgments.GQA_EXCLUDES_MLA),
    ("dsa", judgments.SPARSE_ATTENTION_NEEDS_NO_BIAS),
    ("context-parallelism", judgments.MAMBA_IGNORES_CONTEXT_PARALLEL),
    ("context-parallelism", judgments.GATED_DELTA_NET_BREAKS_ON_CONTEXT_PARALLEL),
    ("context-parallelism", judgments.SPARSE_ATTENTION_EXCLUDES_CONTEXT_PARALLEL),
    ("context-parallelism", judgments.SPARSE_ATTENTION_GATHERS_CONTEXT),
    ("gated-delta-net", judgments.GATED_DELTA_NET_BREAKS_ON_CONTEXT_PARALLEL),
    ("sequence-parallelism", judgments.SPARSE_ATTENTION_NEEDS_SEQUENCE_PARALLEL),
    ("null-tokenizer", judgments.NULL_TOKENIZER_ADDS_A_TOKEN),
    ("muon", judgments.MUON_EXCLUDES_DISTRIBUTED_OPTIMIZER),
    ("distributed-optimizer", judgments.MUON_EXCLUDES_DISTRIBUTED_OPTIMIZER),
    ("yarn", judgments.YARN_POSITIONS_BREAK),
    ("recomputation", judgments.CAPTURE_MEETS_RECOMPUTE),
    ("graph-capture", judgments.CAPTURE_MEETS_RECOMPUTE),
    ("pipeline-parallelism", judgments.LAYOUT_FLAG_IGNORED),
    ("fp8", judgments.FP8_MAMBA_WIDTH_CHECKED),
)


@pytest.mark.parametrize(("name", "judgment"), JUDGED, ids=lambda part: str(part)[:40])
def test_a_text_names_the_ends_of_the_judgment_it_tells(name: str, judgment: Judgment) -> None:
    """The first release and the last one, or the one after the last."""
    text = terms()[name].text
    if judgment.since is not None:
        assert minor(judgment.since) in text
    if judgment.until is not None:
        after = dict(pairwise(RELEASES))[judgment.until]
        assert minor(judgment.until) in text or minor(after) in text


def minor(release: Release) -> str:
    return release.name.rpartition(".")[0]


@pytest.mark.parametrize("letter", ["A", "R"])
def test_letters_that_no_release_has_are_no_symbols(letter: str) -> None:
    assert letter not in CHARACTERS
    assert "No release has a symbol" in terms()[f"letter-{letter.lower()}"].text


def test_the_stack_spec_is_the_default_where_the_text_says_so() -> None:
    required = [catalog.release for catalog in CATALOGS if catalog.stack_spec.required]
    assert required[-1].startswith("0.18")
    assert "up to 0.18 and is the default from 0.19" in terms()["stack-spec"].text


def test_the_entry_scripts_are_those_of_the_catalogs() -> None:
    scripts = {catalog.entry_script for catalog in CATALOGS}
    assert all(f"`{script}`" in terms()["entry-script"].text for script in scripts)
    before = [c.release for c in CATALOGS if c.entry_script == "pretrain_mamba.py"]
    assert before[-1].startswith("0.17")


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("mla", "mla"),
        ("MLA", "mla"),
        ("Multi-Head  latent_attention", "mla"),
        ("stack_spec", "stack-spec"),
        ("Stack spec", "stack-spec"),
        ("GDN", "gated-delta-net"),
        ("TP", "tensor-parallelism"),
        ("D", "letter-d"),
        ("aemeaemeaemr", "aemeaemeaemr"),
    ],
)
def test_a_term_is_found_by_any_of_its_names(asked: str, name: str) -> None:
    found = find(asked)
    assert isinstance(found, Term)
    assert found.name == name


def test_letters_are_exact() -> None:
    assert find("m") == UnknownTerm("m", ("M",))


@pytest.mark.parametrize(("asked", "near"), [("carier", "carrier"), ("gated deltnet", "GDN")])
def test_a_name_of_no_term_is_a_value_with_what_is_near(asked: str, near: str) -> None:
    found = find(asked)
    assert isinstance(found, UnknownTerm)
    names = terms()[_owner(near)].names
    assert found.nearest and found.nearest[0] in names


def _owner(name: str) -> str:
    found = find(name)
    assert isinstance(found, Term)
    return found.name


def test_nonsense_has_nothing_near() -> None:
    assert find("qqqq") == UnknownTerm("qqqq", ())
