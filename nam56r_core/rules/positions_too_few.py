"""positions-too-few: sequences longer than the positions that the model can tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to

POSITIONS, LENGTH = ("model", "max_position_embeddings"), ("data", "seq_length")


def check(facts: Facts) -> Iterator[Finding]:
    model, data = facts.recipe.model, facts.recipe.data
    positions = model.max_position_embeddings if model else None
    length = data.seq_length if data else None
    if positions is not None and length is not None and positions < length:
        yield Finding(
            f"`max_position_embeddings` ({positions}) is less than `data.seq_length` ({length}), "
            "which every release refuses, rope or not; raise it, or shorten the sequences",
            facts.value(*POSITIONS),
            (RelatedInformation(facts.value(*LENGTH).location, "the length is here"),),
            (set_to(POSITIONS, length), set_to(LENGTH, positions)),
            evidence=(positions, length),
        )


RULE = Rule("positions-too-few", Severity.ERROR, "Fewer positions than tokens.", check)
