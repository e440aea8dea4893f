"""The JSON documents of a plan and a bundle: plain dicts in a fixed order of keys.

Their shape is published as `schema/plan-1.schema.json` and `schema/bundle-1.schema.json`; a change
that breaks readers raises the number. Same input, same bytes: no clock, no host, no absolute path.
Places are recipe keys with their file, never lines: the documents are committed, and neither a
comment nor a moved line of the recipe changes what they say. Must not know how a document is
written to disk.
"""

from __future__ import annotations

from collections.abc import Iterable

from nam56r_core.diagnostics import Diagnostic
from nam56r_core.dimensions.model import Dimension
from nam56r_core.export.bundle import Arg, Bundle, Withheld
from nam56r_core.messages.plan import resolution
from nam56r_core.messages.reasons import reason_words
from nam56r_core.plan.model import Layer, Plan, Seam
from nam56r_core.recipe.origins import dotted
from nam56r_core.targets.target import Target

PLAN_FORMAT = "nam56r-plan/1"
BUNDLE_FORMAT = "nam56r-bundle/1"

Json = dict[str, object]


def plan_document(
    plan: Plan,
    supplied: Iterable[Dimension],
    diagnostics: Iterable[Diagnostic],
    runnable: bool,
) -> Json:
    """The whole plan as JSON values; `supplied` are the values that the release supplies. Layer
    indices and family ranks count from 0, layer numbers and letter numbers from 1."""
    return {
        "format": PLAN_FORMAT,
        "name": plan.name,
        "target": plan.target_name,
        "fail_closed": True,
        "runnable": runnable,
        "is_fully_native": plan.is_fully_native,
        "pattern": plan.pattern,
        "depth": plan.depth,
        "mtp_depths": plan.mtp.depths,
        "translated_pattern": plan.translated_pattern,
        "hybrid_layer_pattern": plan.hybrid_layer_pattern,
        "pattern_withheld_because": reason_words(plan.withheld, plan.target)
        if plan.withheld
        else None,
        "requires_custom_mamba3": plan.requires_custom_mamba3,
        "requires_custom_m2rnn": plan.requires_custom_m2rnn,
        "requires_mtp_suffix": plan.mtp.depths > 0,
        "counts": {
            "letters": plan.counts(),
            "status": plan.status_counts(),
        },
        "expanded_roles": [layer.family.value for layer in plan.layers],
        "layers": [_layer(layer, plan.target) for layer in plan.layers],
        "mtp": {
            "depths": plan.mtp.depths,
            "pattern": plan.mtp.pattern if plan.mtp.depths else None,
            "built": plan.mtp.built,
            "reason": reason_words(plan.mtp.refused or plan.mtp.reason, plan.target),
        },
        "pipeline": {
            "size": plan.pipeline.size,
            "virtual_size": plan.pipeline.virtual_size,
            "segments": list(plan.pipeline.segments),
            "in_pattern": plan.pipeline.written,
            "fault": plan.pipeline.fault.value if plan.pipeline.fault else None,
        },
        "seams": [_seam(seam) for seam in plan.seams],
        "supplied_values": [_supplied(found) for found in supplied],
        "issues": [issue(diagnostic) for diagnostic in diagnostics],
    }


def _layer(layer: Layer, target: Target | None) -> Json:
    verdict = layer.verdict
    return {
        "layer_index": layer.index,
        "layer_number": layer.layer_number,
        "letter": layer.letter,
        "letter_number": layer.letter_number,
        "family": layer.family.value,
        "family_rank": layer.family_rank,
        "kind": verdict.kind.value if verdict.kind else None,
        "symbol": verdict.symbol,
        "builds": verdict.builds,
        "status": layer.status.value,
        "reason": reason_words(verdict.reason, target),
        "native_since": verdict.native_since.tag if verdict.native_since else None,
        "features": list(layer.features),
        "pipeline_rank": layer.pipeline_rank,
        "virtual_stage": layer.virtual_stage,
    }


def _supplied(found: Dimension) -> Json:
    return {
        "key": found.key,
        "value": found.value,
        "origin": found.origin.value,
        "derived_from": [dotted(path) for path in found.derived_from],
    }


def _seam(seam: Seam) -> Json:
    return {
        "name": seam.name,
        "title": seam.title,
        "point": seam.point.value,
        "letters": list(seam.letters),
        "layer_indices": list(seam.layers),
        "layer_numbers": [index + 1 for index in seam.layers],
        "needs": list(seam.needs),
        "missing": list(seam.missing),
        "declared": seam.declared,
        "provided_by": seam.provided_by,
        "carrier": seam.carrier,
        "resolution": resolution(seam),
        "native_since": seam.native_since.tag if seam.native_since else None,
    }


def issue(diagnostic: Diagnostic) -> Json:
    """One finding as JSON values."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "key": dotted(diagnostic.about.path) or None,
        "file": diagnostic.location.source.name,
    }


def bundle_document(bundle: Bundle, target: Target | None) -> Json:
    """The bundle for a target as JSON values; `args` is ready for an argv."""
    return {
        "format": BUNDLE_FORMAT,
        "target": bundle.target,
        "entry_script": bundle.entry_script,
        "runnable": bundle.runnable,
        "args": list(bundle.argv),
        "custom_notes": list(bundle.custom_notes),
        "groups": _groups(bundle.args),
        "withheld": [_withheld(item, target) for item in bundle.withheld],
        "launch_policy": {
            "environment": dict(bundle.launch.environment),
            "graph_capture": [t for arg in bundle.launch.graph_capture for t in arg.tokens],
            "torchrun": {
                "nnodes": bundle.launch.nnodes,
                "nproc_per_node": bundle.launch.nproc_per_node,
            },
        },
    }


def _groups(args: Iterable[Arg]) -> list[Json]:
    groups: dict[str, list[Json]] = {}
    for arg in args:
        entry: Json = {
            "tokens": list(arg.tokens),
            "key": arg.key,
            "file": arg.location.source.name,
        }
        groups.setdefault(arg.group, []).append(entry)
    return [{"name": name, "args": entries} for name, entries in groups.items()]


def _withheld(item: Withheld, target: Target | None) -> Json:
    return {
        "option": item.option,
        "values": list(item.values),
        "key": item.key,
        "file": item.location.source.name,
        "cause": item.cause.value,
        "reason": item.reason(target),
    }
