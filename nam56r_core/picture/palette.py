"""Colours of pictures: one hue per family of layers, light and dark.

The hues are those of Okabe and Ito, which people with any of the usual colour blindnesses tell
apart; a status is never said by colour alone. Every text colour has a contrast of at least 4.5 to
what it stands on, every outline at least 3 (WCAG 2, tested). Must not know SVG.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nam56r_core.layers import Family

HUES: Mapping[Family, str] = {
    Family.ATTENTION: "#56b4e9",
    Family.MOE: "#e69f00",
    Family.MLP: "#8f7fd8",
    Family.MAMBA: "#009e73",
    Family.RECURRENT_TAIL: "#cc79a7",
    Family.GATED_DELTA_NET: "#d55e00",
    Family.UNKNOWN: "#7f868e",
}

ON_HUE = "#0b0f14"
"""Text on a solid hue, in both themes."""


@dataclass(frozen=True, slots=True)
class Shades:
    """One family: `solid` under a native layer, `tint` and `hatch` under a custom one, `edge`
    around every one."""

    solid: str
    tint: str
    hatch: str
    edge: str


@dataclass(frozen=True, slots=True)
class Theme:
    """`paper` and `ink` with quieter steps between them; `good` and `bad` words on paper."""

    paper: str
    ink: str
    muted: str
    rule: str
    good: str
    bad: str
    families: Mapping[Family, Shades]

    def variables(self) -> dict[str, str]:
        """Every colour by the name of its CSS variable, without the leading dashes."""
        found = {
            "paper": self.paper,
            "ink": self.ink,
            "muted": self.muted,
            "rule": self.rule,
            "good": self.good,
            "bad": self.bad,
            "on-hue": ON_HUE,
        }
        for family, shades in self.families.items():
            name = css_name(family)
            found[f"{name}-solid"] = shades.solid
            found[f"{name}-tint"] = shades.tint
            found[f"{name}-hatch"] = shades.hatch
            found[f"{name}-edge"] = shades.edge
        return found


def css_name(family: Family) -> str:
    return family.value.replace("_", "-")


def mix(color: str, other: str, share: float) -> str:
    """`share` of a colour (from 0 to 1) in another, each written `#rrggbb`."""
    parts = zip(channels(color), channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)


def channels(color: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`, from 0 to 255."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _families(
    paper: str, ink: str, *, tint: float, hatch: float, edge: float
) -> dict[Family, Shades]:
    return {
        family: Shades(
            solid=hue,
            tint=mix(hue, paper, tint),
            hatch=mix(hue, paper, hatch),
            edge=mix(hue, ink, edge),
        )
        for family, hue in HUES.items()
    }


LIGHT = Theme(
    paper="#ffffff",
    ink="#1f2328",
    muted="#57606a",
    rule="#d0d7de",
    good="#116329",
    bad="#a40e26",
    families=_families("#ffffff", "#1f2328", tint=0.16, hatch=0.5, edge=0.6),
)

DARK = Theme(
    paper="#0d1117",
    ink="#e6edf3",
    muted="#9198a1",
    rule="#30363d",
    good="#56d364",
    bad="#ff7b72",
    families=_families("#0d1117", "#e6edf3", tint=0.16, hatch=0.4, edge=0.8),
)
