"""setting-without-effect: a setting that no layer of the model would read."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix, Path
from nam56r_core.diagnostics import Severity, Tag
from nam56r_core.dimensions.wording import written
from nam56r_core.export.bundle import Withheld, WithheldCause
from nam56r_core.export.idle_settings import Idle, Situation, unread
from nam56r_core.export.relevance import (
    GQA_OPTIONS,
    MLA_OPTIONS,
    ROTARY,
    SEQUENCE_PARALLEL,
    UNGROUPED,
)
from nam56r_core.layers import FAMILY_OF_SECTION, Status
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import path_of, removal, set_to
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.judgments import not_for_hybrid_stacks

EXTRA = "extra_args"
SPARSE: Path = ("A", "dsa")
RANKS: Path = (*SPARSE, "family_ranks")
POSITIONS: Path = ("model", "position_embedding_type")
LATENT: Path = ("A", "multi_latent_attention")


def check(facts: Facts) -> Iterator[Finding]:
    if any(verdict.status is Status.BLOCKED for verdict in facts.plan.verdicts):
        return  # the blocked layers are the finding; their settings follow from them
    for item in facts.draft.withheld:
        section = item.key.split(".")[0].partition("[")[0]
        family = FAMILY_OF_SECTION.get(section)
        absent = family is not None and family not in facts.plan.families
        if item.cause is WithheldCause.WITHOUT_EFFECT and not absent and not _told(item, facts):
            name = f"`{item.option}` in `extra_args`" if section == EXTRA else f"`{item.key}`"
            waiting = _waiting_for(item, facts)
            yield Finding(
                f"{name} is not emitted: {item.reason(facts.target)}; {_step(item, facts)}",
                place_of(item),
                fixes=tuple(_fixes(item, facts)),
                identity=(item.option,),
                evidence=(item.detail,),
                absent_keys=_missing(waiting, facts),
            )


def _step(item: Withheld, facts: Facts) -> str:
    """What to do; where one key turns on what a setting is for, its name."""
    if item.option in MLA_OPTIONS and not facts.plan.is_latent:
        return f"write `{dotted(LATENT)}: true` with all its sizes, or remove it"
    if item.key.startswith(dotted(SPARSE)) and facts.written(RANKS):
        return f"name attention layers in `{dotted(RANKS)}`, or remove `{dotted(SPARSE)}`"
    waiting = _waiting_for(item, facts)
    if waiting is None or not waiting.key:
        return "remove it" if waiting else "remove it, or configure what it is for"
    if waiting.value is None:
        return f"remove it, or set `{dotted(waiting.key)}`"
    offer = waiting.offer(Situation.of(facts.plan, facts.recipe))
    settings = ticked((f"{dotted(path)}: {written(value)}" for path, value in offer), "and")
    return f"remove it, or set {settings}" if offer else "remove it"


def _missing(waiting: Idle | None, facts: Facts) -> tuple[Path, ...]:
    """The key that a setting waits for, where the recipe does not say it."""
    if waiting is None or not waiting.key or facts.setting(waiting.key) is not None:
        return ()
    return (waiting.key,)


def _waiting_for(item: Withheld, facts: Facts) -> Idle | None:
    """The row of the table of idle settings that this one falls under."""
    return unread(Situation.of(facts.plan, facts.recipe), item.option)


def _fixes(item: Withheld, facts: Facts) -> Iterator[Fix]:
    title = f"Remove `{item.option}`" if item.key.startswith(EXTRA) else None
    # The sizes of an indexer go together: one that is missing would be asked for.
    path = SPARSE if item.key.startswith("A.dsa.") else path_of(item.key)
    yield removal(facts, path, title=title)
    waiting = _waiting_for(item, facts)
    offer = waiting.offer(Situation.of(facts.plan, facts.recipe)) if waiting else ()
    if offer:
        parts = [set_to(path, value) for path, value in offer]
        others = (f"`{dotted(path)}` to `{written(value)}`" for path, value in offer[1:])
        yield Fix(
            " and ".join((parts[0].title, *others)),
            tuple(change for part in parts for change in part.changes),
        )
    if item.option in MLA_OPTIONS and item.key.startswith("A."):
        yield set_to(LATENT, True)


def _told(item: Withheld, facts: Facts) -> bool:
    """Whether another rule speaks for it: feature-by-flag, mtp-not-built,
    query-groups-beside-mla (or mtp-brings-mla), query-groups-without-switch,
    sequence-parallel-without-tp, dsa-rank."""
    if not_for_hybrid_stacks(item.option) is not None:
        return True
    if item.option.startswith(ROTARY) and _may_hide_positions(facts):
        return True
    if item.key.startswith("mtp.") or (item.option in GQA_OPTIONS and facts.plan.is_latent):
        return True
    if item.option == SEQUENCE_PARALLEL or (item.option == UNGROUPED and not _grouped(facts)):
        return True
    dsa = facts.recipe.A.dsa if facts.recipe.A else None
    return item.key.startswith("A.dsa.") and dsa is not None and dsa.family_ranks is None


def _may_hide_positions(facts: Facts) -> bool:
    """Whether the type of positions may be written where it could not be read."""
    return facts.setting(POSITIONS) is None and facts.may_hide(POSITIONS)


def _grouped(facts: Facts) -> bool:
    return bool(facts.setting(("A", "group_query_attention")))


RULE = Rule(
    "setting-without-effect",
    Severity.WARNING,
    "A setting that Megatron ignores.",
    check,
    Tag.UNNECESSARY,
)
