"""What the YAML grammar takes although YAML, or its common libraries, do not.

A recipe that two readers understand differently is worse than one that is refused; so wherever
libraries disagree with the grammar, this says so. Must not know any recipe key.
"""

from __future__ import annotations

import re

from tree_sitter import Node as Syntax

from nam56r_core.syntax.problems import Problems, shown
from nam56r_core.syntax.tree import SyntaxProblemKind

_DIRECTIVE = re.compile(rb"%YAML +1\.2[ \t]*")
_WHITE_SPACE = (b"", b" ", b"\t", b"\r", b"\n")
_LONGEST_KEY = 1024


# --------------------------------------------------------------------- documents


def check_documents(stream: Syntax, data: bytes, problems: Problems) -> None:
    """One document at most, with no directive but the version."""
    documents = [child for child in stream.children if child.type == "document"]
    for number, document in enumerate(documents):
        parts = [part for part in document.children if part.type != "comment"]
        if all(part.type == "..." for part in parts):
            where = document.start_byte, document.end_byte
            problems.syntax(*where, "`...` ends a document, but none precedes it")
        elif number:
            start, end = document.start_byte, document.end_byte
            another_document(problems, start, min(start + 3, end))
            break
        else:
            _check_directives(parts, data, problems)


def another_document(problems: Problems, start: int, end: int) -> None:
    detail = "a second document begins here; only the first is read"
    problems.add(SyntaxProblemKind.MULTIPLE_DOCUMENTS, start, end, detail)


def _check_directives(parts: list[Syntax], data: bytes, problems: Problems) -> None:
    directives = [part for part in parts if part.type.endswith("_directive")]
    for number, directive in enumerate(directives):
        start, end = directive.start_byte, directive.end_byte
        if number or not _DIRECTIVE.fullmatch(data, start, end):
            written = data[start:end].decode("utf-8", "replace")
            problems.unsupported(start, end, f"directive {shown(written)}")


# -------------------------------------------------------------------- properties


def check_tag(tag: Syntax, data: bytes, problems: Problems) -> None:
    """A tag ends with white space; the grammar also ends it where it knows no further character."""
    end = tag.end_byte
    if data[end : end + 1] not in _WHITE_SPACE:
        problems.syntax(end, end + 1, "this needs a space before it")


# --------------------------------------------------------------------- flow pairs


def check_flow_entry(
    entry: Syntax, data: bytes, problems: Problems, *, in_list: bool = False
) -> None:
    """Inside brackets, a key, its colon and a space, all on one line.

    In lists, libraries ask for the space even after quotes, but let text begin with a colon.
    """
    key: Syntax | None = None
    is_explicit = False
    for part in [entry] if entry.type == "flow_node" else entry.children:
        if part.type == "?":
            is_explicit = True
        elif part.type == "flow_node":
            key = key or part
            first = data[part.start_byte : part.start_byte + 1]
            if first == b"?" or (first == b":" and not in_list):
                _needs_space(part.start_byte, first, problems)
        elif part.type == ":" and key:
            if not is_explicit:
                _check_distance(key, part, problems)
            is_quoted = data[key.start_byte] in b"\"'" and not in_list
            if not is_quoted and data[part.end_byte : part.end_byte + 1] not in _WHITE_SPACE:
                _needs_space(part.start_byte, b":", problems)


def _check_distance(key: Syntax, colon: Syntax, problems: Problems) -> None:
    start, end = colon.start_byte, colon.end_byte
    is_near = start - key.start_byte <= _LONGEST_KEY
    if key.start_point.row != colon.start_point.row or not is_near:
        problems.syntax(start, end, "this `:` is too far from the beginning of its key")


def _needs_space(start: int, mark: bytes, problems: Problems) -> None:
    detail = f"this `{mark.decode('ascii')}` needs a space after it, or quotes around it"
    problems.syntax(start, start + 1, detail)
