"""Words of prose that mean something here: terms of the glossary and Megatron flags, in comments
and in texts that people read.

Must not know what they mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nam56r_core import glossary
from nam56r_core.text import SourceText, TextRange

_GAP = rb"[\s_-]+"
_BEFORE, _AFTER = rb"(?<![\w\x80-\xff])", rb"(?![\w\x80-\xff])"
_FLAG = re.compile(rb"(?<![\w-])--[a-z0-9]+(?:[_-][a-z0-9]+)*")
_ARTICLE = re.compile(rb"A\s+[b-df-hj-np-tv-z]")
"""`A` as English has it, before a consonant: `A attention` is about the letter."""


@dataclass(frozen=True, slots=True)
class Word:
    """A name as it stands in a text, without the `s` of several."""

    name: str
    range: TextRange


def flag_at(source: SourceText, around: TextRange, offset: int) -> Word | None:
    """The word at an offset that looks like a flag, inside a range."""
    return _at(_FLAG, source, around, offset)


def term_at(source: SourceText, around: TextRange, offset: int, *, letters: bool) -> Word | None:
    """The longest whole words at an offset that are a term of the glossary, inside a range.

    Names of one letter count only where asked for, in upper case; `A` may be English.
    """
    found = _at(_names(), source, around, offset)
    if found is None and letters:
        found = _at(_letters(), source, around, offset)
        if found is not None and _ARTICLE.match(source.data, found.range.start, around.end):
            return None
    return found


def _at(
    pattern: re.Pattern[bytes], source: SourceText, around: TextRange, offset: int
) -> Word | None:
    line = source.line_range(source.line_of(offset))
    start, end = max(line.start, around.start), min(line.end, around.end)
    for found in pattern.finditer(source.data, start, end):
        if found.start() <= offset <= found.end():
            name = found["name"] if "name" in pattern.groupindex else found.group()
            return Word(name.decode(), TextRange(*found.span()))
    return None


@cache
def _names() -> re.Pattern[bytes]:
    """Any name of more than one letter, the longest first, with any gaps, as `glossary.find`."""
    known = {name for term in glossary.terms().values() for name in term.names if len(name) > 1}
    words = [_GAP.join(map(_escaped, re.split(r"[\s_-]+", n))) for n in sorted(known, key=_order)]
    return re.compile(_BEFORE + rb"(?P<name>" + rb"|".join(words) + rb")s?" + _AFTER, re.IGNORECASE)


@cache
def _letters() -> re.Pattern[bytes]:
    known = {name for term in glossary.terms().values() for name in term.names if len(name) == 1}
    return re.compile(_BEFORE + b"(?:" + rb"|".join(map(_escaped, sorted(known))) + b")" + _AFTER)


def _order(name: str) -> tuple[int, str]:
    return -len(name), name


def _escaped(word: str) -> bytes:
    return re.escape(word).encode()
