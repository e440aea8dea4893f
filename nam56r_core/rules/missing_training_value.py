"""missing-training-value: what a job ends without, long after its arguments were accepted."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.wording import adding

REQUIRED: tuple[tuple[tuple[Path, ...], str], ...] = (
    (
        (("training", "train_iters"), ("training", "train_samples")),
        "the job ends when its schedule is set up",
    ),
    ((("training", "lr"),), "the job ends when its optimizer is set up"),
    (
        (("data", "tokenizer_type"),),
        "the job then looks for the files of a GPT-2 tokenizer",
    ),
)
"""Keys of which one must be there, and what happens otherwise (every release: the parser and
validation accept it; training.py "either train-iters or train-samples should be provided",
optimizer_param_scheduler.py takes `float(None)`)."""


def check(facts: Facts) -> Iterator[Finding]:
    if not facts.is_whole:
        return
    for paths, why in REQUIRED:
        if not any(facts.attempted(path) for path in paths):
            others = "".join(f" (or `{dotted(path)}`)" for path in paths[1:])
            yield Finding(
                f"`{dotted(paths[0])}` is missing: every release accepts that, and {why}; "
                f"{adding(facts, paths[0])}{others}",
                facts.key(*paths[0]),
            )


RULE = Rule("missing-training-value", Severity.ERROR, "A value that the job ends without.", check)
