"""`textDocument/diagnostic` and `workspace/diagnostic`: findings for editors that ask."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from nam56r_server.errors import CommandError
from nam56r_server.lsp.findings import findings_of, recipe_findings
from nam56r_server.lsp.server import Server
from nam56r_server.lsp.uris import path_of, uri_of
from nam56r_server.project import Place, SettingsFinder, find_recipes

log = logging.getLogger(__name__)

MOST_RECIPES = 2000
"""Recipes of a workspace that are looked at; more of them are the command's to check."""


def document(ls: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    known = ls.session.documents.get(params.text_document.uri)
    items = (findings_of(ls, known) or []) if known else []
    result = _result_id(ls, items)
    if result == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result)
    return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=result)


def workspace(
    ls: Server, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """Recipes that are not open; open ones are asked for one by one."""
    before = {previous.uri: previous.value for previous in params.previous_result_ids}
    reports: list[types.WorkspaceDocumentDiagnosticReport] = []
    for place in _closed_recipes(ls):
        uri = uri_of(place.path)
        try:
            items = recipe_findings(ls, ls.session.closed_recipe(place))
        except CommandError as problem:
            log.warning("%s", problem)
            continue
        result = _result_id(ls, items)
        if before.get(uri) == result:
            reports.append(
                types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=result)
            )
        else:
            reports.append(
                types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=items, result_id=result)
            )
    return types.WorkspaceDiagnosticReport(reports)


def _closed_recipes(ls: Server) -> Iterator[Place]:
    open_paths = {document.path for document in ls.session.documents}
    count = 0
    for folder in _folders(ls):
        if not ls.session.editor_settings(folder).workspace_diagnostics:
            continue
        try:
            found = find_recipes([str(folder)], SettingsFinder())
        except CommandError as problem:
            log.warning("%s", problem)
            continue
        for place in found.places:
            if place.path not in open_paths and count < MOST_RECIPES:
                count += 1
                yield place


def _folders(ls: Server) -> Iterator[Path]:
    """The folders of the workspace; a single file has none, and none is made up for it."""
    uris = list(ls.workspace.folders) or [ls.workspace.root_uri]
    for uri in uris:
        path = path_of(uri) if uri else None
        if path is not None and path.is_dir():
            yield path


def _result_id(ls: Server, items: list[types.Diagnostic]) -> str:
    """Equal for equal findings, in this process and in the next."""
    text = json.dumps([ls.wire.unstructure(item) for item in items], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
