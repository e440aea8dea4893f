"""Releases in a row, in words: since when, until when.

Must not know what the releases have in common.
"""

from __future__ import annotations

from collections.abc import Sequence

from nam56r_core.targets.releases import RELEASES, Release


def releases_in_words(releases: Sequence[Release]) -> str:
    """Releases, oldest first, as spans: `every release`, `from 0.16.1`,
    `from 0.13.1 to 0.16.1`."""
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
        return f"only in {first.name}"
    if last is RELEASES[-1]:
        return f"from {first.name}"
    return f"up to {last.name}" if first is RELEASES[0] else f"from {first.name} to {last.name}"
