"""Links from a recipe to the recipes that it extends.

Must not know where a reference leads.
"""

from __future__ import annotations

from nam56r_core.ide.base_reference import BaseReference, base_references
from nam56r_core.ide.view import View
from nam56r_core.recipe.extends import ExtendsFault

_CAN_BE_OPENED = frozenset({ExtendsFault.CYCLE, ExtendsFault.NOT_A_RECIPE})
"""Faults of a base that is there all the same."""


def document_links(view: View) -> tuple[BaseReference, ...]:
    """The bases that can be opened, in order; about any other a finding says what is wrong."""
    broken = {
        problem.location
        for problem in view.facts.inherited.problems
        if problem.fault not in _CAN_BE_OPENED
    }
    references = base_references(view.tree)
    return tuple(found for found in references if found.value.location not in broken)
