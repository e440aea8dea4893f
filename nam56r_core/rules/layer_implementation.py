"""layer-implementation: attention kernels and layer implementations that hybrid stacks refuse."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal

BACKEND = ("model", "attention_backend")
IMPLEMENTATION = ("model", "transformer_impl")


def check(facts: Facts) -> Iterator[Finding]:
    """Seen by running every release that offers the words; the builder asks for the inference
    stack before it looks at the spec (0.16.1 mamba_builders.py:17, 0.19.0
    hybrid_builders.py:17)."""
    model = facts.recipe.model
    if model is None:
        return
    if model.attention_backend == "local":
        yield Finding(
            "`attention_backend: local` is taken only with `--spec local`, which is no hybrid "
            "stack; write another back end, or remove it to leave the choice to Megatron",
            facts.value(*BACKEND),
            fixes=(removal(facts, BACKEND),),
        )
    if model.transformer_impl == "inference_optimized":
        yield Finding(
            "`transformer_impl: inference_optimized` builds Megatron's inference stack in place of "
            "the stack spec of the plan; write `transformer_engine`, or remove it, which means the "
            "same",
            facts.value(*IMPLEMENTATION),
            fixes=(removal(facts, IMPLEMENTATION),),
        )


RULE = Rule("layer-implementation", Severity.ERROR, "Kernels that hybrid stacks refuse.", check)
