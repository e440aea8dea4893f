"""unresolved-layer: a letter whose layers the target cannot build and no seam provides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nam56r_core.changes import Change, Fix, Path, Plain, SetValue
from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.layers import LayerKind, Status
from nam56r_core.messages.reasons import reason_words
from nam56r_core.plan.model import Layer
from nam56r_core.plan.seams import SEAM_NAME
from nam56r_core.plan.status import KIND_TITLE, STACK_SPEC, cannot_carry, carrier_of, missing_keys
from nam56r_core.rules.base import Facts, Finding, Rule, place_of_letter
from nam56r_core.rules.fixes import YOURS, letter_to, path_of, retarget
from nam56r_core.rules.wording import layer_numbers, letter_at, numbers, ticked
from nam56r_core.syntax.pattern import AuthoredLetter
from nam56r_core.targets.catalog import Catalog

SKELETON: Mapping[str, Plain] = {
    STACK_SPEC: {"module": f"{YOURS}.specs", "name": "stack_spec"},
    f"{STACK_SPEC}.module": f"{YOURS}.specs",
    f"{STACK_SPEC}.name": "stack_spec",
}
"""What a fix writes for code that only its author can name."""
CAUSES: dict[LayerKind, tuple[Path, str]] = {
    LayerKind.MAMBA3: (("M", "mixer"), "the authored mixer is chosen here"),
    LayerKind.MLA: (("A", "multi_latent_attention"), "latent attention is asked for here"),
    LayerKind.SPARSE_ATTENTION: (("A", "dsa"), "sparse attention is asked for here"),
}
"""The settings that make of a letter what the target cannot build."""


def check(facts: Facts) -> Iterator[Finding]:
    target = facts.target
    if facts.pattern is None or target is None:
        return
    catalog = target.catalog
    told: set[tuple[str, LayerKind]] = set()
    for letter in facts.pattern.letters:
        by_kind: dict[LayerKind, list[Layer]] = {}
        for layer in facts.plan.layers_of(letter.letter_number):
            kind = layer.verdict.kind
            if kind in SEAM_NAME and layer.status is Status.BLOCKED:
                by_kind.setdefault(kind, []).append(layer)
        for kind, chosen in by_kind.items():
            missing = missing_keys(chosen[0].family, kind, facts.recipe)
            where = letter_at(letter.text, letter.letter_number, chosen)
            carrier = carrier_of(chosen[0].family, facts.recipe)
            if carrier and not missing and cannot_carry(carrier, facts.recipe, catalog):
                if (letter.text, kind) not in told:
                    told.add((letter.text, kind))
                    yield _bad_carrier(letter, kind, carrier, facts, catalog)
                continue
            if catalog.symbol_for(kind) is not None or not missing:
                if letter.text == "A" and _attention_is_open(facts):
                    continue
                reason = reason_words(chosen[0].verdict.reason, target)
                step = "change the carrier"
                if catalog.exclusive:
                    step += " or the attention settings"
                yield Finding(
                    f"{where} cannot be built: {reason}; {step}",
                    place_of_letter(letter),
                    (
                        RelatedInformation(
                            facts.value("seams", "carry").location, f"the carrier is `{carrier}`"
                        ),
                    )
                    if carrier
                    else (),
                    identity=(letter.text, kind.value, "carrier"),
                    evidence=(carrier, *numbers(letter.letter_number, chosen)),
                )
                continue
            # What is declared in a way that does not fit is another finding.
            missing = tuple(key for key in missing if not facts.attempted(path_of(key)))
            if not missing:
                continue
            ways = [f"declare {ticked(missing)}"]
            since = chosen[0].verdict.native_since
            is_later = since is not None and not target.descends_from(since)
            later = since if is_later else None
            if later is not None:
                ways.append(f"retarget to {later.tag}")
            yield Finding(
                f"{where} is {KIND_TITLE[kind]}, which has no symbol in {catalog.release}; "
                + ", ".join(ways)
                + ", or remove it",
                place_of_letter(letter),
                facts.because(*CAUSES[kind]) if kind in CAUSES else (),
                fixes=(
                    _declared(missing, letter.text, catalog),
                    *(retarget(facts, later.tag) if later else ()),
                    *letter_to(facts, letter, ""),
                ),
                identity=(letter.text, kind.value),
                evidence=(missing, *numbers(letter.letter_number, chosen)),
                absent_keys=tuple(map(path_of, missing)),
            )


def _attention_is_open(facts: Facts) -> bool:
    """Whether which attention is meant is not sure yet, and so neither what cannot share a model
    with what."""
    return facts.lacks_mla or not facts.is_whole or facts.is_misread(("A",))


def _bad_carrier(
    letter: AuthoredLetter, kind: LayerKind, carrier: str, facts: Facts, catalog: Catalog
) -> Finding:
    """At the carrier, once for all layers of the letter: it is at fault, and no letter is."""
    layers = [
        layer
        for layer in facts.plan.layers
        if layer.letter == letter.text and layer.verdict.kind is kind
    ]
    unknown = catalog.symbol(carrier) is None
    symbols = (one.char for one in catalog.symbols)
    others = [one for one in symbols if not cannot_carry(one, facts.recipe, catalog)]
    fault = f"is no symbol of {catalog.release}" if unknown else "needs `E.num_experts`"
    better = ticked(others, "or")
    step = f"write {better}" if unknown else f"set it, or write {better}"
    key = ("seams", "carry", facts.alphabet.section(letter.text) or letter.text)
    return Finding(
        f"`{letter.text}` ({layer_numbers(layers)}) cannot ride on `{carrier}`, which {fault}; "
        f"{step}",
        facts.value(*key),
        (RelatedInformation(letter.location, f"`{letter.text}` stands here"),),
        identity=(letter.text, kind.value),
        evidence=(carrier, unknown, *(layer.layer_number for layer in layers)),
    )


def _declared(missing: tuple[str, ...], letter: str, catalog: Catalog) -> Fix:
    """The seams that are missing, with a module to name and a carrier to reconsider."""
    ride = LayerKind.SELF_ATTENTION if letter == "A" else LayerKind.MAMBA2
    carrier = catalog.symbol_for(ride)
    changes: list[Change] = []
    said = []
    for key in missing:
        if key in SKELETON:
            changes.append(SetValue(path_of(key), SKELETON[key]))
            where = f" in `{YOURS}`" if key == STACK_SPEC else f": {SKELETON[key]}"
            said.append(f"`{key}`{where} (a name to replace)")
        elif carrier is not None:
            changes.append(SetValue(path_of(key), carrier.char))
            said.append(f"`{key}: {carrier.char}`")
    return Fix(f"Declare {' and '.join(said)}", tuple(changes))


RULE = Rule(
    "unresolved-layer",
    Severity.ERROR,
    "A layer that needs the author's code, and no seam declares it.",
    check,
)
