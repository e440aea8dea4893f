"""Prose for an editor, in the form that it can show.

Must not know what is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server


def hover_markup(ls: Server, markdown: str) -> types.MarkupContent:
    text = ls.client_capabilities.text_document
    hover = text.hover if text else None
    return _markup(markdown, hover.content_format if hover else None)


def completion_markup(ls: Server, markdown: str) -> types.MarkupContent:
    text = ls.client_capabilities.text_document
    completion = text.completion if text else None
    item = completion.completion_item if completion else None
    return _markup(markdown, item.documentation_format if item else None)


def _markup(markdown: str, formats: Sequence[types.MarkupKind | str] | None) -> types.MarkupContent:
    """An editor that says nothing shows plain text; our Markdown reads well as that, too."""
    shows = types.MarkupKind.Markdown in (formats or ())
    return types.MarkupContent(
        types.MarkupKind.Markdown if shows else types.MarkupKind.PlainText, markdown
    )
