"""unknown-key: a key that the recipe schema does not have."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.origins import dotted
from nam56r_core.recipe.schema import keys_at, sections_with_key
from nam56r_core.recipe.validate import FieldFault
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import ticked


def check(facts: Facts) -> Iterator[Finding]:
    for problem in facts.reading.problems:
        if problem.fault is not FieldFault.UNKNOWN_KEY:
            continue
        name = str(problem.path[-1])
        where = f"in `{dotted(problem.path[:-1])}`" if len(problem.path) > 1 else "at the top level"
        elsewhere = sections_with_key(name)
        option = "--" + name.replace("_", "-")
        if elsewhere:
            step = f"move it to {ticked((dotted(path) for path in elsewhere), 'or')}"
        elif facts.catalog is not None and facts.catalog.flag(option):
            step = f"`{option}` is a flag of the target: write it in `extra_args`"
        elif problem.nearest:
            step = f"did you mean `{problem.nearest}`?"
        elif keys_at(problem.path[:-1]):
            step = f"write one of {ticked(keys_at(problem.path[:-1]), 'or')}"
        else:
            step = "remove it"
        yield Finding(f"`{name}` is no key {where}; {step}", problem.location)


RULE = Rule("unknown-key", Severity.ERROR, "A key that the schema does not have.", check)
