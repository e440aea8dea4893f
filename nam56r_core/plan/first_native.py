"""When a layer that a target does not build by itself becomes native, for messages only.

No status depends on it: the verdict on a layer is made from the catalog of its own target.
"""

from __future__ import annotations

from dataclasses import dataclass

from nam56r_core.layers import Status
from nam56r_core.plan.model import Verdict
from nam56r_core.targets.releases import Release, find_release, load


@dataclass(frozen=True, slots=True)
class FirstNative:
    """A later release that builds a kind of layer from its own `symbol`."""

    release: Release
    symbol: str

    def __str__(self) -> str:
        return f"native from {self.release.name} (`{self.symbol}`)"


def first_native(verdict: Verdict, target: str | None) -> FirstNative | None:
    """The first release after `target` in which a custom or blocked kind is native.

    None for a native layer, for a kind that no release builds, and where the target has the symbol
    already, so that something else keeps the layer from it (the reason says what).
    """
    since = verdict.native_since
    if verdict.status is Status.NATIVE or since is None or target is None or verdict.kind is None:
        return None
    current = find_release(target)
    if not isinstance(current, Release) or current >= since:
        return None
    symbol = load(since).symbol_for(verdict.kind)
    return FirstNative(since, symbol.char) if symbol is not None else None
