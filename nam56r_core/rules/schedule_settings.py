"""schedule-settings: a learning-rate schedule that cannot run, and checkpoints half said."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix, SetValue
from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.model import Training
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_to

WARMUP = ("training", "lr_warmup_iters")
WARMUP_SHARE = ("training", "lr_warmup_fraction")
SAVE, SAVE_INTERVAL = ("training", "save"), ("training", "save_interval")


def check(facts: Facts) -> Iterator[Finding]:
    training = facts.recipe.training
    if training is None:
        return
    yield from _warmup(training, facts)
    if training.lr_decay_style == "WSD" and training.lr_wsd_decay_iters is None:
        yield Finding(
            "`WSD` ends with a decay whose length is missing, which the scheduler asserts; write "
            "`training.lr_wsd_decay_iters`",
            facts.value("training", "lr_decay_style"),
        )
    if training.save is not None and training.save_interval is None:
        yield Finding(
            "`save` is refused without an interval (a bare assertion in validation); write "
            "`training.save_interval`, or remove it",
            facts.key(*SAVE),
            fixes=(*_at_the_end(training), removal(facts, SAVE)),
        )


def _warmup(training: Training, facts: Facts) -> Iterator[Finding]:
    """The scheduler asserts a warm-up shorter than the decay (optimizer_param_scheduler.py)."""
    warmup = training.lr_warmup_iters
    length = training.lr_decay_iters or training.train_iters
    where = facts.value(*WARMUP)
    if warmup and training.train_samples is not None:
        yield Finding(
            "`lr_warmup_iters` is refused beside `train_samples`; write "
            "`training.lr_warmup_fraction`, or train by iterations",
            where,
            fixes=(*_as_share(training, facts), removal(facts, WARMUP)),
            what=("samples",),
        )
    elif warmup and length is not None and warmup >= length:
        yield Finding(
            f"`lr_warmup_iters` ({warmup}) is not shorter than the {length} steps of the schedule, "
            "which the scheduler asserts; shorten it",
            where,
            what=("length",),
            given=(warmup, length),
        )


def _as_share(training: Training, facts: Facts) -> Iterator[Fix]:
    """The same warm-up as a share of the samples, where the batch says how many it takes."""
    warmup, samples = training.lr_warmup_iters, training.train_samples
    if warmup and samples and training.global_batch_size:
        share = round(warmup * training.global_batch_size / samples, 6)
        if 0 < share < 1:
            out = removal(facts, WARMUP).changes
            title = f"Write `lr_warmup_fraction: {share}` in its place"
            yield Fix(title, (*out, SetValue(WARMUP_SHARE, share)))


def _at_the_end(training: Training) -> Iterator[Fix]:
    """One checkpoint, after the last step."""
    if training.train_iters is not None:
        yield set_to(SAVE_INTERVAL, training.train_iters)


RULE = Rule(
    "schedule-settings",
    Severity.ERROR,
    "A schedule that cannot run, or checkpoints without an interval.",
    check,
    misses=True,
)
