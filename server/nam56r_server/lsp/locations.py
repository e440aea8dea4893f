"""Places in recipes as places in documents that the editor can open.

Must not know what is looked for.
"""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from nam56r_core.diagnostics import Location
from nam56r_server.lsp.convert import Converter
from nam56r_server.lsp.session import Known


def locations(convert: Converter, known: Known, found: Iterable[Location]) -> list[types.Location]:
    """The places that are in a document."""
    return [
        types.Location(known.uris[place.source], convert.range(place.source, place.range))
        for place in found
        if place.source in known.uris
    ]
