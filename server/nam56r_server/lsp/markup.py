"""Prose for an editor, in the form that it can show.

Must not know what is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

from nam56r_core.ide.plain_text import plain_text

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server


def hover_contents(ls: Server, markdown: str) -> types.MarkupContent:
    if _hovers_show_markdown(ls):
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return types.MarkupContent(types.MarkupKind.PlainText, plain_text(markdown))


def completion_documentation(ls: Server, markdown: str) -> types.MarkupContent | str:
    text = ls.client_capabilities.text_document
    completion = text.completion if text else None
    item = completion.completion_item if completion else None
    if not _shows_markdown(item.documentation_format if item else None):
        return plain_text(markdown)
    return types.MarkupContent(types.MarkupKind.Markdown, markdown)


def tooltip(ls: Server, markdown: str) -> types.MarkupContent | str:
    """An editor says nothing of what its tooltips show; they are small hovers."""
    if _hovers_show_markdown(ls):
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return plain_text(markdown)


def _hovers_show_markdown(ls: Server) -> bool:
    text = ls.client_capabilities.text_document
    hover = text.hover if text else None
    return _shows_markdown(hover.content_format if hover else None)


def _shows_markdown(formats: Sequence[types.MarkupKind | str] | None) -> bool:
    """An editor that says nothing shows plain text."""
    return types.MarkupKind.Markdown in (formats or ())
