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
    catalog, name = facts.catalog, str(facts.dimensions.value(TYPE))
    tokenizer = TOKENIZERS.get(name)
    if catalog is None or tokenizer is None:
        return
    keys = [keys_by_option()[option] for option in sorted(tokenizer.needed_by(catalog) & FILES)]
    paths = [path for key in keys if facts.setting(path := path_of(key)) is None]
    for path in paths:
        yield Finding(
            f"the {name} of {catalog.release} cannot be made without "
            f"{ticked(['.'.join(map(str, path))])}; add it, or choose another tokenizer",
            facts.value(*TYPE),
            what=(str(path[-1]),),
            missing=(path,),
        )


RULE = Rule(
    "tokenizer-files", Severity.ERROR, "A tokenizer without the files that it is made from.", check
)
