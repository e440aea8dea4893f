"""`textDocument/documentLink`."""

from __future__ import annotations

from lsprotocol import types

from nam56r_core.ide.document_link import document_links
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe


@about_recipe
def handle(
    context: Context, params: types.DocumentLinkParams, recipe: OpenRecipe
) -> list[types.DocumentLink]:
    found = []
    for link in document_links(recipe.view):
        target = context.session.uri_of_base(recipe.uri, link.reference)
        if target is not None:
            where = context.convert.range(recipe.source, link.location.range)
            found.append(types.DocumentLink(where, target))
    return found
