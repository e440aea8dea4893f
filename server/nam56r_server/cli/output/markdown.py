"""Markdown on a terminal: headings bold, text wrapped, tables in columns, code as it is.

Must not know streams, nor what a text is about.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.markdown import Block, Code, Heading, List, Paragraph, Rule, Table, blocks
from nam56r_server.cli.console import Style
from nam56r_server.cli.output.table import Column, render_table
from nam56r_server.cli.output.width import visible
from nam56r_server.cli.output.wrap import wrapped

_CODE_INDENT = "    "


def render(markdown: str, style: Style, width: int) -> str:
    """Lines of at most `width` columns, but for code and what cannot be broken."""
    return "\n\n".join("\n".join(_lines(block, style, width)) for block in blocks(markdown))


def _lines(block: Block, style: Style, width: int) -> list[str]:
    """The lines of a block, ready to be shown."""
    match block:
        case Heading(title):
            return [style.paint(visible(title), "bold")]
        case Paragraph(text):
            return wrapped(text, width)
        case List(items):
            return [line for mark, text in items for line in _item(mark, text, width)]
        case Code(lines):
            return [(_CODE_INDENT + visible(code)).rstrip() for code in lines]
        case Table(head, rows):
            return render_table([Column(title) for title in head], rows, width, style).splitlines()
        case Rule():
            return ["-" * min(width, 3)]


def _item(mark: str, text: str, width: int) -> Iterator[str]:
    first, *rest = wrapped(text, max(width - len(mark) - 1, 20))
    yield f"{mark} {first}"
    yield from (" " * (len(mark) + 1) + line for line in rest)
