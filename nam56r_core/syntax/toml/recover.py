"""Recovers a tree without errors from broken TOML: reports and masks statements that cannot be
read.

Must not know what any key means.
"""

from __future__ import annotations

import re

from tree_sitter import Node as Syntax

from nam56r_core.syntax.conflicts import conflicts_in
from nam56r_core.syntax.encoding import start_of_text
from nam56r_core.syntax.masking import mask
from nam56r_core.syntax.problems import Problems
from nam56r_core.syntax.toml.diagnose import BrokenStatementError, Statements
from nam56r_core.syntax.toml.grammar import parse_bytes
from nam56r_core.syntax.toml.tokens import BRACKET_FIRST
from nam56r_core.syntax.tree import SyntaxProblemKind

_BARE_KEY = re.compile(rb"[ \t]*[A-Za-z_][\w-]*[ \t\r\n]*")
# White space after the backslash that ends a line, which the grammar does not know; before it, the
# white space changes nothing but the value, and that is taken from the source.
_LINE_CONTINUATION = re.compile(rb"(\\)([ \t]+)(?=\r?\n)")


def recovered_root(data: bytes, problems: Problems) -> Syntax:
    """The tree of everything in a broken document that can be read."""
    data = _LINE_CONTINUATION.sub(rb"\2\1", data)
    root = parse_bytes(_readable(data, problems)).root_node
    if root.has_error:
        _report_rest(root, problems)
    return root


def _readable(data: bytes, problems: Problems) -> bytes:
    """The text without conflicts and without statements that cannot be read.

    Below a header that cannot be read, nothing is: it would land in another table.
    """
    masked = bytearray(data)
    for conflict in conflicts_in(data, problems):
        mask(masked, *conflict)
    data = bytes(masked)
    start = start_of_text(data)
    statements = Statements(data)
    under_broken_header = False
    while start < len(data):
        is_header = bool(BRACKET_FIRST.match(data, start))
        under_broken_header = under_broken_header and not is_header
        try:
            end = statements.end(start)
            is_broken = False
        except BrokenStatementError as error:
            is_key = _BARE_KEY.fullmatch(data, start, error.resume)
            kind = SyntaxProblemKind.UNFINISHED_KEY if is_key else SyntaxProblemKind.SYNTAX
            problems.add(kind, error.start, error.end, error.detail)
            end = error.resume
            is_broken = True
        under_broken_header = under_broken_header or (is_broken and is_header)
        if is_broken or under_broken_header:
            mask(masked, start, end)
        start = end
    return bytes(masked)


def _report_rest(root: Syntax, problems: Problems) -> None:
    """What only the grammar objects to; no such document is known."""
    unread = [root]
    while unread:
        node = unread.pop()
        if node.type == "ERROR" or node.is_missing:
            problems.syntax(node.start_byte, node.end_byte, "this cannot be read")
        else:
            unread.extend(child for child in node.children if child.has_error)
