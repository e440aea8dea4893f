"""mtp-without-positions: plain attention in an MTP part beside MLA gets no rotary encoding."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.layers import LayerKind, Status
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.targets.judgments import MLA_DROPS_THE_SHARED_ROPE


def check(facts: Facts) -> Iterator[Finding]:
    catalog, mtp = facts.catalog, facts.plan.mtp
    if (
        catalog is None
        or not mtp.built
        or mtp.refused
        or not MLA_DROPS_THE_SHARED_ROPE.holds_for(catalog)
    ):
        return
    latent = [
        symbol.char
        for symbol in catalog.symbols
        if symbol.kind in (LayerKind.MLA, LayerKind.SPARSE_ATTENTION)
    ]
    brings_mla = any(
        layer.verdict.kind in (LayerKind.MLA, LayerKind.SPARSE_ATTENTION)
        and layer.status is not Status.BLOCKED
        for layer in facts.plan.layers
    )
    if brings_mla and "*" in mtp.pattern:
        better = " or ".join(f"`{mtp.pattern.replace('*', char)}`" for char in latent)
        yield Finding(
            f"the MTP part `{mtp.pattern}` has plain attention, and {catalog.release} builds no "
            "rotary encoding for it once the model is MLA: it would train without positions; "
            f"write `mtp.pattern` as {better}",
            facts.value("mtp", "pattern"),
        )


RULE = Rule(
    "mtp-without-positions", Severity.WARNING, "MTP attention that loses its positions.", check
)
