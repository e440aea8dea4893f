"""Converts the findings of a document to diagnostics of the protocol.

Must not know when they are sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from lsprotocol import types

import nam56r_core.rules
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.internal_error import internal_error
from nam56r_core.rules.names import rule_names
from nam56r_core.text import SourceText, TextRange
from nam56r_server.lsp.convert import Converter
from nam56r_server.lsp.documents import OpenDocument
from nam56r_server.lsp.failures import log_failure
from nam56r_server.lsp.session import Known, Session
from nam56r_server.lsp.uris import uri_of

MOST = 1000
"""Findings that are sent for one document; more of them slow an editor down."""


def findings_of(
    session: Session, convert: Converter, document: OpenDocument
) -> list[types.Diagnostic] | None:
    """The findings of an open recipe or settings file; None for any other document, and for one
    that is out of sync."""
    if not document.in_sync:
        return None
    settings = session.settings_findings(document)
    if settings is not None:
        return [convert.diagnostic(found, [], None) for found in settings]
    try:
        known = session.known(document)
        if known is not None:
            return recipe_findings(convert, known)
        found = session.too_large(document)
        return None if found is None else [convert.diagnostic(found, [], None)]
    except Exception as problem:
        log_failure(session.documents, types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, document.uri)
        return [failure_finding(convert, document.source, problem)]


def failure_finding(convert: Converter, source: SourceText, problem: Exception) -> types.Diagnostic:
    """The only finding of a document on which nam56r itself failed."""
    return convert.diagnostic(internal_error(source, problem), [], None)


def recipe_findings(convert: Converter, known: Known) -> list[types.Diagnostic]:
    """The findings of a recipe. One that stands in a base is put where the recipe names the base,
    and points to its place from there."""
    own = known.view.source
    found = []
    for diagnostic in known.view.filtered.shown[:MOST]:
        if diagnostic.location.source is own:
            found.append(own_finding(convert, known, diagnostic))
        else:
            found.append(_inherited(convert, known, diagnostic))
    return found


def own_finding(convert: Converter, known: Known, diagnostic: Diagnostic) -> types.Diagnostic:
    """A finding that stands in the recipe's own document."""
    return convert.diagnostic(
        diagnostic, _related(convert, known, diagnostic), page_uri(diagnostic.code)
    )


def _inherited(convert: Converter, known: Known, diagnostic: Diagnostic) -> types.Diagnostic:
    extends = known.view.facts.origins.entry(("extends",))
    where = TextRange(0, 0)
    if extends is not None and extends.key.source is known.view.source:
        where = extends.value.range
    place = diagnostic.location
    origin = _information(convert, known, place.source, place.range, "it stands here")
    converted = convert.diagnostic(
        diagnostic,
        [*([origin] if origin else []), *_related(convert, known, diagnostic)],
        page_uri(diagnostic.code),
    )
    converted.range = convert.range(known.view.source, where)
    return converted


def _related(
    convert: Converter, known: Known, diagnostic: Diagnostic
) -> list[types.DiagnosticRelatedInformation]:
    converted: Iterable[types.DiagnosticRelatedInformation | None] = (
        _information(convert, known, r.location.source, r.location.range, r.message)
        for r in diagnostic.related
    )
    return [information for information in converted if information is not None]


def _information(
    convert: Converter, known: Known, source: SourceText, where: TextRange, message: str
) -> types.DiagnosticRelatedInformation | None:
    uri = known.uris.get(source)
    if uri is None:
        return None
    location = types.Location(uri, convert.range(source, where))
    return types.DiagnosticRelatedInformation(location, message)


@cache
def page_uri(code: str) -> str | None:
    """The page of a rule, as it was installed; None for a finding that is no rule's."""
    if code not in rule_names():
        return None
    folder = Path(nam56r_core.rules.__file__).resolve().parent
    return uri_of(folder / (code.replace("-", "_") + ".md"))
