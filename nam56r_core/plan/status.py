"""The verdict on each kind of layer: native, custom or blocked, and why.

The pivot is `LayerKind`: letter and settings give a kind, the catalog gives the symbol that builds
the kind. Nothing is approximated: a kind without a symbol is custom through a declared seam, or
blocked. Must not know patterns, ranges or pipelines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nam56r_core.alphabet import Alphabet
from nam56r_core.layers import FAMILY_OF, SECTION_OF, Family, LayerKind, Status
from nam56r_core.plan.model import Request, Verdict
from nam56r_core.plan.reasons import (
    AllRideOn,
    CarrierWithoutExperts,
    CarrierWithoutSymbol,
    DeclaredSpec,
    Exclusive,
    LayerReason,
    MixerNotChosen,
    NoExperts,
    NoSymbol,
    NotALetter,
    NoTarget,
    NotDeclared,
    OwnSymbol,
    RidesOn,
)
from nam56r_core.recipe.model import Recipe
from nam56r_core.targets.catalog import Catalog, Symbol
from nam56r_core.targets.judgments import MLA_FUSION_BUILDS_ANOTHER_CLASS, NATIVE_SINCE
from nam56r_core.targets.target import Target

KIND_TITLE: dict[LayerKind, str] = {
    LayerKind.SELF_ATTENTION: "self-attention",
    LayerKind.MLA: "multi-head latent attention (MLA)",
    LayerKind.SPARSE_ATTENTION: "DeepSeek sparse attention (DSA)",
    LayerKind.MLP: "an MLP",
    LayerKind.MOE: "a mixture of experts",
    LayerKind.MAMBA2: "the Mamba-2 mixer",
    LayerKind.MAMBA3: "the authored Mamba-3 mixer",
    LayerKind.M2RNN: "the M2RNN recurrence",
    LayerKind.GATED_DELTA_NET: "Gated DeltaNet",
}

FAMILY_TITLE: dict[Family, str] = {
    Family.ATTENTION: "attention",
    Family.MOE: "expert",
    Family.MLP: "MLP",
    Family.MAMBA: "Mamba",
    Family.RECURRENT_TAIL: "recurrent",
    Family.GATED_DELTA_NET: "Gated DeltaNet",
    Family.UNKNOWN: "unknown",
}
"""What layers of a family are called, as in `recurrent layers`."""

MAMBA_SYMBOL = "M"
"""`M` is the syntax of every Mamba layer, Megatron's own or authored."""

STACK_SPEC = "seams.stack_spec"
EXPERTS = "E.num_experts"
MIXER = "M.mixer"
"""Recipe keys that decide what a layer is."""


def request(letter: str, family_rank: int, recipe: Recipe, alphabet: Alphabet) -> Request:
    """What a character of an alphabet asks for in this recipe."""
    family = alphabet.family(letter)
    kind = alphabet.kinds.get(letter) or kind_of(family, family_rank, recipe)
    return Request(letter, family, kind)


def kind_of(family: Family, family_rank: int, recipe: Recipe) -> LayerKind | None:
    """What the settings of a recipe make of a layer of a family; None if they do not say."""
    match family:
        case Family.ATTENTION:
            return _attention_kind(family_rank, recipe)
        case Family.MAMBA:
            mixer = recipe.M.mixer if recipe.M else None
            return {"native": LayerKind.MAMBA2, "authored": LayerKind.MAMBA3}.get(mixer or "")
        case _:
            return _ONLY_KIND.get(family)


_ONLY_KIND = {
    family: kind
    for kind, family in FAMILY_OF.items()
    if family not in (Family.ATTENTION, Family.MAMBA)
}
"""The kind of the layers of a family that has only one."""


def _attention_kind(family_rank: int, recipe: Recipe) -> LayerKind:
    block = recipe.A
    if block is None:
        return LayerKind.SELF_ATTENTION
    ranks = block.dsa.family_ranks if block.dsa else None
    if ranks == "all" or (ranks is not None and family_rank in ranks):
        return LayerKind.SPARSE_ATTENTION
    return LayerKind.MLA if block.multi_latent_attention else LayerKind.SELF_ATTENTION


