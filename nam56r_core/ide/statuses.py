"""The statuses of several layers as one: of all that an authored letter becomes, of a section.

Must not know where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nam56r_core.layers import Status
from nam56r_core.plan.model import Layer
from nam56r_core.plural import counted

_FROM_BEST = tuple(Status)


def worst(statuses: Iterable[Status]) -> Status | None:
    """What a person must know first: blocked before custom before native; None for nothing."""
    return max(statuses, key=_FROM_BEST.index, default=None)


def worst_of(layers: Iterable[Layer]) -> Status | None:
    return worst(layer.status for layer in layers)


def per_status(layers: Sequence[Layer]) -> list[tuple[int, Status]]:
    """How many layers have each status, the best first; statuses of no layer are left out."""
    found = [layer.status for layer in layers]
    return [(count, status) for status in Status if (count := found.count(status))]


def in_words(layers: Sequence[Layer]) -> str:
    """`5 layers, native` or `13 layers: 9 native, 4 blocked`."""
    many = counted(len(layers), "layer")
    parts = per_status(layers)
    if len(parts) == 1:
        return f"{many}, {parts[0][1].value}"
    return f"{many}: " + ", ".join(f"{count} {status.value}" for count, status in parts)
