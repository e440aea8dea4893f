"""tokenizer-files: a tokenizer without the files or settings that it is made from."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.export.settings import keys_by_option
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import path_of
from nam56r_core.rules.wording import ticked
from nam56r_core.targets.tokenizers import FILES, TOKENIZERS

TYPE = ("data", "tokenizer_type")


def check(facts: Facts) -> Iterator[Finding]:
    """The parser and validation accept it; the job ends when the tokenizer is made (read in each
    release, targets/tokenizers.py)."""
    target, name = facts.target, str(facts.dimensions.value(TYPE))
    tokenizer = TOKENIZERS.get(name)
    if target is None or tokenizer is None:
        return
    keys = [keys_by_option()[option] for option in sorted(tokenizer.needed_by(target) & FILES)]
    missing = [key for key in keys if facts.setting(path_of(key)) is None]
    if missing:
        them = "it" if len(missing) == 1 else "them"
        yield Finding(
            f"the {name} of {target.short_name} cannot be made without {ticked(missing, 'and')}; "
            f"add {them}, or choose another tokenizer",
            facts.value(*TYPE),
            evidence=tuple(missing),
            absent_keys=tuple(map(path_of, missing)),
        )


RULE = Rule(
    "tokenizer-files", Severity.ERROR, "A tokenizer without the files that it is made from.", check
)
