"""The capabilities of the editor, each under the name of what the server does with it.

Must not know the features.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lsprotocol import types


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Reads `ClientCapabilities`; what the editor leaves out, it cannot do."""

    declared: types.ClientCapabilities

    # ------------------------------------------------------------------ workspace

    @property
    def answers_configuration(self) -> bool:
        """Whether the editor can be asked for its settings."""
        return bool(self._workspace.configuration)

    @property
    def versioned_edits(self) -> bool:
        """Whether edits may name the version of the document that they are for."""
        can = self._workspace.workspace_edit
        return bool(can and can.document_changes)

    @property
    def watches_files(self) -> bool:
        """Whether the server can register files to be watched."""
        can = self._workspace.did_change_watched_files
        return bool(can and can.dynamic_registration)

    @property
    def watches_other_folders(self) -> bool:
        """Whether the files may be outside of the workspace."""
        can = self._workspace.did_change_watched_files
        return self.watches_files and bool(can and can.relative_pattern_support)

    @property
    def refreshes(self) -> list[str]:
        """The methods by which the editor can be told to request something again."""
        workspace = self._workspace
        methods = (
            (workspace.diagnostics, types.WORKSPACE_DIAGNOSTIC_REFRESH),
            (workspace.semantic_tokens, types.WORKSPACE_SEMANTIC_TOKENS_REFRESH),
            (workspace.inlay_hint, types.WORKSPACE_INLAY_HINT_REFRESH),
            (workspace.code_lens, types.WORKSPACE_CODE_LENS_REFRESH),
        )
        return [method for can, method in methods if can is not None and can.refresh_support]

    # --------------------------------------------------------------------- window

    @property
    def shows_progress(self) -> bool:
        """Whether the editor takes a progress token of the server's."""
        window = self.declared.window
        return bool(window and window.work_done_progress)

    @property
    def shows_documents(self) -> bool:
        """Whether the server can select a range in the editor."""
        can = self.declared.window.show_document if self.declared.window else None
        return bool(can and can.support)

    # ------------------------------------------------------------------- features

    @property
    def pulls_diagnostics(self) -> bool:
        """Whether the editor requests findings; if they were also published, it would show them
        twice."""
        return self._text.diagnostic is not None

    @property
    def markdown_in_hovers(self) -> bool:
        hover = self._text.hover
        return _has_markdown(hover.content_format if hover else None)

    @property
    def markdown_in_completion(self) -> bool:
        return _has_markdown(self._completion_item.documentation_format)

    @property
    def snippets(self) -> bool:
        return bool(self._completion_item.snippet_support)

    @property
    def completion_defaults(self) -> frozenset[str]:
        """The properties that the items of a completion list can share, by their names in the
        protocol."""
        lists = self._completion.completion_list
        return frozenset((lists.item_defaults if lists else None) or ())

    @property
    def hierarchical_symbols(self) -> bool:
        can = self._text.document_symbol
        return bool(can and can.hierarchical_document_symbol_support)

    @property
    def code_actions(self) -> bool:
        """Whether the editor takes code actions; otherwise it takes commands."""
        return self._code_action.code_action_literal_support is not None

    @property
    def resolved_by_code_action(self) -> Sequence[str]:
        """The properties of a code action that the editor can resolve later."""
        can = self._code_action.resolve_support
        return can.properties if can else ()

    @property
    def resolves_edits(self) -> bool:
        """Whether a code action can be listed without its edits."""
        return bool(self._code_action.data_support) and "edit" in self.resolved_by_code_action

    # -------------------------------------------------------------------- helpers

    @property
    def _workspace(self) -> types.WorkspaceClientCapabilities:
        return self.declared.workspace or types.WorkspaceClientCapabilities()

    @property
    def _text(self) -> types.TextDocumentClientCapabilities:
        return self.declared.text_document or types.TextDocumentClientCapabilities()

    @property
    def _completion(self) -> types.CompletionClientCapabilities:
        return self._text.completion or types.CompletionClientCapabilities()

    @property
    def _completion_item(self) -> types.ClientCompletionItemOptions:
        return self._completion.completion_item or types.ClientCompletionItemOptions()

    @property
    def _code_action(self) -> types.CodeActionClientCapabilities:
        return self._text.code_action or types.CodeActionClientCapabilities()


def _has_markdown(formats: Sequence[types.MarkupKind | str] | None) -> bool:
    """An editor that declares no formats shows plain text."""
    return types.MarkupKind.Markdown in (formats or ())
