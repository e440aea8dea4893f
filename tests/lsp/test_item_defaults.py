"""What completion says once for all its items, to editors that take it so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from lsprotocol import types

from support.editor import NEOVIM, Editor, filled_in, position_of

from .conftest import Start

pytestmark = pytest.mark.asyncio

PLACES = {
    "flags": "pattern: A\ntarget: core_v0.19.0\nextra_args:\n  - --$0\n",
    "flags in a flow": "pattern: A\ntarget: core_v0.19.0\nextra_args: [--$0]\n",
    "keys": "pattern: A\nmodel:\n  $0\n",
    "letters": "pattern: A$0\ntarget: core_v0.19.0\n",
    "targets": "pattern: A\ntarget: $0\n",
    "rules": "pattern: A  # nam56r: ignore[$0]\n",
}


ALL = ("editRange", "insertTextFormat", "insertTextMode", "data")


def _taking(defaults: Sequence[str]) -> Callable[[types.InitializeParams], None]:
    def change(params: types.InitializeParams) -> None:
        text = params.capabilities.text_document
        assert text is not None and text.completion is not None
        text.completion.completion_list = types.CompletionListCapabilities(list(defaults))

    return change


@pytest.mark.parametrize("defaults", [ALL, ("editRange",), ("data", "commitCharacters")], ids=str)
async def test_filled_in_they_are_what_other_editors_get(
    start: Start, folder: Path, defaults: Sequence[str]
) -> None:
    takes = await start(NEOVIM, change=_taking(defaults))
    takes_none = await start(NEOVIM, change=_taking(()))
    for number, marked in enumerate(PLACES.values()):
        uri = (folder / f"{number}.nam56r.yaml").as_uri()
        short = await _offered(takes, uri, marked)
        whole = await _offered(takes_none, uri, marked)
        assert short.item_defaults is not None and whole.item_defaults is None
        assert all(item.text_edit is not None for item in whole.items)
        if "editRange" in defaults:
            assert not any(item.text_edit for item in short.items), "each says what is common"
        assert filled_in(short) == list(whole.items)


async def _offered(editor: Editor, uri: str, marked: str) -> types.CompletionList:
    """What is offered at `$0`."""
    text = marked.replace("$0", "")
    editor.open(uri, text)
    where = position_of(text, marked.index("$0"), editor.encoding)
    offered = await editor.text_document_completion_async(
        types.CompletionParams(types.TextDocumentIdentifier(uri), where)
    )
    assert isinstance(offered, types.CompletionList)
    return offered
