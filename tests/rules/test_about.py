"""What a finding is about says everything that its words say, the release and the cure aside."""

from __future__ import annotations

from collections import defaultdict

from nam56r_core.diagnostics import Diagnostic
from support.every_case import analyses_of_all_cases


def said(finding: Diagnostic) -> str:
    """The words without the last part, the cure, which may depend on what else is written."""
    return finding.message.rpartition("; ")[0] or finding.message


def test_what_is_about_the_same_says_the_same() -> None:
    """Over all cases of all rules, on one release each: were a value missing in what a finding is
    about, two recipes that differ in it would be told in different words."""
    words: dict[object, set[str]] = defaultdict(set)
    for analysis in analyses_of_all_cases():
        for finding in analysis.diagnostics:
            words[(analysis.plan.target, finding.code, finding.about)].add(said(finding))
    assert len(words) > 300
    assert [group for group in words.values() if len(group) > 1] == []


def test_what_is_said_differently_is_about_something_else() -> None:
    """In one recipe no two findings are known by the same name and facts, unless their words are
    the same, too."""
    for analysis in analyses_of_all_cases():
        words: dict[object, str] = {}
        for finding in analysis.diagnostics:
            name = (finding.code, finding.about)
            assert words.setdefault(name, finding.message) == finding.message
