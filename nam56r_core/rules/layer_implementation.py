"""layer-implementation: attention kernels and layer implementations that hybrid stacks refuse."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule


def check(facts: Facts) -> Iterator[Finding]:
    """Seen by running every release that offers the words."""
    model = facts.recipe.model
    if model is None:
        return
    if model.attention_backend == "local":
        yield Finding(
            "`attention_backend: local` is taken only with `--spec local`, which is no hybrid "
            "stack; write another back end, or remove it",
            facts.value("model", "attention_backend"),
        )
    if model.transformer_impl == "inference_optimized":
        yield Finding(
            "`transformer_impl: inference_optimized` is refused for training a hybrid stack; "
            "remove it",
            facts.value("model", "transformer_impl"),
        )


RULE = Rule("layer-implementation", Severity.ERROR, "Kernels that hybrid stacks refuse.", check)
