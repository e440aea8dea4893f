"""Custom notes: what stays the author's to provide, and what the bundle does not contain.

A note is one sentence for a reviewer. Must not know rules or severities.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nam56r_core.export.bundle import Draft, Note, NoteKind, WithheldCause
from nam56r_core.layers import LATENT_KINDS, LayerKind, Status
from nam56r_core.plan.model import Layer, Plan, Seam
from nam56r_core.plan.wording import is_open
from nam56r_core.recipe.model import Recipe
from nam56r_core.statements import Statement, said
from nam56r_core.targets.judgments import MISSING_SPEC_IS_REPLACED
from nam56r_core.targets.target import Target
from nam56r_core.words import counted, inflected


def custom_notes(
    recipe: Recipe, plan: Plan, draft: Draft, target: Target | None, runnable: bool
) -> tuple[Note, ...]:
    """All notes of a bundle, seams first, in a fixed order."""
    notes: tuple[tuple[NoteKind, Iterable[Statement]], ...] = (
        (NoteKind.SEAM, (_seam_note(seam, plan) for seam in plan.seams)),
        (NoteKind.BLOCKED, _blocked_notes(plan)),
        (NoteKind.STACK_SPEC, _stack_spec_notes(plan, target)),
        (NoteKind.MTP, _mtp_note(plan)),
        (NoteKind.NOT_EMITTED, _withheld_notes(draft)),
        (NoteKind.OWNER, _owner_note(recipe, plan)),
        (NoteKind.PATTERN_WITHHELD, _verdict_note(plan, runnable)),
    )
    found = (Note(kind, _on_one_line(one)) for kind, statements in notes for one in statements)
    return tuple(dict.fromkeys(found))


def _on_one_line(note: Statement) -> Statement:
    """A value of the recipe may hold line breaks; a note that quotes it may not."""
    return Statement(" ".join(note.words.splitlines()), note.about)


def _seam_note(seam: Seam, plan: Plan) -> Statement:
    what = f"seam {seam.name}: {seam.title}{_where(seam)}"
    here: tuple[str | int, ...] = (seam.name, *seam.letters, *seam.layers)
    if is_open(seam, plan):
        words = f"unresolved {what}; to resolve: {seam.resolution}"
        return said(words, "open", *here, seam.resolution)
    carrier = seam.carrier if seam.letters else None
    rides = f", riding on `{carrier}`" if carrier else ""
    words = f"custom {what} by `{seam.provided_by}`{rides}"
    return said(words, "provided", *here, seam.provided_by, carrier)


def _where(seam: Seam) -> str:
    if not seam.layers:
        return ""
    letters = "/".join(f"`{letter}`" for letter in seam.letters)
    count = len(seam.layers)
    what = f"{letters} layer" if letters else "layer"
    numbers = ", ".join(str(index + 1) for index in seam.layers)
    return f" on {counted(count, what)} ({inflected(count, 'layer number')} {numbers})"


def _blocked_notes(plan: Plan) -> Iterator[Statement]:
    """Blocked layers that no seam speaks for."""
    spoken = {index for seam in plan.seams for index in seam.layers if seam.letters}
    reasons: dict[tuple[str, Statement], list[int]] = {}
    for layer in plan.layers:
        if layer.status is Status.BLOCKED and layer.index not in spoken:
            why = (layer.letter, layer.verdict.reason)
            reasons.setdefault(why, []).append(layer.layer_number)
    for (letter, reason), numbers in reasons.items():
        which = inflected(len(numbers), "layer number")
        words = f"blocked `{letter}`: {reason} ({which} {', '.join(map(str, numbers))})"
        yield said(words, letter, *reason.about, *numbers)


def _stack_spec_notes(plan: Plan, target: Target | None) -> Iterator[Statement]:
    if not any(verdict.status is Status.CUSTOM for verdict in plan.verdicts):
        return
    native = dict.fromkeys(
        verdict.symbol for verdict in plan.verdicts if verdict.status is Status.NATIVE
    )
    kept = ", ".join(f"`{symbol}`" for symbol in native)
    if kept:
        yield said(
            f"the declared stack spec replaces the stock one: it must keep the target's own "
            f"modules behind {kept} for those layers to stay native"
        )
    yield from _shared_symbol_notes(plan)
    if any(
        verdict.kind in LATENT_KINDS
        and verdict.status is Status.CUSTOM
        and verdict.carrier_kind is LayerKind.SELF_ATTENTION
        for verdict in plan.verdicts
    ):
        yield said(
            "the MLA and DSA arguments are for the declared stack spec to read: the stock `*` "
            "ignores them"
        )
    if plan.mtp.built:
        yield said("the declared stack spec must carry an MTP block, or construction fails")
    if target is not None and MISSING_SPEC_IS_REPLACED.holds_for(target):
        yield said(
            f"{target.short_name} builds its stock stack when the declared stack spec cannot be "
            "imported, and only logs it; the launch script imports it first",
            "stock stack in its place",
        )


def _shared_symbol_notes(plan: Plan) -> Iterator[Statement]:
    """Symbols behind which some layers are the target's own and others the author's: a spec has one
    module for each symbol, which is told its layer number when it is built."""
    own, carried = (_layers_by_symbol(plan, one) for one in (Status.NATIVE, Status.CUSTOM))
    for symbol, theirs in carried.items():
        if symbol in own:
            numbers = [layer.layer_number for layer in theirs]
            letters = "/".join(dict.fromkeys(f"`{layer.letter}`" for layer in theirs))
            which = f"{inflected(len(numbers), 'layer number')} {', '.join(map(str, numbers))}"
            yield said(
                f"`{symbol}` stands for both: what the declared stack spec puts behind it must be "
                f"the author's {letters} at {which}, and the target's own module elsewhere"
            )


def _layers_by_symbol(plan: Plan, status: Status) -> dict[str, list[Layer]]:
    found: dict[str, list[Layer]] = {}
    for layer in plan.layers:
        if layer.status is status and layer.verdict.symbol is not None:
            found.setdefault(layer.verdict.symbol, []).append(layer)
    return found


def _mtp_note(plan: Plan) -> Iterator[Statement]:
    reason = plan.mtp.reason
    if plan.mtp.depths and not plan.mtp.built:
        yield said(f"multi-token prediction is not built: {reason}", *reason.about)


def _withheld_notes(draft: Draft) -> Iterator[Statement]:
    for item in draft.withheld:
        if item.cause is WithheldCause.NO_SUCH_FLAG:
            # Of a list an item is known by its option: its position says nothing.
            listed = isinstance(item.place.path[-1], int)
            what = f"{item.option}` in `{item.place.path[0]}" if listed else item.key
            why = "such flag" if listed else f"`{item.option}`"
            yield said(f"not emitted: `{what}`, because the target has no {why}")


def _owner_note(recipe: Recipe, plan: Plan) -> Iterator[Statement]:
    if plan.seams and recipe.seams and recipe.seams.owner:
        yield said(f"the custom code is answered for by {recipe.seams.owner}")


def _verdict_note(plan: Plan, runnable: bool) -> Iterator[Statement]:
    if plan.withheld:
        yield said(f"the pattern is withheld: {plan.withheld}", *plan.withheld.about)
    elif not runnable:
        yield said("the pattern is withheld: the recipe has errors")
