"""The handlers: each converts a request, asks the core, and converts the answer.

A module is loaded when it is first used, as `handlers.hover`: most of them load a part of the core,
and the first findings must not wait for all of it. Must not know what a recipe means, nor each
other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nam56r_server.lsp.handlers import code_action as code_action
    from nam56r_server.lsp.handlers import code_lens as code_lens
    from nam56r_server.lsp.handlers import commands as commands
    from nam56r_server.lsp.handlers import completion as completion
    from nam56r_server.lsp.handlers import definition as definition
    from nam56r_server.lsp.handlers import diagnostic as diagnostic
    from nam56r_server.lsp.handlers import document_highlight as document_highlight
    from nam56r_server.lsp.handlers import document_link as document_link
    from nam56r_server.lsp.handlers import document_symbol as document_symbol
    from nam56r_server.lsp.handlers import folding_range as folding_range
    from nam56r_server.lsp.handlers import hover as hover
    from nam56r_server.lsp.handlers import inlay_hint as inlay_hint
    from nam56r_server.lsp.handlers import lifecycle as lifecycle
    from nam56r_server.lsp.handlers import references as references
    from nam56r_server.lsp.handlers import selection_range as selection_range
    from nam56r_server.lsp.handlers import semantic_tokens as semantic_tokens
    from nam56r_server.lsp.handlers import text_document as text_document
    from nam56r_server.lsp.handlers import will_rename_files as will_rename_files
    from nam56r_server.lsp.handlers import workspace as workspace
else:
    # Hidden from mypy, which would otherwise accept every name.
    def __getattr__(name: str) -> object:
        from importlib import import_module

        try:
            return import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as problem:
            if problem.name != f"{__name__}.{name}":
                raise
            raise AttributeError(f"{__name__} has no module {name}") from problem
