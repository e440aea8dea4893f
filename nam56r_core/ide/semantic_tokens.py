"""Semantic tokens: each letter of a pattern in the colour of its family, with its status.

Letters and Megatron's symbols share the types, so that `R` riding on `M` looks like what it rides
on. Keys and other values are not ours: the host language's own grammar colours them. Must not know
how tokens are numbered or encoded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from nam56r_core.changes import Path
from nam56r_core.ide.letters import CARRY
from nam56r_core.ide.statuses import worst, worst_of
from nam56r_core.ide.view import View
from nam56r_core.layers import SECTION_OF, Family, LayerKind, Status
from nam56r_core.recipe.model import Carry
from nam56r_core.syntax.tree import ScalarNode
from nam56r_core.text import TextRange


class TokenType(Enum):
    """What a token is; the values are the names under which editors' themes colour it."""

    ATTENTION = "attention"
    MOE = "moe"
    MAMBA = "mamba"
    RECURRENT = "recurrent"
    GATED_DELTA_NET = "gatedDeltaNet"
    MLP = "mlp"
    UNKNOWN_LAYER = "unknownLayer"
    STAGE_BREAK = "stageBreak"


STANDARD_TYPE: Mapping[TokenType, str] = {
    TokenType.ATTENTION: "keyword",
    TokenType.MOE: "type",
    TokenType.MAMBA: "function",
    TokenType.RECURRENT: "number",
    TokenType.GATED_DELTA_NET: "enumMember",
    TokenType.MLP: "property",
    TokenType.UNKNOWN_LAYER: "variable",
    TokenType.STAGE_BREAK: "operator",
}
"""For themes that do not know our names: the protocol's own types, all different."""

MODIFIERS = tuple(Status)
"""A token has the status of its layers as its only modifier, or none."""

_TYPE_OF_FAMILY = {
    Family.ATTENTION: TokenType.ATTENTION,
    Family.MOE: TokenType.MOE,
    Family.MLP: TokenType.MLP,
    Family.MAMBA: TokenType.MAMBA,
    Family.RECURRENT_TAIL: TokenType.RECURRENT,
    Family.GATED_DELTA_NET: TokenType.GATED_DELTA_NET,
    Family.UNKNOWN: TokenType.UNKNOWN_LAYER,
}
_TYPE_OF_KIND = {
    LayerKind.SELF_ATTENTION: TokenType.ATTENTION,
    LayerKind.MLA: TokenType.ATTENTION,
    LayerKind.SPARSE_ATTENTION: TokenType.ATTENTION,
    LayerKind.MLP: TokenType.MLP,
    LayerKind.MOE: TokenType.MOE,
    LayerKind.MAMBA2: TokenType.MAMBA,
    LayerKind.MAMBA3: TokenType.MAMBA,
    LayerKind.M2RNN: TokenType.RECURRENT,
    LayerKind.GATED_DELTA_NET: TokenType.GATED_DELTA_NET,
}


@dataclass(frozen=True, slots=True)
class SemanticToken:
    """One token; it never holds a line break."""

    range: TextRange
    type: TokenType
    modifiers: tuple[Status, ...]


def semantic_tokens(view: View, within: TextRange | None = None) -> tuple[SemanticToken, ...]:
    """The tokens of a document in the order of the text, or those that touch a part of it.

    None overlap: characters that are written as one (by an alias, or folded into one) are one
    token, of the first type and the worst status.
    """
    found: dict[TextRange, SemanticToken] = {}
    for token in (*_pattern(view), *_mtp(view), *_carriers(view)):
        where = token.range
        if within is not None and not where.overlaps(within):
            continue
        if where.length and not _breaks_line(view, where):
            same = found.get(where)
            found[where] = _joined(same, token) if same else token
    return tuple(sorted(found.values(), key=lambda token: token.range))


def _pattern(view: View) -> Iterator[SemanticToken]:
    """The letters; one that becomes several layers has the worst of their statuses."""
    pattern = view.own_pattern
    if pattern is None:
        return
    for letter in pattern.letters:
        kind = _type_of_letter(view, letter.text)
        status = worst_of(view.plan.layers_of(letter.letter_number))
        yield _token(letter.location.range, kind, status)
    for stage in pattern.breaks:
        yield _token(stage.location.range, TokenType.STAGE_BREAK, _status_of_cut(view))


def _type_of_letter(view: View, text: str) -> TokenType:
    return _TYPE_OF_FAMILY[view.facts.alphabet.family(text)]


def _status_of_cut(view: View) -> Status | None:
    """A release cuts the stack itself, whether it writes the break or not."""
    if view.catalog is None:
        return None
    return Status.BLOCKED if view.plan.pipeline.fault else Status.NATIVE


def _mtp(view: View) -> Iterator[SemanticToken]:
    """The symbols of `mtp.pattern`: a part is built as a whole or not at all."""
    plan = view.plan.mtp
    status: Status | None = None
    if plan.depths and view.catalog is not None:
        status = Status.NATIVE if plan.built and plan.refused is None else Status.BLOCKED
    for where, char in _characters(view, ("mtp", "pattern")):
        yield _token(where, _type_of_symbol(view, char), status)


def _carriers(view: View) -> Iterator[SemanticToken]:
    """The symbols of `seams.carry`: what each is to the target, and whether that carries."""
    statuses: dict[str | None, set[Status]] = {}
    for layer in view.plan.layers:
        if layer.status is not Status.NATIVE:
            statuses.setdefault(SECTION_OF.get(layer.family), set()).add(layer.status)
    for letter in Carry.model_fields:
        status = worst(statuses.get(letter, ()))
        for where, char in _characters(view, (*CARRY, letter)):
            yield _token(where, _type_of_symbol(view, char), status)


def _characters(view: View, path: Path) -> Iterable[tuple[TextRange, str]]:
    """The characters of a text that this document says, with their places."""
    scalar = view.facts.origins.scalar(path)
    return _places(scalar) if scalar is not None and scalar.source is view.source else ()


def _places(scalar: ScalarNode) -> Iterable[tuple[TextRange, str]]:
    return zip(scalar.chars or (), str(scalar.value), strict=False)


def _type_of_symbol(view: View, char: str) -> TokenType:
    symbol = view.catalog.symbol(char) if view.catalog else None
    return _TYPE_OF_KIND[symbol.kind] if symbol else TokenType.UNKNOWN_LAYER


def _token(where: TextRange, kind: TokenType, status: Status | None) -> SemanticToken:
    return SemanticToken(where, kind, (status,) if status else ())


def _joined(one: SemanticToken, other: SemanticToken) -> SemanticToken:
    return _token(one.range, one.type, worst((*one.modifiers, *other.modifiers)))


def _breaks_line(view: View, where: TextRange) -> bool:
    written = view.source.data[where.start : where.end]
    return b"\n" in written or b"\r" in written
