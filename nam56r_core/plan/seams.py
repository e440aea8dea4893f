"""Seams: every place where the author's own code is needed, declared or not.

Must not know how a seam is shown or which findings it leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nam56r_core.layers import LayerKind, Status
from nam56r_core.plan.features import FEATURES, requested
from nam56r_core.plan.model import Layer, Placement, Seam, SeamPoint
from nam56r_core.plan.reasons import ChooseCarrier, Declare, DropFeature, Resolution, Retarget
from nam56r_core.plan.status import (
    KIND_TITLE,
    carrier_of,
    missing_keys,
    needed_keys,
    stack_spec,
)
from nam56r_core.recipe.model import Recipe
from nam56r_core.recipe.origins import Origins
from nam56r_core.targets.releases import Release
from nam56r_core.targets.target import Target

SEAM_NAME: dict[LayerKind, str] = {
    LayerKind.SELF_ATTENTION: "attention",
    LayerKind.MLA: "mla",
    LayerKind.SPARSE_ATTENTION: "dsa",
    LayerKind.MAMBA3: "mamba3",
    LayerKind.M2RNN: "m2rnn",
    LayerKind.GATED_DELTA_NET: "gated_delta_net",
}
"""Kinds of layer that the author's code can stand in for. Experts are missing on purpose: where
they have no symbol, they also exclude a stack spec."""


def find_seams(
    layers: Sequence[Layer],
    placements: Iterable[Placement],
    recipe: Recipe,
    origins: Origins,
    target: Target | None,
) -> tuple[Seam, ...]:
    """Layer seams in stack order, then feature seams in the schema's order."""
    return (
        *_layer_seams(layers, recipe, target),
        *_feature_seams(placements, recipe, origins),
    )


def _layer_seams(layers: Sequence[Layer], recipe: Recipe, target: Target | None) -> Iterable[Seam]:
    if target is None:
        return
    by_kind: dict[LayerKind, list[Layer]] = {}
    for layer in layers:
        verdict = layer.verdict
        if verdict.status is not Status.NATIVE and verdict.kind in SEAM_NAME:
            by_kind.setdefault(verdict.kind, []).append(layer)
    spec = stack_spec(recipe)
    for kind, found in by_kind.items():
        first = found[0]
        family = first.family
        missing = missing_keys(family, kind, recipe)
        custom = first.status is Status.CUSTOM
        since = first.verdict.native_since
        yield Seam(
            name=SEAM_NAME[kind],
            title=KIND_TITLE[kind],
            point=SeamPoint.STACK_SPEC,
            letters=tuple(dict.fromkeys(layer.letter for layer in found)),
            layers=tuple(layer.index for layer in found),
            needs=needed_keys(family, kind),
            missing=missing,
            location=first.location,
            resolutions=tuple(_layer_resolutions(missing, since, target, first)),
            carrier=first.verdict.symbol if custom else carrier_of(family, recipe),
            provided_by=str(spec) if spec else None,
            native_since=since,
        )


def _layer_resolutions(
    missing: tuple[str, ...], since: Release | None, target: Target, layer: Layer
) -> Iterator[Resolution]:
    if missing:
        yield Declare(missing)
    elif layer.status is Status.BLOCKED:
        yield ChooseCarrier()
    if since is not None and not target.descends_from(since):
        yield Retarget(since)


def _present(placement: Placement) -> tuple[int, ...]:
    """The layers of the stack that a feature is on, each once."""
    beyond = set(placement.beyond)
    return tuple(dict.fromkeys(i for i in placement.indices if i not in beyond))


def _feature_seams(
    placements: Iterable[Placement], recipe: Recipe, origins: Origins
) -> Iterable[Seam]:
    placed = {placement.feature: placement for placement in placements}
    hooks = recipe.seams.hooks if recipe.seams else None
    for feature in FEATURES:
        if not requested(recipe.features, feature):
            continue
        hook: str | None = getattr(hooks, feature.name, None) if hooks else None
        needed = f"seams.hooks.{feature.name}"
        placement = placed.get(feature.name)
        yield Seam(
            name=feature.name,
            title=feature.title,
            point=feature.point,
            letters=(),
            layers=_present(placement) if placement else (),
            needs=(needed,),
            missing=() if hook else (needed,),
            location=origins.key(("features", feature.name)),
            resolutions=() if hook else (Declare((needed,)), DropFeature(feature.name)),
            provided_by=hook,
        )
