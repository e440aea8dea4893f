"""schedule-settings: a learning-rate schedule that cannot run, and checkpoints half said."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix
from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.job import Training
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_to

SAVE, SAVE_INTERVAL = ("training", "save"), ("training", "save_interval")


def check(facts: Facts) -> Iterator[Finding]:
    training = facts.recipe.training
    if training is None:
        return
    yield from _warmup(training, facts)
    yield from _last_phase(training, facts)
    if training.save is not None and training.save_interval is None:
        yield Finding(
            "`save` is refused without an interval (a bare assertion in validation); write "
            "`training.save_interval`, or remove it",
            facts.key(*SAVE),
            fixes=(*_at_the_end(training), removal(facts, SAVE)),
            absent_keys=(SAVE_INTERVAL,),
        )


def _warmup(training: Training, facts: Facts) -> Iterator[Finding]:
    """The scheduler asserts a warm-up shorter than the decay (optimizer_param_scheduler.py)."""
    unit, kind = (
        ("samples", "samples") if training.train_samples is not None else ("iters", "steps")
    )
    warmup = getattr(training, f"lr_warmup_{unit}")
    length = getattr(training, f"lr_decay_{unit}") or getattr(training, f"train_{unit}")
    if warmup and length is not None and warmup >= length:
        yield Finding(
            f"`lr_warmup_{unit}` ({warmup}) is not shorter than the {length} {kind} of the "
            "schedule, which the scheduler asserts; shorten it",
            facts.value("training", f"lr_warmup_{unit}"),
            identity=("length",),
            evidence=(warmup, length),
        )


def _last_phase(training: Training, facts: Facts) -> Iterator[Finding]:
    """WSD needs the length of its last phase; one in the wrong unit is schedule-units."""
    lengths = (training.lr_wsd_decay_iters, training.lr_wsd_decay_samples)
    if training.lr_decay_style == "WSD" and lengths == (None, None):
        key = "lr_wsd_decay_samples" if training.train_samples else "lr_wsd_decay_iters"
        yield Finding(
            "`WSD` ends with a decay whose length is missing, which the scheduler asserts; write "
            f"`training.{key}`",
            facts.value("training", "lr_decay_style"),
            absent_keys=(("training", key),),
        )


def _at_the_end(training: Training) -> Iterator[Fix]:
    """One checkpoint, after the last step."""
    if training.train_iters is not None:
        yield set_to(SAVE_INTERVAL, training.train_iters)


RULE = Rule(
    "schedule-settings",
    Severity.ERROR,
    "A schedule that cannot run, or checkpoints without an interval.",
    check,
    reports_absence=True,
)
