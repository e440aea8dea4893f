"""nam56r_core: recipes of hybrid models, translated to Megatron-LM, fail closed.

    from nam56r_core import LoadedDocument, analyze, no_bases

    document = LoadedDocument.read("model.nam56r.yaml", data)
    analysis = analyze(document, no_bases, target="core_v0.19.0")

Pure: no disk, no clock, no protocol. Callers hand in bytes and targets and get values back; it
must not know who they are. The names in `__all__` are the public API, described in `docs/api.md`;
every other module is private. A name is imported on first use, so that `import nam56r_core` costs
nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nam56r_core.analysis import Analysis, analyze
    from nam56r_core.diagnostics import Diagnostic, Location, Severity
    from nam56r_core.explanations import explain
    from nam56r_core.explanations.model import Explanation, Meaning, Topic, Unknown
    from nam56r_core.export.bundle import Arg, Bundle, Withheld
    from nam56r_core.layers import Family, LayerKind, Status
    from nam56r_core.messages.reasons import reason_words
    from nam56r_core.plan.model import Layer, Plan, Seam, Verdict
    from nam56r_core.recipe.extends import ExtendsFault, LoadedDocument, NotLoaded, no_bases
    from nam56r_core.targets.catalog import Catalog
    from nam56r_core.targets.releases import RELEASES, Release, UnknownTarget
    from nam56r_core.targets.target import Target
    from nam56r_core.targets.targets import KNOWN, Targets

__all__ = [
    "KNOWN",
    "RELEASES",
    "Analysis",
    "Arg",
    "Bundle",
    "Catalog",
    "Diagnostic",
    "Explanation",
    "ExtendsFault",
    "Family",
    "Layer",
    "LayerKind",
    "LoadedDocument",
    "Location",
    "Meaning",
    "NotLoaded",
    "Plan",
    "Release",
    "Seam",
    "Severity",
    "Status",
    "Target",
    "Targets",
    "Topic",
    "Unknown",
    "UnknownTarget",
    "Verdict",
    "Withheld",
    "analyze",
    "explain",
    "no_bases",
    "reason_words",
]

_HOME = {
    "analysis": ("Analysis", "analyze"),
    "diagnostics": ("Diagnostic", "Location", "Severity"),
    "explanations": ("explain",),
    "explanations.model": ("Explanation", "Meaning", "Topic", "Unknown"),
    "export.bundle": ("Arg", "Bundle", "Withheld"),
    "layers": ("Family", "LayerKind", "Status"),
    "messages.reasons": ("reason_words",),
    "plan.model": ("Layer", "Plan", "Seam", "Verdict"),
    "recipe.extends": ("ExtendsFault", "LoadedDocument", "NotLoaded", "no_bases"),
    "targets.catalog": ("Catalog",),
    "targets.releases": ("RELEASES", "Release", "UnknownTarget"),
    "targets.target": ("Target",),
    "targets.targets": ("KNOWN", "Targets"),
}
"""The names of each module that are public."""


def __getattr__(name: str) -> object:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
