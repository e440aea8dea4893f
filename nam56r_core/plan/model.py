"""The plan: every layer of a recipe on one target, with its status and the reason.

Values only. Must not know how a plan is made, printed or turned into arguments.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from nam56r_core.diagnostics import Location
from nam56r_core.layers import LATENT_KINDS, Family, LayerKind, Status
from nam56r_core.plan.reasons import (
    LayerReason,
    MtpReason,
    MtpRefusal,
    PatternReason,
    Resolution,
)
from nam56r_core.targets.releases import Release
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import KNOWN, FirstNative, Targets


class Request(NamedTuple):
    """A character of the pattern with its family, and the kind that it and the recipe's settings
    make of it; None if they do not say."""

    letter: str
    family: Family
    kind: LayerKind | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a target makes of one kind of layer under one recipe.

    `symbol` is the Megatron symbol, None when blocked; `builds` the class behind a native symbol.
    `carrier_kind` is what the symbol of a custom layer stands for to the target, which configures
    itself for it whatever the stack spec builds.
    `native_since` is the first release that builds the kind natively, where one does; `beside` are
    the other kinds of the stack, which may keep a layer from being native: empty if it is.
    """

    letter: str
    family: Family
    kind: LayerKind | None
    status: Status
    reason: LayerReason
    symbol: str | None = None
    builds: str | None = None
    carrier_kind: LayerKind | None = None
    native_since: Release | None = None
    beside: tuple[LayerKind, ...] = ()

    @property
    def request(self) -> Request:
        """What the verdict answers."""
        return Request(self.letter, self.family, self.kind)


class Layer(NamedTuple):
    """One expanded letter. `index` and `family_rank` count from 0, `layer_number` from 1.

    `letter_number` counts the authored letters from 1. `pipeline_rank` and `virtual_stage` count
    from 0 and are None when the stack cannot be cut as the recipe asks. A named tuple because a
    plan has many, and is made anew with every letter that is typed.
    """

    index: int  # type: ignore[assignment]
    letter: str
    letter_number: int
    location: Location
    family: Family
    family_rank: int
    verdict: Verdict
    features: tuple[str, ...]
    pipeline_rank: int | None
    virtual_stage: int | None

    @property
    def layer_number(self) -> int:
        return self.index + 1

    @property
    def status(self) -> Status:
        return self.verdict.status


class PipelineFault(Enum):
    """Why a stack cannot be cut into the stages that a recipe asks for."""

    NOT_DIVISIBLE = "layers not divisible"
    SEGMENTS_NOT_A_MULTIPLE = "segments not a multiple of the pipeline size"
    SEGMENTS_DISAGREE = "segments and virtual stages disagree"
    NO_VIRTUAL_STAGES = "the target has no virtual stages"
    UNEVEN_BREAKS = "the target splits evenly only"
    EMPTY_SEGMENT = "empty segment"
    UNEVEN_WITH_BREAKS = "first/last layers beside stage breaks"
    UNEVEN_IGNORED = "the target ignores first/last layers"
    VIRTUAL_WITHOUT_PIPELINE = "virtual stages on one pipeline rank"
    UNEVEN_IMPOSSIBLE = "first/last layers leave no even rest"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """How the stack is cut: `segments` are the layers of each segment in stack order.

    Segment `i` runs on pipeline rank `i % size` as virtual stage `i // size`. `written` tells
    whether the segments appear as `|` in the target's pattern. With a `fault`, `segments` is empty.
    """

    size: int
    virtual_size: int
    segments: tuple[int, ...]
    written: bool
    fault: PipelineFault | None = None


@dataclass(frozen=True, slots=True)
class MtpPlan:
    """Multi-token prediction: `depths` parts of `pattern` after the main stack.

    `built` is False where the target accepts the flag and builds nothing. `refused` says why the
    target would not take the parts, None if it does. `kinds` are what a built part consists of.
    """

    depths: int
    pattern: str
    built: bool
    reason: MtpReason
    refused: MtpRefusal | None = None
    kinds: tuple[LayerKind, ...] = ()


class SeamPoint(Enum):
    """Where in the run the author's code is plugged in."""

    STACK_SPEC = "stack spec"
    EMBEDDING = "embedding"
    LAYER_PATCH = "layer patch"
    DATA_PATH = "data path"


