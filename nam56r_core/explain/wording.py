"""Words that several kinds of explanation share: releases in a row, values, text without links.

Must not know what is being explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nam56r_core.targets.releases import RELEASES, Release

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


def releases_in_words(releases: Sequence[Release]) -> str:
    """Releases, oldest first, as spans: `every release`, `from 0.16.1`, `0.12.3 to 0.16.1`."""
    if not releases:
        return "no release"
    if len(releases) == len(RELEASES):
        return "every release"
    spans: list[list[Release]] = []
    for release in releases:
        if spans and spans[-1][-1].rank + 1 == release.rank:
            spans[-1].append(release)
        else:
            spans.append([release])
    return ", ".join(_span(span) for span in spans)


def _span(span: Sequence[Release]) -> str:
    first, last = span[0], span[-1]
    if first is last:
        return f"only {first.name}"
    if last is RELEASES[-1]:
        return f"from {first.name}"
    return f"up to {last.name}" if first is RELEASES[0] else f"{first.name} to {last.name}"
