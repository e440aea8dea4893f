"""missing-dimension: sizes without which no release would start, and which are never assumed."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule

REQUIRED = (
    ("model", "hidden_size"),
    ("model", "num_attention_heads"),
    ("model", "max_position_embeddings"),
    ("data", "seq_length"),
    ("training", "micro_batch_size"),
)


def check(facts: Facts) -> Iterator[Finding]:
    for section, name in REQUIRED:
        if getattr(getattr(facts.recipe, section), name, None) is None and not facts.written(
            (section, name)
        ):
            yield Finding(
                f"`{section}.{name}` is missing: no release starts without it and none is assumed; "
                "add it",
                facts.key(section),
            )


RULE = Rule("missing-dimension", Severity.ERROR, "A size that is never assumed.", check)
