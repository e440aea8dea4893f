"""Cutting the stack into pipeline segments, the way each release does it.

Up to 0.16 the stack is split evenly (0.16: or by first/last counts); from 0.17 it may be split by
`|` in the pattern, which is also the only way to virtual stages.
Must not know what a layer is.
"""

from __future__ import annotations

from itertools import pairwise

from nam56r_core.plan.model import Pipeline, PipelineFault
from nam56r_core.recipe.model import Parallel
from nam56r_core.syntax.pattern import STAGE_BREAK, AuthoredPattern
from nam56r_core.targets.judgments import UNEVEN_STAGES_IGNORED
from nam56r_core.targets.target import Target


def cut(
    pattern: AuthoredPattern, depth: int, parallel: Parallel, target: Target | None
) -> Pipeline:
    """The segments of a stack of `depth` layers, or the fault that forbids them."""
    size = parallel.pipeline_model_parallel_size or 1
    virtual = parallel.num_virtual_stages_per_pipeline_rank
    separator = target.catalog.pattern.stage_separator if target else STAGE_BREAK
    first = parallel.decoder_first_pipeline_num_layers
    last = parallel.decoder_last_pipeline_num_layers
    uneven = first is not None or last is not None

    def fault(kind: PipelineFault) -> Pipeline:
        return Pipeline(size, virtual or 1, (), False, kind)

    if pattern.breaks:
        segments = _authored(pattern)
        if 0 in segments:
            return fault(PipelineFault.EMPTY_SEGMENT)
        if len(segments) % size:
            return fault(PipelineFault.SEGMENTS_NOT_A_MULTIPLE)
        if virtual is not None and len(segments) != size * virtual:
            return fault(PipelineFault.SEGMENTS_DISAGREE)
        if uneven:
            return fault(PipelineFault.UNEVEN_WITH_BREAKS)
        if size == 1 and len(segments) > 1:
            return fault(PipelineFault.VIRTUAL_WITHOUT_PIPELINE)
        if separator is None:
            if len(segments) != size:
                return fault(PipelineFault.NO_VIRTUAL_STAGES)
            if len(set(segments)) > 1:
                return fault(PipelineFault.UNEVEN_BREAKS)
        return Pipeline(size, len(segments) // size, segments, separator is not None)

    if virtual is not None and virtual > 1:
        if separator is None:
            return fault(PipelineFault.NO_VIRTUAL_STAGES)
        if size == 1:
            return fault(PipelineFault.VIRTUAL_WITHOUT_PIPELINE)
        if uneven:
            return fault(PipelineFault.UNEVEN_WITH_BREAKS)
        if depth % (size * virtual):
            return fault(PipelineFault.NOT_DIVISIBLE)
        return Pipeline(size, virtual, (depth // (size * virtual),) * (size * virtual), True)

    if uneven:
        if target is not None and UNEVEN_STAGES_IGNORED.holds_for(target):
            return fault(PipelineFault.UNEVEN_IGNORED)
        segments = _first_last(depth, size, first, last)
        if not segments:
            return fault(PipelineFault.UNEVEN_IMPOSSIBLE)
        return Pipeline(size, 1, segments, False)
    if depth % size:
        return fault(PipelineFault.NOT_DIVISIBLE)
    return Pipeline(size, 1, (depth // size,) * size, False)


def _authored(pattern: AuthoredPattern) -> tuple[int, ...]:
    edges = [0, *(stage.letters_before for stage in pattern.breaks), len(pattern.letters)]
    return tuple(right - left for left, right in pairwise(edges))


def _first_last(depth: int, size: int, first: int | None, last: int | None) -> tuple[int, ...]:
    """Layers per rank with fixed ends and an even rest; empty if that does not come out."""
    middle = size - (first is not None) - (last is not None)
    rest = depth - (first or 0) - (last or 0)
    if size == 1 or middle < 0 or rest < 0 or (middle == 0 and rest) or (middle and rest % middle):
        return ()
    share = rest // middle if middle else 0
    if middle and share == 0:
        return ()
    head = (first,) if first is not None else ()
    tail = (last,) if last is not None else ()
    return (*head, *(share,) * middle, *tail)


def stage_mark(target: Target | None) -> str:
    """What parts the stages in a target's pattern; the authored break where nothing does."""
    separator = target.catalog.pattern.stage_separator if target else None
    return separator or STAGE_BREAK


def stage_of(pipeline: Pipeline) -> list[tuple[int, int]]:
    """(pipeline rank, virtual stage) of each layer in order; empty with a fault."""
    places: list[tuple[int, int]] = []
    for number, layers in enumerate(pipeline.segments):
        places += [(number % pipeline.size, number // pipeline.size)] * layers
    return places
