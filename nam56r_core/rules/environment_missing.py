"""environment-missing: a variable that the target's validation reads before it starts."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.targets.judgments import SINGLE_CONNECTION_VARIABLE


def check(facts: Facts) -> Iterator[Finding]:
    parallel = facts.recipe.parallel
    if parallel is None or facts.catalog is None:
        return
    sizes = {
        "tensor": parallel.tensor_model_parallel_size or 1,
        "context": parallel.context_parallel_size or 1,
    }
    many = [name for name, size in sizes.items() if size > 1]
    name, value = SINGLE_CONNECTION_VARIABLE
    if many and dict(facts.draft.launch.environment).get(name) != value:
        yield Finding(
            f"{' and '.join(many)} parallelism needs `{name}={value}` in the environment (on GPUs "
            f"before Blackwell), or validation ends the job; write it in `launch.environment`",
            facts.key("launch", "environment", name),
        )


RULE = Rule("environment-missing", Severity.ERROR, "A variable that validation reads.", check)
