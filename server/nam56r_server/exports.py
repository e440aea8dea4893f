"""The files that a recipe becomes, and where they go; the command and the editor write the same.

Must not know who asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nam56r_core.analysis import Analysis
from nam56r_core.export.formats import json, launch
from nam56r_core.export.formats.base import Export
from nam56r_server.project import Output, stem

FOLDER = "exports"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the files of one recipe go: `base` is their common path without endings."""

    base: Path

    @classmethod
    def of(cls, recipe: Path, folder: Path | None = None, target: str | None = None) -> Destination:
        """`exports/NAME` beside the recipe, or in another folder; a target that is not the
        recipe's own is part of the name."""
        name = stem(recipe.name) + (f".{target}" if target else "")
        return cls((folder or recipe.parent / FOLDER).resolve() / name)

    @property
    def plan(self) -> Path:
        return self._with(".plan.json")

    @property
    def bundle(self) -> Path:
        return self._with(".bundle.json")

    @property
    def script(self) -> Path:
        return self._with(".launch.sh")

    def _with(self, ending: str) -> Path:
        return self.base.with_name(self.base.name + ending)


def export_of(analysis: Analysis) -> Export:
    """What the formats are given."""
    return Export(analysis.plan, analysis.bundle, analysis.diagnostics)


def outputs(analysis: Analysis, destination: Destination) -> list[Output]:
    """Every file that a recipe becomes."""
    result = export_of(analysis)
    return [
        Output(destination.plan, json.render_plan(result).encode()),
        Output(destination.bundle, json.render_bundle(result).encode()),
        Output(destination.script, launch.render(result).encode(), executable=True),
    ]
