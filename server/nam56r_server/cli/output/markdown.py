"""Markdown on a terminal: headings bold, text wrapped, tables in columns, code as it is.

Reads what the project itself writes: headings, paragraphs, lists of one level, tables and fenced
code. Must not know streams, nor what a text is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nam56r_server.cli.console import Style
from nam56r_server.cli.output.table import Column, render_table
from nam56r_server.cli.output.width import visible
from nam56r_server.cli.output.wrap import wrapped

_FENCE = "```"
_HEADING = re.compile(r"#+ +(?P<title>.*)")
_ITEM = re.compile(r"(?P<mark>[-*]|\d+\.) +(?P<text>.*)")
_CELLS = re.compile(r"(?<!\\)\|")
_CODE_INDENT = "    "


def render(markdown: str, style: Style, width: int) -> str:
    """Lines of at most `width` columns, but for code and what cannot be broken."""
    return "\n\n".join("\n".join(block) for block in _blocks(markdown.split("\n"), style, width))


def _blocks(lines: Sequence[str], style: Style, width: int) -> Iterator[list[str]]:
    """The lines of each block, ready to be shown."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif line.startswith(_FENCE):
            end = _end_of_code(lines, at)
            yield [(_CODE_INDENT + visible(code)).rstrip() for code in lines[at + 1 : end]]
            at = end + 1
        elif heading := _HEADING.fullmatch(line):
            yield [style.paint(visible(heading["title"]), "bold")]
            at += 1
        else:
            end = _end_of_paragraph(lines, at)
            block = lines[at:end]
            if line.startswith("|"):
                yield _table(block, style, width)
            elif _ITEM.fullmatch(line):
                yield list(_items(block, width))
            else:
                yield wrapped(" ".join(block), width)
            at = end


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


def _items(block: Sequence[str], width: int) -> Iterator[str]:
    """A list; a line that begins no item goes on with the one before."""
    items: list[tuple[str, str]] = []
    for line in block:
        if found := _ITEM.fullmatch(line):
            items.append((found["mark"], found["text"]))
        else:
            mark, text = items[-1]
            items[-1] = mark, f"{text} {line.strip()}"
    for mark, text in items:
        first, *rest = wrapped(text, max(width - len(mark) - 1, 20))
        yield f"{mark} {first}"
        yield from (" " * (len(mark) + 1) + line for line in rest)


def _table(block: Sequence[str], style: Style, width: int) -> list[str]:
    head, _, *rows = (_cells(line) for line in block)
    padded = [(row + [""] * len(head))[: len(head)] for row in rows]
    return render_table([Column(title) for title in head], padded, width, style).splitlines()


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in _CELLS.split(line.strip().strip("|"))]
