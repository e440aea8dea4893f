"""recompute-with-capture: recomputation and graph capture that exclude each other."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Fix, Path, SetValue
from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.recipe.job import Training
from nam56r_core.recipe.model import CudaGraph, Model
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import removal, set_to
from nam56r_core.targets.judgments import CAPTURE_MEETS_RECOMPUTE

CAPTURE: Path = ("launch", "cuda_graph")
GRANULARITY: Path = ("training", "recompute_granularity")
OF_FULL: tuple[Path, ...] = (("training", "recompute_method"), ("training", "recompute_num_layers"))

ITERATION = "full_iteration"
RANDOM = (
    ("core_attn", "attn", "attention_dropout"),
    ("mlp", "mlp", "hidden_dropout"),
    ("moe", "moe", "hidden_dropout"),
)
"""What is recomputed, what is captured, and the dropout that may not be in both."""


def check(facts: Facts) -> Iterator[Finding]:
    launch, training, catalog = facts.recipe.launch, facts.recipe.training, facts.catalog
    graph = launch.cuda_graph if launch else None
    if catalog is None or graph is None or training is None:
        return
    if graph.cuda_graph_impl in (None, "none") or not facts.holds(CAPTURE_MEETS_RECOMPUTE):
        return
    words = {*_words(graph.cuda_graph_scope), *_words(graph.cuda_graph_modules)} - {"full"}
    iteration = graph.cuda_graph_impl == ITERATION or words == {ITERATION}
    if training.recompute_granularity == "full" and not iteration:
        yield Finding(
            f"full recomputation is taken by {catalog.release} only with full-iteration capture; "
            "remove one of them, or set `recompute_granularity` to `selective`",
            facts.key(*GRANULARITY),
            (_capture(facts),),
            (removal(facts, CAPTURE), _selective(facts)),
        )
    elif training.recompute_granularity == "selective":
        whole = iteration or not words or ITERATION in words
        for name in _random(training, facts.recipe.model, graph if whole else None, words):
            yield Finding(
                f"recomputed and captured layers may have no dropout in {catalog.release}, and "
                f"`{name}` is not 0 (Megatron's default is 0.1); set `model.{name}` to 0",
                facts.value("model", name),
                (_capture(facts),),
                (set_to(("model", name), 0.0), removal(facts, CAPTURE)),
            )


def _random(
    training: Training, model: Model | None, whole: CudaGraph | None, words: set[str]
) -> Iterator[str]:
    recomputed = training.recompute_modules or ["core_attn"]
    found = [
        name
        for part, captured, name in RANDOM
        if part in recomputed
        and (whole is not None or captured in words)
        and (model is None or getattr(model, name) != 0)
    ]
    yield from dict.fromkeys(found)


def _selective(facts: Facts) -> Fix:
    """Selective recomputation takes neither of the settings that full recomputation needs."""
    outs = [removal(facts, path).changes for path in OF_FULL if facts.written(path)]
    return Fix(
        "Recompute `selective`",
        (SetValue(GRANULARITY, "selective"), *(change for out in outs for change in out)),
    )


def _capture(facts: Facts) -> RelatedInformation:
    where = facts.key(*CAPTURE, "cuda_graph_impl").location
    return RelatedInformation(where, "capture is asked for here")


def _words(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


RULE = Rule("recompute-with-capture", Severity.ERROR, "Recomputation that capture excludes.", check)
