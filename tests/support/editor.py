"""An editor for tests: speaks to the real server process with the recorded capabilities of one.

The client is that of pytest-lsp, which also holds every answer against those capabilities. Columns
are worked out here without the code that is tested.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

PATIENCE = 30.0
"""Seconds after which a message that does not come fails a test; none is ever waited out."""

COMMAND = (sys.executable, "-m", "nam56r_server", "server")

_LINE_END = re.compile(r"\r\n|\r|\n")
_UNITS: dict[str, Callable[[str], int]] = {
    "utf-8": lambda text: len(text.encode()),
    "utf-16": lambda text: len(text.encode("utf-16-le")) // 2,
    "utf-32": len,
}


@dataclass(frozen=True)
class Kind:
    """An editor whose capabilities were recorded, and the unit that it comes to agree on."""

    name: str
    recorded: str
    encoding: str

    def __str__(self) -> str:
        return self.name


VSCODE = Kind("vscode", "visual-studio-code", "utf-16")
NEOVIM = Kind("neovim", "neovim@v0.11", "utf-8")
EMACS = Kind("emacs", "emacs", "utf-32")
KINDS = (VSCODE, NEOVIM, EMACS)


def position_of(text: str, index: int, encoding: str) -> types.Position:
    """Line and column of a character of a text, in the unit of an encoding."""
    lines = _LINE_END.split(text[:index])
    return types.Position(len(lines) - 1, _UNITS[encoding](lines[-1]))


def covered(text: str, where: types.Range, encoding: str) -> str:
    """What a range of a text covers; both of its ends must be places between characters."""
    places = {
        (place.line, place.character): index
        for index in range(len(text), -1, -1)
        for place in [position_of(text, index, encoding)]
    }
    start = places[where.start.line, where.start.character]
    return text[start : places[where.end.line, where.end.character]]


def filled_in(offered: types.CompletionList) -> list[types.CompletionItem]:
    """The items with the defaults of their list, as an editor that takes some reads them."""
    defaults = offered.item_defaults or types.CompletionItemDefaults()
    for item in offered.items:
        if item.text_edit is None and isinstance(defaults.edit_range, types.Range):
            text = item.label if item.text_edit_text is None else item.text_edit_text
            item.text_edit = types.TextEdit(defaults.edit_range, text)
        item.text_edit_text = None
        for name in ("insert_text_format", "insert_text_mode", "data"):
            if getattr(item, name) is None:
                setattr(item, name, getattr(defaults, name))
    return list(offered.items)


class Editor(LanguageClient):  # type: ignore[misc]
    """An editor with one server. Documents are named by their URIs."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(converter_factory=default_converter)
        self.kind = kind
        self.encoding = kind.encoding
        self.published: list[types.PublishDiagnosticsParams] = []
        self.registered: list[types.Registration] = []
        self.unregistered: list[types.Unregistration] = []
        self.refreshes: list[str] = []
        self.applied: list[types.ApplyWorkspaceEditParams] = []
        self.asked = False
        """Whether the server asked for settings."""
        self.answer_configuration: Callable[[types.ConfigurationParams], Any] | None = None
        """Answers for the settings that the editor holds, where a test wants another answer."""
        self._versions: dict[str, int] = {}
        self._texts: dict[str, str] = {}
        self.news = asyncio.Event()
        register_lsp_features(self, _FEATURES)

    # ---------------------------------------------------------------- life

    async def start(
        self,
        *folders: Path,
        command: Sequence[str] = COMMAND,
        change: Callable[[types.InitializeParams], None] | None = None,
    ) -> types.InitializeResult:
        """Start a server and say hello; `change` may change what is said."""
        await self.start_io(*command)
        workspace = [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders]
        params = types.InitializeParams(
            capabilities=client_capabilities(self.kind.recorded),
            root_uri=workspace[0].uri if workspace else None,
            workspace_folders=workspace or None,
        )
        if change is not None:
            change(params)
        self.hello = await asyncio.wait_for(self.initialize_session(params), PATIENCE)
        workspace_can = params.capabilities.workspace
        if workspace_can is not None and workspace_can.configuration:
            await self.until(lambda: self.asked, "the settings were not asked for")
            # The answer stands in line before this question.
            nowhere = types.TextDocumentIdentifier("untitled:nowhere")
            await self.text_document_hover_async(types.HoverParams(nowhere, types.Position(0, 0)))
        return self.hello

    async def end(self) -> int | None:
        """Take leave as an editor does; the server's exit code."""
        await asyncio.wait_for(self.shutdown_session(), PATIENCE)
        code: int | None = self._server.returncode
        await self.stop()
        return code

    # ---------------------------------------------------------------- text

    def open(self, uri: str, text: str, language: str = "yaml") -> None:
        self._versions[uri] = 1
        self._texts[uri] = text
        item = types.TextDocumentItem(uri, language, 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def replace(self, uri: str, old: str, new: str) -> int:
        """Replace the only occurrence of a text by an incremental edit; the new version."""
        text = self._texts[uri]
        assert text.count(old) == 1, f"{old!r} is not in the text once"
        start = text.index(old)
        where = types.Range(
            position_of(text, start, self.encoding),
            position_of(text, start + len(old), self.encoding),
        )
        return self.change(
            uri,
            text.replace(old, new),
            [types.TextDocumentContentChangePartial(range=where, text=new)],
        )

    def rewrite(self, uri: str, text: str) -> int:
        """Replace the whole text at once; the new version."""
        return self.change(uri, text, [types.TextDocumentContentChangeWholeDocument(text)])

    def change(
        self, uri: str, text: str, changes: list[types.TextDocumentContentChangeEvent]
    ) -> int:
        self._texts[uri] = text
        version = self._versions[uri] = self._versions[uri] + 1
        identifier = types.VersionedTextDocumentIdentifier(version, uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(identifier, changes))
        return version

    def close(self, uri: str) -> None:
        del self._versions[uri]
        identifier = types.TextDocumentIdentifier(uri)
        self.text_document_did_close(types.DidCloseTextDocumentParams(identifier))

    def on_disk(self, *paths: Path) -> None:
        """Tell the server that files changed on the disk."""
        events = [types.FileEvent(path.as_uri(), types.FileChangeType.Changed) for path in paths]
        self.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))

    # ------------------------------------------------------------ findings

    @property
    def pulls(self) -> bool:
        assert self.capabilities is not None
        return self.capabilities.text_document.diagnostic is not None

    async def findings(self, uri: str) -> list[types.Diagnostic]:
        """The findings of the text as it is now, as this editor comes to know them."""
        if self.pulls:
            report = await self.pull(uri)
            assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
            return list(report.items)
        version = self._versions[uri]
        return await self.publish(
            lambda sent: (sent.uri, sent.version) == (uri, version), "the newest version"
        )

    async def next_findings(self, uri: str) -> list[types.Diagnostic]:
        """Findings that are sent from now on, for whatever version."""
        seen = len(self.published)
        return await self.publish(
            lambda sent: sent.uri == uri and sent in self.published[seen:], "once more"
        )

    async def findings_until(
        self, uri: str, holds: Callable[[list[str]], bool]
    ) -> list[types.Diagnostic]:
        """The first published findings whose codes satisfy a condition."""
        return await self.publish(
            lambda sent: sent.uri == uri and holds([str(d.code) for d in sent.diagnostics]),
            "with other findings",
        )

    async def publish(
        self, is_meant: Callable[[types.PublishDiagnosticsParams], bool], what: str
    ) -> list[types.Diagnostic]:
        """The newest publish of a kind, waited for if there is none yet."""

        def meant() -> list[types.PublishDiagnosticsParams]:
            return [sent for sent in self.published if is_meant(sent)]

        await self.until(lambda: bool(meant()), f"no findings were published {what}")
        return list(meant()[-1].diagnostics)

    async def pull(self, uri: str, previous: str | None = None) -> types.DocumentDiagnosticReport:
        params = types.DocumentDiagnosticParams(
            types.TextDocumentIdentifier(uri), previous_result_id=previous
        )
        return await asyncio.wait_for(self.text_document_diagnostic_async(params), PATIENCE)

    async def settled(self) -> None:
        """Findings are published in the order of what happened: when those of a recipe that is
        opened now have come, whatever was to come before has come."""
        uri = f"untitled:sentinel-{len(self.published)}.nam56r.yaml"
        self.open(uri, "name: sentinel\n")
        await self.findings(uri)

    def last(self, uri: str) -> types.PublishDiagnosticsParams | None:
        return next((sent for sent in reversed(self.published) if sent.uri == uri), None)

    # ---------------------------------------------------------------- news

    async def until(self, holds: Callable[[], bool], otherwise: str) -> None:
        """Wait for messages until a condition holds."""
        async with asyncio.timeout(PATIENCE) as patience:
            try:
                while not holds():
                    self.news.clear()
                    await self.news.wait()
            except asyncio.CancelledError:
                if patience.expired():
                    raise AssertionError(otherwise) from None
                raise


