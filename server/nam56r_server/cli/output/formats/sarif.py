"""Findings as SARIF 2.1.0, for code scanning and for the viewers of editors.

Files are named from the root of the repository (`%SRCROOT%`), whose own place is not said: the same
recipes give the same bytes on every machine. Must not know streams, nor how findings come about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from urllib.parse import quote

from nam56r_core.diagnostics import Diagnostic, Location, RelatedInformation
from nam56r_core.export.document import Json
from nam56r_core.text import PositionEncoding, SourceText, TextRange
from nam56r_server.cli.output.fingerprints import Fingerprints
from nam56r_server.cli.output.formats.base import Format
from nam56r_server.cli.output.formats.sarif_rules import LEVEL, descriptors
from nam56r_server.cli.output.report import Report, ResolvedFix, SuppressedFinding

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_FINGERPRINT = "nam56rFinding/v1"
_IN_LINK = re.compile(r"[\\\[\]]")


def render(report: Report) -> str:
    """One log with one run."""
    log: Json = {"version": "2.1.0", "$schema": _SCHEMA, "runs": [_Run(report).as_json()]}
    return json.dumps(log, indent=2) + "\n"


class _Run:
    """One run while it is written: places refer to rules and files by their numbers in it."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._fingerprints = Fingerprints(report)
        found = [*report.findings, *(item.diagnostic for item in report.suppressed)]
        self._rules = descriptors({diagnostic.code for diagnostic in found})
        self._rule_number = {rule["id"]: number for number, rule in enumerate(self._rules)}
        self._file_number: dict[str, int] = {}
        for name in report.files:
            self._number_of(name)

    def as_json(self) -> Json:
        results = [self._open(diagnostic) for diagnostic in self._report.findings]
        results += [self._accepted(item) for item in self._report.suppressed]
        number = self._report.version()
        version = {"version": number} if number else {}
        return {
            "tool": {"driver": {"name": "nam56r", **version, "rules": self._rules}},
            "invocations": [{"executionSuccessful": self._report.complete}],
            "columnKind": "utf16CodeUnits",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "originalUriBaseIds": {
                _ROOT: {"description": {"text": "The root of the repository."}},
            },
            "artifacts": self._artifacts(),
            "results": results,
        }

    def _open(self, diagnostic: Diagnostic) -> Json:
        # An empty list says that nothing accepts the finding; all results must say so, or none.
        result = {**self._result(diagnostic), "suppressions": []}
        fixes = self._report.fixes(diagnostic)
        if fixes:
            result["fixes"] = [self._fix(resolved) for resolved in fixes]
        return result

    def _accepted(self, item: SuppressedFinding) -> Json:
        reason = {"justification": item.justification} if item.justification else {}
        suppression = {"kind": "inSource", **reason}
        return {**self._result(item.diagnostic), "suppressions": [suppression]}

    def _result(self, diagnostic: Diagnostic) -> Json:
        result: Json = {
            "ruleId": diagnostic.code,
            "ruleIndex": self._rule_number[diagnostic.code],
            "level": LEVEL[diagnostic.severity],
            "message": {"text": _message(diagnostic)},
            "locations": [self._location(diagnostic.location)],
        }
        if diagnostic.related:
            result["relatedLocations"] = [
                self._related(number, related)
                for number, related in enumerate(diagnostic.related, 1)
            ]
        result["partialFingerprints"] = {_FINGERPRINT: self._fingerprints.of(diagnostic)}
        return result

    def _related(self, number: int, related: RelatedInformation) -> Json:
        return {
            "id": number,
            **self._location(related.location),
            "message": {"text": _escaped(related.message)},
        }

    def _location(self, location: Location) -> Json:
        return {
            "physicalLocation": {
                "artifactLocation": self._artifact_location(location.source.name),
                "region": _region(location.source, location.range),
            }
        }

    def _fix(self, resolved: ResolvedFix) -> Json:
        replacements: Sequence[Json] = [
            {
                "deletedRegion": _region(resolved.source, edit.range),
                "insertedContent": {"text": edit.new_text},
            }
            for edit in resolved.edits
        ]
        change: Json = {
            "artifactLocation": self._artifact_location(resolved.source.name),
            "replacements": replacements,
        }
        return {
            "description": {"text": _escaped(resolved.fix.title)},
            "artifactChanges": [change],
            "properties": {"safe": resolved.fix.safe},
        }

    def _artifacts(self) -> list[Json]:
        """Every file that the run looked at or speaks about; recipes first."""
        looked_at = set(self._report.files)
        return [
            {
                "location": self._artifact_location(name),
                **({"roles": ["analysisTarget"]} if name in looked_at else {}),
            }
            for name in self._file_number
        ]

    def _artifact_location(self, name: str) -> Json:
        path = self._report.path(name)
        uri = quote(path.encode("utf-8", "replace"))
        base = {"uriBaseId": _ROOT}
        if path.startswith("/"):
            uri, base = f"file://{uri}", {}
        return {"uri": uri, **base, "index": self._number_of(name)}

    def _number_of(self, name: str) -> int:
        return self._file_number.setdefault(name, len(self._file_number))


def _region(source: SourceText, where: TextRange) -> Json:
    """Lines and columns from 1, the end column exclusive; an empty region inserts."""
    start = source.position(where.start, PositionEncoding.UTF16)
    end = source.position(where.end, PositionEncoding.UTF16)
    return {
        "startLine": start.line + 1,
        "startColumn": start.column + 1,
        "endLine": end.line + 1,
        "endColumn": end.column + 1,
    }


def _message(diagnostic: Diagnostic) -> str:
    """The message, then a link to each related place: viewers show those that are linked."""
    links = [
        f"[{_IN_LINK.sub(_backslashed, _braces(related.message))}]({number})"
        for number, related in enumerate(diagnostic.related, 1)
    ]
    return "\n".join([_escaped(diagnostic.message), *links])


def _escaped(text: str) -> str:
    """Text in which a viewer finds neither a placeholder nor a link."""
    return _braces(text).replace("](", r"\](")


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _backslashed(match: re.Match[str]) -> str:
    return f"\\{match.group()}"


FORMAT = Format("sarif", render, shows_fixes=True)
