"""null-tokenizer-vocabulary: up to 0.17 the null tokenizer adds a token of its own."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import retarget, set_to
from nam56r_core.targets.judgments import NULL_TOKENIZER_ADDS_A_TOKEN
from nam56r_core.targets.releases import V0_18

SIZE = ("model", "vocab_size")
STEP = 128
"""What rows are padded to where the recipe does not say (the flag's default in every release)."""


def check(facts: Facts) -> Iterator[Finding]:
    """The token counts only where no padding takes it in: rows come in multiples of the step and
    TP (0.12.3 tokenizer.py:114, 0.17.1 build_tokenizer.py:103)."""
    catalog, model, data = facts.catalog, facts.recipe.model, facts.recipe.data
    if catalog is None or model is None or data is None or model.vocab_size is None:
        return
    if data.tokenizer_type != "NullTokenizer" or not facts.holds(NULL_TOKENIZER_ADDS_A_TOKEN):
        return
    size, parallel = model.vocab_size, facts.recipe.parallel
    tp = (parallel and parallel.tensor_model_parallel_size) or 1
    step = (model.make_vocab_size_divisible_by or STEP) * tp
    if size % step == 0:
        yield Finding(
            f"the NullTokenizer of {catalog.release} adds an end token, and {size} rows become "
            f"{size + step} with the padding; write {size - 1} if {size} rows are meant",
            facts.value(*SIZE),
            fixes=(set_to(SIZE, size - 1), *retarget(facts, V0_18.tag)) if size > 1 else (),
            evidence=(size, step),
        )


RULE = Rule("null-tokenizer-vocabulary", Severity.WARNING, "A vocabulary that grows by one.", check)
