"""What is shown of what was found: settings and suppressions hide, and never make runnable."""

from __future__ import annotations

from nam56r_core.diagnostics import Severity
from nam56r_core.filtering import EVERY_RULE, Filtered, RuleChoice, filter_diagnostics
from support.recipes import analyse

BLOCKED = "extends: complete\npattern: AMR\ndepth: 6\n"


def filtered(text: str, choice: RuleChoice | None = None, **files: str) -> Filtered:
    result = analyse(text, files=files)
    return filter_diagnostics(result.diagnostics, result.facts.inherited.trees, choice)


def codes(found: Filtered) -> list[str]:
    return [diagnostic.code for diagnostic in found.shown]


def test_a_rule_that_is_not_heard_is_not_shown() -> None:
    assert codes(filtered(BLOCKED)) == ["unresolved-layer"]
    choice = RuleChoice(EVERY_RULE - {"unresolved-layer"})
    assert codes(filtered(BLOCKED, choice)) == []


def test_severity_changes_what_is_shown_and_not_what_runs() -> None:
    choice = RuleChoice(severity={"unresolved-layer": Severity.INFO})
    assert [d.severity for d in filtered(BLOCKED, choice).shown] == [Severity.INFO]
    assert not analyse(BLOCKED).runnable


def test_a_comment_accepts_a_finding_and_does_not_make_it_run() -> None:
    text = BLOCKED.replace("AMR", "AMR  # nam56r: ignore[unresolved-layer]: later")
    found = filtered(text)
    assert codes(found) == []
    assert [item.suppression.reason for item in found.suppressed] == ["later"]
    result = analyse(text)
    assert not result.runnable
    assert "--hybrid-layer-pattern" not in result.bundle.argv


def test_a_base_speaks_for_its_own_lines_only() -> None:
    base = "extends: complete\npattern: AMR  # nam56r: ignore[unresolved-layer]: later\n"
    assert codes(filtered("extends: base\ndepth: 6\n", base=base)) == []
    heir = "extends: base\npattern: AMMR\ndepth: 8\n"
    assert codes(filtered(heir, base=base)) == ["unresolved-layer"]


def test_an_unused_suppression_of_a_base_is_told_where_the_base_is_checked() -> None:
    base = "extends: complete\nname: b  # nam56r: ignore[unresolved-layer]: later\n"
    assert codes(filtered("extends: base\nname: c\n", base=base)) == []
    assert codes(filtered(base)) == ["unused-suppression"]


def test_a_rule_that_was_not_asked_makes_no_suppression_unused() -> None:
    text = "extends: complete\nname: b  # nam56r: ignore[unresolved-layer]: later\n"
    assert codes(filtered(text, RuleChoice(EVERY_RULE - {"unresolved-layer"}))) == []


def test_findings_stay_in_the_order_of_their_places() -> None:
    text = "# nam56r: ignore-file[seam-unused]: x\nextends: complete\npattern: AMR\nfoo: 1\n"
    places = [d.location.range.start for d in filtered(text).shown]
    assert len(places) >= 3
    assert places == sorted(places)
