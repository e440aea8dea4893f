"""unused-suppression: a comment accepts a finding that there is not."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix, ReplaceText
from nam56r_core.diagnostics import Severity, Tag
from nam56r_core.rules.base import Finding, KeyLocation, MetaRule, SuppressionUse
from nam56r_core.suppressions import Scope, SuppressedName, Suppression
from nam56r_core.text import TextRange

_PLACE = {Scope.LINE: "on this line", Scope.NEXT_LINE: "on the next line", Scope.FILE: "here"}


def check(use: SuppressionUse) -> Iterator[Finding]:
    for suppression in use.suppressions:
        if suppression.scope is None:
            continue
        idle = [
            name
            for name in suppression.names
            # A rule that was not asked may well find something.
            if name.text in use.enabled and name not in use.used
        ]
        fixes = (_without(suppression, idle),) if idle else ()
        for name in idle:
            yield Finding(
                f"`{name.text}` reports nothing {_PLACE[suppression.scope]}; remove it from the "
                "comment",
                KeyLocation((), name.location),
                fixes=fixes,
                identity=(name.text, suppression.scope.value),
            )


def _without(suppression: Suppression, idle: list[SuppressedName]) -> Fix:
    """The comment without the names that do nothing, and altogether if no other is left.

    Not safe: a recipe that extends this one may have the finding.
    """
    out = set(idle)
    kept = [name.text for name in suppression.names if name not in out]
    where = suppression.location.range
    if kept:
        names = TextRange(
            suppression.names[0].location.range.start, suppression.names[-1].location.range.end
        )
        return Fix("Remove what is not needed", (ReplaceText(names, ", ".join(kept)),))
    data = suppression.location.source.data
    start, end = where.start, where.end
    while start > 0 and data[start - 1] in b" \t":
        start -= 1
    source = suppression.location.source
    line = source.line_of(start)
    is_alone = start == source.line_starts[line] and end == source.line_range(line).end
    if is_alone and line + 1 < len(source.line_starts):
        end = source.line_starts[line + 1]  # a line of its own goes with its end
    elif start == source.line_starts[line] and not is_alone:
        start = where.start  # the other comment moves to the place of this one
        while end < len(data) and data[end] in b" \t":
            end += 1
    return Fix("Remove the comment", (ReplaceText(TextRange(start, end), ""),))


RULE = MetaRule(
    "unused-suppression",
    Severity.WARNING,
    "A suppression that accepts nothing.",
    check,
    tag=Tag.UNNECESSARY,
)
