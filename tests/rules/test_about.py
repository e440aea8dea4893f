"""What findings and statements are about says everything that their words say, the release and the
cure aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from nam56r_core.analysis import Analysis
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.statements import Statement
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


def statements(analysis: Analysis) -> Iterator[tuple[str, Statement | None]]:
    """Everything that an analysis says with what it rests on, findings aside."""
    plan, bundle = analysis.plan, analysis.bundle
    for verdict in {layer.verdict for layer in plan.layers}:
        yield "layer", verdict.reason
    for item in bundle.withheld:
        yield "withheld", item.detail
    for note in bundle.notes:
        yield note.kind.value, note.statement
    yield "mtp", plan.mtp.reason if plan.mtp.depths else None
    yield "mtp refused", plan.mtp.refused
    yield "pattern withheld", plan.withheld
    yield "refusal", analysis.refusal


def test_statements_about_the_same_say_the_same() -> None:
    """On one release, and of one kind."""
    words: dict[object, set[str]] = defaultdict(set)
    for analysis in analyses_of_all_cases():
        for kind, statement in statements(analysis):
            if statement is not None:
                words[(analysis.plan.target_name, kind, statement.about)].add(statement.words)
    assert len(words) > 200
    assert [group for group in words.values() if len(group) > 1] == []


def test_what_things_are_about_names_no_release() -> None:
    """Or one fact would be two on two releases."""
    for analysis in analyses_of_all_cases():
        catalog = analysis.facts.catalog
        if catalog is None:
            continue
        abouts = [statement.about for _, statement in statements(analysis) if statement]
        abouts += [(*found.about.what, *found.about.given) for found in analysis.diagnostics]
        for about in abouts:
            assert catalog.release not in str(about)
