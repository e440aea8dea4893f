"""null-tokenizer-vocabulary: up to 0.17 the null tokenizer adds a token of its own."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.judgments import NULL_TOKENIZER_ADDS_A_TOKEN

SIZE = ("model", "vocab_size")


def check(facts: Facts) -> Iterator[Finding]:
    catalog, model, data = facts.catalog, facts.recipe.model, facts.recipe.data
    if catalog is None or model is None or data is None or model.vocab_size is None:
        return
    if data.tokenizer_type != "NullTokenizer":
        return
    if NULL_TOKENIZER_ADDS_A_TOKEN.holds_for(catalog):
        size = model.vocab_size
        yield Finding(
            f"the NullTokenizer of {catalog.release} adds an end token: {size} becomes {size + 1} "
            f"before padding; write {size - 1} if {size} rows are meant",
            facts.value(*SIZE),
            fixes=(set_to(SIZE, size - 1),) if size > 1 else (),
        )


RULE = Rule("null-tokenizer-vocabulary", Severity.WARNING, "A vocabulary that grows by one.", check)
