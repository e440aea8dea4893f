"""What a hover says about a letter of the pattern: its status and why, the layers it becomes, what
they lower to and carry; about one of these layers; about a stage break.

Must not know where the cursor is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from nam56r_core.explanations.model import Topic
from nam56r_core.explanations.wording import bullets, table, ticked
from nam56r_core.ide.hover.text import code, meaning, part, part_of
from nam56r_core.ide.view import View
from nam56r_core.messages import plan as wording
from nam56r_core.plan.model import Layer, Seam, Verdict
from nam56r_core.plan.pipeline import stage_mark
from nam56r_core.plan.seams import SEAM_NAME
from nam56r_core.plural import inflected
from nam56r_core.syntax.pattern import AuthoredLetter, StageBreak

MOST_ROWS = 3
"""Layers that are listed one by one; of a letter that is tiled more often, the first ones. The plan
lists all, and a hover must leave room for the editor's own buttons."""


def letter_parts(view: View, letter: AuthoredLetter) -> Iterator[str]:
    """A letter as this recipe has it, under the glossary's words for it; a symbol of Megatron that
    is no letter is explained as what it is."""
    layers = view.plan.layers_of(letter.letter_number)
    here = _in_this_recipe(view, layers) if layers else [_without_layers(view, letter)]
    if letter.text in view.facts.alphabet:
        known = meaning(letter.text, Topic.TERM, view.facts.target)
        assert known is not None
        meant, _, _ = known.body.partition("\n")
        yield part(known.title, *here, meant)
        return
    yield part(f"{code(letter.text)}, no letter of a recipe", *here)
    yield symbol_part(view, letter.text)


def layer_parts(view: View, layer: Layer) -> Iterator[str]:
    """One layer of the stack, which becomes what its letter and its family rank make it."""
    number, many = layer.layer_number, len(view.plan.layers)
    title = f"Layer number {number} of {many}: {code(layer.letter)}"
    yield part(title, *_in_this_recipe(view, (layer,)))


def break_parts(view: View, stage_break: StageBreak) -> Iterator[str]:
    """A stage break, with the cut that it is a part of."""
    layer = stage_break.letters_before
    cut = view.plan.pipeline
    yield part("Stage break", f"Behind layer {layer}. {wording.pipeline(cut)}.")
    yield symbol_part(view, stage_mark(view.facts.target))


def symbol_part(view: View, char: str) -> str:
    """A character of Megatron's patterns; empty for one of no release."""
    return part_of(meaning(char, Topic.SYMBOL, view.facts.target))


def _in_this_recipe(view: View, layers: Sequence[Layer]) -> Iterator[str]:
    """Each verdict on some layers with its reason, what is still missing, then layer by layer."""
    verdicts: dict[Verdict, list[Layer]] = {}
    for layer in layers:
        verdicts.setdefault(layer.verdict, []).append(layer)
    where = f" on {view.plan.target_name}" if view.plan.target_name else ""
    for verdict, its_layers in verdicts.items():
        numbers = wording.layer_numbers(layer.index for layer in its_layers)
        noun = inflected(len(its_layers), "layer")
        which = f", {noun} {numbers}" if len(verdicts) > 1 else ""
        status = f"{wording.STATUS_MARK[verdict.status]} **{verdict.status.value}**{where}{which}"
        yield f"{status}: {wording.reason(verdict, view.plan)}"
    yield bullets(_seams(view, verdicts))
    yield _table(view, layers)


def _seams(view: View, verdicts: Iterable[Verdict]) -> Iterator[tuple[str, str]]:
    """The author's code that the layers of some verdicts need."""
    for verdict in verdicts:
        for seam in view.plan.seams:
            if _is_for(seam, verdict):
                yield "Seam", wording.seam(seam, view.plan)


def _is_for(seam: Seam, verdict: Verdict) -> bool:
    name = SEAM_NAME.get(verdict.kind) if verdict.kind else None
    return seam.name == name and verdict.letter in seam.letters


def _table(view: View, layers: Sequence[Layer]) -> str:
    """The layers, first ones first; columns that would be empty are left out."""
    columns: dict[str, Callable[[Layer], str]] = {
        "layer index": lambda layer: str(layer.index),
        "layer number": lambda layer: str(layer.layer_number),
        "family rank": lambda layer: str(layer.family_rank),
        "lowers to": lambda layer: _lowered(layer.verdict),
        "stage": _stage if wording.is_cut(view.plan.pipeline) else lambda _: "",
        "features": lambda layer: ticked(layer.features),
    }
    shown = layers[:MOST_ROWS]
    cells = {head: [cell(layer) for layer in shown] for head, cell in columns.items()}
    kept = {head: column for head, column in cells.items() if any(column)}
    rest = len(layers) - len(shown)
    more = f"\n\n… and {rest} more, up to layer number {layers[-1].layer_number}." if rest else ""
    return table(tuple(kept), zip(*kept.values(), strict=True)) + more


def _lowered(verdict: Verdict) -> str:
    if verdict.symbol is None:
        return "nothing"
    builds = f", `{verdict.builds}`" if verdict.builds else ", your code"
    return f"`{verdict.symbol}`{builds}"


def _stage(layer: Layer) -> str:
    """Where a layer runs; empty for a stack that cannot be cut as it should be."""
    if layer.pipeline_rank is None:
        return ""
    return f"rank {layer.pipeline_rank}, virtual stage {layer.virtual_stage}"


def _without_layers(view: View, letter: AuthoredLetter) -> str:
    """Why a letter is no layer: the stack is full before it is reached."""
    return f"No layer: `depth` is {view.plan.depth}, and this is letter {letter.letter_number}."
