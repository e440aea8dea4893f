"""dsa-rank: sparse attention on attention layers that do not exist, or named twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from nam56r_core.diagnostics import Location, Severity
from nam56r_core.layers import Family
from nam56r_core.plural import counted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_to
from nam56r_core.rules.wording import first_of

RANKS = ("A", "dsa", "family_ranks")


def check(facts: Facts) -> Iterator[Finding]:
    dsa = facts.recipe.A.dsa if facts.recipe.A else None
    if dsa is None:
        return
    if dsa.family_ranks is None:
        if not facts.written(RANKS):
            yield Finding(
                "`A.dsa` does not say which attention layers are sparse; write "
                "`family_ranks: all`, or their ranks counted from 0",
                facts.key("A", "dsa"),
                fixes=(set_to(RANKS, "all"),),
            )
    elif dsa.family_ranks != "all" and facts.pattern is not None:
        yield from _ranks(dsa.family_ranks, facts)


@dataclass(frozen=True, slots=True)
class _Rank:
    """A rank that may not stand where it does; `twice` if for no more than that."""

    position: int
    rank: int
    twice: bool
    location: Location


def _ranks(ranks: list[int], facts: Facts) -> Iterator[Finding]:
    count = sum(layer.family is Family.ATTENTION for layer in facts.plan.layers)
    wrong: list[_Rank] = []
    seen: set[int] = set()
    for position, rank in enumerate(ranks):
        is_beyond = rank >= count and facts.knows_layers
        if is_beyond or rank in seen:
            location = facts.item(*RANKS, position).location
            wrong.append(_Rank(position, rank, not is_beyond, location))
        seen.add(rank)
    yield from first_of(wrong, partial(_finding, facts, count))


def _finding(facts: Facts, count: int, wrong: _Rank) -> Finding:
    rank, path = wrong.rank, (*RANKS, wrong.position)
    if wrong.twice:
        return Finding(
            f"rank {rank} of `A.dsa.family_ranks` is named twice; remove one",
            facts.item(*path),
            fixes=(removal(facts, path, safe=True, title=f"Remove the repeated {rank}"),),
            identity=(rank, "twice"),
        )
    return Finding(
        f"there is no attention layer of rank {rank}: the stack has "
        f"{counted(count, '`A` layer')}, ranks count from 0; remove it",
        facts.item(*path),
        facts.because(("pattern",), "its `A` layers are counted"),
        fixes=(removal(facts, path, title=f"Remove rank {rank}"),),
        identity=(rank,),
        evidence=(count,),
    )


RULE = Rule(
    "dsa-rank",
    Severity.ERROR,
    "Sparse-attention ranks that are no layer, come twice, or are missing.",
    check,
    reports_absence=True,
)
