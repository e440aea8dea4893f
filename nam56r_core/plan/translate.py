"""From a recipe and a target to the plan: the pieces of this package put together.

Must not know flags or arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nam56r_core.alphabet import AUTHORED
from nam56r_core.layers import Family, Status
from nam56r_core.plan.expand import expand
from nam56r_core.plan.features import place
from nam56r_core.plan.model import Layer, MtpPlan, Pipeline, Placement, Plan, Verdict
from nam56r_core.plan.mtp import plan_mtp, suffix
from nam56r_core.plan.pipeline import cut, stage_mark, stage_of
from nam56r_core.plan.reasons import (
    LayersBlocked,
    MtpRefused,
    NoLayers,
    NoSuchCut,
    PatternReason,
    SuffixWritten,
)
from nam56r_core.plan.seams import find_seams
from nam56r_core.plan.status import judge, request
from nam56r_core.recipe.model import Parallel, Recipe
from nam56r_core.recipe.origins import Origins
from nam56r_core.syntax.pattern import AuthoredLetter, AuthoredPattern
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import KNOWN, Targets


def translate(
    recipe: Recipe,
    pattern: AuthoredPattern | None,
    origins: Origins,
    target: Target | None,
    targets: Targets = KNOWN,
) -> Plan:
    """The plan of a recipe, whatever is wrong with it.

    Without a depth the letters are taken once, so that their status can be shown. `targets` are
    those among which a layer may be native later.
    """
    slots: Sequence[AuthoredLetter] = ()
    if pattern is not None:
        slots = expand(pattern, recipe.depth or len(pattern.letters)).slots
    alphabet = pattern.alphabet if pattern is not None else AUTHORED
    families = [alphabet.family(slot.text) for slot in slots]
    ranks = _family_ranks(families)
    requests = [
        request(slot.text, rank, recipe, alphabet) for slot, rank in zip(slots, ranks, strict=True)
    ]
    verdicts = judge(requests, recipe, target)
    placements = place(recipe, families)
    pipeline = _pipeline(recipe, pattern, len(slots), target)
    mtp = plan_mtp(recipe, target)
    layers = tuple(
        map(
            Layer,
            range(len(slots)),
            [slot.text for slot in slots],
            [slot.letter_number for slot in slots],
            [slot.location for slot in slots],
            families,
            ranks,
            [verdicts[asked] for asked in requests],
            _features_by_layer(placements, len(slots)),
            *_stages(pipeline, len(slots)),
        )
    )
    withheld = _withheld(pattern, layers, verdicts.values(), pipeline, mtp)
    stages, parts = stage_mark(target), suffix(mtp, target)
    visible = {asked: _visible(verdict) for asked, verdict in verdicts.items()}
    return Plan(
        name=recipe.name,
        target=target,
        pattern=pattern.text if pattern else "",
        depth=recipe.depth,
        layers=layers,
        verdicts=tuple(verdicts.values()),
        pipeline=pipeline,
        mtp=mtp,
        seams=find_seams(layers, placements, recipe, origins, target),
        placements=placements,
        translated_pattern=_joined([visible[asked] for asked in requests], pipeline, stages)
        + parts,
        hybrid_layer_pattern=None
        if withheld
        else _joined([layer.verdict.symbol or "" for layer in layers], pipeline, stages)
        + (parts if mtp.built else ""),
        withheld=withheld,
        targets=targets,
    )


def _pipeline(
    recipe: Recipe, pattern: AuthoredPattern | None, depth: int, target: Target | None
) -> Pipeline:
    parallel = recipe.parallel or Parallel()
    if pattern is None or not pattern.letters:
        size = parallel.pipeline_model_parallel_size or 1
        return Pipeline(size, parallel.num_virtual_stages_per_pipeline_rank or 1, (), False)
    return cut(pattern, depth, parallel, target)


def _stages(pipeline: Pipeline, depth: int) -> tuple[list[int | None], list[int | None]]:
    """The pipeline rank and the virtual stage of each layer; None where the cut has none."""
    places = stage_of(pipeline)[:depth]
    nowhere = [None] * (depth - len(places))
    return [rank for rank, _ in places] + nowhere, [stage for _, stage in places] + nowhere


def _family_ranks(families: Sequence[Family]) -> list[int]:
    seen: dict[Family, int] = {}
    ranks = []
    for family in families:
        ranks.append(seen.get(family, 0))
        seen[family] = ranks[-1] + 1
    return ranks


def _features_by_layer(placements: Sequence[Placement], depth: int) -> list[tuple[str, ...]]:
    found: list[list[str]] = [[] for _ in range(depth)]
    for placement in placements:
        for index in dict.fromkeys(placement.indices):
            if index < depth:
                found[index].append(placement.feature)
    return [tuple(names) for names in found]


def _visible(verdict: Verdict) -> str:
    """The symbol of native layers; of any other the letter of its kind, so that a seam stays in
    sight.

    Gated DeltaNet shows as `G` even where it was written `D`: in Megatron's alphabet `D` would
    read as sparse attention.
    """
    if verdict.status is Status.NATIVE and verdict.symbol:
        return verdict.symbol
    if verdict.kind is None:
        return verdict.letter
    return AUTHORED.letters.get(verdict.kind, verdict.letter)


def _joined(symbols: Sequence[str], pipeline: Pipeline, separator: str) -> str:
    """The symbols in order, separated between segments where the target's pattern shows them."""
    if not pipeline.written:
        return "".join(symbols)
    parts = []
    start = 0
    for length in pipeline.segments:
        parts.append("".join(symbols[start : start + length]))
        start += length
    return separator.join(parts)


def _withheld(
    pattern: AuthoredPattern | None,
    layers: Sequence[Layer],
    verdicts: Iterable[Verdict],
    pipeline: Pipeline,
    mtp: MtpPlan,
) -> PatternReason | None:
    """Why Megatron is given no pattern, None if it may be given one."""
    if pattern is None or not layers:
        return NoLayers()
    if any(verdict.status is Status.BLOCKED for verdict in verdicts):
        blocked = [layer for layer in layers if layer.status is Status.BLOCKED]
        letters = tuple(dict.fromkeys(layer.letter for layer in blocked))
        return LayersBlocked(len(blocked), len(layers), letters)
    if pattern.suffix is not None:
        return SuffixWritten(pattern.suffix.text)
    if pipeline.fault is not None:
        return NoSuchCut()
    if mtp.refused is not None:
        return MtpRefused(mtp.refused)
    if mtp.depths and not mtp.built:
        return mtp.reason
    return None
