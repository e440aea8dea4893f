"""How many findings each rule has, instead of the findings.

Must not know streams, nor how findings come about.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass

from nam56r_server.cli.output.report import Report, made_by_fix

_FIXABLE = "[*]"
_UNSAFE = "[+]"


@dataclass(frozen=True, slots=True)
class Count:
    """The findings of one rule; `--fix` ends `fixable` of them, and `--unsafe-fixes` may end
    `fixable_unsafe` more: what an unsafe fix writes may have findings of its own."""

    code: str
    count: int
    fixable: int
    fixable_unsafe: int

    @property
    def mark(self) -> str:
        return _FIXABLE if self.fixable else _UNSAFE if self.fixable_unsafe else ""


def statistics(report: Report) -> str:
    """One line a rule, most findings first; marks tell those that a fix ends some of."""
    counts = counted_by_rule(report)
    width = max((len(str(item.count)) for item in counts), default=0)
    any_fixable = any(item.mark for item in counts)
    lines = []
    for item in counts:
        mark = item.mark or " " * len(_FIXABLE)
        painted = report.style.paint(mark, "green") if item.fixable else mark
        shown = [str(item.count).rjust(width), *([painted] if any_fixable else []), item.code]
        lines.append("  ".join(shown) + "\n")
    fixable = sum(item.fixable for item in counts)
    unsafe = sum(item.fixable_unsafe for item in counts)
    if fixable:
        lines.append(f"{_FIXABLE} --fix ends {fixable} of these\n")
    if unsafe:
        more = "more" if fixable else "of these"
        lines.append(f"{_UNSAFE} --fix --unsafe-fixes may end {unsafe} {more}\n")
    return "".join(lines)


def statistics_json(report: Report) -> str:
    """The same as a list of objects."""
    items = [asdict(item) for item in counted_by_rule(report)]
    return json.dumps(items, indent=2) + "\n"


def counted_by_rule(report: Report) -> list[Count]:
    """Every rule that found something: most findings first, then by name."""
    total: Counter[str] = Counter()
    fixable: Counter[str] = Counter()
    unsafe: Counter[str] = Counter()
    for diagnostic in report.findings:
        fixes = report.fixes(diagnostic)
        total[diagnostic.code] += 1
        if made_by_fix(diagnostic, fixes, unsafe=False):
            fixable[diagnostic.code] += 1
        elif made_by_fix(diagnostic, fixes, unsafe=True):
            unsafe[diagnostic.code] += 1
    counts = [Count(code, number, fixable[code], unsafe[code]) for code, number in total.items()]
    return sorted(counts, key=lambda item: (-item.count, item.code))
