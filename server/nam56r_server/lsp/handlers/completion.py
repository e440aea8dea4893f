"""`textDocument/completion` and `completionItem/resolve`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import islice
from typing import Any

from lsprotocol import types

from nam56r_core.explanations.model import Link, Topic
from nam56r_core.ide.completion import (
    Completion,
    CompletionKind,
    complete,
    markdown_of,
)
from nam56r_core.text import TextRange
from nam56r_server.lsp.client import Client
from nam56r_server.lsp.context import Context, OpenRecipe, about_recipe
from nam56r_server.lsp.documents import OpenDocument
from nam56r_server.lsp.item_defaults import completion_list
from nam56r_server.lsp.markup import completion_documentation
from nam56r_server.project import files_for_reference

_KIND = {
    CompletionKind.KEY: types.CompletionItemKind.Property,
    CompletionKind.SECTION: types.CompletionItemKind.Module,
    CompletionKind.VALUE: types.CompletionItemKind.Value,
    CompletionKind.LETTER: types.CompletionItemKind.EnumMember,
    CompletionKind.FLAG: types.CompletionItemKind.Field,
    CompletionKind.FILE: types.CompletionItemKind.File,
    CompletionKind.RULE: types.CompletionItemKind.Event,
    CompletionKind.TARGET: types.CompletionItemKind.Constant,
}
_DEPENDS_ON_TEXT = frozenset(
    {
        CompletionKind.VALUE,
        CompletionKind.TARGET,
        CompletionKind.FILE,
        CompletionKind.LETTER,
    }
)
"""Kinds of which the list changes with what is typed: a value that is complete leaves it, and so do
all letters. The editor must ask again instead of narrowing down the list that it has, or Enter
behind a complete value takes that value once more instead of beginning a line."""

MOST_FILES = 200

_TOPICS = [topic.value for topic in Topic]


@about_recipe
def handle(
    context: Context, params: types.CompletionParams, recipe: OpenRecipe
) -> types.CompletionList:
    offset = context.convert.offset(recipe.source, params.position)
    is_asked_for = context.invocations.is_asked_for(recipe.document, offset, params.context)
    files = _files(recipe.document)
    found = complete(recipe.view, offset, files=files, is_asked_for=is_asked_for)
    snippets = context.client.capabilities.snippets
    # Most replace the same range.
    range_of = cache(partial(context.convert.range, recipe.source))
    items = [_item(context, recipe, completion, range_of, snippets) for completion in found]
    changes = any(completion.kind in _DEPENDS_ON_TEXT for completion in found)
    is_incomplete = changes and not _narrows_well(context.client, params.context, is_asked_for)
    return completion_list(items, context.client.capabilities, is_incomplete=is_incomplete)


def resolve(context: Context, item: types.CompletionItem) -> types.CompletionItem:
    """The documentation of the item that a person stopped at; an item of another server, or of
    another version of this one, stays as it is."""
    data: Any = item.data
    if not isinstance(data, dict) or data.get("topic") not in _TOPICS:
        return item
    recipe = context.open_recipe(str(data.get("uri")))
    target = recipe.view.facts.target if recipe else None
    name = str(data.get("name", item.label))
    text = markdown_of(Link(Topic(data["topic"]), name), target)
    if text:
        item.documentation = completion_documentation(context.client.capabilities, text)
    return item


def _item(
    context: Context,
    recipe: OpenRecipe,
    completion: Completion,
    range_of: Callable[[TextRange], types.Range],
    snippets: bool,
) -> types.CompletionItem:
    is_snippet = completion.plain is not None and snippets
    text = completion.edit.new_text
    if completion.plain is not None and not snippets:
        text = completion.plain
    label = completion.label
    item = types.CompletionItem(
        label=label,
        kind=_KIND[completion.kind],
        detail=completion.detail or None,
        text_edit=types.TextEdit(range_of(completion.edit.range), text),
        additional_text_edits=context.convert.edits(recipe.source, completion.extra) or None,
        sort_text=completion.sort_key,
        filter_text=completion.filter_text if completion.filter_text != label else None,
        insert_text_format=(
            types.InsertTextFormat.Snippet if is_snippet else types.InsertTextFormat.PlainText
        ),
        # The indentation is right already; an editor would add its own.
        insert_text_mode=types.InsertTextMode.AsIs,
        tags=[types.CompletionItemTag.Deprecated] if completion.deprecated else None,
    )
    if completion.values_follow:
        item.command = context.client.options.suggest
    link = completion.documentation
    if isinstance(link, Link):
        item.data = {"uri": recipe.uri, "topic": link.topic.value}
        if link.name != label:
            item.data["name"] = link.name
    elif link:
        item.documentation = completion_documentation(context.client.capabilities, link)
    return item


def _narrows_well(
    client: Client, trigger: types.CompletionContext | None, is_asked_for: bool
) -> bool:
    """Whether Enter begins a line behind a complete value though the list still has it.

    Such an editor must not ask again: while it waits for the answer, it still takes the value of
    the list from before. It asks again only for lists that a person opened.
    """
    again = types.CompletionTriggerKind.TriggerForIncompleteCompletions
    is_of_a_person = is_asked_for or (trigger is not None and trigger.trigger_kind is again)
    return client.options.enter_takes_changes_only and not is_of_a_person


def _files(document: OpenDocument) -> Callable[[str], Sequence[str]] | None:
    """Lists what `extends` may name, in the folder that is typed so far; an unsaved document has
    none."""
    file = document.file
    if file is None:
        return None

    def listed(typed: str) -> Sequence[str]:
        folder, _, _ = typed.rpartition("/")
        return tuple(islice(files_for_reference(file, folder), MOST_FILES))

    return listed