def _published(ls: Editor, params: types.PublishDiagnosticsParams) -> None:
    ls.published.append(params)
    ls.news.set()


def _registered(ls: Editor, params: types.RegistrationParams) -> None:
    ls.registered += params.registrations
    ls.news.set()


def _unregistered(ls: Editor, params: types.UnregistrationParams) -> None:
    ls.unregistered += params.unregisterations
    ls.news.set()


def _configuration(ls: Editor, params: types.ConfigurationParams) -> Any:
    ls.asked = True
    ls.news.set()
    if ls.answer_configuration is not None:
        return ls.answer_configuration(params)
    return DEFAULT_CLIENT_FEATURES[types.WORKSPACE_CONFIGURATION](ls, params)


def _applied(ls: Editor, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
    ls.applied.append(params)
    ls.news.set()
    return types.ApplyWorkspaceEditResult(applied=True)


def _refreshed(method: str) -> Callable[[Editor, None], None]:
    def refresh(ls: Editor, params: None) -> None:
        ls.refreshes.append(method)
        ls.news.set()

    return refresh


_FEATURES: dict[str, Any] = {
    **DEFAULT_CLIENT_FEATURES,
    types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: _published,
    types.CLIENT_REGISTER_CAPABILITY: _registered,
    types.CLIENT_UNREGISTER_CAPABILITY: _unregistered,
    types.WORKSPACE_CONFIGURATION: _configuration,
    types.WORKSPACE_APPLY_EDIT: _applied,
    **{
        method: _refreshed(method)
        for method in (
            types.WORKSPACE_DIAGNOSTIC_REFRESH,
            types.WORKSPACE_SEMANTIC_TOKENS_REFRESH,
            types.WORKSPACE_INLAY_HINT_REFRESH,
            types.WORKSPACE_CODE_LENS_REFRESH,
        )
    },
}