@dataclass(frozen=True, slots=True)
class Seam:
    """A named place where the author's own code is needed.

    `needs` are the recipe keys that declare it; `missing` those of them that are absent. `layers`
    are layer indices from 0. `resolutions` are the ways to resolve it,
    none for one that declared code provides; `provided_by` names the
    declared code.
    """

    name: str
    title: str
    point: SeamPoint
    letters: tuple[str, ...]
    layers: tuple[int, ...]
    needs: tuple[str, ...]
    missing: tuple[str, ...]
    location: Location
    resolutions: tuple[Resolution, ...]
    carrier: str | None = None
    provided_by: str | None = None
    native_since: Release | None = None

    @property
    def declared(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Placement:
    """A feature on layers: the authored indices, and those that do not fit.

    `beyond` lie past the last layer, `misplaced` on a family that the feature does not belong to.
    """

    feature: str
    families: tuple[Family, ...]
    indices: tuple[int, ...]
    beyond: tuple[int, ...]
    misplaced: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """The whole translation of a recipe for one target (None: no target is known).

    `verdicts` are those of the layers, each once, in the order of the stack.
    `translated_pattern` shows what each layer is to the target, custom letters still visible;
    `hybrid_layer_pattern` is what Megatron would be given, None when `withheld` says why.
    `targets` are those among which a layer may be native later.
    """

    name: str | None
    target: Target | None
    pattern: str
    depth: int | None
    layers: tuple[Layer, ...]
    verdicts: tuple[Verdict, ...]
    pipeline: Pipeline
    mtp: MtpPlan
    seams: tuple[Seam, ...]
    placements: tuple[Placement, ...]
    translated_pattern: str
    hybrid_layer_pattern: str | None
    withheld: PatternReason | None
    targets: Targets = field(default=KNOWN, repr=False, compare=False)

    @property
    def target_name(self) -> str | None:
        return self.target.name if self.target else None

    def native_later(self, verdict: Verdict) -> FirstNative | None:
        """The first later target in which a custom or blocked kind is native beside the other
        kinds of the stack. None for a native layer.

        For messages only: a verdict is made from the catalog of its own target.
        """
        if verdict.status is Status.NATIVE or verdict.native_since is None:
            return None
        if self.target is None or verdict.kind is None:
            return None
        return self.targets.first_native(verdict.kind, verdict.beside, self.target)

    def counts(self) -> dict[str, int]:
        """Layers per letter, in the order in which the letters first appear."""
        found: dict[str, int] = {}
        for layer in self.layers:
            found[layer.letter] = found.get(layer.letter, 0) + 1
        return found

    def status_counts(self) -> dict[str, int]:
        """Layers per status, every status named."""
        found = {status.value: 0 for status in Status}
        for layer in self.layers:
            found[layer.status.value] += 1
        return found

    def layers_of(self, letter_number: int) -> tuple[Layer, ...]:
        """The layers that one authored letter (counted from 1) becomes."""
        return self._by_letter.get(letter_number, ())

    @cached_property
    def _by_letter(self) -> dict[int, tuple[Layer, ...]]:
        found: dict[int, list[Layer]] = {}
        for layer in self.layers:
            found.setdefault(layer.letter_number, []).append(layer)
        return {number: tuple(layers) for number, layers in found.items()}

    @cached_property
    def native_kinds(self) -> frozenset[LayerKind]:
        """What the target builds or configures itself for: native layers, the symbols that carry
        custom ones, and MTP parts."""
        carriers = {verdict.carrier_kind for verdict in self.verdicts}
        return self.own_kinds.union(kind for kind in carriers if kind is not None)

    @cached_property
    def own_kinds(self) -> frozenset[LayerKind]:
        """What is built by the target's own modules: native layers and MTP parts. Behind a carrier
        the author's stack spec puts another one."""
        native = {verdict.kind for verdict in self.verdicts if verdict.status is Status.NATIVE}
        return frozenset(self.mtp.kinds).union(kind for kind in native if kind is not None)

    @cached_property
    def built_kinds(self) -> frozenset[LayerKind]:
        """What native and custom layers and MTP parts are, whatever symbol they stand on."""
        kinds = (verdict.kind for verdict in self.verdicts if verdict.status is not Status.BLOCKED)
        return frozenset(self.mtp.kinds).union(kind for kind in kinds if kind is not None)

    @cached_property
    def families(self) -> frozenset[Family]:
        """The families that the stack asks for."""
        return frozenset(verdict.family for verdict in self.verdicts)

    @property
    def has_experts(self) -> bool:
        """Whether experts are asked for, in the stack or in an MTP part."""
        return LayerKind.MOE in self.mtp.kinds or Family.MOE in self.families

    @property
    def is_latent(self) -> bool:
        """Whether the configuration says MLA: because of a layer that can be built, on whatever
        symbol, or because of an MTP part."""
        return not LATENT_KINDS.isdisjoint(self.built_kinds)

    @property
    def requires_custom_mamba3(self) -> bool:
        return any(verdict.kind is LayerKind.MAMBA3 for verdict in self.verdicts)

    @property
    def requires_custom_m2rnn(self) -> bool:
        return any(verdict.kind is LayerKind.M2RNN for verdict in self.verdicts)

    @property
    def is_fully_native(self) -> bool:
        """Every layer native, no seam of any kind, and the MTP built if there is one."""
        return (
            bool(self.layers)
            and all(verdict.status is Status.NATIVE for verdict in self.verdicts)
            and not self.seams
            and (self.mtp.depths == 0 or self.mtp.built)
        )
