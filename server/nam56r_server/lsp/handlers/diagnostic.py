"""`textDocument/diagnostic` and `workspace/diagnostic`: findings for editors that ask."""

from __future__ import annotations

import logging
from pathlib import Path

from lsprotocol import types

from nam56r_server.errors import CommandError
from nam56r_server.lsp.context import Context
from nam56r_server.lsp.findings import findings_of
from nam56r_server.lsp.services.workspace_diagnostics import Findings
from nam56r_server.lsp.uris import path_of

log = logging.getLogger(__name__)

PART = 50
"""Reports that are sent together, to an editor that takes them in parts."""

_Report = types.WorkspaceDocumentDiagnosticReport


def document(
    context: Context, params: types.DocumentDiagnosticParams
) -> types.DocumentDiagnosticReport:
    known = context.session.documents.get(params.text_document.uri)
    if known is not None:
        context.workspace_diagnostics.asked.add(known.uri)
    items = findings_of(context.session, context.convert, known) if known else None
    found = Findings.named(context.client, items or [])
    if found.result_id == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=found.result_id)
    return types.RelatedFullDocumentDiagnosticReport(items=found.items, result_id=found.result_id)


async def workspace(
    context: Context, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """Recipes that are not open; open ones are asked for one by one. Meanwhile whatever else the
    editor sent is answered."""
    before = {_file(previous.uri): previous for previous in params.previous_result_ids}
    reports: list[_Report] = []
    told: set[str] = set()
    try:
        async for uri, file in context.workspace_recipes.closed():
            if not context.session.editor_settings(file.path).workspace_diagnostics:
                continue
            try:
                found = context.workspace_diagnostics.of(file, uri)
            except CommandError as problem:
                log.warning("%s", problem)
                continue
            told.add(uri)
            previous = before.pop(_file(uri), None)
            reports.append(_report(uri, found, previous.value if previous else None))
            if params.partial_result_token is not None and len(reports) == PART:
                _send_part(context, params.partial_result_token, reports)
                reports = []
        # Of a walk that was cancelled, who was not looked at may still be there.
        context.workspace_diagnostics.keep_only(told)
    finally:
        context.session.keep_bases_in_use()
        context.watcher.bases_changed()
    left = (previous.uri for previous in before.values())
    gone = [uri for uri in left if context.session.documents.get(uri) is None]
    files = {_file(uri) for uri in told}
    gone += [
        uri
        for uri in context.workspace_diagnostics.asked
        if context.session.documents.get(uri) is None and _file(uri) not in files
    ]
    reports += [types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=[]) for uri in gone]
    return types.WorkspaceDiagnosticReport(reports)


def _file(uri: str) -> Path | str:
    """What a URI names: an editor may escape more characters than we do."""
    return path_of(uri) or uri


def _report(uri: str, found: Findings, previous: str | None) -> _Report:
    result = found.result_id
    if previous == result:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=result)
    return types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=found.items, result_id=result)


def _send_part(context: Context, token: types.ProgressToken, reports: list[_Report]) -> None:
    part = types.WorkspaceDiagnosticReportPartialResult(reports)
    context.client.send_partial(token, part)
