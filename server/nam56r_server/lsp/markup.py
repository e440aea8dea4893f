"""Converts Markdown to the form that the editor can show.

Must not know what the text says.
"""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.plain_text import plain_text
from nam56r_server.lsp.capabilities import Capabilities


def hover_contents(capabilities: Capabilities, markdown: str) -> types.MarkupContent:
    if capabilities.markdown_in_hovers:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return types.MarkupContent(types.MarkupKind.PlainText, plain_text(markdown))


def completion_documentation(
    capabilities: Capabilities, markdown: str
) -> types.MarkupContent | str:
    if capabilities.markdown_in_completion:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return plain_text(markdown)


def tooltip(capabilities: Capabilities, markdown: str) -> types.MarkupContent | str:
    """No capability tells what tooltips show, so they are treated as hovers."""
    if capabilities.markdown_in_hovers:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return plain_text(markdown)
