"""A comparison in sentences: what a person is told first, then the details.

Must not know columns, colours or formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nam56r_core.compare.model import (
    ArgChange,
    Comparison,
    LayerChange,
    LayerState,
    SeamChange,
    SeamStep,
    Side,
    ValueChange,
)
from nam56r_core.diagnostics import Diagnostic, Severity
from nam56r_core.export.bundle import Withheld
from nam56r_core.layers import Status
from nam56r_core.messages.plan import STATUS_MARK, layer_numbers, resolution
from nam56r_core.messages.reasons import refusal_words
from nam56r_core.plan.status import FAMILY_TITLE, KIND_TITLE
from nam56r_core.plural import counted, inflected
from nam56r_core.targets.target import Target

EMPTY = "(empty)"
"""How a value without a character is shown."""

_STEPS = tuple(Status)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`sign` is `+` for what only the new side has, `-` for what only the old one has, `~` for what
    both have but not alike, `=` for what is no change. `details` say more about parts of it.
    `better` tells whether the new side is the better one, None where that is no question."""

    sign: str
    text: str
    details: tuple[str, ...] = ()
    better: bool | None = None


def headline(comparison: Comparison) -> str:
    """Old and new, by what tells them apart."""
    old, new = comparison.old, comparison.new
    if old.name == new.name and old.target != new.target:
        return f"{_release(old)} → {_release(new)}"
    if old.target == new.target:
        return f"{_name(old)} → {_name(new)}"
    return f"{_name(old)} on {_release(old)} → {_name(new)} on {_release(new)}"


def _name(side: Side) -> str:
    return side.name or "recipe without a name"


def _release(side: Side) -> str:
    return side.target.short_name if side.target else "no known target"


def verdict(comparison: Comparison) -> Sentence:
    """Whether it runs, before and after."""
    old, new = comparison.old, comparison.new
    if old.runnable and new.runnable:
        return Sentence("=", "runnable on both sides")
    before, after = _refusal(old), _refusal(new)
    if new.refusal is None:
        return Sentence("~", f"runnable now; before: {before}", better=True)
    if old.refusal is None:
        return Sentence("~", f"NOT RUNNABLE any more: {after}", better=False)
    if old.refusal == new.refusal:
        return Sentence("=", f"NOT RUNNABLE on either side: {after}")
    return Sentence("=", f"NOT RUNNABLE on either side: {before} → {after}")


def _refusal(side: Side) -> str:
    return refusal_words(side.refusal, side.target) if side.refusal else ""


def layers(comparison: Comparison) -> Iterator[Sentence]:
    """Layers that change alike, together: first by family and status, then by what they are."""
    alike: dict[_Step, list[LayerChange]] = {}
    for change in comparison.layers:
        alike.setdefault(_step(change), []).append(change)
    for step, changes in alike.items():
        text = counted(len(changes), f"{step.what}layer") + step.becomes
        yield Sentence(step.sign, text, tuple(_details(changes)), step.better)


class _Step(NamedTuple):
    """What layers that change alike have in common: words before and after `layers`."""

    sign: str
    what: str
    becomes: str
    better: bool | None = None


def _step(change: LayerChange) -> _Step:
    old, new = change.old, change.new
    if old is None or new is None:
        side = "new" if old is None else "old"
        return _Step("+" if old is None else "-", "", f" only in the {side} stack")
    if old.family is not new.family:
        return _Step("~", "", f": {FAMILY_TITLE[old.family]} → {FAMILY_TITLE[new.family]}")
    family = f"{FAMILY_TITLE[old.family]} "
    if old.status is new.status:
        parts = " and ".join(_parts_changed(old, new))
        return _Step("~", family, f": {old.status.value} as before, {parts} changed")
    better = _STEPS.index(new.status) < _STEPS.index(old.status)
    return _Step("~", family, f": {old.status.value} → {new.status.value}", better)


def _parts_changed(old: LayerState, new: LayerState) -> Iterator[str]:
    if old.letter != new.letter:
        yield "letter"
    if old.kind is not new.kind:
        yield "kind"
    if old.symbol != new.symbol:
        yield "symbol"
    if old.builds != new.builds:
        yield "class"
    if old.features != new.features:
        yield "features"


def _details(changes: list[LayerChange]) -> Iterator[str]:
    alike: dict[str, list[int]] = {}
    for change in changes:
        alike.setdefault(_transition(change.old, change.new), []).append(change.index)
    for transition, indices in alike.items():
        which = inflected(len(indices), "layer number")
        yield f"{len(indices)} × {transition} ({which} {layer_numbers(indices)})"


def _transition(old: LayerState | None, new: LayerState | None) -> str:
    if old is None or new is None:
        only = old or new
        assert only is not None
        return f"`{only.letter}` {_what(only)}, {_how(only)}"
    letter = old.letter if old.letter == new.letter else f"{old.letter}` → `{new.letter}"
    what = _what(old) if old.kind is new.kind else f"{_what(old)} → {_what(new)}"
    parts = [f"`{letter}` {what}"]
    if (old.status, old.symbol, old.builds) != (new.status, new.symbol, new.builds):
        parts.append(f"{_how(old)} → {_how(new)}")
    if old.features != new.features:
        parts.append(f"features {_listed(old.features)} → {_listed(new.features)}")
    return ", ".join(parts)


def _what(state: LayerState) -> str:
    return KIND_TITLE[state.kind] if state.kind else "no layer"


def _how(state: LayerState) -> str:
    symbol = f"`{state.symbol}`" if state.symbol else "no symbol"
    builds = f" {state.builds}" if state.builds else ""
    return f"{symbol}{builds} {STATUS_MARK[state.status]}"


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(names) or "none"


