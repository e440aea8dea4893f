"""Words for the reasons of a plan.

Must not know where the words are shown.
"""

from __future__ import annotations

from typing import assert_never

from nam56r_core.messages.surface import RECIPE, Surface
from nam56r_core.plan.reasons import (
    AllRideOn,
    CarrierWithoutExperts,
    CarrierWithoutSymbol,
    Exclusive,
    ExclusiveInPart,
    LayersBlocked,
    MixerNotChosen,
    MtpNeverBuilt,
    MtpNotAsked,
    MtpParts,
    MtpRefused,
    MtpWithoutDepths,
    NoExperts,
    NoLayers,
    NoSuchCut,
    NoSymbol,
    NotALetter,
    NoTarget,
    NotDeclared,
    OwnSymbol,
    PatternReason,
    Reason,
    Refusal,
    RidesOn,
    SuffixWritten,
    SymbolNeedsExperts,
    UnknownSymbol,
)
from nam56r_core.plan.status import EXPERTS, KIND_TITLE, MIXER
from nam56r_core.plural import counted
from nam56r_core.targets.judgments import MTP_SINCE
from nam56r_core.targets.target import Target


def refusal_words(refusal: Refusal, target: Target | None, surface: Surface = RECIPE) -> str:
    """Why a recipe is not runnable, in a few words."""
    reasons = [reason_words(refusal.pattern, target, surface)] if refusal.pattern else []
    if refusal.errors:
        reasons.append(counted(refusal.errors, "error"))
    return "; ".join(reasons)


def reason_words(reason: Reason, target: Target | None, surface: Surface = RECIPE) -> str:
    """A reason in words, without a period. `target` is that of the plan."""
    release = target.short_name if target else "no known target"
    match reason:
        case NoTarget():
            return "no known target is chosen"
        case NoExperts():
            return f"MoE is not configured: {surface.named(EXPERTS)} is missing"
        case MixerNotChosen():
            mixer = surface.named(MIXER)
            return f"{mixer} does not say which Mamba is meant: `native` or `authored`"
        case NotALetter():
            return _not_a_letter(reason.char)
        case OwnSymbol():
            return (
                f"{release} builds {KIND_TITLE[reason.kind]} from its own symbol `{reason.symbol}`"
            )
        case NoSymbol() | NotDeclared() | CarrierWithoutSymbol() | CarrierWithoutExperts():
            return f"{release} has no symbol for {KIND_TITLE[reason.kind]}" + _then(
                reason, release, surface
            )
        case RidesOn():
            return (
                f"{release} has no symbol for {KIND_TITLE[reason.kind]}; it rides on "
                f"`{reason.carrier}` through the stack spec `{reason.spec}`"
            )
        case Exclusive():
            return f"`{reason.one}` and `{reason.other}` may not share a model in {release}"
        case ExclusiveInPart():
            return f"`{reason.one}` and `{reason.other}` may not share a part in {release}"
        case AllRideOn():
            return (
                f"{reason_words(reason.exclusive, target, surface)}, so all attention rides on "
                f"`{reason.carrier}` through the stack spec `{reason.spec}`"
            )
        case UnknownSymbol():
            symbols = target.catalog.symbols if target else ()
            known = " ".join(f"`{symbol.char}`" for symbol in symbols)
            return f"`{reason.char}` is no symbol of {release} (it has {known})"
        case SymbolNeedsExperts():
            return f"`{reason.char}` needs {surface.named(EXPERTS)}"
        case _:
            return _pattern_words(reason, target, surface)


def _then(
    reason: NoSymbol | NotDeclared | CarrierWithoutSymbol | CarrierWithoutExperts,
    release: str,
    surface: Surface,
) -> str:
    """What else keeps a kind without a symbol from being built."""
    match reason:
        case NoSymbol():
            return ""
        case NotDeclared():
            return f"; {' and '.join(map(surface.named, reason.keys))} not declared"
        case CarrierWithoutSymbol():
            return f", and its carrier `{reason.carrier}` is no symbol of {release} either"
        case CarrierWithoutExperts():
            return f", and its carrier `{reason.carrier}` needs {surface.named(EXPERTS)}"
        case _:
            assert_never(reason)


def _not_a_letter(char: str) -> str:
    if char in ("C", "c"):
        return f"`{char}` is the name of a scope in prose, not a layer"
    upper = "; letters are upper case" if char.upper() != char else ""
    return f"`{char}` is no letter of the recipe alphabet{upper}"


def _pattern_words(reason: PatternReason, target: Target | None, surface: Surface) -> str:
    match reason:
        case NoLayers():
            return "there is no layer"
        case LayersBlocked():
            letters = ", ".join(f"`{letter}`" for letter in reason.letters)
            are = "is" if reason.count == 1 else "are"
            total = counted(reason.total, "layer")
            return f"{reason.count} of {total} {are} blocked ({letters})"
        case SuffixWritten():
            return f"`{reason.text}` behind the stack is for {surface.named('mtp')} to say"
        case NoSuchCut():
            return "the stack cannot be cut into the pipeline stages that are asked for"
        case MtpRefused():
            why = reason_words(reason.why, target, surface)
            return f"the target would not build the MTP part: {why}"
        case MtpNotAsked():
            return "no multi-token prediction is asked for"
        case MtpWithoutDepths():
            return f"{surface.named('mtp.mtp_num_layers')} is missing"
        case MtpNeverBuilt():
            release = target.short_name if target else "the target"
            return (
                f"{release} accepts `--mtp-num-layers` and builds nothing for a hybrid stack; "
                f"built from {MTP_SINCE.name}"
            )
        case MtpParts():
            return f"one `{reason.separator}{reason.symbols}` part of the pattern per depth"
        case NoTarget():
            return "no known target is chosen"
        case _:
            assert_never(reason)
