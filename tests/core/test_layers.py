"""Letters, families, sections and kinds agree with one another and with the schema."""

from __future__ import annotations

from nam56r_core.layers import (
    LETTER_FAMILY,
    LETTER_OF,
    SECTION_OF,
    LayerKind,
    letters_of_section,
    section_of_letter,
)
from nam56r_core.plan.features import FEATURES
from nam56r_core.recipe.model import Carry, Features, Recipe


def test_every_letter_has_the_section_of_its_family() -> None:
    assert {letter: section_of_letter(letter) for letter in LETTER_FAMILY} == {
        **{letter: letter for letter in "AEMRG"},
        "D": "G",
    }
    assert section_of_letter("C") is None
    assert letters_of_section("G") == ("G", "D")
    assert letters_of_section("model") == ()


def test_sections_and_carriers_are_keys_of_the_schema() -> None:
    assert set(SECTION_OF.values()) == {name for name in Recipe.model_fields if len(name) == 1}
    assert set(Carry.model_fields) <= set(SECTION_OF.values())


def test_every_kind_has_a_letter_but_for_the_dense_mlp() -> None:
    assert LETTER_OF.keys() == set(LayerKind) - {LayerKind.MLP}
    assert LETTER_FAMILY.keys() >= set(LETTER_OF.values())


def test_what_is_placed_on_layers_has_families() -> None:
    """Otherwise its layers would be placed nowhere, in silence."""
    for kind in FEATURES:
        section = Features.model_fields[kind.name].annotation
        placed = "layer_indices" in str(getattr(section, "__args__", (section,))[0].model_fields)
        assert placed == bool(kind.families), kind.name
