"""The style sheet of a picture: one theme, or both, of which the reader's preference picks one.

Where both themes are in the file, the colours are written twice. Plain colours come first, for
programs that know no CSS variables (CairoSVG, resvg). Rules with variables follow inside
`@supports`, which such programs skip; a page around the picture may set the variables. Must not
know what is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.layers import Family
from nam56r_core.picture.palette import DARK, LIGHT, css_name

THEMES = ("auto", "light", "dark")
"""`auto` follows `prefers-color-scheme`."""

_SANS = 'ui-sans-serif, system-ui, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif'
_MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace'

_COLORS: tuple[tuple[str, str, str], ...] = (
    (".paper", "fill", "paper"),
    (".frame", "stroke", "rule"),
    (".rule", "stroke", "rule"),
    (".span", "stroke", "muted"),
    (".ring", "stroke", "ink"),
    (".bar", "stroke", "ink"),
    ("text", "fill", "ink"),
    (".muted", "fill", "muted"),
    (".good", "fill", "good"),
    (".bad", "fill", "bad"),
    (".tag", "stroke", "muted"),
    (".mark, .layer", "color", "ink"),
    (".native", "color", "on-hue"),
    (".native text", "fill", "on-hue"),
    (".native .tagged", "fill", "ink"),
    (".blocked .box", "fill", "paper"),
    (".part .box", "stroke", "muted"),
    (".part.native .box", "fill", "paper"),
    (".part text", "fill", "ink"),
    (".part .hatch", "stroke", "rule"),
)
"""Selector, property and colour; what comes later wins."""

_SHAPES = """\
    .nam56r text { font-family: SANS; font-size: 13px; }
    .nam56r .mono, .nam56r .symbol { font-family: MONO; }
    .nam56r .name { font-size: 20px; font-weight: 650; }
    .nam56r .strong { font-weight: 650; }
    .nam56r .small { font-size: 12px; }
    .nam56r .tiny { font-size: 11px; }
    .nam56r .end { text-anchor: end; }
    .nam56r .letter, .nam56r .little, .nam56r .symbol, .nam56r .tagged { text-anchor: middle; }
    .nam56r .letter { font-size: 19px; font-weight: 650; }
    .nam56r .little { font-size: 10px; font-weight: 650; }
    .nam56r .symbol { font-size: 12px; }
    .nam56r .number { font-size: 9.5px; }
    .nam56r .tagged { font-size: 9px; }
    .nam56r .hatch, .nam56r .cross { fill: none; stroke-width: 1.5; }
    .nam56r .blocked .box { stroke-dasharray: 4 2.5; }
    .nam56r .rule, .nam56r .span, .nam56r .tag, .nam56r .bar { fill: none; }
    .nam56r .ring { fill: none; stroke-width: 2.5; }
    .nam56r .bar { stroke-width: 2; }
    .nam56r .line { fill: none; stroke: currentColor; stroke-width: 1.3; }
    .nam56r .fill { fill: currentColor; }
"""


def style_sheet(theme: str) -> str:
    """The text inside `style`; `theme` is one of `THEMES`."""
    shapes = _SHAPES.replace("SANS", _SANS).replace("MONO", _MONO)
    if theme == "auto":
        light, dark = _values(LIGHT.variables()), _values(DARK.variables())
        switch = (
            f"    .nam56r {{ {light} }}\n"
            f"    @media (prefers-color-scheme: dark) {{ .nam56r {{ {dark} }} }}\n"
        )
        variables = {name: f"var(--nam56r-{name})" for name in LIGHT.variables()}
        themed = "".join(f"  {rule}" for rule in _rules(variables))
        supported = f"    @supports (color: var(--nam56r-ink)) {{\n{themed}    }}\n"
        return "".join(_rules(LIGHT.variables())) + switch + supported + shapes
    colors = DARK if theme == "dark" else LIGHT
    return "".join(_rules(colors.variables())) + shapes


def _values(variables: dict[str, str]) -> str:
    return " ".join(f"--nam56r-{name}: {color};" for name, color in variables.items())


def _rules(colors: dict[str, str]) -> Iterator[str]:
    """A rule for each selector; `colors` gives the value behind the name of a colour."""
    for selectors, name, color in (*_COLORS, *_family_colors()):
        scoped = ", ".join(f".nam56r {selector}" for selector in selectors.split(", "))
        yield f"    {scoped} {{ {name}: {colors[color]}; }}\n"


def _family_colors() -> Iterator[tuple[str, str, str]]:
    for family in Family:
        name = css_name(family)
        yield f".{name} .box", "stroke", f"{name}-edge"
        yield f".{name}.native .box", "fill", f"{name}-solid"
        yield f".{name}.custom .box", "fill", f"{name}-tint"
        yield f".{name} .hatch", "stroke", f"{name}-hatch"
        yield f".{name} .cross", "stroke", f"{name}-edge"
