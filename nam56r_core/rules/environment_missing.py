"""environment-missing: a variable that the target's validation reads before it starts."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.judgments import SINGLE_CONNECTION_VARIABLE, TENSOR_CHECKED_EVERYWHERE

ENVIRONMENT = ("launch", "environment")
SIZES = {"tensor": "tensor_model_parallel_size", "context": "context_parallel_size"}
UNCHECKED = ("blackwell",)
"""GPUs from compute capability 10 on, where validation does not look at the variable (0.12.3
arguments.py:779, 0.19.0:1413; run)."""

ONLY_WARNED = frozenset(
    {
        "--use-torch-fsdp2",
        "--use-custom-fsdp",
        "--use-megatron-fsdp",
        "--overlap-moe-expert-parallel-comm",
    }
)
"""Beside these, validation only warns: they want more connections (0.12.3 arguments.py:780,
0.19.0:1416-1426)."""


def check(facts: Facts) -> Iterator[Finding]:
    parallel = facts.recipe.parallel
    if parallel is None or facts.catalog is None:
        return
    if any(arg.option in ONLY_WARNED for arg in facts.draft.args):
        return
    split = {word: key for word, key in SIZES.items() if (getattr(parallel, key) or 1) > 1}
    name, value = SINGLE_CONNECTION_VARIABLE
    gpu = facts.recipe.launch.gpu if facts.recipe.launch else None
    always = "tensor" in split and facts.holds(TENSOR_CHECKED_EVERYWHERE)
    if gpu in UNCHECKED and not always:
        return
    outcome = (
        "or validation ends the job; write it in `launch.environment`"
        if gpu or always
        else "or validation ends the job on GPUs before Blackwell (from Blackwell on nothing "
        "checks it); write it in `launch.environment`, or name the GPUs in `launch.gpu`"
    )
    if split and dict(facts.draft.launch.environment).get(name) != value:
        first = next(iter(split.values()))
        yield Finding(
            f"{' and '.join(split)} parallelism needs `{name}={value}` in the environment, "
            + outcome,
            KeyLocation(
                (*ENVIRONMENT, name),
                (
                    facts.key(*ENVIRONMENT, name)
                    if facts.written(ENVIRONMENT)
                    else facts.value("parallel", first)
                ).location,
            ),
            fixes=(set_to((*ENVIRONMENT, name), value),),
            evidence=(*split, gpu),
            severity=None if gpu or always else Severity.WARNING,
        )


RULE = Rule("environment-missing", Severity.ERROR, "A variable that validation reads.", check)
