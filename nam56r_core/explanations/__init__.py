"""What a name stands for: a rule, a word of the glossary, a recipe key, a Megatron flag, a symbol.

One name may stand for several things (`M` is a letter and a symbol); all of them are given. The
terminal, the editor's hovers and JSON readers get the same values. Must not know who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from nam56r_core.explanations import flags, keys, rules, symbols, terms
from nam56r_core.explanations.model import Explanation, Meaning, Topic, Unknown
from nam56r_core.spelling import nearest
from nam56r_core.targets.target import Target


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the explanations of one topic come from: `names` for a list of all, `spellings` for
    suggestions, `find` from what was asked to names, `describe` from a name to its meaning."""

    topic: Topic
    names: Callable[[Target | None], tuple[str, ...]]
    spellings: Callable[[], tuple[str, ...]]
    find: Callable[[str, Target | None], tuple[str, ...]]
    describe: Callable[[str, Target | None], Meaning]


_SOURCES: tuple[_Source, ...] = (
    _Source(Topic.RULE, rules.names, rules.spellings, rules.find, rules.describe),
    _Source(Topic.TERM, terms.names, terms.spellings, terms.find, terms.describe),
    _Source(Topic.KEY, keys.names, keys.spellings, keys.find, keys.describe),
    _Source(Topic.FLAG, flags.names, flags.spellings, flags.find, flags.describe),
    _Source(Topic.SYMBOL, symbols.names, symbols.spellings, symbols.find, symbols.describe),
)


def explain(
    name: str, target: Target | None = None, topics: Iterable[Topic] = Topic
) -> Explanation | Unknown:
    """Everything that a name stands for among some topics.

    With a target, flags and symbols are shown as that release has them; without one, as all do.
    """
    wanted = frozenset(topics)
    name = name.strip()
    found = tuple(
        source.describe(known, target)
        for source in _SOURCES
        if source.topic in wanted
        for known in source.find(name, target)
    )
    if found:
        return Explanation(name, found)
    key = flags.key_instead(name) if Topic.FLAG in wanted else None
    return Unknown(name, (key,) if key else _nearest(name, wanted), key)


def explain_all(topic: Topic, target: Target | None = None) -> Iterator[Meaning]:
    """Everything of one topic; with a target, only the flags or symbols that it has."""
    for source in _SOURCES:
        if source.topic is topic:
            for name in source.names(target):
                yield source.describe(name, target)


def topic_size(topic: Topic, target: Target | None = None) -> int:
    """How many explanations `explain_all` would give."""
    return sum(len(source.names(target)) for source in _SOURCES if source.topic is topic)


def _nearest(name: str, topics: frozenset[Topic]) -> tuple[str, ...]:
    """Names that are spelled alike; what begins with dashes can only be a flag."""
    if name.startswith("--") and Topic.FLAG in topics:
        topics = frozenset({Topic.FLAG})
    return nearest(
        name,
        (known for source in _SOURCES if source.topic in topics for known in source.spellings()),
    )
