"""How many findings each rule has, instead of the findings.

Must not know streams, nor how findings come about.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from nam56r_server.cli.output.report import Report, made_by_fix

_FIXABLE = "[*]"


@dataclass(frozen=True, slots=True)
class Count:
    """The findings of one rule; `--fix` ends `fixable` of them."""

    code: str
    count: int
    fixable: int


def statistics(report: Report) -> str:
    """One line a rule, most findings first; `[*]` marks those that `--fix` ends some of."""
    counts = counted_by_rule(report)
    width = max((len(str(item.count)) for item in counts), default=0)
    any_fixable = any(item.fixable for item in counts)
    lines = []
    for item in counts:
        mark = _FIXABLE if item.fixable else " " * len(_FIXABLE)
        painted = report.style.paint(mark, "green") if item.fixable else mark
        shown = [str(item.count).rjust(width), *([painted] if any_fixable else []), item.code]
        lines.append("  ".join(shown) + "\n")
    if any_fixable:
        fixable = sum(item.fixable for item in counts)
        lines.append(f"{_FIXABLE} --fix ends {fixable} of these\n")
    return "".join(lines)


def statistics_json(report: Report) -> str:
    """The same as a list of objects."""
    counts = counted_by_rule(report)
    items = [{"code": c.code, "count": c.count, "fixable": c.fixable} for c in counts]
    return json.dumps(items, indent=2) + "\n"


def counted_by_rule(report: Report) -> list[Count]:
    """Every rule that found something: most findings first, then by name."""
    total: dict[str, int] = {}
    fixable: dict[str, int] = {}
    for diagnostic in report.findings:
        code = diagnostic.code
        total[code] = total.get(code, 0) + 1
        made = made_by_fix(diagnostic, report.fixes(diagnostic), unsafe=False)
        fixable[code] = fixable.get(code, 0) + (made is not None)
    counts = [Count(code, number, fixable[code]) for code, number in total.items()]
    return sorted(counts, key=lambda item: (-item.count, item.code))
