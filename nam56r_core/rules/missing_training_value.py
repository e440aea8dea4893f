"""missing-training-value: what a job ends without, long after its arguments were accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import adding


class Need(NamedTuple):
    """Keys of which one must be there, or else one of these options; `otherwise` says what happens
    without."""

    paths: tuple[Path, ...]
    otherwise: str
    options: tuple[str, ...] = ()


NEEDS = (
    Need(
        (("training", "train_iters"), ("training", "train_samples")),
        "the job ends when its schedule is set up",
    ),
    Need((("training", "lr"),), "the job ends when its optimizer is set up"),
    Need(
        (("data", "data_path"), ("data", "mock_data")),
        "the job ends when it builds its datasets",
        (
            "--data-args-path",
            "--train-data-path",
            "--valid-data-path",
            "--test-data-path",
            "--per-split-data-args-path",
            "--perform-rl-step",
        ),
    ),
)
"""Every release: the parser and validation accept it; training.py "either train-iters or
train-samples should be provided", optimizer_param_scheduler.py takes `float(None)`; without data
blended_megatron_dataset_config.py sets `mock`, and the entry script's real dataset then cannot be
built from no path ("failed to build as a mock data generator"; 0.12.3:
blended_megatron_dataset_builder.py:188, 0.19.0: :148)."""


def check(facts: Facts) -> Iterator[Finding]:
    draft = facts.draft
    given = {arg.option for arg in draft.args} | {item.option for item in draft.withheld}
    for need in NEEDS:
        if not given.isdisjoint(need.options) or any(map(facts.setting, need.paths)):
            continue
        first, *others = need.paths
        alternatives = "".join(f" (or `{dotted(path)}`)" for path in others)
        yield Finding(
            f"`{dotted(first)}` is missing: every release accepts that, and {need.otherwise}; "
            f"{adding(facts, first)}{alternatives}",
            facts.key(*first),
            absent_keys=need.paths,
        )


RULE = Rule("missing-training-value", Severity.ERROR, "A value that the job ends without.", check)
