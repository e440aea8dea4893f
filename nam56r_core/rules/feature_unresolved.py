"""feature-unresolved: a feature that no release builds and no declared code provides."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.messages.plan import resolution
from nam56r_core.plan.features import FEATURES
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import YOURS, removal, set_to


def check(facts: Facts) -> Iterator[Finding]:
    remarks = {kind.name: kind.remark for kind in FEATURES}
    for seam in facts.plan.seams:
        if seam.name in remarks and not seam.declared:
            hook, code = ("seams", "hooks", seam.name), f"{YOURS}.{seam.name}"
            yield Finding(
                f"`{seam.name}` needs your own code: {remarks[seam.name]}; {resolution(seam)}",
                KeyLocation(("features", seam.name), seam.location),
                fixes=(
                    set_to(
                        hook,
                        code,
                        title=f"Declare `{dotted(hook)}` as `{code}`, a name to replace",
                    ),
                    removal(facts, ("features", seam.name)),
                ),
                absent_keys=(hook,),
            )


RULE = Rule("feature-unresolved", Severity.ERROR, "A feature that nothing provides.", check)
