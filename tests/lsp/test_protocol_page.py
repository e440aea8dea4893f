"""The protocol page lists every method once, and says of each what the server really does."""

from __future__ import annotations

import re
from inspect import iscoroutinefunction
from pathlib import Path

import pytest
from lsprotocol import types

from nam56r_core.ide.semantic_tokens import MODIFIERS, TokenType
from nam56r_core.syntax.languages import FILE_ENDINGS
from nam56r_server.lsp import globs
from nam56r_server.lsp.options import SEMANTIC_TOKENS
from nam56r_server.lsp.registry import COMMANDS, FEATURES, Command, Feature
from nam56r_server.lsp.server import create_server
from support.contexts import initialize

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = re.findall(
    r"^\| `([^`]+)` \| (yes|no) \| (.*) \|$",
    (ROOT / "docs/protocol.md").read_text("utf-8"),
    re.MULTILINE,
)
SAID = {method: answer == "yes" for method, answer, _ in ROWS}

SENT = {
    types.PROGRESS,
    types.CLIENT_REGISTER_CAPABILITY,
    types.CLIENT_UNREGISTER_CAPABILITY,
    types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS,
    types.WORKSPACE_DIAGNOSTIC_REFRESH,
    types.WORKSPACE_SEMANTIC_TOKENS_REFRESH,
    types.WORKSPACE_INLAY_HINT_REFRESH,
    types.WORKSPACE_CODE_LENS_REFRESH,
    types.WORKSPACE_CONFIGURATION,
    types.WORKSPACE_APPLY_EDIT,
    types.WINDOW_LOG_MESSAGE,
    types.WINDOW_SHOW_MESSAGE,
    types.WINDOW_SHOW_DOCUMENT,
    types.WINDOW_WORK_DONE_PROGRESS_CREATE,
}
"""Methods that the server calls; the others it answers."""

BY_THE_LIBRARY = {
    types.INITIALIZE,
    types.SHUTDOWN,
    types.EXIT,
    types.CANCEL_REQUEST,
    types.SET_TRACE,
    types.WORKSPACE_EXECUTE_COMMAND,
}


def test_every_method_is_listed_once() -> None:
    assert len(ROWS) == len(SAID)
    assert set(SAID) == set(types.METHOD_TO_TYPES)


def test_a_no_says_why() -> None:
    assert [method for method, answer, why in ROWS if answer == "no" and not why.strip()] == []


def test_what_is_answered_is_what_is_registered() -> None:
    registered = {row.method for row in FEATURES} & set(types.METHOD_TO_TYPES)
    assert {method for method, said in SAID.items() if said} == registered | SENT | BY_THE_LIBRARY


NOTICES = {"lifecycle", "text_document", "workspace"}
"""Modules of handlers for what is no feature: they are told something, and show nothing."""


def module_of(row: Feature | Command) -> str:
    return row.load().__module__.rpartition(".")[2]


def test_a_feature_is_found_by_its_name_in_the_protocol() -> None:
    """In the protocol layer and in the core, as CONTRIBUTING says."""
    lsp, ide = ROOT / "server/nam56r_server/lsp/handlers", ROOT / "nam56r_core/ide"
    for row in FEATURES:
        method, module = row.method, module_of(row)
        if module not in NOTICES:
            whole = method.replace("completionItem/", "textDocument/completion/")
            whole = whole.replace("codeAction/", "textDocument/codeAction/")
            name = whole.split("/")[1]
            assert module == re.sub("[A-Z]", lambda c: f"_{c[0].lower()}", name), method
            # Findings are made by the rules.
            found = (ide / f"{module}.py").is_file() or (ide / module / "__init__.py").is_file()
            assert module == "diagnostic" or found, method
    modules = {module_of(row) for row in (*FEATURES, *COMMANDS)} | {"__init__"}
    assert {path.stem for path in lsp.glob("*.py")} == modules


RENAMING = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        file_operations=types.FileOperationClientCapabilities(will_rename=True)
    )
)
"""Where an editor cannot, the library does not say that we can."""


def test_what_initialize_says() -> None:
    """The capabilities, as the library makes them from what is registered."""
    result = initialize(create_server(), RENAMING)
    capabilities = result.capabilities
    providers = {
        types.TEXT_DOCUMENT_HOVER: capabilities.hover_provider,
        types.TEXT_DOCUMENT_COMPLETION: capabilities.completion_provider,
        types.TEXT_DOCUMENT_DEFINITION: capabilities.definition_provider,
        types.TEXT_DOCUMENT_DECLARATION: capabilities.declaration_provider,
        types.TEXT_DOCUMENT_REFERENCES: capabilities.references_provider,
        types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: capabilities.document_highlight_provider,
        types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: capabilities.document_symbol_provider,
        types.TEXT_DOCUMENT_CODE_ACTION: capabilities.code_action_provider,
        types.TEXT_DOCUMENT_CODE_LENS: capabilities.code_lens_provider,
        types.TEXT_DOCUMENT_DOCUMENT_LINK: capabilities.document_link_provider,
        types.TEXT_DOCUMENT_FOLDING_RANGE: capabilities.folding_range_provider,
        types.TEXT_DOCUMENT_SELECTION_RANGE: capabilities.selection_range_provider,
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: capabilities.semantic_tokens_provider,
        types.TEXT_DOCUMENT_INLAY_HINT: capabilities.inlay_hint_provider,
        types.TEXT_DOCUMENT_DIAGNOSTIC: capabilities.diagnostic_provider,
        types.WORKSPACE_WILL_RENAME_FILES: capabilities.workspace
        and capabilities.workspace.file_operations
        and capabilities.workspace.file_operations.will_rename,
        types.TEXT_DOCUMENT_FORMATTING: capabilities.document_formatting_provider,
        types.TEXT_DOCUMENT_RENAME: capabilities.rename_provider,
        types.TEXT_DOCUMENT_SIGNATURE_HELP: capabilities.signature_help_provider,
        types.WORKSPACE_SYMBOL: capabilities.workspace_symbol_provider,
    }
    assert {method: bool(answer) for method, answer in providers.items()} == {
        method: SAID[method] for method in providers
    }


def test_the_names_of_commands_are_said() -> None:
    text = (ROOT / "docs/protocol.md").read_text("utf-8")
    for command in COMMANDS:
        assert f"`{command.name}`" in text


def test_files_that_may_be_recipes_are_watched() -> None:
    endings = ",".join(suffix.removeprefix(".") for suffix in FILE_ENDINGS)
    assert globs.BELOW == f"**/{globs.HERE}" == f"**/*.{{{endings}}}"


def test_the_legend_is_that_of_the_core() -> None:
    assert SEMANTIC_TOKENS.token_types == [kind.value for kind in TokenType]
    assert SEMANTIC_TOKENS.token_modifiers == [status.value for status in MODIFIERS]


@pytest.mark.parametrize("row", FEATURES, ids=lambda row: row.method)
def test_a_handler_lets_others_run_where_its_row_says_so(row: Feature) -> None:
    assert iscoroutinefunction(row.load()) == row.is_async
