"""`workspace/willRenameFiles`: recipes that name a base by its path follow it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lsprotocol import types

from nam56r_core.ide.base_reference import base_references
from nam56r_core.ide.will_rename_files import rename_references
from nam56r_core.syntax.language import SyntaxTree
from nam56r_server.errors import CommandError
from nam56r_server.lsp.context import Context
from nam56r_server.lsp.documents import OUT_OF_SYNC, OpenDocument
from nam56r_server.lsp.edits import workspace_edit
from nam56r_server.lsp.uris import path_of
from nam56r_server.project import ProjectFile, project_file, resolve_reference
from nam56r_server.project.documents import load_file

Move = tuple[Path, Path]

log = logging.getLogger(__name__)


async def handle(context: Context, params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
    """Meanwhile whatever else the editor sent is answered, so that open recipes are edited last, as
    they are then."""
    moved = list(_moved(params.files))
    documents = context.session.documents
    opened = [(d.uri, d.file) for d in documents if d.file and context.session.known(d)]
    closed: dict[Path, tuple[str, list[types.TextEdit]]] = {}
    async for uri, file in context.workspace_recipes.closed():
        closed[file.path] = (uri, _edits_on_disk(context, file, moved))
    for uri, file in opened:
        if documents.get(uri) is None and file.path not in closed:  # closed meanwhile
            closed[file.path] = (uri, _edits_on_disk(context, file, moved))
    changes: dict[str, list[types.TextEdit]] = {}
    for document in documents:
        if document.file is None:
            continue
        closed.pop(document.file.path, None)  # opened meanwhile
        known = context.session.known(document)
        if known is not None:
            changes[document.uri] = _edits(context, document.file, known.view.tree, moved)
        elif not document.in_sync:
            _say_left_out(context, document)
    changes.update(closed.values())
    changes = {uri: edits for uri, edits in changes.items() if edits}
    return workspace_edit(context.client, context.session.documents, changes) if changes else None


def _say_left_out(context: Context, document: OpenDocument) -> None:
    text = f"{document.source.name} may name what is renamed, and is not edited: {OUT_OF_SYNC}"
    context.client.show_message(types.MessageType.Warning, f"nam56r: {text}")


def _moved(files: Iterable[types.FileRename]) -> Iterator[Move]:
    """Old and new paths of files and folders, by the names that recipes are known by."""
    for item in files:
        old, new = path_of(item.old_uri), path_of(item.new_uri)
        if old is not None and new is not None:
            yield project_file(old).path, project_file(new).path


def _edits_on_disk(
    context: Context, file: ProjectFile, moved: Sequence[Move]
) -> list[types.TextEdit]:
    try:
        tree = load_file(file).tree
    except CommandError as problem:
        log.warning("%s", problem)
        return []
    return _edits(context, file, tree, moved)


def _edits(
    context: Context, file: ProjectFile, tree: SyntaxTree, moved: Sequence[Move]
) -> list[types.TextEdit]:
    edits = rename_references(tree, _renamed(file, tree, moved))
    return context.convert.edits(tree.source, edits or ())


def _renamed(file: ProjectFile, tree: SyntaxTree, moved: Sequence[Move]) -> dict[str, str]:
    """The references of a document that must change, as they are written and as they will be."""
    here = _after(file.path, moved).parent
    renamed: dict[str, str] = {}
    for found in base_references(tree):
        base = resolve_reference(file.identity, found.reference)
        if not isinstance(base, ProjectFile):
            continue
        after = _after(base.path, moved)
        if after != base.path or here != file.path.parent:
            reference = Path(os.path.relpath(after, here)).as_posix()
            if reference != Path(os.path.normpath(found.reference)).as_posix():
                renamed[found.reference] = reference
    return renamed


def _after(path: Path, moved: Sequence[Move]) -> Path:
    """Where a file is when it, or a folder that it is in, was moved."""
    for old, new in moved:
        if path.is_relative_to(old):
            return new / path.relative_to(old)
    return path
