"""What every editor must get, as each of them says what it can do: real process, real messages.

VS Code counts in UTF-16 and is sent findings, Neovim counts in UTF-8 and asks for them, Emacs
counts in UTF-32 and is sent them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from nam56r_server.lsp.registry import FEATURES
from support.editor import EMACS, NEOVIM, Editor, covered, filled_in, position_of
from support.recipes import COMPLETE

from .conftest import Start

pytestmark = pytest.mark.asyncio

LINE = '{name: "🐍 é 𝒜", target: core_v0.19.0, pattern: AMr, depth: 3}  # 🧪\n'
"""A recipe of one line, with characters before its letters that take one to four units."""


def _uri(folder: Path, name: str = "a.nam56r.yaml") -> str:
    return (folder / name).as_uri()


async def _marked(editor: Editor, uri: str, text: str, code: str) -> list[str]:
    """What the findings of a rule cover."""
    found = await editor.findings(uri)
    return [covered(text, d.range, editor.encoding) for d in found if d.code == code]


async def test_hello(editor: Editor) -> None:
    can = editor.hello.capabilities
    assert editor.hello.server_info is not None
    assert editor.hello.server_info.name == "nam56r"
    assert can.position_encoding == editor.kind.encoding
    sync = can.text_document_sync
    assert isinstance(sync, types.TextDocumentSyncOptions)
    assert (sync.open_close, sync.change) == (True, types.TextDocumentSyncKind.Incremental)
    assert not sync.will_save_wait_until
    assert can.diagnostic_provider is not None
    assert can.diagnostic_provider.inter_file_dependencies


async def test_a_finding_covers_its_one_letter(editor: Editor, folder: Path) -> None:
    uri = _uri(folder)
    editor.open(uri, LINE)
    found = [d for d in await editor.findings(uri) if d.code == "lower-case-letter"]
    assert len(found) == 1
    assert found[0].range == types.Range(
        position_of(LINE, LINE.index("r, depth"), editor.encoding),
        position_of(LINE, LINE.index(", depth"), editor.encoding),
    )
    assert found[0].source == "nam56r"
    assert found[0].severity == types.DiagnosticSeverity.Error
    assert found[0].code_description is not None
    assert found[0].code_description.href.endswith("/lower_case_letter.md")


async def test_an_edit_behind_wide_characters(editor: Editor, folder: Path) -> None:
    """The edit is told in the editor's columns; what is found must be where the editor has it."""
    uri = _uri(folder)
    editor.open(uri, LINE)
    editor.replace(uri, "AMr", "A🙂m")
    text = LINE.replace("AMr", "A🙂m")
    assert await _marked(editor, uri, text, "lower-case-letter") == ["m"]
    assert await _marked(editor, uri, text, "unknown-letter") == ["🙂"]


async def test_the_ends_of_lines_are_those_of_the_protocol(editor: Editor, folder: Path) -> None:
    """Form feed, NEL, U+2028 and U+2029 end lines elsewhere, but not here; a CR alone does."""
    uri = _uri(folder)
    text = (
        "# \x0c \x85 \u2028 \u2029 🐍\r# x\r\nname: x\ntarget: core_v0.19.0\n"
        "pattern: AMr # \u2028 \x0b\ndepth: 3\n"
    )
    editor.open(uri, text)
    assert await _marked(editor, uri, text, "lower-case-letter") == ["r"]
    editor.replace(uri, "# x", "# \u2028 y")
    editor.replace(uri, "AMr", "Arr")
    text = text.replace("# x", "# \u2028 y").replace("AMr", "Arr")
    assert await _marked(editor, uri, text, "lower-case-letter") == ["r", "r"]


async def test_findings_follow_the_text(editor: Editor, folder: Path) -> None:
    uri = _uri(folder)
    editor.open(uri, COMPLETE)
    assert await editor.findings(uri) == []
    editor.replace(uri, "pattern: AM\n", "pattern: Am\n")
    assert await _marked(
        editor, uri, COMPLETE.replace("pattern: AM", "pattern: Am"), "lower-case-letter"
    ) == ["m"]
    editor.rewrite(uri, COMPLETE)
    assert await editor.findings(uri) == []


async def test_prose_is_in_a_form_that_the_editor_shows(editor: Editor, folder: Path) -> None:
    """Where an editor does not say, it shows plain text only; Emacs says nothing of completion."""
    uri = _uri(folder)
    editor.open(uri, LINE)
    letter = position_of(LINE, LINE.index("AMr"), editor.encoding)
    shown = await editor.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(uri), letter)
    )
    assert isinstance(shown, types.Hover)
    assert isinstance(shown.contents, types.MarkupContent)
    assert shown.contents.kind == types.MarkupKind.Markdown
    offered = await editor.text_document_completion_async(
        types.CompletionParams(types.TextDocumentIdentifier(uri), letter)
    )
    assert isinstance(offered, types.CompletionList)
    item = await editor.completion_item_resolve_async(filled_in(offered)[0])
    assert item.documentation
    assert isinstance(item.documentation, str) is (editor.kind is EMACS)


def _simple(params: types.InitializeParams) -> None:
    text = params.capabilities.text_document
    assert text is not None
    text.hover = types.HoverClientCapabilities(content_format=[types.MarkupKind.PlainText])
    text.completion = types.CompletionClientCapabilities()
    text.document_symbol = types.DocumentSymbolClientCapabilities()


