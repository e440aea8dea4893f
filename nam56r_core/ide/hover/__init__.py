"""Hovers: what there is to say about the thing under the cursor, and how far that thing reaches.

Finds the thing; the modules beside this one say what it is. Must not know the protocol.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Location
from nam56r_core.explanations.model import Topic
from nam56r_core.ide.hover.flag import flag_part
from nam56r_core.ide.hover.key import key_part
from nam56r_core.ide.hover.text import Hover, hover_of, meaning, part_of
from nam56r_core.ide.hover.value import value_hover
from nam56r_core.ide.node_at_offset import Part, node_at_offset
from nam56r_core.ide.prose import flag_at, term_at
from nam56r_core.ide.view import View
from nam56r_core.rules.names import rule_names
from nam56r_core.suppressions import MARK, SuppressedName, suppressions_in


def hover(view: View, offset: int) -> Hover | None:
    """About a key, a value or a word of a comment; None where there is nothing to say."""
    comment = view.tree.comment_at(offset)
    if comment is not None:
        return _in_comment(view, comment, offset)
    hit = node_at_offset(view.tree, offset)
    if hit is None or hit.scalar is None:
        return None
    if hit.part is Part.KEY:
        return hover_of([key_part(view, hit.path)], hit.node.range)
    return value_hover(view, hit.path, hit.scalar, offset)


def _in_comment(view: View, comment: Location, offset: int) -> Hover | None:
    """About a rule that a comment accepts findings of, or else a flag or a term."""
    for name in _suppressed(view, comment):
        if name.location.range.touches(offset):
            known = name.text if name.text in rule_names() else None
            rule = meaning(known, Topic.RULE, view.facts.target) if known else None
            return hover_of([part_of(rule)], name.location.range)
    flag = flag_at(view.source, comment.range, offset)
    if flag is not None:
        return hover_of([flag_part(view, flag.name)], flag.range)
    term = term_at(view.source, comment.range, offset, letters=True)
    if term is None:
        return None
    return hover_of([part_of(meaning(term.name, Topic.TERM, view.facts.target))], term.range)


def _suppressed(view: View, comment: Location) -> Iterator[SuppressedName]:
    """The names between the brackets of a comment, if it is a suppression."""
    if MARK in view.source.slice(comment.range):
        for suppression in suppressions_in(view.tree):
            where = suppression.location.range
            if comment.range.start <= where.start and where.end <= comment.range.end:
                yield from suppression.names
