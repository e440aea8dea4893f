"""paths-in-one-text: data paths with blanks between them, in one text."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Severity
from nam56r_core.dimensions.wording import written
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.rules.wording import ticked

PATHS: Path = ("data", "data_path")


def check(facts: Facts) -> Iterator[Finding]:
    """Exported it would be one argument, which every release takes for one path with blanks."""
    data = facts.recipe.data
    paths = data.data_path if data else None
    items = [paths] if isinstance(paths, str) else paths or []
    words = [word for item in items for word in _words(item)]
    if len(words) > len(items):
        yield Finding(
            f"`data_path` holds {len(words)} arguments in {len(items)} with blanks, and Megatron "
            f"would look for a path of that name; write a list: {ticked(words)}",
            facts.value(*PATHS),
            fixes=(set_to(PATHS, words, title=f"Write `[{', '.join(map(written, words))}]`"),),
            evidence=tuple(items),
        )


def _words(item: str) -> list[str]:
    """The arguments that a text holds: more than one where weights or whole paths stand in it. A
    folder may have a blank in its name."""
    words = item.split()
    are_several = len(words) > 1 and (_is_weight(words[0]) or all(map(_is_rooted, words)))
    return words if are_several else [item]


def _is_rooted(word: str) -> bool:
    """Whether a word can only begin a path; `b/c` may also go on behind a blank in a name."""
    return word.startswith(("/", "./", "../", "~/", "$"))


def _is_weight(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


RULE = Rule(
    "paths-in-one-text", Severity.ERROR, "Data paths with blanks between them, in one text.", check
)
