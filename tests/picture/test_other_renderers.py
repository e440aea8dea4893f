"""Pictures in programs that know no CSS variables, such as resvg (and CairoSVG)."""

from __future__ import annotations

import io

import pytest
import resvg_py
from PIL import Image

from nam56r_core.picture.compare_picture import compare_picture
from nam56r_core.picture.palette import LIGHT
from nam56r_core.picture.plan_picture import plan_picture
from nam56r_core.picture.style import THEMES
from support.examples import EXAMPLES, analyse_example

FLAGSHIP = next(path for path in EXAMPLES if path.name == "nam56r-runnable.nam56r.yaml")


def _hex(color: object) -> str:
    assert isinstance(color, tuple)
    return "#" + "".join(f"{channel:02x}" for channel in color)


def colors_of(svg: str) -> dict[str, int]:
    """How many pixels have each colour, as `#rrggbb`."""
    picture = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))).convert("RGB")
    counted = picture.getcolors(picture.width * picture.height) or []
    return {_hex(color): count for count, color in counted}


@pytest.mark.parametrize("theme", THEMES)
def test_a_plan_has_its_colours(theme: str) -> None:
    found = colors_of(plan_picture(analyse_example(FLAGSHIP), theme))
    paper = max(found, key=lambda color: found[color])
    assert paper == ("#0d1117" if theme == "dark" else LIGHT.paper)
    for shades in LIGHT.families.values():
        if shades.solid in ("#56b4e9", "#e69f00"):  # the families that are native here
            assert found.get(shades.solid, 0) > 1000


def test_a_comparison_has_its_colours() -> None:
    old = analyse_example(FLAGSHIP, "core_v0.18.2")
    found = colors_of(compare_picture(old, analyse_example(FLAGSHIP), "auto"))
    assert max(found, key=lambda color: found[color]) == LIGHT.paper
