"""The Markdown that the project itself writes, as blocks: headings, paragraphs, lists of one level,
tables, fenced code and rules.

Must not know where a text is shown, nor what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_FENCE = "```"
_RULE = "---"
_HEADING = re.compile(r"#+ +(?P<title>.*)")
_ITEM = re.compile(r"(?P<mark>[-*]|\d+\.) +(?P<text>.*)")
_CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows, whatever its level."""

    title: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text in one line."""

    text: str


@dataclass(frozen=True, slots=True)
class List:
    """Items with the mark that each begins with (`-`, `1.`)."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Titles and rows of as many cells."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that stay as they are."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between two parts."""


Block = Heading | Paragraph | List | Table | Code | Rule


def blocks(markdown: str) -> Iterator[Block]:
    """The blocks of a text, in its order."""
    lines = markdown.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif line.startswith(_FENCE):
            end = _end_of_code(lines, at)
            yield Code(tuple(lines[at + 1 : end]))
            at = end + 1
        elif line == _RULE:
            yield Rule()
            at += 1
        elif heading := _HEADING.fullmatch(line):
            yield Heading(heading["title"])
            at += 1
        else:
            end = _end_of_paragraph(lines, at)
            block = lines[at:end]
            if line.startswith("|"):
                yield _table(block)
            elif _ITEM.fullmatch(line):
                yield _list(block)
            else:
                yield Paragraph(" ".join(block))
            at = end


def unmarked(text: str) -> str:
    """The text of a line without marks of emphasis and without the targets of links. Code keeps its
    backticks, as they say where it begins and ends, and all that is between them."""
    said: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == "`":
            end = _end_of_code_span(text, at)
            said.append(text[at:end])
            at = end
        elif text.startswith("**", at) and text[max(at - 1, 0) : at + 3].strip() != "**":
            at += 2
        elif text[at] == "[" and (link := _link(text, at)) is not None:
            shown, at = link
            said.append(unmarked(shown))
        else:
            said.append(text[at])
            at += 1
    return "".join(said)


def _end_of_code(lines: Sequence[str], start: int) -> int:
    """Where the fence closes, or where the text ends."""
    return next((at for at in range(start + 1, len(lines)) if lines[at] == _FENCE), len(lines))


def _end_of_paragraph(lines: Sequence[str], start: int) -> int:
    ends = (
        at
        for at in range(start + 1, len(lines))
        if not lines[at].strip() or lines[at].startswith(_FENCE) or _HEADING.fullmatch(lines[at])
    )
    return next(ends, len(lines))


def _list(block: Sequence[str]) -> List:
    """A line that begins no item goes on with the one before."""
    items: list[tuple[str, str]] = []
    for line in block:
        if found := _ITEM.fullmatch(line):
            items.append((found["mark"], found["text"]))
        else:
            mark, text = items[-1]
            items[-1] = mark, f"{text} {line.strip()}"
    return List(tuple(items))


def _table(block: Sequence[str]) -> Table:
    head, _, *rows = (_cells(line) for line in block)
    return Table(tuple(head), tuple(tuple((row + [""] * len(head))[: len(head)]) for row in rows))


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in _CELLS.split(line.strip().strip("|"))]


def _end_of_code_span(text: str, start: int) -> int:
    """Behind as many backticks as it begins with; backticks that nothing closes are text."""
    length = len(text[start:]) - len(text[start:].lstrip("`"))
    at = start + length
    while (at := text.find("`", at)) >= 0:
        end = at + len(text[at:]) - len(text[at:].lstrip("`"))
        if end - at == length:
            return end
        at = end
    return start + length


def _link(text: str, start: int) -> tuple[str, int] | None:
    """What a link shows, and where it ends; None for a bracket that begins none."""
    middle = text.find("](", start)
    end = text.find(")", middle)
    if middle < 0 or end < 0 or "[" in text[start + 1 : middle] or "]" in text[start + 1 : middle]:
        return None
    return text[start + 1 : middle], end + 1
