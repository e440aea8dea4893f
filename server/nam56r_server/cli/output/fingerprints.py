"""What makes a finding the same finding in the next run, though lines above it come and go.

Must not know any format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from nam56r_core.diagnostics import Diagnostic
from nam56r_server.cli.output.report import Report


class Fingerprints:
    """The fingerprints of all findings of a report, suppressed ones too, so that accepting one
    leaves the others as they were.

    A fingerprint is a hash of the rule, the file, the text of the line, and which finding of that
    rule it is among those on lines that read the same; no two findings of a report share one.
    """

    def __init__(self, report: Report) -> None:
        self._of = dict(_fingerprints(report))

    def of(self, diagnostic: Diagnostic) -> str:
        """64 hexadecimal digits; the finding is one of the report's own."""
        return self._of[id(diagnostic)]


def _fingerprints(report: Report) -> Iterator[tuple[int, str]]:
    found = [*report.findings, *(item.diagnostic for item in report.suppressed)]
    seen: Counter[tuple[str, str, str]] = Counter()
    for diagnostic in sorted(found, key=lambda d: d.sort_key):
        source = diagnostic.location.source
        line = source.line_range(source.line_of(diagnostic.location.range.start))
        key = (diagnostic.code, report.path(source.name), source.slice(line).strip())
        text = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        yield id(diagnostic), sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
