"""pipeline-split: a stack that cannot be cut into the stages that are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Location, Severity
from nam56r_core.plan.model import PipelineFault
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import plural
from nam56r_core.targets.releases import V0_17


def check(facts: Facts) -> Iterator[Finding]:
    fault = facts.plan.pipeline.fault
    if fault is not None:
        yield Finding(_message(fault, facts), _where(fault, facts))


def _message(fault: PipelineFault, facts: Facts) -> str:
    pipeline = facts.plan.pipeline
    depth = len(facts.plan.layers)
    segments = len(facts.pattern.breaks) + 1 if facts.pattern else 1
    stages = pipeline.size * pipeline.virtual_size
    release = facts.catalog.release if facts.catalog else "the target"
    match fault:
        case PipelineFault.NOT_DIVISIBLE:
            return (
                f"{plural(depth, 'layer')} do not divide into {stages} equal stages; change the "
                "depth or the pipeline size, or break the stages with `|`"
            )
        case PipelineFault.SEGMENTS_NOT_A_MULTIPLE:
            return (
                f"the pattern has {plural(segments, 'segment')}, which is no multiple of "
                f"`parallel.pipeline_model_parallel_size` ({pipeline.size}); add or remove `|`"
            )
        case PipelineFault.SEGMENTS_DISAGREE:
            return (
                f"the pattern has {plural(segments, 'segment')}, and {pipeline.size} ranks × "
                f"{pipeline.virtual_size} virtual stages make {stages}; make them agree, or remove "
                "`num_virtual_stages_per_pipeline_rank`"
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
                "`decoder_first/last_pipeline_num_layers` are refused beside stage breaks; "
                "remove them: the `|` decide"
            )
        case PipelineFault.UNEVEN_IGNORED:
            return (
                f"{release} ignores `decoder_first/last_pipeline_num_layers` in a hybrid stack and "
                "loses the layers that are left over; remove them, or retarget"
            )
        case PipelineFault.VIRTUAL_WITHOUT_PIPELINE:
            return (
                "one pipeline rank cannot have several stages: every release refuses that; raise "
                "`parallel.pipeline_model_parallel_size`, or remove the stage breaks and "
                "`num_virtual_stages_per_pipeline_rank`"
            )
        case PipelineFault.UNEVEN_IMPOSSIBLE:
            return (
                f"with these first and last counts, the rest of the {plural(depth, 'layer')} does "
                f"not divide over the {pipeline.size} pipeline ranks; correct them"
            )


def _where(fault: PipelineFault, facts: Facts) -> Location:
    match fault:
        case PipelineFault.EMPTY_SEGMENT if facts.pattern:
            breaks = facts.pattern.breaks
            last = len(facts.pattern.letters)
            for left, right in zip((None, *breaks), (*breaks, None), strict=True):
                start = left.letters_before if left else 0
                end = right.letters_before if right else last
                if start == end:
                    return (right or left or breaks[0]).location
            return facts.pattern.location
        case PipelineFault.SEGMENTS_NOT_A_MULTIPLE | PipelineFault.UNEVEN_BREAKS:
            return facts.value("pattern")
        case (
            PipelineFault.SEGMENTS_DISAGREE
            | PipelineFault.NO_VIRTUAL_STAGES
            | PipelineFault.VIRTUAL_WITHOUT_PIPELINE
        ):
            if facts.written(("parallel", "num_virtual_stages_per_pipeline_rank")):
                return facts.value("parallel", "num_virtual_stages_per_pipeline_rank")
            return facts.value("pattern")
        case PipelineFault.NOT_DIVISIBLE:
            return facts.value("parallel", "pipeline_model_parallel_size")
        case _:
            name = "decoder_first_pipeline_num_layers"
            if not facts.written(("parallel", name)):
                name = "decoder_last_pipeline_num_layers"
            return facts.key("parallel", name)


RULE = Rule("pipeline-split", Severity.ERROR, "Stages that the stack cannot be cut into.", check)
