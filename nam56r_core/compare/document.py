"""The JSON document of a comparison: plain dicts in a fixed order of keys.

Its shape is published as `nam56r_core/export/schema/comparison-1.schema.json`; a change that breaks
readers raises the number. Must not know how a document is shown or written.
"""

from __future__ import annotations

from nam56r_core.compare.model import (
    ArgChange,
    Comparison,
    LayerChange,
    LayerState,
    Pending,
    SeamChange,
    Side,
    ValueChange,
    WithheldChange,
)
from nam56r_core.export.bundle import Withheld
from nam56r_core.export.document import Json, issue
from nam56r_core.messages.plan import resolution
from nam56r_core.messages.reasons import refusal_words
from nam56r_core.plan.model import Seam

COMPARISON_FORMAT = "nam56r-comparison/1"


def comparison_document(comparison: Comparison) -> Json:
    """Everything that differs. Layer indices count from 0, layer numbers from 1."""
    return {
        "format": COMPARISON_FORMAT,
        "same": comparison.same,
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "layers": [_layer(change) for change in comparison.layers],
        "seams": [_seam(change) for change in comparison.seams],
        "values": [_value(change) for change in comparison.values],
        "args": [_arg(change) for change in comparison.args],
        "withheld": [_withheld(change, comparison) for change in comparison.withheld],
        "custom_notes": {
            "added": list(comparison.notes_added),
            "removed": list(comparison.notes_removed),
        },
        "issues": {
            "appeared": [issue(found) for found in comparison.appeared],
            "disappeared": [issue(found) for found in comparison.disappeared],
            "changed": [
                {"old": issue(change.old), "new": issue(change.new)}
                for change in comparison.changed
            ],
        },
        "native_later": [_pending(item) for item in comparison.pending],
    }


def _side(side: Side) -> Json:
    return {
        "name": side.name,
        "target": side.target.name if side.target else None,
        "runnable": side.runnable,
        "not_runnable_because": refusal_words(side.refusal, side.target) if side.refusal else None,
        "is_fully_native": side.fully_native,
        "layer_count": side.layer_count,
        "status": dict(side.status_counts),
    }


def _layer(change: LayerChange) -> Json:
    return {
        "layer_index": change.index,
        "layer_number": change.layer_number,
        "old": _state(change.old),
        "new": _state(change.new),
    }


def _state(state: LayerState | None) -> Json | None:
    if state is None:
        return None
    later = state.native_later
    return {
        "letter": state.letter,
        "family": state.family.value,
        "kind": state.kind.value if state.kind else None,
        "status": state.status.value,
        "symbol": state.symbol,
        "builds": state.builds,
        "features": list(state.features),
        "native_from": later.target.name if later else None,
    }


def _seam(change: SeamChange) -> Json:
    return {
        "name": change.name,
        "step": change.step.value,
        "old": _seam_state(change.old),
        "new": _seam_state(change.new),
    }


def _seam_state(seam: Seam | None) -> Json | None:
    if seam is None:
        return None
    return {
        "declared": seam.declared,
        "layer_indices": list(seam.layers),
        "carrier": seam.carrier,
        "provided_by": seam.provided_by,
        "resolution": resolution(seam),
    }


def _value(change: ValueChange) -> Json:
    return {"name": change.name, "old": change.old, "new": change.new}


def _arg(change: ArgChange) -> Json:
    return {
        "option": change.option,
        "old": None if change.old is None else list(change.old),
        "new": None if change.new is None else list(change.new),
    }


def _withheld(change: WithheldChange, comparison: Comparison) -> Json:
    return {
        "old": _cause(change.old, comparison.old),
        "new": _cause(change.new, comparison.new),
    }


def _cause(item: Withheld | None, side: Side) -> Json | None:
    if item is None:
        return None
    return {
        "option": item.option,
        "values": list(item.values),
        "key": item.key,
        "cause": item.cause.value,
        "reason": item.reason(side.target),
    }


def _pending(item: Pending) -> Json:
    return {
        "letter": item.letter,
        "kind": item.kind.value,
        "count": item.count,
        "target": item.native_later.target.name,
        "symbol": item.native_later.symbol,
    }
