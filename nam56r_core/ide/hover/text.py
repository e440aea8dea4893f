"""How hovers are put together: parts of Markdown, each under a bold title.

Must not know what is being explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nam56r_core.explanations import explain
from nam56r_core.explanations.model import Explanation, Meaning, Topic
from nam56r_core.explanations.wording import bullets
from nam56r_core.targets.target import Target
from nam56r_core.text import TextRange

_RULE = "\n\n---\n\n"
_TICKS = re.compile("`+")


@dataclass(frozen=True, slots=True)
class Hover:
    """What is said about a range of the document, in Markdown."""

    markdown: str
    range: TextRange


def hover_of(parts: Iterable[str], where: TextRange) -> Hover | None:
    """One hover from several parts; none from nothing."""
    said = [part for part in dict.fromkeys(parts) if part]
    return Hover(_RULE.join(said), where) if said else None


def part(title: str, *paragraphs: str) -> str:
    """A part with its title; empty paragraphs are left out."""
    return "\n\n".join((f"**{title}**", *(text for text in paragraphs if text)))


def meaning(name: str, topic: Topic, target: Target | None) -> Meaning | None:
    """What a name stands for as a thing of one kind. Asked for names that are known to be one:
    for any other, similar names would be looked up in vain."""
    found = explain(name, target, (topic,))
    return found.meanings[0] if isinstance(found, Explanation) else None


def part_of(found: Meaning | None, facts: Sequence[tuple[str, str]] = ()) -> str:
    """An explanation as a part, with facts of this recipe behind its own; empty without one."""
    return part(found.title, with_facts(found.body, facts)) if found else ""


def with_facts(body: str, facts: Sequence[tuple[str, str]]) -> str:
    """A text with labelled facts: at the end of the list that it ends with, or else behind its
    first paragraph, as what follows may be long."""
    added = bullets(facts)
    if not added:
        return body
    if body.rpartition("\n")[2].startswith("- "):
        return f"{body}\n{added}"
    first, gap, rest = body.partition("\n\n")
    return f"{first}\n\n{added}{gap}{rest}"


def code(text: str) -> str:
    """Any text of one line as code, whatever backticks it holds."""
    text = " ".join(text.splitlines())
    fence = "`" * (max((len(ticks) for ticks in _TICKS.findall(text)), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"
