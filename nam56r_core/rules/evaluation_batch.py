"""evaluation-batch: an evaluation batch of its own must divide like the training batch."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.targets.judgments import EVALUATION_BATCH_CHECKED

GLOBAL, MICRO = "--eval-global-batch-size", "--eval-micro-batch-size"


def check(facts: Facts) -> Iterator[Finding]:
    """Sizes that are not given are those of training, which other rules look at."""
    catalog, training = facts.catalog, facts.recipe.training
    if catalog is None or training is None or not EVALUATION_BATCH_CHECKED.holds_for(catalog):
        return
    given = {
        arg.option: (int(arg.values[0]), arg.location)
        for arg in facts.draft.args
        if arg.option in (GLOBAL, MICRO)
    }
    if not given:
        return
    batch = given[GLOBAL][0] if GLOBAL in given else training.global_batch_size
    micro = given[MICRO][0] if MICRO in given else training.micro_batch_size
    step = (micro or 0) * facts.data_parallel_size
    if batch is None or step <= 0 or batch % step == 0:
        return
    yield Finding(
        f"the evaluation batch ({batch}) is no multiple of its micro batch × data-parallel ranks "
        f"({micro} × {facts.data_parallel_size}), which validation refuses in {catalog.release}; "
        "change one of them",
        given[GLOBAL if GLOBAL in given else MICRO][1],
    )


RULE = Rule("evaluation-batch", Severity.ERROR, "An evaluation batch that does not fit.", check)
