"""pipeline-split: a stack that cannot be cut into the stages that are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix, ReplaceText
from nam56r_core.diagnostics import Location, Severity
from nam56r_core.plan.model import PipelineFault
from nam56r_core.plural import counted
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import removal, retarget, set_to
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.releases import V0_16, V0_17

SIZE = ("parallel", "pipeline_model_parallel_size")
VIRTUAL = ("parallel", "num_virtual_stages_per_pipeline_rank")
COUNTS = (
    ("parallel", "decoder_first_pipeline_num_layers"),
    ("parallel", "decoder_last_pipeline_num_layers"),
)


def check(facts: Facts) -> Iterator[Finding]:
    pipeline = facts.plan.pipeline
    fault = pipeline.fault
    if fault is not None and not _rests_on_letters_in_doubt(fault, facts):
        where = _where(fault, facts)
        yield Finding(
            _message(fault, facts),
            where,
            fixes=tuple(_fixes(fault, where.location, facts)),
            identity=(fault.value,),
            evidence=(
                pipeline.size,
                pipeline.virtual_size,
                _segments(facts),
                len(facts.plan.layers),
            ),
        )


def _rests_on_letters_in_doubt(fault: PipelineFault, facts: Facts) -> bool:
    """Whether a fault lies in a number of layers that nobody has said yet: without a depth, or by
    letters that may have to go."""
    match fault:
        case PipelineFault.NOT_DIVISIBLE | PipelineFault.UNEVEN_IMPOSSIBLE:
            return facts.recipe.depth is None
        case PipelineFault.UNEVEN_BREAKS:
            return not facts.counts_layers
        case _:
            return False


def _message(fault: PipelineFault, facts: Facts) -> str:
    pipeline = facts.plan.pipeline
    depth, segments = len(facts.plan.layers), _segments(facts)
    stages = pipeline.size * pipeline.virtual_size
    counts = ticked(path[-1] for path in COUNTS if facts.written(path))
    release = facts.catalog.release if facts.catalog else "the target"
    match fault:
        case PipelineFault.NOT_DIVISIBLE:
            do = "does" if depth == 1 else "do"
            return (
                f"{counted(depth, 'layer')} {do} not divide into {stages} equal stages; change the "
                "depth or the pipeline size, or break the stages with `|`"
            )
        case PipelineFault.SEGMENTS_NOT_A_MULTIPLE:
            return (
                f"the pattern has {counted(segments, 'segment')}, which is no multiple of "
                f"`parallel.pipeline_model_parallel_size` ({pipeline.size}); add or remove `|`"
            )
        case PipelineFault.SEGMENTS_DISAGREE:
            return (
                f"the pattern has {counted(segments, 'segment')}, and "
                f"{counted(pipeline.size, 'rank')} × "
                f"{counted(pipeline.virtual_size, 'virtual stage')} make {stages}; make them "
                "agree, or remove `num_virtual_stages_per_pipeline_rank`"
            )
        case PipelineFault.NO_VIRTUAL_STAGES:
            return (
                f"{release} has no virtual pipeline stages for a hybrid stack; retarget to "
                f"{V0_17.tag} or later, or ask for one stage per rank"
            )
        case PipelineFault.UNEVEN_BREAKS:
            return (
                f"{release} splits a hybrid stack evenly and has no `|`; make the segments equal, "
                f"or retarget to {V0_17.tag} or later"
            )
        case PipelineFault.EMPTY_SEGMENT:
            return (
                "this stage break has no letter on one of its sides, which makes an empty stage; "
                "remove it, or add letters"
            )
        case PipelineFault.UNEVEN_WITH_BREAKS:
            return (
                f"{counts} cannot stand beside stage breaks, which virtual stages become as well; "
                "remove that: the breaks decide"
            )
        case PipelineFault.UNEVEN_IGNORED:
            return (
                f"{release} ignores {counts} in a hybrid stack and loses the layers that are left "
                f"over; remove that, or retarget to {V0_16.tag} or later"
            )
        case PipelineFault.VIRTUAL_WITHOUT_PIPELINE:
            return (
                "one pipeline rank cannot have several stages: every release refuses that; raise "
                f"`parallel.pipeline_model_parallel_size`, or remove {_several(facts)}"
            )
        case PipelineFault.UNEVEN_IMPOSSIBLE:
            return (
                f"with these first and last counts, the rest of the {counted(depth, 'layer')} does "
                f"not divide over the {pipeline.size} pipeline ranks; correct them"
            )


def _where(fault: PipelineFault, facts: Facts) -> KeyLocation:
    match fault:
        case PipelineFault.EMPTY_SEGMENT if facts.pattern:
            breaks = facts.pattern.breaks
            last = len(facts.pattern.letters)
            for left, right in zip((None, *breaks), (*breaks, None), strict=True):
                start = left.letters_before if left else 0
                end = right.letters_before if right else last
                if start == end:
                    return KeyLocation(("pattern",), (right or left or breaks[0]).location)
            return facts.value("pattern")
        case PipelineFault.SEGMENTS_NOT_A_MULTIPLE | PipelineFault.UNEVEN_BREAKS:
            return facts.value("pattern")
        case (
            PipelineFault.SEGMENTS_DISAGREE
            | PipelineFault.NO_VIRTUAL_STAGES
            | PipelineFault.VIRTUAL_WITHOUT_PIPELINE
        ):
            return facts.value(*VIRTUAL) if facts.written(VIRTUAL) else facts.value("pattern")
        case PipelineFault.NOT_DIVISIBLE:
            return facts.value(*SIZE)
        case _:
            return facts.key(*next(path for path in COUNTS if facts.written(path)))


def _fixes(fault: PipelineFault, where: Location, facts: Facts) -> Iterator[Fix]:
    pipeline, segments = facts.plan.pipeline, _segments(facts)
    virtual = facts.written(VIRTUAL)
    match fault:
        case PipelineFault.NOT_DIVISIBLE:
            depth, virtual_size = len(facts.plan.layers), pipeline.virtual_size
            fitting = (size for size in range(pipeline.size - 1, 1, -1))
            size = next((size for size in fitting if depth % (size * virtual_size) == 0), None)
            if size is not None:
                yield set_to(SIZE, size)
            yield set_to(("depth",), depth + -depth % (pipeline.size * virtual_size))
        case PipelineFault.SEGMENTS_NOT_A_MULTIPLE if not virtual:
            yield set_to(SIZE, segments)
        case PipelineFault.SEGMENTS_DISAGREE:
            yield set_to(VIRTUAL, segments // pipeline.size)
        case PipelineFault.NO_VIRTUAL_STAGES:
            yield from retarget(facts, V0_17.tag)
            if virtual and segments == 1:
                yield removal(facts, VIRTUAL)
        case PipelineFault.UNEVEN_BREAKS:
            yield from retarget(facts, V0_17.tag)
        case PipelineFault.EMPTY_SEGMENT if where.source is facts.origins.document:
            yield Fix("Remove this `|`", (ReplaceText(where.range, ""),))
        case PipelineFault.UNEVEN_WITH_BREAKS:
            yield _without_counts(facts)
        case PipelineFault.UNEVEN_IGNORED:
            yield from retarget(facts, V0_16.tag)
            if len(facts.plan.layers) % pipeline.size == 0:
                yield _without_counts(facts)
        case PipelineFault.VIRTUAL_WITHOUT_PIPELINE if virtual:
            yield removal(facts, VIRTUAL)
        case PipelineFault.VIRTUAL_WITHOUT_PIPELINE:
            yield set_to(SIZE, segments)
        case _:
            return


def _several(facts: Facts) -> str:
    """What asks for several stages on a rank: only what the recipe really says."""
    asked = ["the stage breaks"] if _segments(facts) > 1 else []
    if facts.written(VIRTUAL):
        asked.append(f"`{'.'.join(VIRTUAL)}`")
    return " and ".join(asked)


def _segments(facts: Facts) -> int:
    return len(facts.pattern.breaks) + 1 if facts.pattern else 1


def _without_counts(facts: Facts) -> Fix:
    found = [path for path in COUNTS if facts.written(path)]
    changes = [change for path in found for change in removal(facts, path).changes]
    return Fix(f"Remove {ticked('.'.join(path) for path in found)}", tuple(changes))


RULE = Rule(
    "pipeline-split",
    Severity.ERROR,
    "Stages that the stack cannot be cut into.",
    check,
    reports_absence=True,
)
