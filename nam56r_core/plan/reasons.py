"""Why a plan is as it is, as values: why a layer has its status, why MTP parts are or are not
built, why there is no pattern.

Equal reasons are the same reason; none contains the target, so that plans for two releases can be
compared. `messages` puts them into words. Must not know any words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from nam56r_core.layers import LayerKind
from nam56r_core.targets.releases import Release


class DeclaredSpec(NamedTuple):
    """The author's stack spec, as `--spec` takes it."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module} {self.name}"


@dataclass(frozen=True)
class NoTarget:
    """No known target is chosen."""


@dataclass(frozen=True)
class NoExperts:
    """The recipe has no number of experts."""


@dataclass(frozen=True)
class MixerNotChosen:
    """The recipe does not say which Mamba its layers are."""


@dataclass(frozen=True)
class NotALetter:
    """A character that names no layer."""

    char: str


@dataclass(frozen=True)
class OwnSymbol:
    """The target builds the kind from a symbol of its own."""

    kind: LayerKind
    symbol: str


@dataclass(frozen=True)
class NoSymbol:
    """The target has no symbol for the kind, and no seam can provide it."""

    kind: LayerKind


@dataclass(frozen=True)
class NotDeclared:
    """The target has no symbol for the kind, and the keys that declare a seam are missing."""

    kind: LayerKind
    keys: tuple[str, ...]


@dataclass(frozen=True)
class CarrierWithoutSymbol:
    """The declared carrier is no symbol of the target either."""

    kind: LayerKind
    carrier: str


@dataclass(frozen=True)
class CarrierWithoutExperts:
    """The declared carrier builds experts, and the recipe has no number of them."""

    kind: LayerKind
    carrier: str


@dataclass(frozen=True)
class RidesOn:
    """The layer is built from the symbol of its carrier, through the declared stack spec."""

    kind: LayerKind
    carrier: str
    spec: DeclaredSpec


@dataclass(frozen=True)
class Exclusive:
    """Two symbols that may not share a model."""

    one: str
    other: str


@dataclass(frozen=True)
class ExclusiveInPart:
    """Two symbols that may not share a part of a pattern."""

    one: str
    other: str


@dataclass(frozen=True)
class AllRideOn:
    """All attention rides on one carrier, because two symbols may not share a model."""

    exclusive: Exclusive
    carrier: str
    spec: DeclaredSpec


LayerReason = (
    NoTarget
    | NoExperts
    | MixerNotChosen
    | NotALetter
    | OwnSymbol
    | NoSymbol
    | NotDeclared
    | CarrierWithoutSymbol
    | CarrierWithoutExperts
    | RidesOn
    | Exclusive
    | AllRideOn
)
"""Why a layer is native, custom or blocked."""


@dataclass(frozen=True)
class MtpNotAsked:
    """The recipe asks for no multi-token prediction."""


@dataclass(frozen=True)
class MtpWithoutDepths:
    """The `mtp` section has no number of depths."""


@dataclass(frozen=True)
class MtpNeverBuilt:
    """The target accepts the number of depths and builds nothing for a hybrid stack."""


@dataclass(frozen=True)
class MtpParts:
    """One part of the pattern per depth: the separator and its symbols."""

    separator: str
    symbols: str


MtpReason = NoTarget | MtpNotAsked | MtpWithoutDepths | MtpNeverBuilt | MtpParts
"""Why MTP parts are built or not."""


@dataclass(frozen=True)
class UnknownSymbol:
    """A character of an MTP part that is no symbol of the target."""

    char: str


@dataclass(frozen=True)
class SymbolNeedsExperts:
    """A symbol of an MTP part that builds experts, and the recipe has no number of them."""

    char: str


MtpRefusal = UnknownSymbol | SymbolNeedsExperts | ExclusiveInPart
"""Why a target would refuse MTP parts."""


@dataclass(frozen=True)
class NoLayers:
    """There is no layer."""


@dataclass(frozen=True)
class LayersBlocked:
    """So many of the layers are blocked, those of some letters."""

    count: int
    total: int
    letters: tuple[str, ...]


@dataclass(frozen=True)
class SuffixWritten:
    """The pattern ends in parts, which `mtp` declares."""

    text: str


@dataclass(frozen=True)
class NoSuchCut:
    """The stack cannot be cut into the pipeline stages that are asked for."""


@dataclass(frozen=True)
class MtpRefused:
    """The target would refuse the MTP parts."""

    why: MtpRefusal


PatternReason = NoLayers | LayersBlocked | SuffixWritten | NoSuchCut | MtpRefused | MtpReason
"""Why Megatron is given no pattern."""


@dataclass(frozen=True)
class Refusal:
    """Why a recipe is not runnable: it has no pattern, errors, or both."""

    pattern: PatternReason | None
    errors: int


Reason = LayerReason | MtpRefusal | PatternReason
"""Any of them."""


@dataclass(frozen=True)
class Declare:
    """A seam is resolved by declaring keys."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class ChooseCarrier:
    """A seam is resolved by a carrier that the target builds beside the other symbols."""


@dataclass(frozen=True)
class Retarget:
    """A seam is resolved by the first release that builds it natively."""

    release: Release


@dataclass(frozen=True)
class DropFeature:
    """A seam is resolved by removing the feature that needs it."""

    feature: str


Resolution = Declare | ChooseCarrier | Retarget | DropFeature
"""One way to resolve a seam."""
