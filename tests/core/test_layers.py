"""Alphabets, families, sections and kinds agree with one another and with the schema."""

from __future__ import annotations

import pytest

from nam56r_core.alphabet import AUTHORED
from nam56r_core.layers import FAMILY_OF, SECTION_OF, Family, LayerKind
from nam56r_core.plan.features import FEATURES
from nam56r_core.recipe.model import Carry, Features, Recipe
from nam56r_core.targets.alphabet import alphabet_of
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import KNOWN

each_target = pytest.mark.parametrize("target", tuple(KNOWN), ids=lambda target: target.short_name)


def test_every_letter_has_the_section_of_its_family() -> None:
    assert {letter: AUTHORED.section(letter) for letter in AUTHORED} == {
        **{letter: letter for letter in "AEMRG"},
        "D": "G",
    }
    assert AUTHORED.section("C") is None
    assert AUTHORED.of_section("G") == ("G", "D")
    assert AUTHORED.of_section("model") == ()
    assert AUTHORED.of_families((Family.MOE, Family.ATTENTION)) == ("A", "E")


def test_other_characters_are_of_no_family() -> None:
    assert "C" not in AUTHORED and "a" not in AUTHORED and "" not in AUTHORED
    assert AUTHORED.family("C") is Family.UNKNOWN


def test_sections_and_carriers_are_keys_of_the_schema() -> None:
    assert set(SECTION_OF.values()) == {name for name in Recipe.model_fields if len(name) == 1}
    assert set(Carry.model_fields) <= set(SECTION_OF.values())


def test_every_kind_has_a_letter_but_for_the_dense_mlp() -> None:
    assert AUTHORED.letters.keys() == set(LayerKind) - {LayerKind.MLP}
    assert set(AUTHORED) >= set(AUTHORED.letters.values())


def test_the_letter_of_a_kind_is_of_its_family() -> None:
    assert FAMILY_OF.keys() == set(LayerKind)
    for kind, letter in AUTHORED.letters.items():
        assert AUTHORED.family(letter) is FAMILY_OF[kind], kind


@each_target
def test_the_alphabet_of_a_target_has_its_symbols_and_kinds(target: Target) -> None:
    alphabet, catalog = alphabet_of(target.catalog), target.catalog
    assert list(alphabet) == [symbol.char for symbol in catalog.symbols]
    assert alphabet.kinds == {symbol.char: symbol.kind for symbol in catalog.symbols}
    assert alphabet.family("-") is Family.MLP and alphabet.section("-") is None
    assert alphabet.family("*") is Family.ATTENTION
    assert (alphabet.stage_break, alphabet.part_break) == (
        catalog.pattern.stage_separator,
        catalog.pattern.mtp_separator,
    )


def test_what_is_placed_on_layers_has_families() -> None:
    """Otherwise its layers would be placed nowhere, in silence."""
    for kind in FEATURES:
        section = Features.model_fields[kind.name].annotation
        placed = "layer_indices" in str(getattr(section, "__args__", (section,))[0].model_fields)
        assert placed == bool(kind.families), kind.name