def pending(comparison: Comparison) -> Iterator[Sentence]:
    """What a later release than the new one builds by itself."""
    for item in comparison.pending:
        what = f"{item.count} × `{item.letter}` {KIND_TITLE[item.kind]}"
        yield Sentence("~", f"{what}: {item.native_later}")


def seams(comparison: Comparison) -> Iterator[Sentence]:
    for change in comparison.seams:
        yield _seam(change)


def _seam(change: SeamChange) -> Sentence:
    old, new = change.old, change.new
    seam = new or old
    assert seam is not None
    title = f"{change.name}: {seam.title}"
    match change.step:
        case SeamStep.NEEDED:
            by = f"provided by `{seam.provided_by}`" if seam.declared else "OPEN"
            return Sentence("+", f"{title}: needed now, {by}", better=False)
        case SeamStep.GONE:
            return Sentence("-", f"{title}: no longer needed", better=True)
        case SeamStep.DECLARED:
            text = f"{title}: open → provided by `{seam.provided_by}`"
            return Sentence("~", text, better=True)
        case SeamStep.OPEN:
            text = f"{title}: provided → OPEN; to resolve, {resolution(seam)}"
            return Sentence("~", text, better=False)
        case SeamStep.CHANGED:
            return Sentence("~", f"{title}: " + "; ".join(_seam_parts(change)))


def _seam_parts(change: SeamChange) -> Iterator[str]:
    old, new = change.old, change.new
    assert old is not None and new is not None
    if old.layers != new.layers:
        layers = inflected(len(new.layers), "layer")
        yield f"{len(old.layers)} → {len(new.layers)} {layers} ({layer_numbers(new.layers)})"
    if old.carrier != new.carrier:
        yield f"carrier {_or_none(old.carrier)} → {_or_none(new.carrier)}"
    if old.provided_by != new.provided_by:
        yield f"provided by {_or_none(old.provided_by)} → {_or_none(new.provided_by)}"
    if old.missing != new.missing:
        yield f"to resolve, {resolution(new)}"
    if old.letters != new.letters:
        yield f"letters {''.join(old.letters)} → {''.join(new.letters)}"


def _or_none(text: str | None) -> str:
    return f"`{text}`" if text else "none"


def values(comparison: Comparison) -> Iterator[Sentence]:
    for change in comparison.values:
        told = [side or EMPTY for side in (change.old, change.new) if side is not None]
        yield Sentence(_sign(change), f"{change.name}: {' → '.join(told)}")


def args(comparison: Comparison) -> Iterator[Sentence]:
    for change in comparison.args:
        if change.old is None or change.new is None:
            yield Sentence(_sign(change), " ".join(change.old or change.new or ()))
        else:
            old, new = (_values_of(tokens) for tokens in (change.old, change.new))
            yield Sentence("~", f"{change.option}: {old} → {new}")


def _values_of(tokens: tuple[str, ...]) -> str:
    option, equals, value = tokens[0].partition("=")
    return " ".join(tokens[1:]) or (value if equals else option)


def withheld(comparison: Comparison) -> Iterator[Sentence]:
    before, after = comparison.old.target, comparison.new.target
    for change in comparison.withheld:
        old, new = change.old, change.new
        if old is None:
            assert new is not None
            yield Sentence("+", f"{_setting(new)}: withheld now, {new.reason(after)}", better=False)
        elif new is None:
            text = f"{_setting(old)}: not withheld any more; before, {old.reason(before)}"
            yield Sentence("-", text, better=True)
        else:
            yield Sentence("~", f"{_setting(old, new)}: {_still_withheld(old, new, before, after)}")


def _setting(item: Withheld, later: Withheld | None = None) -> str:
    """A setting by its key and its option, which the later release may call otherwise."""
    renamed = f" → {later.option}" if later and later.option != item.option else ""
    return f"`{(later or item).key}` ({item.option}{renamed})"


def _still_withheld(
    old: Withheld, new: Withheld, old_target: Target | None, new_target: Target | None
) -> str:
    """What differs of a setting that both sides withhold. Where the plan itself makes no pattern,
    a side has no values."""
    before, after = " ".join(old.values), " ".join(new.values)
    old_reason, new_reason = old.reason(old_target), new.reason(new_target)
    if old.detail == new.detail and old.cause is new.cause:
        values = f"{before} → {after}, " if before != after else ""
        return f"{values}withheld as before, {new_reason}"
    if before == after or not (before and after):
        return f"{old_reason} → {new_reason}"
    return f"{before}, {old_reason} → {after}, {new_reason}"


def notes(comparison: Comparison) -> Iterator[Sentence]:
    yield from (Sentence("-", note) for note in comparison.notes_removed)
    yield from (Sentence("+", note) for note in comparison.notes_added)


def findings(comparison: Comparison) -> Iterator[Sentence]:
    for sign, found in (("-", comparison.disappeared), ("+", comparison.appeared)):
        for finding in found:
            matters = finding.severity is not Severity.INFO
            yield Sentence(sign, _finding(finding), better=sign == "-" if matters else None)
    for change in comparison.changed:
        yield Sentence("~", _finding(change.new), (f"before: {change.old.message}",))


def _finding(finding: Diagnostic) -> str:
    return f"{finding.severity.value}[{finding.code}]: {finding.message}"


def _sign(change: ArgChange | ValueChange) -> str:
    if change.old is None:
        return "+"
    return "-" if change.new is None else "~"


SECTIONS = (
    ("Layers", layers),
    ("Not native yet", pending),
    ("Seams", seams),
    ("The whole", values),
    ("Arguments", args),
    ("Withheld settings", withheld),
    ("Findings", findings),
    ("Custom notes", notes),
)
"""Every part of a comparison by its title, in the order in which it is told."""
