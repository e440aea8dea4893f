"""evaluation-batch: an evaluation batch of its own must divide like the training batch."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Severity
from nam56r_core.export.bundle import Arg
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import path_of, removal, set_item
from nam56r_core.targets.judgments import EVALUATION_BATCH_CHECKED

GLOBAL, MICRO = "--eval-global-batch-size", "--eval-micro-batch-size"


def check(facts: Facts) -> Iterator[Finding]:
    """Sizes that are not given are those of training, which other rules look at."""
    catalog, training = facts.catalog, facts.recipe.training
    if catalog is None or training is None or not facts.holds(EVALUATION_BATCH_CHECKED):
        return
    given = {arg.option: arg for arg in facts.draft.args if arg.option in (GLOBAL, MICRO)}
    if not given:
        return
    batch = int(given[GLOBAL].values[0]) if GLOBAL in given else training.global_batch_size
    micro = int(given[MICRO].values[0]) if MICRO in given else training.micro_batch_size
    step = (micro or 0) * facts.data_parallel_size
    if batch is None or step <= 0 or batch % step == 0:
        return
    reported = given.get(GLOBAL) or given[MICRO]
    yield Finding(
        f"the evaluation batch ({batch}) is no multiple of its micro batch × data-parallel ranks "
        f"({micro} × {facts.data_parallel_size}), which validation refuses in {catalog.release}; "
        "change one of them",
        place_of(reported),
        fixes=(_fix(reported, batch + -batch % step, facts),),
        evidence=(batch, micro, facts.data_parallel_size),
    )


def _fix(reported: Arg, fitting: int, facts: Facts) -> Fix:
    """The next batch that fits, or the micro batch of training."""
    path = path_of(reported.key)
    if reported.option == MICRO:
        return removal(facts, path, title=f"Remove `{MICRO}`")
    words = f"{GLOBAL} {fitting}"
    return set_item(facts, path, words, title=f"Write `{words}`")


RULE = Rule("evaluation-batch", Severity.ERROR, "An evaluation batch that does not fit.", check)
