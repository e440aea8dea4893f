"""A plan as text for people: what it is, one row per layer, then what the author must provide.

Must not know streams, nor how a plan is made.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.analysis import Analysis
from nam56r_core.diagnostics import Severity
from nam56r_core.layers import Status
from nam56r_core.plan.model import Layer, Pipeline, Plan, Seam, Verdict
from nam56r_server.cli.console import Style
from nam56r_server.cli.output.table import Column, render_table
from nam56r_server.cli.output.wrap import labelled, wrapped

_COLOR = {Status.NATIVE: "green", Status.CUSTOM: "yellow", Status.BLOCKED: "red"}
_MARK = {Status.NATIVE: "●", Status.CUSTOM: "◐", Status.BLOCKED: "○"}
_ASCII_MARK = {Status.NATIVE: "=", Status.CUSTOM: "~", Status.BLOCKED: "x"}
_LABEL = 11


def plan_table(analysis: Analysis, name: str, style: Style, width: int) -> str:
    """The whole text, at most `width` columns wide where words allow it."""
    plan = analysis.plan
    parts = [
        _heading(analysis, name, style, width),
        _patterns(analysis, width),
        _layers(plan, style, width),
        _seams(plan, style, width),
        _notes(analysis, style, width),
    ]
    text = "\n".join(part for part in parts if part)
    return text if style.unicode else _ascii(text)


def _ascii(text: str) -> str:
    for char, plain in (("×", "x"), (" ·", ","), ("…", "...")):
        text = text.replace(char, plain)
    return text


def _heading(analysis: Analysis, name: str, style: Style, width: int) -> str:
    plan = analysis.plan
    title = f"{plan.name or 'recipe without a name'} for {plan.target or 'no target'}"
    counts = " · ".join(
        style.paint(f"{plan.status_counts()[status.value]} {_status(status, style)}", color)
        for status, color in _COLOR.items()
    )
    return "".join(
        [
            f"{style.paint(title, 'bold')} ({name})\n",
            f"{len(plan.layers)} layers: {counts}\n",
            *_verdict(analysis, style, width),
        ]
    )


def _status(status: Status, style: Style) -> str:
    return f"{status.value} {(_MARK if style.unicode else _ASCII_MARK)[status]}"


def _verdict(analysis: Analysis, style: Style, width: int) -> Iterator[str]:
    if analysis.runnable:
        native = "" if not analysis.plan.is_fully_native else ", fully native"
        yield style.paint(f"runnable{native}", "bold", "green") + "\n"
        return
    errors = sum(d.severity is Severity.ERROR for d in analysis.diagnostics)
    reasons = [analysis.plan.withheld] if analysis.plan.withheld else []
    if errors:
        reasons.append(f"{errors} error{'' if errors == 1 else 's'}")
    head, *rest = wrapped("NOT RUNNABLE: " + "; ".join(reasons), width)
    mark, colon, reason = head.partition(":")
    yield style.paint(mark, "bold", "red") + colon + reason + "\n"
    yield from (f"  {line}\n" for line in rest)


def _patterns(analysis: Analysis, width: int) -> str:
    plan = analysis.plan
    lines = [
        *labelled("authored", _authored(plan), _LABEL, width),
        *labelled("translated", plan.translated_pattern or "none", _LABEL, width),
    ]
    if analysis.runnable and plan.hybrid_layer_pattern:
        given = plan.hybrid_layer_pattern
    else:
        given = f"withheld: {plan.withheld or 'the recipe has errors'}"
    lines += labelled("to Megatron", given, _LABEL, width)
    if plan.pipeline.size > 1 or plan.pipeline.virtual_size > 1 or plan.pipeline.fault:
        lines += labelled("pipeline", _pipeline(plan.pipeline), _LABEL, width)
    if plan.mtp.depths:
        built = "" if plan.mtp.built and not plan.mtp.refused else "NOT BUILT: "
        text = f"{plan.mtp.depths} × `{plan.mtp.pattern}`: {built}"
        lines += labelled("mtp", text + (plan.mtp.refused or plan.mtp.reason), _LABEL, width)
    return "".join(line + "\n" for line in lines)


def _authored(plan: Plan) -> str:
    tiled = 0 < len(plan.pattern) < len(plan.layers)
    return (plan.pattern or "none") + (f", tiled to {len(plan.layers)} layers" if tiled else "")


def _pipeline(pipeline: Pipeline) -> str:
    shape = f"{pipeline.size} ranks × {pipeline.virtual_size} virtual stages"
    if pipeline.fault:
        return f"{shape}: not possible, {pipeline.fault.value}"
    return f"{shape}: {' + '.join(str(layers) for layers in pipeline.segments)} layers"


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
        Column("rank", right=True),
        Column("symbol"),
        Column("builds"),
        Column("status"),
    ]
    staged = len(plan.pipeline.segments) > 1
    featured = any(layer.features for layer in plan.layers)
    columns += [Column("pp/vp")] * staged + [Column("why")] + [Column("features")] * featured
    rows = [
        [
            *(str(layer.index), str(layer.layer_number), layer.letter, str(layer.family_rank)),
            *(layer.verdict.symbol or "-", layer.verdict.builds or "-"),
            _status(layer.status, style),
            *([f"{layer.pipeline_rank}/{layer.virtual_stage}"] if staged else []),
            f"[{reasons[layer.verdict]}]",
            *([", ".join(layer.features)] if featured else []),
        ]
        for layer in plan.layers
    ]
    paint = [(_COLOR[layer.status],) for layer in plan.layers]
    table = render_table(columns, rows, width, style, painted_column=6, paint=paint)
    return table + "\n" + _reasons(plan.layers, reasons, width)


def _reasons(layers: tuple[Layer, ...], reasons: dict[Verdict, int], width: int) -> str:
    lines = []
    for verdict, number in reasons.items():
        count = sum(layer.verdict == verdict for layer in layers)
        label = f"[{number}]"
        what = f"`{verdict.letter}` × {count}: {verdict.reason}"
        lines += labelled(label, what, len(f"[{len(reasons)}]"), width)
    return "".join(line + "\n" for line in lines)


def _seams(plan: Plan, style: Style, width: int) -> str:
    if not plan.seams:
        return ""
    lines = [style.paint("Seams (code that the author provides)", "bold")]
    label = max(len(seam.name) for seam in plan.seams)
    for seam in plan.seams:
        lines += labelled(seam.name, _seam(seam, plan), label, width)
    return "".join(line + "\n" for line in lines)


def _seam(seam: Seam, plan: Plan) -> str:
    letters = ", ".join(f"`{letter}`" for letter in seam.letters)
    where = f" at {len(seam.layers)} layers" if seam.layers else ""
    where += f" ({letters})" if letters and where else ""
    blocked = seam.letters and any(
        plan.layers[index].status is Status.BLOCKED for index in seam.layers
    )
    if seam.declared and not blocked:
        rides = f", riding on `{seam.carrier}`" if seam.carrier and seam.letters else ""
        return f"{seam.title}{where}: provided by `{seam.provided_by}`{rides}"
    return f"{seam.title}{where}: OPEN; to resolve, {seam.resolution}"


def _notes(analysis: Analysis, style: Style, width: int) -> str:
    """The bundle's notes but for those that only repeat a seam or the heading."""
    told = ("pattern is withheld:", *(f"seam {seam.name}:" for seam in analysis.plan.seams))
    notes = [
        note for note in analysis.bundle.custom_notes if not any(words in note for words in told)
    ]
    if not notes:
        return ""
    lines = [style.paint("Notes", "bold")]
    for note in notes:
        lines += labelled("-", note, 1, width)
    return "".join(line + "\n" for line in lines)