def judge(
    requests: Iterable[Request], recipe: Recipe, target: Target | None
) -> dict[Request, Verdict]:
    """One verdict per distinct request, judged together: symbols may exclude one another."""
    distinct = dict.fromkeys(requests)
    if target is None:
        return {asked: Verdict(*asked, Status.BLOCKED, NoTarget()) for asked in distinct}
    verdicts = {asked: _alone(asked, recipe, target) for asked in distinct}
    return _with_company(_together(verdicts, recipe, target.catalog))


def _with_company(verdicts: dict[Request, Verdict]) -> dict[Request, Verdict]:
    """The verdicts, those that may change with the release told what stands beside them."""
    kinds = dict.fromkeys(asked.kind for asked in verdicts if asked.kind is not None)
    return {
        asked: replace(verdict, beside=tuple(kind for kind in kinds if kind != asked.kind))
        if verdict.status is not Status.NATIVE and verdict.native_since is not None
        else verdict
        for asked, verdict in verdicts.items()
    }


def _alone(asked: Request, recipe: Recipe, target: Target) -> Verdict:
    """The verdict on one kind, other layers left aside."""
    kind = asked.kind
    if kind is None:
        return _unspoken(asked)
    if kind is LayerKind.MOE and not has_experts(recipe):
        return Verdict(*asked, Status.BLOCKED, NoExperts())
    catalog = target.catalog
    symbol = catalog.symbol_for(kind)
    since = NATIVE_SINCE.get(kind)
    if symbol is not None:
        reason = OwnSymbol(kind, symbol.char)
        builds = _class_of(symbol, recipe, target)
        return Verdict(*asked, Status.NATIVE, reason, symbol.char, builds, native_since=since)
    return _carried(asked, kind, recipe, catalog)


def has_experts(recipe: Recipe) -> bool:
    """Whether the recipe says how many experts a layer has, without which no release builds one."""
    return recipe.E is not None and recipe.E.num_experts is not None


def _class_of(symbol: Symbol, recipe: Recipe, target: Target) -> str:
    """The class behind a symbol under this recipe's settings."""
    fused = recipe.A is not None and recipe.A.mla_down_proj_fusion
    if symbol.kind is LayerKind.MLA and fused and MLA_FUSION_BUILDS_ANOTHER_CLASS.holds_for(target):
        return "FusedMLASelfAttention"
    return symbol.builds


def _unspoken(asked: Request) -> Verdict:
    is_mamba = asked.family is Family.MAMBA
    reason = MixerNotChosen() if is_mamba else NotALetter(asked.letter)
    return Verdict(*asked, Status.BLOCKED, reason)


def _carried(asked: Request, kind: LayerKind, recipe: Recipe, catalog: Catalog) -> Verdict:
    """Custom through a declared stack spec and carrier, else blocked."""
    since = NATIVE_SINCE.get(kind)

    def blocked(reason: LayerReason) -> Verdict:
        return Verdict(*asked, Status.BLOCKED, reason, native_since=since)

    if kind is LayerKind.MOE:
        return blocked(NoSymbol(kind))
    missing = missing_keys(asked.family, kind, recipe)
    if missing:
        return blocked(NotDeclared(kind, missing))
    spec = stack_spec(recipe)
    carrier = MAMBA_SYMBOL if kind is LayerKind.MAMBA3 else carrier_of(asked.family, recipe)
    assert spec is not None and carrier is not None, "nothing is missing"
    symbol = catalog.symbol(carrier)
    if symbol is None:
        return blocked(CarrierWithoutSymbol(kind, carrier))
    if symbol.kind is LayerKind.MOE and not has_experts(recipe):
        return blocked(CarrierWithoutExperts(kind, carrier))
    return Verdict(
        *asked,
        Status.CUSTOM,
        RidesOn(kind, carrier, spec),
        carrier,
        carrier_kind=symbol.kind,
        native_since=since,
    )


