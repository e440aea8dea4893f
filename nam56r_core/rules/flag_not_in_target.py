"""flag-not-in-target: a setting whose flag the target's parser does not know."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import Withheld, WithheldCause
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.releases import nearest_flags, releases_with_flag

WELL_KNOWN = {
    "--multi-token-prediction": "write `mtp.mtp_num_layers` for multi-token prediction",
}
"""Flags that other emitters write and that exist nowhere, with what is meant."""


def check(facts: Facts) -> Iterator[Finding]:
    catalog = facts.catalog
    if catalog is None:
        return
    for item in facts.draft.withheld:
        if item.cause is WithheldCause.NO_SUCH_FLAG:
            yield Finding(_message(item, catalog), item.location)
        elif item.cause is WithheldCause.NEEDS_MODELOPT:
            yield Finding(
                f"`{item.option}` exists in {catalog.release} only where nvidia-modelopt is "
                "installed, so it is withheld; pass it by hand, or remove it",
                item.location,
            )


def _message(item: Withheld, catalog: Catalog) -> str:
    having = releases_with_flag(item.option)
    what = f"{catalog.release} has no `{item.option}`"
    if having:
        tags = ticked(release.tag for release in having)
        return f"{what}; it exists in {tags}: remove it, or retarget"
    if item.option in WELL_KNOWN:
        return f"{what}, and no release ever had; {WELL_KNOWN[item.option]}"
    near = nearest_flags(catalog, item.option)
    step = f"did you mean {ticked(near, 'or')}?" if near else "remove it"
    return f"{what}, and no known release has; {step}"


RULE = Rule("flag-not-in-target", Severity.ERROR, "A flag that the target does not have.", check)
