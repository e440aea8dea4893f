"""Where YAML, or its common libraries, allow no tab although the grammar does.

Must not know any recipe key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node as Syntax

from nam56r_core.syntax.blanks import SPACES, end_of
from nam56r_core.syntax.problems import Problems
from nam56r_core.syntax.yaml.tokens import BLOCK_HEADER

_EMPTY_LINES = re.compile(rb"[ \t]*(?:[\r\n]+(?: [ \t]*(?=[\r\n]|\Z))?)*")
_TAB_FIRST = re.compile(rb"[\r\n]\t")
_TABS = re.compile(rb"\t[ \t]*")
_TAB_IS_TEXT = frozenset(("comment", "double_quote_scalar", "single_quote_scalar"))
_FLOW_COLLECTIONS = frozenset(("flow_sequence", "flow_mapping"))


def check_tabs(stream: Syntax, data: bytes, problems: Problems) -> None:
    """Tabs only where they are text, or white space inside brackets."""
    text = list(_tab_ranges(stream, data))
    place = 0
    for tabs in _TABS.finditer(data):
        while place < len(text) and text[place][1] <= tabs.start():
            place += 1
        if place == len(text) or tabs.start() < text[place][0]:
            problems.syntax(*tabs.span(), "a tab outside of a string; use spaces")


def _tab_ranges(stream: Syntax, data: bytes) -> Iterator[tuple[int, int]]:
    """Where tabs may stand, in order."""
    unread = [stream]
    while unread:
        node = unread.pop()
        kind = node.type
        if kind == "block_scalar":
            yield from _tab_ranges_in_block(node, data)
        elif kind in _TAB_IS_TEXT:
            yield node.start_byte, node.end_byte
        elif kind in _FLOW_COLLECTIONS:
            yield from _tab_ranges_in_flow(node)
        else:
            unread.extend(reversed(node.children))


def _tab_ranges_in_flow(collection: Syntax) -> Iterator[tuple[int, int]]:
    """All of a bracketed collection but its plain scalars."""
    start = collection.start_byte
    unread = [collection]
    while unread:
        node = unread.pop()
        if node.type == "plain_scalar":
            yield start, node.start_byte
            start = node.end_byte
        else:
            unread.extend(reversed(node.children))
    yield start, collection.end_byte


def _tab_ranges_in_block(scalar: Syntax, data: bytes) -> Iterator[tuple[int, int]]:
    """The lines of a block scalar, which never begin with a tab, and the empty lines below."""
    start = end_of(SPACES, data, end_of(BLOCK_HEADER, data, scalar.start_byte))
    end = end_of(_EMPTY_LINES, data, scalar.end_byte)
    for first in _TAB_FIRST.finditer(data, start, end):
        yield start, first.end() - 1
        start = first.end()
    yield start, end
