"""A plan as text for people: what it is, one row per layer, then what the author must provide.

Must not know streams, nor how a plan is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nam56r_core.analysis import Analysis
from nam56r_core.dimensions.wording import value_with_origin
from nam56r_core.export.bundle import NoteKind
from nam56r_core.layers import Status
from nam56r_core.messages import plan as wording
from nam56r_core.messages.reasons import reason_words, refusal_words
from nam56r_core.plan.model import Plan, Verdict
from nam56r_core.plural import counted
from nam56r_server.cli.console import Style
from nam56r_server.cli.output.table import Column, render_table
from nam56r_server.cli.output.width import visible
from nam56r_server.cli.output.wrap import labelled, wrapped

COLOR = {Status.NATIVE: "green", Status.CUSTOM: "yellow", Status.BLOCKED: "red"}
_ASCII_MARK = {Status.NATIVE: "=", Status.CUSTOM: "~", Status.BLOCKED: "x"}
_LABEL = 11


def plan_table(analysis: Analysis, name: str, style: Style, width: int) -> str:
    """The whole text, at most `width` columns wide where words allow it."""
    plan = analysis.plan
    parts = [
        heading(analysis, name, style, width),
        _patterns(analysis, width),
        _layers(plan, style, width),
        _supplied(analysis, style, width),
        _seams(plan, style, width),
        _notes(analysis, style, width),
    ]
    text = "\n".join(part for part in parts if part)
    return text if style.unicode else ascii_only(text)


def ascii_only(text: str) -> str:
    """Text for a stream that shows nothing else; the marks are chosen by `mark_of`."""
    for char, plain in (("×", "x"), (" · ", ", "), ("…", "..."), ("–", "-"), ("→", "->")):
        text = text.replace(char, plain)
    return text


def heading(analysis: Analysis, name: str, style: Style, width: int) -> str:
    """What it is, how many layers have each status, and whether it is runnable."""
    plan = analysis.plan
    return "".join(
        [
            f"{style.paint(visible(wording.heading(plan)), 'bold')} ({visible(name)})\n",
            f"{counted(len(plan.layers), 'layer')}: {status_counts(plan.status_counts(), style)}\n",
            *_verdict(analysis, style, width),
        ]
    )


def status_counts(counts: Mapping[str, int], style: Style) -> str:
    """`35 native ● · 0 custom ◐ · 17 blocked ○`, painted."""
    return " · ".join(
        style.paint(f"{counts[status.value]} {_status(status, style)}", color)
        for status, color in COLOR.items()
    )


def mark_of(status: Status, style: Style) -> str:
    """The sign of a status that the stream can show."""
    return (wording.STATUS_MARK if style.unicode else _ASCII_MARK)[status]


def no_symbol(style: Style) -> str:
    """What stands where a layer has no symbol; a `-` would be an MLP."""
    return "·" if style.unicode else "."


def _status(status: Status, style: Style) -> str:
    return f"{status.value} {mark_of(status, style)}"


def _verdict(analysis: Analysis, style: Style, width: int) -> Iterator[str]:
    if analysis.refusal is None:
        native = "" if not analysis.plan.is_fully_native else ", fully native"
        yield style.paint(f"runnable{native}", "bold", "green") + "\n"
        return
    head, *rest = wrapped(
        f"NOT RUNNABLE: {refusal_words(analysis.refusal, analysis.plan.target)}", width
    )
    mark, colon, reason = head.partition(":")
    yield style.paint(mark, "bold", "red") + colon + reason + "\n"
    yield from (f"  {line}\n" for line in rest)


def _patterns(analysis: Analysis, width: int) -> str:
    plan = analysis.plan
    lines = [
        *labelled("authored", wording.authored(plan), _LABEL, width),
        *labelled("translated", plan.translated_pattern or "none", _LABEL, width),
    ]
    if analysis.runnable and plan.hybrid_layer_pattern:
        given = plan.hybrid_layer_pattern
    else:
        withheld = plan.withheld
        why = reason_words(withheld, plan.target) if withheld else "the recipe has errors"
        given = f"withheld: {why}"
    lines += labelled("to Megatron", given, _LABEL, width)
    if wording.is_cut(plan.pipeline):
        lines += labelled("pipeline", wording.pipeline(plan.pipeline), _LABEL, width)
    if plan.mtp.depths:
        lines += labelled("mtp", wording.mtp(plan), _LABEL, width)
    return "".join(line + "\n" for line in lines)


def _layers(plan: Plan, style: Style, width: int) -> str:
    if not plan.layers:
        return ""
    reasons: dict[Verdict, int] = {}
    for layer in plan.layers:
        reasons.setdefault(layer.verdict, len(reasons) + 1)
    columns = [
        Column("index", right=True),
        Column("number", right=True),
        Column("letter"),
        Column("family rank", right=True),
        Column("symbol"),
        Column("builds"),
        Column("status"),
    ]
    staged = len(plan.pipeline.segments) > 1
    featured = any(layer.features for layer in plan.layers)
    columns += [Column("pp/vp")] * staged + [Column("why")] + [Column("features")] * featured
    nothing = no_symbol(style)
    rows = [
        [
            *(str(layer.index), str(layer.layer_number), layer.letter, str(layer.family_rank)),
            *(layer.verdict.symbol or nothing, layer.verdict.builds or nothing),
            _status(layer.status, style),
            *([f"{layer.pipeline_rank}/{layer.virtual_stage}"] if staged else []),
            f"[{reasons[layer.verdict]}]",
            *([", ".join(layer.features)] if featured else []),
        ]
        for layer in plan.layers
    ]
    paint = [(COLOR[layer.status],) for layer in plan.layers]
    table = render_table(columns, rows, width, style, painted_column=6, paint=paint)
    return table + "\n" + _reasons(plan, reasons, width)


def _reasons(plan: Plan, reasons: dict[Verdict, int], width: int) -> str:
    lines = []
    for verdict, number in reasons.items():
        count = sum(layer.verdict == verdict for layer in plan.layers)
        label = f"[{number}]"
        what = f"`{verdict.letter}` × {count}: {wording.reason(verdict, plan)}"
        lines += labelled(label, what, len(f"[{len(reasons)}]"), width)
    return "".join(line + "\n" for line in lines)


def _supplied(analysis: Analysis, style: Style, width: int) -> str:
    """The values that the layers read and that no file sets."""
    facts = analysis.facts
    supplied = facts.assumed_dimensions
    if not supplied or facts.catalog is None:
        return ""
    title = f"Supplied by {facts.catalog.release} (the recipe does not set them)"
    lines = [style.paint(title, "bold")]
    label = max(len(found.key) for found in supplied)
    for found in supplied:
        lines += labelled(found.key, value_with_origin(found), label, width)
    return "".join(line + "\n" for line in lines)


def _seams(plan: Plan, style: Style, width: int) -> str:
    if not plan.seams:
        return ""
    lines = [style.paint("Seams (code that the author provides)", "bold")]
    label = max(len(seam.name) for seam in plan.seams)
    for seam in plan.seams:
        lines += labelled(seam.name, wording.seam(seam, plan), label, width)
    return "".join(line + "\n" for line in lines)


def _notes(analysis: Analysis, style: Style, width: int) -> str:
    """The bundle's notes but for those that only repeat a seam or the heading."""
    told = (NoteKind.SEAM, NoteKind.PATTERN_WITHHELD)
    notes = [note.text for note in analysis.bundle.notes if note.kind not in told]
    if not notes:
        return ""
    lines = [style.paint("Notes", "bold")]
    for note in notes:
        lines += labelled("-", note, 1, width)
    return "".join(line + "\n" for line in lines)
