"""What findings, reasons and notes are about says everything that their words say, the release and
the cure aside."""

from __future__ import annotations

from collections import defaultdict

from nam56r_core.diagnostics import Diagnostic
from nam56r_core.messages.reasons import reason_words
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
            words[(analysis.plan.target_name, finding.code, finding.about)].add(said(finding))
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


def test_notes_about_the_same_say_the_same() -> None:
    """On one release, and of one kind: a comparison matches notes by what they are about."""
    words: dict[object, set[str]] = defaultdict(set)
    for analysis in analyses_of_all_cases():
        for note in analysis.bundle.notes:
            words[(analysis.plan.target_name, note.kind, note.subject)].add(note.text)
    assert len(words) > 50
    assert [group for group in words.values() if len(group) > 1] == []


def test_different_reasons_have_different_words() -> None:
    """Over all cases, on one target each; a reader tells reasons apart by their words alone."""
    reasons: dict[object, set[object]] = defaultdict(set)
    for analysis in analyses_of_all_cases():
        plan = analysis.plan
        found = [verdict.reason for verdict in plan.verdicts]
        found += [reason for reason in (plan.mtp.reason, plan.mtp.refused, plan.withheld) if reason]
        for reason in found:
            reasons[(plan.target_name, reason_words(reason, plan.target))].add(reason)
    assert len(reasons) > 60
    assert [group for group in reasons.values() if len(group) > 1] == []


def test_what_things_are_about_names_no_release() -> None:
    """Or one fact would be two on two releases."""
    for analysis in analyses_of_all_cases():
        catalog = analysis.facts.catalog
        if catalog is None:
            continue
        abouts: list[object] = [note.subject for note in analysis.bundle.notes]
        abouts += [verdict.reason for verdict in analysis.plan.verdicts]
        abouts += [item.detail for item in analysis.bundle.withheld]
        abouts += [(*found.about.identity, *found.about.evidence) for found in analysis.diagnostics]
        for about in abouts:
            assert catalog.release not in str(about)
