"""feature-by-flag: a feature asked for through a flag that hybrid stacks accept and do not obey."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity, Tag
from nam56r_core.export.bundle import WithheldCause
from nam56r_core.export.settings import feature_of
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import path_of, removal
from nam56r_core.targets.judgments import not_for_hybrid_stacks


def check(facts: Facts) -> Iterator[Finding]:
    for item in facts.draft.withheld:
        why = not_for_hybrid_stacks(item.option)
        if item.cause is not WithheldCause.WITHOUT_EFFECT or why is None:
            continue
        feature = feature_of(item.option)
        step = (
            f"ask for `features.{feature}` and declare the code in `seams.hooks.{feature}`, or "
            "remove it"
            if feature
            else "remove it"
        )
        catalog = facts.catalog
        unknown = catalog is not None and catalog.flag(item.option) is None
        if catalog is not None and unknown:
            having = facts.targets.with_flag(item.option)
            why += f" ({catalog.release} does not even have it"
            why += (
                f", which exists {facts.targets.in_words(having)})"
                if having
                else ", nor any other)"
            )
        path, title = path_of(item.key), f"Remove `{item.option}`"
        out = removal(facts, path, safe=feature is None, title=title)
        yield Finding(
            f"`{item.option}` is not emitted: {why}; {step}",
            place_of(item),
            fixes=(out,),
            identity=(item.option,),
            evidence=(unknown,),
        )


RULE = Rule(
    "feature-by-flag",
    Severity.ERROR,
    "A feature asked for by an idle flag.",
    check,
    Tag.UNNECESSARY,
)
