"""Prose for editors that show no Markdown: the same words, set so that they read well as they are.

Must not know what is said, nor which editor shows what.
"""

from __future__ import annotations

from collections.abc import Sequence

from nam56r_core.markdown import (
    Block,
    Code,
    Heading,
    List,
    Paragraph,
    Rule,
    Table,
    blocks,
    unmarked,
)

_CODE_INDENT = "    "
_GAP = "  "


def plain_text(markdown: str) -> str:
    """The text of Markdown as it is written here: tables in columns, code indented, no marks."""
    return "\n\n".join(said for block in blocks(markdown) if (said := _said(block)))


def _said(block: Block) -> str:
    match block:
        case Heading(title):
            return unmarked(title)
        case Paragraph(text):
            return unmarked(text)
        case List(items):
            return "\n".join(f"{mark} {unmarked(text)}" for mark, text in items)
        case Code(lines):
            return "\n".join((_CODE_INDENT + line).rstrip() for line in lines)
        case Table(head, rows):
            return _columns([[unmarked(cell) for cell in row] for row in (head, *rows)])
        case Rule():
            return ""


def _columns(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = (
        _GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in padded)
