"""SARIF: valid by the official schema, and read back as a viewer reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft7Validator

from nam56r_core.diagnostics import Diagnostic, Location, RelatedInformation
from nam56r_core.rules import ALL
from nam56r_core.rules.names import page
from nam56r_core.text import apply_edits
from nam56r_server.cli.output.formats import sarif, sarif_rules
from nam56r_server.cli.output.report import Folders, Report
from support.every_case import report_of_all_cases
from support.reports import BASE, EXTENDING, report_of
from support.sarif import bytes_of, replaced, run_of, sarif_validator


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    return sarif_validator()


def errors(validator: Draft7Validator, text: str) -> list[str]:
    return [f"{e.json_path}: {e.message}" for e in validator.iter_errors(json.loads(text))]


def findings_of(report: Report) -> list[Diagnostic]:
    """All findings in the order of the results."""
    return [*report.findings, *(item.diagnostic for item in report.suppressed)]


def region_of(result: Mapping[str, Any]) -> dict[str, int]:
    (location,) = result["locations"]
    region: dict[str, int] = location["physicalLocation"]["region"]
    return region


def uris(run: Mapping[str, Any]) -> list[str]:
    return [artifact["location"]["uri"] for artifact in run["artifacts"]]


def test_the_schema_is_strict(validator: Draft7Validator) -> None:
    assert errors(validator, '{"version": "2.1.0", "runs": [{"result": []}]}')


def test_a_log_of_every_rule_is_valid(validator: Draft7Validator) -> None:
    report = report_of_all_cases()
    assert {diagnostic.code for diagnostic in findings_of(report)} == {rule.name for rule in ALL}
    assert errors(validator, sarif.render(report)) == []


@pytest.mark.parametrize(
    "report",
    [Report(()), report_of({"a b#%.nam56r.yaml": ""})],
    ids=["empty log", "empty recipe"],
)
def test_an_empty_log_and_an_empty_recipe_are_valid(
    report: Report, validator: Draft7Validator
) -> None:
    assert errors(validator, sarif.render(report)) == []


def test_every_result_leads_to_its_rule_and_its_file() -> None:
    run = run_of(sarif.render(report_of_all_cases()))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.name for rule in ALL]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for location in (*result["locations"], *result.get("relatedLocations", [])):
            artifact = location["physicalLocation"]["artifactLocation"]
            assert run["artifacts"][artifact["index"]]["location"] == artifact


def test_every_region_covers_what_the_finding_covers() -> None:
    report = report_of_all_cases()
    results = run_of(sarif.render(report))["results"]
    for diagnostic, result in zip(findings_of(report), results, strict=True):
        source, where = diagnostic.location.source, diagnostic.location.range
        assert bytes_of(source.data, region_of(result)) == source.data[where.start : where.end]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_columns_are_utf16_code_units(line_end: str) -> None:
    text = '{name: x,\n"🚀": 1, "x🚀": 2}\n'.replace("\n", line_end)
    run = run_of(sarif.render(report_of({"a.nam56r.yaml": text})))
    assert run["columnKind"] == "utf16CodeUnits"
    regions = [region_of(r) for r in run["results"] if r["ruleId"] == "unknown-key"]
    covered = [bytes_of(text.encode("utf-8"), region).decode("utf-8") for region in regions]
    assert covered == ['"🚀"', '"x🚀"']
    widths = [region["endColumn"] - region["startColumn"] for region in regions]
    assert widths == [len(part) + 1 for part in covered]


def test_the_replacements_of_every_fix_make_the_fix() -> None:
    report = report_of_all_cases()
    results = run_of(sarif.render(report))["results"]
    made = 0
    for diagnostic, result in zip(report.findings, results, strict=False):
        resolved = report.fixes(diagnostic)
        for fix, written in zip(resolved, result.get("fixes", []), strict=True):
            (change,) = written["artifactChanges"]
            after = replaced(fix.source.data, change["replacements"])
            assert after == apply_edits(fix.source.data, fix.edits)
            assert written["description"]["text"] == fix.fix.title
            assert written["properties"] == {"safe": fix.fix.safe}
            made += 1
    assert made > len(ALL)


def test_a_fix_is_of_the_recipe_though_the_finding_is_in_a_base() -> None:
    results = run_of(sarif.render(report_of(EXTENDING, bases=BASE)))["results"]
    (result,) = (result for result in results if result["ruleId"] == "feature-by-flag")
    (place,) = result["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "b.nam56r.yaml"
    for fix in result["fixes"]:
        (change,) = fix["artifactChanges"]
        assert change["artifactLocation"]["uri"] == "a.nam56r.yaml"


@pytest.mark.parametrize(
    "name",
    [
        "a b.nam56r.yaml",
        "a#b?.nam56r.yaml",
        "100%25.nam56r.yaml",
        "🚀/é.nam56r.yaml",
        "not-\ufffd-utf8.nam56r.yaml",
        "c:d.nam56r.yaml",
        "a\nb.nam56r.yaml",
    ],
)
def test_a_name_becomes_a_relative_uri_and_back(name: str, validator: Draft7Validator) -> None:
    text = sarif.render(report_of({name: ""}))
    assert errors(validator, text) == []
    (uri,) = uris(run_of(text))
    assert uri.isascii() and not set(uri) & set(" #?:\n")
    assert unquote(uri) == name


def test_files_are_named_from_the_root_of_the_repository() -> None:
    folders = Folders(PurePosixPath("/home/mary/repo/models"), PurePosixPath("/home/mary/repo"))
    names = ("a.nam56r.yaml", "/home/mary/repo/base.nam56r.yaml")
    text = sarif.render(report_of(dict.fromkeys(names, ""), folders=folders))
    assert uris(run_of(text)) == ["models/a.nam56r.yaml", "base.nam56r.yaml"]
    assert "mary" not in text


def test_a_file_outside_of_the_repository_has_an_absolute_uri(validator: Draft7Validator) -> None:
    text = sarif.render(report_of({"/srv/a b.nam56r.yaml": ""}))
    assert errors(validator, text) == []
    assert uris(run_of(text)) == ["file:///srv/a%20b.nam56r.yaml"]
    assert "uriBaseId" not in run_of(text)["artifacts"][0]["location"]


def test_standard_input_keeps_its_name() -> None:
    assert uris(run_of(sarif.render(report_of({"<stdin>": ""})))) == ["%3Cstdin%3E"]


def test_the_root_of_the_repository_is_not_said() -> None:
    base_ids = run_of(sarif.render(report_of({"a.nam56r.yaml": ""})))["originalUriBaseIds"]
    assert list(base_ids) == ["%SRCROOT%"]
    assert "uri" not in base_ids["%SRCROOT%"]


def fingerprints(text: str, rule: str = "lower-case-letter") -> list[str]:
    run = run_of(sarif.render(report_of({"a.nam56r.yaml": text})))
    return [
        result["partialFingerprints"]["nam56rFinding/v1"]
        for result in run["results"]
        if result["ruleId"] == rule
    ]


def test_fingerprints_survive_lines_above_and_indentation() -> None:
    before = fingerprints("pattern: AmAm\n")
    assert len(set(before)) == 2
    assert fingerprints("# one\n\nname: x\npattern: AmAm\n") == before
    assert fingerprints("  pattern: AmAm\n") == before


def test_fingerprints_tell_lines_apart() -> None:
    assert not set(fingerprints("pattern: AmAm\n")) & set(fingerprints("pattern: AAmm\n"))


def test_accepting_a_finding_leaves_the_fingerprints_of_others() -> None:
    text = "{}name: a\n{}name: b\nname: c\n"
    ignore = "# nam56r: ignore-next-line[duplicate-key]: later\n"
    before = fingerprints(text.format("", ""), "duplicate-key")
    after = fingerprints(text.format("", ignore), "duplicate-key")
    assert len(before) == 2
    assert sorted(after) == sorted(before)


def test_no_two_findings_share_a_fingerprint() -> None:
    results = run_of(sarif.render(report_of_all_cases()))["results"]
    found = [result["partialFingerprints"]["nam56rFinding/v1"] for result in results]
    assert len(set(found)) == len(found)


def test_suppressed_findings_say_why_and_all_others_that_they_are_not() -> None:
    text = "depth: 0  # nam56r: ignore[invalid-value]: on purpose\n"
    results = run_of(sarif.render(report_of({"a.nam56r.yaml": text})))["results"]
    by_rule = {result["ruleId"]: result["suppressions"] for result in results}
    accepted = by_rule.pop("invalid-value")
    assert accepted == [{"kind": "inSource", "justification": "on purpose"}]
    assert by_rule and not any(by_rule.values())


def test_no_fix_is_offered_for_an_accepted_finding() -> None:
    text = "pattern: am  # nam56r: ignore[lower-case-letter]: a joke\n"
    results = run_of(sarif.render(report_of({"a.nam56r.yaml": text})))["results"]
    accepted = [result for result in results if result["suppressions"]]
    assert len(accepted) == 2
    assert not any("fixes" in result for result in accepted)


def test_a_suppression_without_reason_has_no_justification() -> None:
    text = "depth: 0  # nam56r: ignore[invalid-value]\n"
    results = run_of(sarif.render(report_of({"a.nam56r.yaml": text})))["results"]
    assert [r["suppressions"] for r in results if r["ruleId"] == "invalid-value"] == [
        [{"kind": "inSource"}]
    ]


def test_a_message_is_neither_placeholder_nor_link() -> None:
    report = report_of({"a.nam56r.yaml": "'{0} [x](y)': 1\n"})
    results = run_of(sarif.render(report))["results"]
    (text,) = (r["message"]["text"] for r in results if r["ruleId"] == "unknown-key")
    assert text.startswith(r"`{{0}} [x\](y)` is no key")


def test_related_places_are_linked_from_the_message() -> None:
    report = report_of({"a.nam56r.yaml": "name: a\nname: b\n"})
    (found,) = (d for d in report.findings if d.code == "duplicate-key")
    related = replace(found.related[0], message=r"the [first\]")
    report = replace(report, findings=(replace(found, related=(related,)),), fixes=lambda _: ())
    (result,) = run_of(sarif.render(report))["results"]
    assert result["message"]["text"] == f"{found.message}\n[the \\[first\\\\\\]](1)"
    (place,) = result["relatedLocations"]
    assert place["id"] == 1
    assert place["message"]["text"] == r"the [first\]"
    source, where = related.location.source, related.location.range
    region = place["physicalLocation"]["region"]
    assert bytes_of(source.data, region) == source.data[where.start : where.end]


def test_a_run_that_could_not_read_everything_says_so() -> None:
    for complete in (True, False):
        (invocation,) = run_of(sarif.render(Report((), complete=complete)))["invocations"]
        assert invocation["executionSuccessful"] is complete


def test_a_program_without_version_says_none() -> None:
    assert "version" not in run_of(sarif.render(Report(())))["tool"]["driver"]


def test_a_rule_is_explained_by_its_page() -> None:
    (rule,) = sarif_rules.descriptors({"lower-case-letter"})
    text = page("lower-case-letter")
    assert text.startswith("# lower-case-letter\n\n" + rule["shortDescription"]["text"])  # type: ignore[index]
    described = rule["fullDescription"]["text"]  # type: ignore[index]
    assert described.endswith("in lower case.") and described in text
    help_ = rule["help"]
    assert "```yaml over=" in text and "over=" not in help_["markdown"]  # type: ignore[index]
    assert "#" not in help_["text"].replace("    #", "")  # type: ignore[index]
    assert "```" not in help_["text"]  # type: ignore[index]
    assert "    pattern: AEm\n" in help_["text"]  # type: ignore[index]


def test_a_message_of_another_document_has_its_own_artifact() -> None:
    report = report_of({"a.nam56r.yaml": "name: a\nname: b\n"})
    (found,) = (d for d in report.findings if d.code == "duplicate-key")
    other = report_of({"b.nam56r.yaml": ""}).findings[0].location
    related = (RelatedInformation(Location(other.source, other.range), "there"),)
    report = replace(report, findings=(replace(found, related=related),), fixes=lambda _: ())
    run = run_of(sarif.render(report))
    assert uris(run) == ["a.nam56r.yaml", "b.nam56r.yaml"]
    assert [artifact.get("roles") for artifact in run["artifacts"]] == [["analysisTarget"], None]
