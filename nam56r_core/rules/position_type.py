"""position-type: a position encoding that hybrid models do not build."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix, SetValue
from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import retarget, set_to
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.judgments import (
    MTP_POSITION_TYPES,
    POSITION_TYPES_BUILT,
    YARN_POSITIONS_BREAK,
)
from nam56r_core.targets.releases import V0_19

TYPE = ("model", "position_embedding_type")
OF_MLA = ("model", "rope_type")


def check(facts: Facts) -> Iterator[Finding]:
    catalog, model = facts.catalog, facts.recipe.model
    kind = model.position_embedding_type if model else None
    if catalog is None or kind is None or facts.is_refused(TYPE):
        return
    where = facts.value(*TYPE)
    built = [
        name
        for name in POSITION_TYPES_BUILT
        if name != "yarn" and (not facts.plan.mtp.depths or name in MTP_POSITION_TYPES)
    ]
    if kind not in POSITION_TYPES_BUILT:
        yield Finding(
            f"the hybrid model of {catalog.release} does not look at `{kind}`: it would be built "
            f"without positions, or refused; write {ticked(built, 'or')}",
            where,
            fixes=(set_to(TYPE, "rope"),),
            evidence=(kind,),
        )
    elif kind == "yarn" and facts.holds(YARN_POSITIONS_BREAK):
        yield Finding(
            f"the hybrid model of {catalog.release} cannot be built with `yarn`; write "
            f"{ticked(built, 'or')}, or retarget to {V0_19.tag} or later",
            where,
            fixes=(set_to(TYPE, "rope"), *retarget(facts, V0_19.tag)),
            evidence=(kind,),
        )
    elif kind == "yarn" and facts.plan.is_latent:
        # 0.19.0 hybrid_model.py:261, main:267: the MLA configuration has no yarn_… fields (seen in
        # a run)
        yield Finding(
            f"the hybrid model of {catalog.release} cannot be built with `yarn` beside MLA, which "
            "has a yarn of its own; write `rope`, and `model.rope_type: yarn`",
            where,
            fixes=(
                Fix(
                    "Set `model.position_embedding_type` to `rope` and `model.rope_type` to `yarn`",
                    (SetValue(TYPE, "rope"), SetValue(OF_MLA, "yarn")),
                ),
            ),
            evidence=(kind, "MLA"),
        )
    elif kind == "none" and facts.plan.is_latent:
        yield Finding(
            "`none` is not honoured beside MLA, which makes a rotary encoding of its own from "
            "`model.rope_type`; write `rope`",
            where,
            fixes=(set_to(TYPE, "rope"),),
            evidence=(kind, "MLA"),
        )


RULE = Rule("position-type", Severity.ERROR, "Positions that hybrid models do not build.", check)
