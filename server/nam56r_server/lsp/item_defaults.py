"""What the items of a completion list have in common, said once where the editor takes it so.

The flags of a release are eight hundred items that differ in little but their name. Must not know
what is completed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from lsprotocol import types

from nam56r_server.lsp.capabilities import Capabilities


def completion_list(
    items: list[types.CompletionItem],
    capabilities: Capabilities,
    *,
    is_incomplete: bool,
) -> types.CompletionList:
    """The list of complete `items`, which are stripped of what becomes a default. The editor asks
    for a list that `is_incomplete` again at every keystroke."""
    found = types.CompletionList(is_incomplete=is_incomplete, items=items)
    takes = capabilities.completion_defaults
    defaults = types.CompletionItemDefaults()
    if "editRange" in takes:
        defaults.edit_range = _strip_range(items)
    for name in ("insert_text_format", "insert_text_mode", "data"):
        if _in_protocol(name) in takes:
            setattr(defaults, name, _strip(items, name))
    if items and takes:
        found.item_defaults = defaults
    return found


def _in_protocol(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def _strip_range(items: list[types.CompletionItem]) -> types.Range | None:
    """The range that most items replace; they keep only the text, where it is not the label."""

    def ends(item: types.CompletionItem) -> Hashable:
        edit = item.text_edit
        if not isinstance(edit, types.TextEdit):
            return None
        start, end = edit.range.start, edit.range.end
        return start.line, start.character, end.line, end.character

    same = _most(items, ends)
    chosen = None
    for item in same:
        assert isinstance(item.text_edit, types.TextEdit)
        chosen = item.text_edit.range
        text = item.text_edit.new_text
        item.text_edit_text = None if text == item.label else text
        item.text_edit = None
    return chosen


def _strip(items: list[types.CompletionItem], name: str) -> Any:
    """The value that most items have of a property; they lose it."""

    def value(item: types.CompletionItem) -> Hashable:
        found = getattr(item, name)
        return tuple(found.items()) if isinstance(found, dict) else found

    chosen = None
    for item in _most(items, value):
        chosen = getattr(item, name)
        setattr(item, name, None)
    return chosen


def _most(
    items: Iterable[types.CompletionItem], value: Callable[[types.CompletionItem], Hashable]
) -> list[types.CompletionItem]:
    """The items with the most frequent value; none where every item has no value.

    An item without a value would get the default, so where one has none there is no default.
    """
    groups = Counter(map(value, items))
    if None in groups or not groups:
        return []
    chosen, _ = groups.most_common(1)[0]
    return [item for item in items if value(item) == chosen]
