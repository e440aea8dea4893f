"""The colours of pictures: legible in both themes, by the definition of WCAG 2."""

from __future__ import annotations

from itertools import combinations

import pytest

from nam56r_core.layers import Family
from nam56r_core.picture.palette import DARK, HUES, LIGHT, ON_HUE, Theme, channels, mix

TEXT, SHAPE = 4.5, 3.0

themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(color: str) -> float:
    parts = [channel / 255 for channel in channels(color)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_definition() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@themes
@pytest.mark.parametrize("family", Family)
def test_text_on_every_box(theme: Theme, family: Family) -> None:
    shades = theme.families[family]
    assert contrast(ON_HUE, shades.solid) >= TEXT
    for ground in (shades.tint, shades.hatch, theme.paper):
        assert contrast(theme.ink, ground) >= TEXT


@themes
def test_words_on_paper(theme: Theme) -> None:
    for color in (theme.ink, theme.muted, theme.good, theme.bad):
        assert contrast(color, theme.paper) >= TEXT


@themes
@pytest.mark.parametrize("family", Family)
def test_outlines_stand_out_from_the_paper(theme: Theme, family: Family) -> None:
    assert contrast(theme.families[family].edge, theme.paper) >= SHAPE


@themes
@pytest.mark.parametrize("family", Family)
def test_the_hatching_is_seen(theme: Theme, family: Family) -> None:
    """It says custom beside the mark, so it need not carry the meaning alone."""
    shades = theme.families[family]
    assert contrast(shades.hatch, shades.tint) >= 1.3


RED_GREEN_BLIND = {
    # Viénot, Brettel and Mollon 1999, on linear light.
    "protanopia": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deuteranopia": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


@pytest.mark.parametrize("matrix", RED_GREEN_BLIND.values(), ids=RED_GREEN_BLIND)
def test_families_stay_apart_for_the_colour_blind(matrix: tuple[tuple[float, ...], ...]) -> None:
    def seen(color: str) -> tuple[float, ...]:
        linear = [(channel / 255) ** 2.2 for channel in channels(color)]
        mixed = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in matrix]
        return tuple(max(value, 0) ** (1 / 2.2) * 255 for value in mixed)

    for one, other in combinations(HUES.values(), 2):
        difference = sum((a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)) ** 0.5
        assert difference > 25, (one, other)


def test_mixing() -> None:
    assert mix("#ff0000", "#0000ff", 1) == "#ff0000"
    assert mix("#ff0000", "#0000ff", 0) == "#0000ff"
    assert mix("#ffffff", "#000000", 0.5) == "#808080"
