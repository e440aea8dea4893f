"""flag-value: values that the target's parser would refuse for a flag."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import ticked
from nam56r_core.spelling import nearest


def check(facts: Facts) -> Iterator[Finding]:
    catalog = facts.catalog
    if catalog is None:
        return
    if facts.plan.hybrid_layer_pattern == "--":
        # Even joined by `=` argparse drops it: `--` ends the options (run).
        yield Finding(
            "the pattern would be `--`, which the parser takes for the end of its options; write "
            "another carrier, or another depth",
            facts.value("pattern"),
        )
    for item in facts.draft.withheld:
        if item.cause is not WithheldCause.BAD_VALUE:
            continue
        problem = item.problem
        if problem is None:
            yield Finding(f"`{item.option}`: {item.detail}; change the value", item.location)
            continue
        flag = catalog.flag(item.option)
        words = [str(choice) for choice in flag.choices] if flag else []
        near = nearest(problem.value or "", words, 1)
        given = f"`{problem.value}`" if problem.value is not None else _given(item.values)
        step = f"; did you mean {ticked(near)}?" if near else "; change it"
        yield Finding(
            f"`{item.option}` takes {problem.expected} in {catalog.release}, not {given}{step}",
            item.location,
        )


def _given(values: tuple[str, ...]) -> str:
    return f"{len(values)} values" if len(values) != 1 else "1 value"


RULE = Rule("flag-value", Severity.ERROR, "A value that the target's parser refuses.", check)
