"""What a SARIF report says about rules: a summary, what they report, their page.

Must not know findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.export.document import Json
from nam56r_core.file_too_large import FILE_TOO_LARGE
from nam56r_core.glossary import terms
from nam56r_core.internal_error import INTERNAL_ERROR
from nam56r_core.link_outside_project import LINK_OUTSIDE_PROJECT
from nam56r_core.rules import ALL, BY_NAME
from nam56r_core.rules.base import Named
from nam56r_core.rules.names import for_readers, page

LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
"""The words of SARIF for severities."""

_OF_FILES = (FILE_TOO_LARGE, INTERNAL_ERROR, LINK_OUTSIDE_PROJECT)
"""Findings of files that were not analysed; their pages are in the glossary."""

_FENCE = "```"
_HEADING = re.compile(r"#+ ")
_REPORTS = re.compile(
    r"^## What it reports\n+(?P<text>.*?)\n*^(?:##|```)", re.MULTILINE | re.DOTALL
)


def descriptors(codes: set[str]) -> list[Json]:
    """The rules of these names, in the order of the manual, and after them the findings of files
    that were not analysed; raises `KeyError` for any other name."""
    order = {rule.name: number for number, rule in enumerate(ALL)}
    rules = sorted(codes - {finding.name for finding in _OF_FILES}, key=order.__getitem__)
    return [
        *(_descriptor(BY_NAME[code], page(code)) for code in rules),
        *(
            _descriptor(finding, terms()[finding.name].text)
            for finding in _OF_FILES
            if finding.name in codes
        ),
    ]


def _descriptor(rule: Named, text: str) -> Json:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": full_description(text) or rule.summary},
        "help": {"text": plain_text(text), "markdown": for_readers(text)},
        "defaultConfiguration": {"level": LEVEL[rule.severity]},
    }


def full_description(page_text: str) -> str:
    """What a page says under `What it reports`, on one line; empty where it says nothing."""
    section = _REPORTS.search(page_text)
    return " ".join(section["text"].split()) if section else ""


def plain_text(page_text: str) -> str:
    """A page without the signs of headings and code blocks; code is indented."""
    return "\n".join(_plain_lines(page_text)).strip() + "\n"


def _plain_lines(page_text: str) -> Iterator[str]:
    in_code = False
    for line in page_text.splitlines():
        if line.startswith(_FENCE):
            in_code = not in_code
        elif in_code:
            yield f"    {line}".rstrip()
        else:
            yield _HEADING.sub("", line, count=1) if _HEADING.match(line) else line
