"""Prose for an editor, in the form that it can show.

Must not know what is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server


def hover_contents(ls: Server, markdown: str) -> types.MarkupContent:
    text = ls.client_capabilities.text_document
    hover = text.hover if text else None
    kind = types.MarkupKind.Markdown
    if not _shows_markdown(hover.content_format if hover else None):
        kind = types.MarkupKind.PlainText
    return types.MarkupContent(kind, markdown)


def completion_documentation(ls: Server, markdown: str) -> types.MarkupContent | str:
    text = ls.client_capabilities.text_document
    completion = text.completion if text else None
    item = completion.completion_item if completion else None
    if not _shows_markdown(item.documentation_format if item else None):
        return markdown
    return types.MarkupContent(types.MarkupKind.Markdown, markdown)


def _shows_markdown(formats: Sequence[types.MarkupKind | str] | None) -> bool:
    """An editor that says nothing shows plain text; our Markdown reads well as that, too."""
    return types.MarkupKind.Markdown in (formats or ())