async def test_an_editor_that_shows_text_alone(start: Start, folder: Path) -> None:
    """It is sent no tables, no marks and no trees."""
    editor = await start(change=_simple)
    uri = _uri(folder)
    editor.open(uri, LINE)
    document = types.TextDocumentIdentifier(uri)
    said: list[str] = []
    for word in ("AMr", "target", "core_v0.19.0"):
        place = position_of(LINE, LINE.index(word), editor.encoding)
        shown = await editor.text_document_hover_async(types.HoverParams(document, place))
        assert isinstance(shown, types.Hover)
        assert isinstance(shown.contents, types.MarkupContent)
        assert shown.contents.kind == types.MarkupKind.PlainText
        said.append(shown.contents.value)
    place = position_of(LINE, LINE.index("AMr"), editor.encoding)
    offered = await editor.text_document_completion_async(types.CompletionParams(document, place))
    assert isinstance(offered, types.CompletionList)
    for item in offered.items:
        resolved = await editor.completion_item_resolve_async(item)
        assert isinstance(resolved.documentation, str)
        said.append(resolved.documentation)
    whole = types.Range(types.Position(0, 0), types.Position(1, 0))
    hints = await editor.text_document_inlay_hint_async(types.InlayHintParams(document, whole))
    assert hints
    for hint in hints:
        assert isinstance(hint.tooltip, str)
        said.append(hint.tooltip)
    for text in said:
        assert text
        assert not any(mark in text for mark in ("**", "](", "\n| ", "\n## ", "```")), text

    symbols = await editor.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert symbols
    assert all(isinstance(symbol, types.SymbolInformation) for symbol in symbols)
    flat = [s for s in symbols if isinstance(s, types.SymbolInformation)]
    assert [(s.name, s.container_name) for s in flat] == [
        ("name", None),
        ("target", None),
        ("pattern", None),
        ("A", "pattern"),
        ("M", "pattern"),
        ("r", "pattern"),
        ("depth", None),
    ]
    letter = next(s for s in flat if s.name == "r")
    assert letter.location.uri == uri
    assert covered(LINE, letter.location.range, editor.encoding) == "r"


async def test_every_feature_answers(editor: Editor, folder: Path) -> None:
    """Each request on a recipe is answered, and pytest-lsp holds the answer against what the
    editor can take. What the answers say is tested where the features are."""
    uri = _uri(folder)
    editor.open(uri, LINE)
    document = types.TextDocumentIdentifier(uri)
    letter = position_of(LINE, LINE.index("AMr") + 1, editor.encoding)
    whole = types.Range(types.Position(0, 0), types.Position(1, 0))
    requests: dict[str, object] = {
        types.TEXT_DOCUMENT_DIAGNOSTIC: types.DocumentDiagnosticParams(document),
        types.WORKSPACE_DIAGNOSTIC: types.WorkspaceDiagnosticParams([]),
        types.TEXT_DOCUMENT_HOVER: types.HoverParams(document, letter),
        types.TEXT_DOCUMENT_COMPLETION: types.CompletionParams(document, letter),
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: types.SemanticTokensParams(document),
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA: types.SemanticTokensDeltaParams(
            document, "none"
        ),
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE: types.SemanticTokensRangeParams(document, whole),
        types.TEXT_DOCUMENT_INLAY_HINT: types.InlayHintParams(document, whole),
        types.TEXT_DOCUMENT_CODE_LENS: types.CodeLensParams(document),
        types.TEXT_DOCUMENT_CODE_ACTION: types.CodeActionParams(
            document, whole, types.CodeActionContext([])
        ),
        types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: types.DocumentSymbolParams(document),
        types.TEXT_DOCUMENT_FOLDING_RANGE: types.FoldingRangeParams(document),
        types.TEXT_DOCUMENT_SELECTION_RANGE: types.SelectionRangeParams(document, [letter]),
        types.TEXT_DOCUMENT_DEFINITION: types.DefinitionParams(document, letter),
        types.TEXT_DOCUMENT_REFERENCES: types.ReferenceParams(
            types.ReferenceContext(include_declaration=True), document, letter
        ),
        types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: types.DocumentHighlightParams(document, letter),
        types.TEXT_DOCUMENT_DOCUMENT_LINK: types.DocumentLinkParams(document),
        types.WORKSPACE_WILL_RENAME_FILES: types.RenameFilesParams([]),
    }
    served = {
        row.method
        for row in FEATURES
        if row.method in types.METHOD_TO_TYPES and types.METHOD_TO_TYPES[row.method][1] is not None
    }
    resolving = {types.COMPLETION_ITEM_RESOLVE, types.CODE_ACTION_RESOLVE}
    assert served - resolving == set(requests)
    for method, params in requests.items():
        await editor.protocol.send_request_async(method, params)
    completions = await editor.text_document_completion_async(
        types.CompletionParams(document, letter)
    )
    assert isinstance(completions, types.CompletionList)
    items = filled_in(completions)
    for item in items[:3]:
        await editor.completion_item_resolve_async(item)


async def test_a_closed_document_has_no_findings(editor: Editor, folder: Path) -> None:
    uri = _uri(folder)
    editor.open(uri, LINE)
    assert await editor.findings(uri) != []
    editor.close(uri)
    if editor.kind is NEOVIM:
        report = await editor.pull(uri)
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        assert not report.items
    else:
        await editor.settled()
        last = editor.last(uri)
        assert last is not None
        assert (last.version, list(last.diagnostics)) == (None, [])


async def test_a_document_opened_once_more_starts_anew(editor: Editor, folder: Path) -> None:
    uri = _uri(folder)
    editor.open(uri, LINE)
    assert await editor.findings(uri) != []
    editor.close(uri)
    editor.open(uri, COMPLETE)
    editor.replace(uri, "depth: 4", "depth: 6")
    assert await editor.findings(uri) == []