def _together(
    verdicts: dict[Request, Verdict], recipe: Recipe, catalog: Catalog
) -> dict[Request, Verdict]:
    """Resolve symbols that may not share a model.

    Attention layers with a declared carrier all move onto it; what still collides is blocked,
    a carried layer before a native one.
    """
    result = dict(verdicts)
    for left, right in catalog.exclusive:
        if not _uses(result, left) or not _uses(result, right):
            continue
        collision = Exclusive(left, right)
        for asked, verdict in result.items():
            if verdict.symbol in (left, right) and verdict.status is Status.NATIVE:
                carried = _on_carrier(verdict, collision, recipe, catalog)
                result[asked] = carried or verdict
        for status in (Status.CUSTOM, Status.NATIVE):
            if _uses(result, left) and _uses(result, right):
                result = {
                    asked: _blocked_by(verdict, collision)
                    if verdict.symbol in (left, right) and verdict.status is status
                    else verdict
                    for asked, verdict in result.items()
                }
    return result


def _uses(verdicts: dict[Request, Verdict], symbol: str) -> bool:
    return any(verdict.symbol == symbol for verdict in verdicts.values())


def _blocked_by(verdict: Verdict, collision: Exclusive) -> Verdict:
    return replace(
        verdict,
        status=Status.BLOCKED,
        symbol=None,
        builds=None,
        carrier_kind=None,
        reason=collision,
    )


def _on_carrier(
    verdict: Verdict, collision: Exclusive, recipe: Recipe, catalog: Catalog
) -> Verdict | None:
    """A native attention layer on the declared carrier; None where none is declared."""
    spec, carrier = stack_spec(recipe), carrier_of(Family.ATTENTION, recipe)
    symbol = catalog.symbol(carrier) if carrier else None
    if verdict.family is not Family.ATTENTION or spec is None or symbol is None:
        return None
    return replace(
        verdict,
        status=Status.CUSTOM,
        symbol=symbol.char,
        builds=None,
        carrier_kind=symbol.kind,
        reason=AllRideOn(collision, symbol.char, spec),
    )


def stack_spec(recipe: Recipe) -> DeclaredSpec | None:
    """The declared stack spec, None unless both parts are given."""
    spec = recipe.seams.stack_spec if recipe.seams else None
    if spec is None or spec.module is None or spec.name is None:
        return None
    return DeclaredSpec(spec.module, spec.name)


def carrier_of(family: Family, recipe: Recipe) -> str | None:
    """The declared carrier of a family."""
    carry = recipe.seams.carry if recipe.seams else None
    if carry is None:
        return None
    return getattr(carry, SECTION_OF.get(family, ""), None)


def cannot_carry(carrier: str, recipe: Recipe, catalog: Catalog) -> bool:
    """Whether a carrier can carry nothing, whatever stands beside it."""
    symbol = catalog.symbol(carrier)
    return symbol is None or (symbol.kind is LayerKind.MOE and not has_experts(recipe))


def needed_keys(family: Family, kind: LayerKind) -> tuple[str, ...]:
    """The recipe keys that make a kind without a symbol custom instead of blocked."""
    if kind is LayerKind.MAMBA3:
        return (STACK_SPEC,)
    return (STACK_SPEC, _carrier_key(family))


def _carrier_key(family: Family) -> str:
    return f"seams.carry.{SECTION_OF[family]}"


def missing_keys(family: Family, kind: LayerKind, recipe: Recipe) -> tuple[str, ...]:
    """Those of `needed_keys` that the recipe does not declare; of a stack spec that is half
    declared, the half that is missing."""
    missing = []
    for key in needed_keys(family, kind):
        if key == STACK_SPEC:
            missing += _missing_of_stack_spec(recipe)
        elif carrier_of(family, recipe) is None:
            missing.append(key)
    return tuple(missing)


def _missing_of_stack_spec(recipe: Recipe) -> list[str]:
    spec = recipe.seams.stack_spec if recipe.seams else None
    if spec is None or (spec.module is None and spec.name is None):
        return [STACK_SPEC]
    halves = (("module", spec.module), ("name", spec.name))
    return [f"{STACK_SPEC}.{half}" for half, value in halves if value is None]
