"""Findings for people: an excerpt with marks under the exact range, the related places, the fixes.

Must not know streams, nor how findings come about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nam56r_core.changes import Applicability
from nam56r_core.diagnostics import Diagnostic, Location, Severity
from nam56r_server.cli.console import Style
from nam56r_server.cli.output.excerpt import excerpt
from nam56r_server.cli.output.formats.base import Format, one_line, place
from nam56r_server.cli.output.report import Report, ResolvedFix, made_by_fix
from nam56r_server.cli.output.width import visible

_COLOR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_MOST_FIXES = 3


def render(report: Report) -> str:
    """Every finding, with an empty line after it."""
    return "".join(
        finding_text(diagnostic, report.style, report.fixes(diagnostic)) + "\n"
        for diagnostic in report.findings
    )


def findings_text(diagnostics: Iterable[Diagnostic], style: Style) -> str:
    """Every finding without its fixes, for commands that apply none."""
    return "".join(finding_text(diagnostic, style) + "\n" for diagnostic in diagnostics)


def finding_text(diagnostic: Diagnostic, style: Style, fixes: Sequence[ResolvedFix] = ()) -> str:
    """One finding: its head, its excerpt, the related places and at most a few fixes."""
    color = _COLOR[diagnostic.severity]
    head = style.paint(f"{diagnostic.severity.value}[{diagnostic.code}]", "bold", color)
    parts = [f"{head}: {style.paint(_indented(diagnostic.message), 'bold')}\n"]
    parts.append(_snippet(diagnostic.location, style, color))
    for related in diagnostic.related:
        parts.append(f"{style.paint('note', 'bold', 'cyan')}: {_indented(related.message)}\n")
        parts.append(_snippet(related.location, style, "cyan"))
    return "".join((*parts, *_helps(diagnostic, fixes, style)))


def _helps(diagnostic: Diagnostic, fixes: Sequence[ResolvedFix], style: Style) -> Iterator[str]:
    """The fixes, each with the option that makes it; the other alternatives are for editors."""
    label = style.paint("help", "bold", "green")
    by_fix = made_by_fix(diagnostic, fixes, unsafe=False)
    by_unsafe = made_by_fix(diagnostic, fixes, unsafe=True)
    for resolved in fixes[:_MOST_FIXES]:
        if resolved.fix.applicability is Applicability.DISPLAY_ONLY:
            yield f"{label}: {one_line(resolved.fix.title)} (offered in an editor)\n"
            continue
        kind = "safe fix" if resolved.fix.safe else "unsafe fix"
        if resolved is by_fix:
            kind += ": --fix"
        elif resolved is by_unsafe:
            kind += ": --fix --unsafe-fixes"
        yield f"{label}: {one_line(resolved.fix.title)} ({kind})\n"


def _snippet(location: Location, style: Style, color: str) -> str:
    lines = excerpt(location.source, location.range, "…" if style.unicode else ".")
    gutter = max(len(str(line.number)) for line in lines if line.number is not None)
    bar = style.paint("|", "blue")
    parts = [f"{' ' * gutter}{style.paint('-->', 'blue')} {place(location)}\n"]
    parts.append(f"{' ' * gutter} {bar}\n")
    for line in lines:
        number = style.paint(str(line.number or "").rjust(gutter), "blue")
        text = style.paint(line.text, "bold", color) if line.is_mark else line.text
        parts.append(f"{number} {bar} {text}".rstrip() + "\n")
    return "".join(parts)


def _indented(message: str) -> str:
    return visible(message).replace("\n", "\n  ")


FORMAT = Format("full", render, for_people=True, shows_fixes=True)
