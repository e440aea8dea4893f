"""The findings of a document as the protocol has them.

Must not know when they are sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

import nam56r_core.rules
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.internal_error import internal_error
from nam56r_core.rules.names import rule_names
from nam56r_core.text import SourceText, TextRange
from nam56r_server.lsp.guard import log_failure
from nam56r_server.lsp.session import Known
from nam56r_server.lsp.uris import uri_of

if TYPE_CHECKING:
    from nam56r_server.lsp.documents import OpenDocument
    from nam56r_server.lsp.server import Server

MOST = 1000
"""Findings that are sent for one document; no one reads more, and editors slow down."""


def findings_of(ls: Server, document: OpenDocument) -> list[types.Diagnostic] | None:
    """The findings of an open recipe or settings file; None for any other document, and for one
    that is out of sync."""
    if not document.in_sync:
        return None
    settings = ls.session.settings_findings(document)
    if settings is not None:
        return [ls.convert.diagnostic(found, [], None) for found in settings]
    try:
        known = ls.session.known(document)
        if known is not None:
            return recipe_findings(ls, known)
        found = ls.session.too_large(document)
        return None if found is None else [ls.convert.diagnostic(found, [], None)]
    except Exception as problem:
        log_failure(ls, types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, document.uri)
        return [failure_finding(ls, document.source, problem)]


def failure_finding(ls: Server, source: SourceText, problem: Exception) -> types.Diagnostic:
    """The only finding of a document on which nam56r itself failed."""
    return ls.convert.diagnostic(internal_error(source, problem), [], None)


def recipe_findings(ls: Server, known: Known) -> list[types.Diagnostic]:
    """The findings of a recipe. One that stands in a base is put where the recipe names the base,
    and points to its place from there."""
    own = known.view.source
    found = []
    for diagnostic in known.view.screened.shown[:MOST]:
        if diagnostic.location.source is own:
            found.append(own_finding(ls, known, diagnostic))
        else:
            found.append(_inherited(ls, known, diagnostic))
    return found


def own_finding(ls: Server, known: Known, diagnostic: Diagnostic) -> types.Diagnostic:
    """A finding that stands in the recipe's own document."""
    return ls.convert.diagnostic(
        diagnostic, _related(ls, known, diagnostic), page_uri(diagnostic.code)
    )


def _inherited(ls: Server, known: Known, diagnostic: Diagnostic) -> types.Diagnostic:
    extends = known.view.facts.origins.entry(("extends",))
    where = TextRange(0, 0)
    if extends is not None and extends.key.source is known.view.source:
        where = extends.value.range
    place = diagnostic.location
    origin = _information(ls, known, place.source, place.range, "it stands here")
    converted = ls.convert.diagnostic(
        diagnostic,
        [*([origin] if origin else []), *_related(ls, known, diagnostic)],
        page_uri(diagnostic.code),
    )
    converted.range = ls.convert.range(known.view.source, where)
    return converted


def _related(
    ls: Server, known: Known, diagnostic: Diagnostic
) -> list[types.DiagnosticRelatedInformation]:
    converted: Iterable[types.DiagnosticRelatedInformation | None] = (
        _information(ls, known, r.location.source, r.location.range, r.message)
        for r in diagnostic.related
    )
    return [information for information in converted if information is not None]


def _information(
    ls: Server, known: Known, source: SourceText, where: TextRange, message: str
) -> types.DiagnosticRelatedInformation | None:
    uri = known.uris.get(source)
    if uri is None:
        return None
    location = types.Location(uri, ls.convert.range(source, where))
    return types.DiagnosticRelatedInformation(location, message)


@cache
def page_uri(code: str) -> str | None:
    """The page of a rule, as it was installed; None for a finding that is no rule's."""
    if code not in rule_names():
        return None
    folder = Path(nam56r_core.rules.__file__).resolve().parent
    return uri_of(folder / (code.replace("-", "_") + ".md"))
