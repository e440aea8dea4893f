"""When a layer that a target does not build by itself becomes native, for messages only.

No status depends on it: the verdict on a layer is made from the catalog of its own target.
"""

from __future__ import annotations

from dataclasses import dataclass

from nam56r_core.layers import LETTER_OF, Status
from nam56r_core.plan.model import Verdict
from nam56r_core.targets.catalog import Catalog, Symbol
from nam56r_core.targets.releases import RELEASES, Release, find_release, load


@dataclass(frozen=True, slots=True)
class FirstNative:
    """A later release that builds a kind of layer from its own `symbol`."""

    release: Release
    symbol: str

    def __str__(self) -> str:
        return f"native from {self.release.name} (`{self.symbol}`)"


def first_native(verdict: Verdict, target: str | None) -> FirstNative | None:
    """The first release after `target` in which a custom or blocked kind is native, together with
    the kinds beside it.

    None for a native layer, for a kind that no release builds, and where the target could build
    it, so that something else keeps the layer from it (the reason says what).
    """
    since = verdict.native_since
    if verdict.status is Status.NATIVE or since is None or target is None or verdict.kind is None:
        return None
    current = find_release(target)
    if not isinstance(current, Release) or _symbol(verdict, load(current)) is not None:
        return None
    for release in RELEASES:
        symbol = _symbol(verdict, load(release)) if release > current else None
        if symbol is not None:
            return FirstNative(release, symbol.char)
    return None


def _symbol(verdict: Verdict, catalog: Catalog) -> Symbol | None:
    """The symbol from which a release would build a kind beside the others of its stack."""
    assert verdict.kind is not None
    symbol = catalog.symbol_for(verdict.kind)
    if symbol is None:
        return None
    for kind in verdict.beside:
        other = catalog.symbol_for(kind)
        if other is None and LETTER_OF.get(kind) == LETTER_OF.get(verdict.kind):
            return None  # all layers of a letter then ride on its carrier
        if other is not None and catalog.excludes(symbol.char, other.char):
            return None
    return symbol
