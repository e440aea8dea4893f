"""Making any bytes fit to be parsed, with every byte offset unchanged.

Bytes that are not UTF-8 and characters that a language forbids everywhere are reported and
replaced, in the copy that is parsed, by a filler of the same length. Values are still taken from
the source itself. Must not know any language's syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from nam56r_core.syntax.problems import Problems
from nam56r_core.syntax.tree import SyntaxProblemKind

_UTF8_MARK = "\ufeff".encode()
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MOST = 64
"""More stretches that are not UTF-8, or more characters that no text may hold, make a file that is
no text of ours: that is told once."""

_UTF8 = re.compile(
    rb"(?:[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]"
    rb"|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+"
)


def parseable(
    data: bytes, problems: Problems, forbidden: re.Pattern[str], filler: str
) -> bytes | None:
    """The bytes to parse, as long as `data`; None where `data` is not text at all."""
    if data.isascii() and not data.translate(None, _harmless(forbidden)):
        return data  # nearly every recipe; a search for what is forbidden takes ten times as long
    if data.startswith(_UTF16_MARKS):
        problems.add(SyntaxProblemKind.ENCODING, 0, 2, "UTF-16 text; a recipe must be UTF-8")
        return None
    text = _decoded(data, problems, filler)
    if text is None:
        return None
    # A byte order mark belongs at the start, and only there.
    first = 1 if data.startswith(_UTF8_MARK) else 0
    if forbidden.search(text, first):
        without = _without(text, first, problems, forbidden, filler)
        if without is None:
            return None
        text = without
    elif is_utf8(data):
        return data
    return text.encode("utf-8")


@cache
def _harmless(forbidden: re.Pattern[str]) -> bytes:
    """The ASCII characters that are allowed whatever stands beside them."""
    return bytes(code for code in range(128) if not forbidden.search(chr(code)))


def start_of_text(data: bytes) -> int:
    """Where the text begins: after a byte order mark, if there is one."""
    return len(_UTF8_MARK) if data.startswith(_UTF8_MARK) else 0


def is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def valid_runs(data: bytes) -> Iterator[tuple[int, int]]:
    """The longest stretches that are UTF-8; what lies between them is not."""
    for match in _UTF8.finditer(data):
        yield match.span()


def _decoded(data: bytes, problems: Problems, filler: str) -> str | None:
    """The text with a filler for each byte that is not UTF-8; adjoining ones are one problem.
    None for what has so many that it is another encoding, or no text at all."""
    if is_utf8(data):
        return data.decode("utf-8")
    parts: list[str] = []
    broken: list[tuple[int, int]] = []
    last = 0
    for start, end in chain(valid_runs(data), [(len(data), len(data))]):
        if last < start:
            broken.append((last, start))
            parts.append(filler * (start - last))
        parts.append(data[start:end].decode("utf-8"))
        last = end
        if len(broken) > MOST:
            break
    if len(broken) > MOST:
        start, end = broken[0]
        detail = f"not UTF-8: {_bytes(data, start, end)} and more than {MOST} others"
        problems.add(SyntaxProblemKind.ENCODING, start, end, detail)
        return None
    for start, end in broken:
        detail = f"not UTF-8: {_bytes(data, start, end)}"
        problems.add(SyntaxProblemKind.ENCODING, start, end, detail)
    return "".join(parts)


def _bytes(data: bytes, start: int, end: int) -> str:
    return f"byte {data[start:end][:4].hex(' ').upper()}"


def _without(
    text: str, first: int, problems: Problems, forbidden: re.Pattern[str], filler: str
) -> str | None:
    """The text with fillers for what is forbidden in it; None for what has too much of that."""
    parts: list[str] = []
    found: list[tuple[int, int, str]] = []
    last = offset = 0
    for match in forbidden.finditer(text, first):
        before = text[last : match.start()]
        parts.append(before)
        offset += len(before.encode("utf-8"))
        size = len(match.group().encode("utf-8"))
        found.append((offset, offset + size, f"character U+{ord(match.group()[0]):04X}"))
        if len(found) > MOST:
            start, end, character = found[0]
            problems.syntax(start, end, f"{character} and more than {MOST} others are not allowed")
            return None
        parts.append(filler * size)
        offset += size
        last = match.end()
    for start, end, character in found:
        problems.syntax(start, end, f"{character} is not allowed")
    parts.append(text[last:])
    return "".join(parts)
