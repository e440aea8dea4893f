"""schedule-settings: a learning-rate schedule that cannot run, and checkpoints half said."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.model import Training
from nam56r_core.rules.base import Facts, Finding, Rule


def check(facts: Facts) -> Iterator[Finding]:
    training = facts.recipe.training
    if training is None:
        return
    yield from _warmup(training, facts)
    if training.lr_decay_style == "WSD" and training.lr_wsd_decay_iters is None:
        yield Finding(
            "`WSD` ends with a decay whose length is missing (the scheduler asserts it); write "
            "`training.lr_wsd_decay_iters`",
            facts.value("training", "lr_decay_style"),
        )
    if training.save is not None and training.save_interval is None:
        yield Finding(
            "`save` is refused without an interval (a bare assertion in validation); write "
            "`training.save_interval`",
            facts.key("training", "save"),
        )


def _warmup(training: Training, facts: Facts) -> Iterator[Finding]:
    """The scheduler asserts a warm-up shorter than the decay (optimizer_param_scheduler.py)."""
    warmup = training.lr_warmup_iters
    length = training.lr_decay_iters or training.train_iters
    where = facts.value("training", "lr_warmup_iters")
    if warmup and training.train_samples is not None:
        yield Finding(
            "`lr_warmup_iters` is refused beside `train_samples`; write "
            "`training.lr_warmup_fraction`, or train by iterations",
            where,
        )
    elif warmup and length is not None and warmup >= length:
        yield Finding(
            f"`lr_warmup_iters` ({warmup}) is not shorter than the {length} steps of the schedule, "
            "which the scheduler asserts; shorten it",
            where,
        )


RULE = Rule("schedule-settings", Severity.ERROR, "A schedule that cannot run.", check)
