"""`textDocument/definition`, `references`, `documentHighlight`, `documentLink`."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from nam56r_core.diagnostics import Location
from nam56r_core.ide.base_reference import BaseReference
from nam56r_core.ide.definition import definition
from nam56r_core.ide.document_highlight import HighlightKind, document_highlights
from nam56r_core.ide.document_link import document_links
from nam56r_core.ide.references import references
from nam56r_server.lsp.server import Server
from nam56r_server.lsp.session import Known

_HIGHLIGHT = {
    HighlightKind.READ: types.DocumentHighlightKind.Read,
    HighlightKind.WRITE: types.DocumentHighlightKind.Write,
}


def definitions(ls: Server, params: types.DefinitionParams) -> list[types.Location] | None:
    known = ls.known(params.text_document.uri)
    if known is None:
        return None
    found = definition(known.view, ls.convert.offset(known.view.source, params.position))
    if isinstance(found, BaseReference):
        start = types.Position(0, 0)
        uri = ls.session.uri_of_base(params.text_document.uri, found.reference)
        return [types.Location(uri, types.Range(start, start))] if uri else []
    return _locations(ls, known, found)


def all_references(ls: Server, params: types.ReferenceParams) -> list[types.Location] | None:
    known = ls.known(params.text_document.uri)
    if known is None:
        return None
    offset = ls.convert.offset(known.view.source, params.position)
    declared = params.context.include_declaration
    return _locations(ls, known, references(known.view, offset, include_declaration=declared))


def highlights(
    ls: Server, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight] | None:
    known = ls.known(params.text_document.uri)
    if known is None:
        return None
    source = known.view.source
    offset = ls.convert.offset(source, params.position)
    return [
        types.DocumentHighlight(ls.convert.range(source, found.range), _HIGHLIGHT[found.kind])
        for found in document_highlights(known.view, offset)
    ]


def links(ls: Server, params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
    uri = params.text_document.uri
    known = ls.known(uri)
    if known is None:
        return None
    found = []
    for link in document_links(known.view):
        target = ls.session.uri_of_base(uri, link.reference)
        if target is not None:
            where = ls.convert.range(known.view.source, link.location.range)
            found.append(types.DocumentLink(where, target))
    return found


def _locations(ls: Server, known: Known, found: Iterable[Location]) -> list[types.Location]:
    """Places in documents that the editor can open."""
    return [
        types.Location(known.uris[place.source], ls.convert.range(place.source, place.range))
        for place in found
        if place.source in known.uris
    ]
