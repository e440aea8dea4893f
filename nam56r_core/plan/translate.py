"""From a recipe and a target to the plan: the pieces of this package put together.

Must not know flags or arguments.
"""

from __future__ import annotations

from collections.abc import Sequence

from nam56r_core.layers import LETTER_FAMILY, LETTER_OF, Family, Status
from nam56r_core.plan.expand import expand
from nam56r_core.plan.features import place
from nam56r_core.plan.model import Layer, MtpPlan, Pipeline, Placement, Plan
from nam56r_core.plan.mtp import plan_mtp, suffix
from nam56r_core.plan.pipeline import cut, stage_mark, stage_of
from nam56r_core.plan.seams import find_seams
from nam56r_core.plan.status import judge, kind_of
from nam56r_core.recipe.model import Parallel, Recipe
from nam56r_core.recipe.origins import Origins
from nam56r_core.syntax.pattern import AuthoredLetter, AuthoredPattern
from nam56r_core.targets.catalog import Catalog
from nam56r_core.words import counted


def translate(
    recipe: Recipe, pattern: AuthoredPattern | None, origins: Origins, catalog: Catalog | None
) -> Plan:
    """The plan of a recipe, whatever is wrong with it.

    Without a depth the letters are taken once, so that their status can be shown.
    """
    slots: Sequence[AuthoredLetter] = ()
    if pattern is not None:
        slots = expand(pattern, recipe.depth or len(pattern.letters)).slots
    families = [LETTER_FAMILY.get(slot.text, Family.UNKNOWN) for slot in slots]
    placements = place(recipe, families)
    pipeline = _pipeline(recipe, pattern, len(slots), catalog)
    mtp = plan_mtp(recipe, catalog)
    layers = _layers(slots, families, placements, recipe, catalog, pipeline)
    withheld = _withheld(layers, pipeline, mtp)
    stages, parts = stage_mark(catalog), suffix(mtp, catalog)
    return Plan(
        name=recipe.name,
        target=catalog.tag if catalog else None,
        pattern=pattern.text if pattern else "",
        depth=recipe.depth,
        layers=layers,
        pipeline=pipeline,
        mtp=mtp,
        seams=find_seams(layers, placements, recipe, origins, catalog),
        placements=placements,
        translated_pattern=_joined([_visible(layer) for layer in layers], pipeline, stages) + parts,
        hybrid_layer_pattern=None
        if withheld
        else _joined([layer.verdict.symbol or "" for layer in layers], pipeline, stages)
        + (parts if mtp.built else ""),
        withheld=withheld,
    )


def _pipeline(
    recipe: Recipe, pattern: AuthoredPattern | None, depth: int, catalog: Catalog | None
) -> Pipeline:
    parallel = recipe.parallel or Parallel()
    if pattern is None or not pattern.letters:
        size = parallel.pipeline_model_parallel_size or 1
        return Pipeline(size, parallel.num_virtual_stages_per_pipeline_rank or 1, (), False)
    return cut(pattern, depth, parallel, catalog)


def _layers(
    slots: Sequence[AuthoredLetter],
    families: Sequence[Family],
    placements: Sequence[Placement],
    recipe: Recipe,
    catalog: Catalog | None,
    pipeline: Pipeline,
) -> tuple[Layer, ...]:
    ranks = _family_ranks(families)
    kinds = [kind_of(slot.text, rank, recipe) for slot, rank in zip(slots, ranks, strict=True)]
    requests = [(slot.text, kind) for slot, kind in zip(slots, kinds, strict=True)]
    verdicts = judge(requests, recipe, catalog)
    features = _features_by_layer(placements, len(slots))
    stages: list[tuple[int | None, int | None]] = list(stage_of(pipeline)[: len(slots)])
    stages += [(None, None)] * (len(slots) - len(stages))
    return tuple(
        [
            Layer(
                index,
                slot.text,
                slot.letter_number,
                slot.location,
                family,
                rank,
                verdicts[request],
                named,
                *stage,
            )
            for index, (slot, family, rank, request, named, stage) in enumerate(
                zip(slots, families, ranks, requests, features, stages, strict=True)
            )
        ]
    )


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


def _visible(layer: Layer) -> str:
    """The symbol of a native layer; of any other the letter of its kind, so that a seam stays in
    sight.

    Gated DeltaNet shows as `G` even where it was written `D`: in Megatron's alphabet `D` would
    read as sparse attention.
    """
    if layer.status is Status.NATIVE and layer.verdict.symbol:
        return layer.verdict.symbol
    kind = layer.verdict.kind
    return layer.letter if kind is None else LETTER_OF[kind]


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


def _withheld(layers: Sequence[Layer], pipeline: Pipeline, mtp: MtpPlan) -> str | None:
    """Why Megatron is given no pattern, None if it may be given one."""
    if not layers:
        return "there is no layer"
    blocked = [layer for layer in layers if layer.status is Status.BLOCKED]
    if blocked:
        letters = ", ".join(f"`{letter}`" for letter in dict.fromkeys(b.letter for b in blocked))
        are = "is" if len(blocked) == 1 else "are"
        return f"{len(blocked)} of {counted(len(layers), 'layer')} {are} blocked ({letters})"
    if pipeline.fault is not None:
        return "the stack cannot be cut into the pipeline stages that are asked for"
    if mtp.refused is not None:
        return f"the target would not build the MTP part: {mtp.refused}"
    if mtp.depths and not mtp.built:
        return mtp.reason
    return None
