"""What a format is given."""

from __future__ import annotations

from dataclasses import dataclass

from nam56r_core.diagnostics import Diagnostic
from nam56r_core.dimensions.model import Dimension
from nam56r_core.export.bundle import Bundle
from nam56r_core.plan.model import Plan


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """The results of one analysis that leave the program; `supplied` are the values that the
    layers read and that the release supplies."""

    plan: Plan
    bundle: Bundle
    diagnostics: tuple[Diagnostic, ...]
    supplied: tuple[Dimension, ...]
