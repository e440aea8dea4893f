"""Custom notes: what stays the author's to provide, and what the bundle does not contain.

A note is one sentence for a reviewer. Must not know rules or severities.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from nam56r_core.export.bundle import Draft, Note, NoteKind, WithheldCause
from nam56r_core.layers import LATENT_KINDS, LayerKind, Status
from nam56r_core.messages.plan import is_open, resolution
from nam56r_core.messages.reasons import reason_words
from nam56r_core.plan.model import Layer, Plan, Seam
from nam56r_core.plan.reasons import LayerReason
from nam56r_core.plural import counted, inflected
from nam56r_core.recipe.model import Recipe
from nam56r_core.targets.judgments import MISSING_SPEC_IS_REPLACED
from nam56r_core.targets.target import Target


def custom_notes(
    recipe: Recipe, plan: Plan, draft: Draft, target: Target | None, runnable: bool
) -> tuple[Note, ...]:
    """All notes of a bundle, seams first, in a fixed order."""
    notes = (
        *(_seam_note(seam, plan) for seam in plan.seams),
        *_blocked_notes(plan),
        *_stack_spec_notes(plan, target),
        *_mtp_note(plan),
        *_withheld_notes(draft),
        *_owner_note(recipe, plan),
        *_verdict_note(plan, runnable),
    )
    return tuple(dict.fromkeys(notes))


def _note(kind: NoteKind, text: str, *subject: Hashable) -> Note:
    """A note about some values; without any, about what it says. A value of the recipe may hold
    line breaks; a note that quotes it may not."""
    one_line = " ".join(text.splitlines())
    return Note(kind, one_line, subject or (one_line,))


def _seam_note(seam: Seam, plan: Plan) -> Note:
    what = f"seam {seam.name}: {seam.title}{_where(seam)}"
    here = (seam.name, seam.letters, seam.layers)
    if is_open(seam, plan):
        text = f"unresolved {what}; to resolve: {resolution(seam)}"
        return _note(NoteKind.SEAM, text, here, seam.resolutions)
    carrier = seam.carrier if seam.letters else None
    rides = f", riding on `{carrier}`" if carrier else ""
    text = f"custom {what} by `{seam.provided_by}`{rides}"
    return _note(NoteKind.SEAM, text, here, seam.provided_by, carrier)


def _where(seam: Seam) -> str:
    if not seam.layers:
        return ""
    letters = "/".join(f"`{letter}`" for letter in seam.letters)
    count = len(seam.layers)
    what = f"{letters} layer" if letters else "layer"
    numbers = ", ".join(str(index + 1) for index in seam.layers)
    return f" on {counted(count, what)} ({inflected(count, 'layer number')} {numbers})"


def _blocked_notes(plan: Plan) -> Iterator[Note]:
    """Blocked layers that no seam speaks for."""
    spoken = {index for seam in plan.seams for index in seam.layers if seam.letters}
    reasons: dict[tuple[str, LayerReason], list[int]] = {}
    for layer in plan.layers:
        if layer.status is Status.BLOCKED and layer.index not in spoken:
            why = (layer.letter, layer.verdict.reason)
            reasons.setdefault(why, []).append(layer.layer_number)
    for (letter, reason), numbers in reasons.items():
        words = reason_words(reason, plan.target)
        text = f"blocked `{letter}`: {words} ({_layer_numbers(numbers)})"
        yield _note(NoteKind.BLOCKED, text, letter, reason, tuple(numbers))


def _layer_numbers(numbers: Sequence[int]) -> str:
    return f"{inflected(len(numbers), 'layer number')} {', '.join(map(str, numbers))}"


def _stack_spec_notes(plan: Plan, target: Target | None) -> Iterator[Note]:
    if not any(verdict.status is Status.CUSTOM for verdict in plan.verdicts):
        return
    native = dict.fromkeys(
        verdict.symbol for verdict in plan.verdicts if verdict.status is Status.NATIVE
    )
    kept = ", ".join(f"`{symbol}`" for symbol in native)
    if kept:
        yield _note(
            NoteKind.STACK_SPEC,
            "the declared stack spec replaces the stock one: it must keep the target's own "
            f"modules behind {kept} for those layers to stay native",
        )
    yield from _shared_symbol_notes(plan)
    if any(
        verdict.kind in LATENT_KINDS
        and verdict.status is Status.CUSTOM
        and verdict.carrier_kind is LayerKind.SELF_ATTENTION
        for verdict in plan.verdicts
    ):
        yield _note(
            NoteKind.STACK_SPEC,
            "the MLA and DSA arguments are for the declared stack spec to read: the stock `*` "
            "ignores them",
        )
    if plan.mtp.built:
        yield _note(
            NoteKind.STACK_SPEC,
            "the declared stack spec must carry an MTP block, or construction fails",
        )
    if target is not None and MISSING_SPEC_IS_REPLACED.holds_for(target):
        yield _note(
            NoteKind.STACK_SPEC,
            f"{target.short_name} builds its stock stack when the declared stack spec cannot be "
            "imported, and only logs it; the launch script imports it first",
            "missing spec is replaced",
        )


def _shared_symbol_notes(plan: Plan) -> Iterator[Note]:
    """Symbols behind which some layers are the target's own and others the author's: a spec has one
    module for each symbol, which is told its layer number when it is built."""
    own, carried = (_layers_by_symbol(plan, one) for one in (Status.NATIVE, Status.CUSTOM))
    for symbol, theirs in carried.items():
        if symbol in own:
            letters = "/".join(dict.fromkeys(f"`{layer.letter}`" for layer in theirs))
            which = _layer_numbers([layer.layer_number for layer in theirs])
            yield _note(
                NoteKind.STACK_SPEC,
                f"`{symbol}` stands for both: what the declared stack spec puts behind it must be "
                f"the author's {letters} at {which}, and the target's own module elsewhere",
            )


def _layers_by_symbol(plan: Plan, status: Status) -> dict[str, list[Layer]]:
    found: dict[str, list[Layer]] = {}
    for layer in plan.layers:
        if layer.status is status and layer.verdict.symbol is not None:
            found.setdefault(layer.verdict.symbol, []).append(layer)
    return found


def _mtp_note(plan: Plan) -> Iterator[Note]:
    if plan.mtp.depths and not plan.mtp.built:
        words = reason_words(plan.mtp.reason, plan.target)
        text = f"multi-token prediction is not built: {words}"
        yield _note(NoteKind.MTP, text, plan.mtp.reason)


def _withheld_notes(draft: Draft) -> Iterator[Note]:
    for item in draft.withheld:
        if item.cause is WithheldCause.NO_SUCH_FLAG:
            # Of a list an item is known by its option: its position says nothing.
            listed = isinstance(item.place.path[-1], int)
            what = f"{item.option}` in `{item.place.path[0]}" if listed else item.key
            why = "such flag" if listed else f"`{item.option}`"
            text = f"not emitted: `{what}`, because the target has no {why}"
            yield _note(NoteKind.NOT_EMITTED, text)


def _owner_note(recipe: Recipe, plan: Plan) -> Iterator[Note]:
    if plan.seams and recipe.seams and recipe.seams.owner:
        text = f"the custom code is answered for by {recipe.seams.owner}"
        yield _note(NoteKind.OWNER, text)


def _verdict_note(plan: Plan, runnable: bool) -> Iterator[Note]:
    if plan.withheld:
        words = reason_words(plan.withheld, plan.target)
        text = f"the pattern is withheld: {words}"
        yield _note(NoteKind.PATTERN_WITHHELD, text, plan.withheld)
    elif not runnable:
        text = "the pattern is withheld: the recipe has errors"
        yield _note(NoteKind.PATTERN_WITHHELD, text)
