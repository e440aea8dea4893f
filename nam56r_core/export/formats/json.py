"""JSON: the plan and the bundle, in one object or apart."""

from __future__ import annotations

import json

from nam56r_core.export.document import Json, bundle_document, plan_document
from nam56r_core.export.formats.base import Export


def render(export: Export) -> str:
    """One object with `plan` and `bundle`."""
    return dump(
        {"plan": _plan(export), "bundle": bundle_document(export.bundle, export.plan.target)},
    )


def render_plan(export: Export) -> str:
    """The plan alone."""
    return dump(_plan(export))


def render_bundle(export: Export) -> str:
    """The bundle alone."""
    return dump(bundle_document(export.bundle, export.plan.target))


def _plan(export: Export) -> Json:
    return plan_document(export.plan, export.supplied, export.diagnostics, export.bundle.runnable)


def dump(document: Json) -> str:
    """Indented, keys in the order of the document, one newline at the end."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
