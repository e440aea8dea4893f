"""No fix that a rule offers in its case file, safe or unsafe, brings an error of another kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from nam56r_core.analysis import Analysis
from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Severity
from nam56r_core.syntax.edits import edits_of
from nam56r_core.text import apply_edits
from support.every_case import analyse_case, unmarked
from support.rule_cases import Case, read_cases

READ_AGAIN = {
    # What could not be read is read after the fix, and has findings of its own.
    "invalid-value",
    "not-an-option",
    "syntax-error",
    "unknown-key",
    "unknown-letter",
    "unsupported-syntax",
    # The flag, the number of layers or the release was hidden or unknown before the fix.
    "experts-not-in-target",
    "flag-not-in-target",
    "flag-set-twice",
    "key-bypassed",
    "missing-depth",
    # What was chosen then needs a value that only the author knows.
    "exclusive-settings",
    "mixer-not-chosen",
}
"""Rules whose fixes may show an error that was there or that the choice asks for."""

HIDDEN = {
    # The loss is then computed, and the place of the experts that reads it is the finding.
    "mtp-expert-place: a loss that is not computed",
}
"""Cases with a second fault, which a fix for the first one brings to light."""


def applies(case: Case, code: str) -> bool:
    return code not in READ_AGAIN and str(case) not in HIDDEN


def offers() -> Iterator[object]:
    for case in read_cases():
        for finding in analyse_case(case, *unmarked(case)).diagnostics:
            for fix in finding.fixes if applies(case, finding.code) else ():
                yield pytest.param(case, fix, id=f"{case}: {finding.code}: {fix.title}")


def errors(result: Analysis) -> Counter[str]:
    return Counter(
        finding.code for finding in result.diagnostics if finding.severity is Severity.ERROR
    )


@pytest.mark.parametrize(("case", "fix"), list(offers()))
def test_a_fix_brings_no_error(case: Case, fix: Fix) -> None:
    text, files = unmarked(case)
    before = analyse_case(case, text, files)
    edits = edits_of(before.facts.inherited.trees[0], fix.changes)
    if edits is None:
        return
    after = analyse_case(case, apply_edits(text.encode(), edits).decode(), files)
    assert errors(after) <= errors(before), [d.message for d in after.diagnostics]
