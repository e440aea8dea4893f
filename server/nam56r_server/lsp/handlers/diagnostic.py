"""`textDocument/diagnostic` and `workspace/diagnostic`: findings for editors that ask."""

from __future__ import annotations

import hashlib
import json
import logging

from lsprotocol import types

from nam56r_server.errors import CommandError
from nam56r_server.lsp.findings import findings_of, recipe_findings
from nam56r_server.lsp.server import Server
from nam56r_server.lsp.workspace_recipes import closed_recipes

log = logging.getLogger(__name__)


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
    for uri, place in closed_recipes(ls):
        if not ls.session.editor_settings(place.path).workspace_diagnostics:
            continue
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


def _result_id(ls: Server, items: list[types.Diagnostic]) -> str:
    """Equal for equal findings, in this process and in the next."""
    text = json.dumps([ls.wire.unstructure(item) for item in items], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
