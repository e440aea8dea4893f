"""missing-dimension: a value that the release does not start without.

With `strict-defaults` the rule also reports every value that the release would supply.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Severity
from nam56r_core.dimensions.needed import REQUIRED, VOCABULARY
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.rules.wording import adding

TOKENIZER: Path = ("data", "tokenizer_type")
QUERY_RANK: Path = ("A", "q_lora_rank")
FUSION: Path = ("A", "mla_down_proj_fusion")


def check(facts: Facts) -> Iterator[Finding]:
    for path, reason in _required(facts):
        if facts.setting(path) is None:
            yield Finding(
                f"`{dotted(path)}` is missing, and {reason}; {adding(facts, path)}",
                facts.key(*path),
                absent_keys=(path,),
            )
    if facts.strict_defaults:
        yield from _left_to_the_release(facts)


def _required(facts: Facts) -> Iterator[tuple[Path, str]]:
    for path in REQUIRED:
        yield path, "no release starts without it"
    tokenizer = facts.dimensions.value(TOKENIZER)
    if isinstance(tokenizer, str) and tokenizer.startswith("Null"):
        yield VOCABULARY, f"`{tokenizer}` has no vocabulary of its own"
    if facts.setting(FUSION) and facts.plan.is_latent:
        yield QUERY_RANK, f"`{dotted(FUSION)}` needs it"


def _left_to_the_release(facts: Facts) -> Iterator[Finding]:
    catalog = facts.catalog
    for found in facts.assumed_dimensions if catalog else ():
        assert catalog is not None
        yield Finding(
            f"`{found.key}` is missing: this project sets `strict-defaults`, and "
            f"{catalog.release} would use {found.value}; {adding(facts, found.path)}",
            facts.key(*found.path),
            fixes=(set_to(found.path, found.value, safe=True),),
            identity=(found.key,),
            evidence=(found.value,),
            absent_keys=(found.path,),
        )


RULE = Rule(
    "missing-dimension",
    Severity.ERROR,
    "The recipe lacks a value that Megatron does not start without.",
    check,
)
