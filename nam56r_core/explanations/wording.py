"""Words that several kinds of explanation share: lists, tables, text without links.

Must not know what is being explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\([^)\s]+\.md(?:#[\w-]*)?\)")


def unlinked(markdown: str) -> str:
    """Markdown whose links to other files are only their text: the files are not beside it."""
    return _LINK.sub(lambda found: found["text"], markdown)


def ticked(words: Iterable[object]) -> str:
    """Words as code, separated by commas."""
    return ", ".join(f"`{word}`" for word in words)


def bullets(entries: Iterable[tuple[str, str]]) -> str:
    """A list of labels with their texts; an entry without a text is left out."""
    return "\n".join(f"- {label}: {text}" for label, text in entries if text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads)]
    lines += [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
