"""What differs between two analysed recipes, as values.

Every list has a fixed order, so equal inputs give equal output. Must not know how a difference is
found, worded or drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from nam56r_core.diagnostics import Diagnostic
from nam56r_core.export.bundle import Withheld
from nam56r_core.layers import Family, LayerKind, Status
from nam56r_core.plan.model import Layer, Seam
from nam56r_core.plan.reasons import Refusal
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import FirstNative


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what it is, and how it stands.

    `target` is None without a known target. `refusal` says why
    it is not runnable, None if it is.
    """

    name: str | None
    target: Target | None
    refusal: Refusal | None
    fully_native: bool
    layer_count: int
    status_counts: Mapping[str, int]

    @property
    def runnable(self) -> bool:
        return self.refusal is None


@dataclass(frozen=True, slots=True)
class LayerState:
    """What a comparison looks at in a layer; two layers with equal states are the same.

    `native_later` depends on the target alone, and changes nothing in the layer.
    """

    letter: str
    family: Family
    kind: LayerKind | None
    status: Status
    symbol: str | None
    builds: str | None
    features: tuple[str, ...]
    native_later: FirstNative | None = field(compare=False)


@dataclass(frozen=True, slots=True)
class LayerChange:
    """The layers at one index (from 0) that are not the same; None where a stack ends before."""

    index: int
    old: LayerState | None
    new: LayerState | None

    @property
    def layer_number(self) -> int:
        return self.index + 1


class SeamStep(Enum):
    """How a seam changes: `NEEDED` and `GONE` if only one side has it."""

    NEEDED = "needed"
    GONE = "gone"
    DECLARED = "declared"
    OPEN = "open again"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class SeamChange:
    """One seam that is not the same on both sides."""

    name: str
    step: SeamStep
    old: Seam | None
    new: Seam | None


@dataclass(frozen=True, slots=True)
class ArgChange:
    """One option: its tokens before and after, None where it is not emitted."""

    option: str
    old: tuple[str, ...] | None
    new: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class WithheldChange:
    """One setting that is withheld on one side only, for another reason, with other values, or
    under another option."""

    old: Withheld | None
    new: Withheld | None


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One named value in words, before and after; None where a side has none."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class FindingChange:
    """One finding that both sides have, with other facts: another number, other layers."""

    old: Diagnostic
    new: Diagnostic


@dataclass(frozen=True, slots=True)
class Pending:
    """Layers of the new side that are not native there, and the release that builds them."""

    letter: str
    kind: LayerKind
    count: int
    native_later: FirstNative


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between `old` and `new`.

    `values` are what is true of the whole (patterns, pipeline, MTP, entry script, environment).
    `appeared` are findings of `new` that `old` does not have, `disappeared` the reverse,
    `changed` those of both that rest on other facts.
    `pending` is no difference: it is what a still later release would change.
    """

    old: Side
    new: Side
    layers: tuple[LayerChange, ...]
    seams: tuple[SeamChange, ...]
    values: tuple[ValueChange, ...]
    args: tuple[ArgChange, ...]
    withheld: tuple[WithheldChange, ...]
    notes_added: tuple[str, ...]
    notes_removed: tuple[str, ...]
    appeared: tuple[Diagnostic, ...]
    disappeared: tuple[Diagnostic, ...]
    changed: tuple[FindingChange, ...]
    pending: tuple[Pending, ...]

    @property
    def same(self) -> bool:
        """Whether both make the same run, names and releases aside."""
        return (self.old.runnable, self.old.fully_native) == (
            self.new.runnable,
            self.new.fully_native,
        ) and not any(
            (
                *(self.layers, self.seams, self.values, self.args, self.withheld),
                *(self.notes_added, self.notes_removed),
                *(self.appeared, self.disappeared, self.changed),
            )
        )


def state_of(layer: Layer, native_later: FirstNative | None) -> LayerState:
    """The part of a layer that is compared."""
    verdict = layer.verdict
    return LayerState(
        layer.letter,
        layer.family,
        verdict.kind,
        layer.status,
        verdict.symbol,
        verdict.builds,
        layer.features,
        native_later,
    )
