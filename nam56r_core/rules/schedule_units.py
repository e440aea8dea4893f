"""schedule-units: a schedule in steps beside training by samples, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nam56r_core.changes import Fix, Path, SetValue
from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.job import Training
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal


class Length(NamedTuple):
    """One length of the schedule: its key in steps, its key in samples."""

    steps: str
    samples: str

    def read(self, in_steps: bool) -> str:
        """The key in the unit of the training."""
        return self.steps if in_steps else self.samples

    def other(self, in_steps: bool) -> str:
        """The key in the unit that the training is not counted in."""
        return self.samples if in_steps else self.steps


CHECKED = (
    Length("lr_decay_iters", "lr_decay_samples"),
    Length("lr_warmup_iters", "lr_warmup_samples"),
)
"""validate_args asserts that only the unit of the training is set (0.12.3 arguments.py:632-659,
0.19.0:1236-1262; run on all releases)."""

LAST_PHASE = Length("lr_wsd_decay_iters", "lr_wsd_decay_samples")
"""Nothing checks the unit, but the scheduler reads only that of the training and then asserts the
length of WSD (0.12.3 training.py:1059 and 1076, 0.19.0:1917 and 1933)."""


def check(facts: Facts) -> Iterator[Finding]:
    training = facts.recipe.training
    if training is None or (training.train_iters is None) == (training.train_samples is None):
        return  # neither: missing-training-value; both: exclusive-settings
    in_steps = training.train_iters is not None
    for length in CHECKED:
        if getattr(training, length.other(in_steps)):
            why = f"every release refuses beside `{_total(in_steps)}`"
            yield _finding(facts, training, length, in_steps, why)
    missing = getattr(training, LAST_PHASE.read(in_steps)) is None
    given = getattr(training, LAST_PHASE.other(in_steps)) is not None
    if training.lr_decay_style == "WSD" and missing and given:
        why = f"the scheduler does not read beside `{_total(in_steps)}`, and WSD fails then"
        yield _finding(facts, training, LAST_PHASE, in_steps, why)


def _total(in_steps: bool) -> str:
    return "train_iters" if in_steps else "train_samples"


def _finding(facts: Facts, training: Training, length: Length, in_steps: bool, why: str) -> Finding:
    """A length in the unit that the training is not counted in."""
    key, unit = length.other(in_steps), "samples" if in_steps else "steps"
    step = f"write `training.{length.read(in_steps)}`"
    fixes = tuple(_converted(facts, training, length, in_steps))
    if length is not LAST_PHASE:  # without its length WSD fails
        step += ", or remove it"
        fixes += (removal(facts, ("training", key)),)
    return Finding(
        f"`{key}` is a length in {unit}, which {why}; {step}",
        facts.key("training", key),
        fixes=fixes,
        evidence=(_total(in_steps),),
    )


def _converted(facts: Facts, training: Training, length: Length, in_steps: bool) -> Iterator[Fix]:
    """The same length in the other unit, where the batch size tells it exactly."""
    key = length.other(in_steps)
    there: Path = ("training", length.read(in_steps))
    value, batch = getattr(training, key), training.global_batch_size
    if not batch or facts.written(there) or (in_steps and value % batch):
        return
    converted = value // batch if in_steps else value * batch
    out = removal(facts, ("training", key)).changes
    title = f"Write `{dotted(there)}: {converted}` in its place"
    yield Fix(title, (*out, SetValue(there, converted)))


RULE = Rule(
    "schedule-units",
    Severity.ERROR,
    "A schedule length in steps beside training by samples, or the reverse.",
    check,
)
