"""release-default: values that the recipe leaves to the release, with what the release uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nam56r_core.changes import Applicability, Fix, Path, SetValue
from nam56r_core.diagnostics import Severity
from nam56r_core.dimensions.model import Dimension
from nam56r_core.dimensions.wording import origin, written
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import neighbours
from nam56r_core.rules.wording import listed


def check(facts: Facts) -> Iterator[Finding]:
    if facts.catalog is None or facts.strict_defaults:
        return
    sections: dict[Path, list[Dimension]] = {}
    for found in facts.assumed_dimensions:
        sections.setdefault(found.path[:-1], []).append(found)
    for section, left in sections.items():
        step = "write it down" if len(left) == 1 else "write them down"
        values = listed(_value(found) for found in left)
        yield Finding(
            f"{facts.catalog.release} supplies {values}, because the recipe does not set "
            f"{'it' if len(left) == 1 else 'them'}; {step} if another release must not change "
            f"{'it' if len(left) == 1 else 'them'}",
            facts.key(*section),
            fixes=(_fix(section, left),),
            identity=(dotted(section),),
            evidence=tuple((found.key, found.value) for found in left),
        )


def _value(found: Dimension) -> str:
    return f"`{found.key}: {written(found.value)}` ({origin(found)})"


def _fix(section: Path, left: Sequence[Dimension]) -> Fix:
    """Never applied among others: leaving a value to the release is no fault."""
    title = "Write down " + listed(f"`{found.path[-1]}: {written(found.value)}`" for found in left)
    changes = tuple(SetValue(found.path, found.value, neighbours(found.path)) for found in left)
    return Fix(f"{title} in `{dotted(section)}`", changes, Applicability.DISPLAY_ONLY)


RULE = Rule(
    "release-default",
    Severity.INFO,
    "The release supplies a value that the recipe leaves out.",
    check,
)
