"""The registration options of features: what the server declares in `initialize`.

Must not know the handlers, and does not load the core.
"""

from __future__ import annotations

from lsprotocol import types

from nam56r_server.lsp import globs

NAME = "nam56r"

FIX_ALL = "source.fixAll.nam56r"
SOURCE_EXPORT = "source.nam56r.export"
ACTION_KINDS = (
    types.CodeActionKind.QuickFix.value,
    types.CodeActionKind.RefactorRewrite.value,
    FIX_ALL,
    SOURCE_EXPORT,
)

CODE_ACTIONS = types.CodeActionOptions(code_action_kinds=list(ACTION_KINDS), resolve_provider=True)

COMPLETION = types.CompletionOptions(
    trigger_characters=list(" :=\"'[{,.-|/"), resolve_provider=True
)

DIAGNOSTICS = types.DiagnosticOptions(
    inter_file_dependencies=True, workspace_diagnostics=True, identifier=NAME
)

SEMANTIC_TOKENS = types.SemanticTokensLegend(
    token_types=[
        "attention",
        "moe",
        "mamba",
        "recurrent",
        "gatedDeltaNet",
        "mlp",
        "unknownLayer",
        "stageBreak",
    ],
    token_modifiers=["native", "custom", "blocked"],
)
"""The types and modifiers of `nam56r_core.ide.semantic_tokens`, in its order."""

RECIPES_AND_FOLDERS = types.FileOperationRegistrationOptions(
    [
        types.FileOperationFilter(
            types.FileOperationPattern(globs.BELOW, types.FileOperationPatternKind.File),
            scheme="file",
        ),
        types.FileOperationFilter(
            types.FileOperationPattern("**", types.FileOperationPatternKind.Folder), scheme="file"
        ),
    ]
)
