"""Completion: what can be written at a place, as edits that are right in the document's language.

Must not know the protocol, nor how documents are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nam56r_core.explanations.model import Link
from nam56r_core.ide.completion.comments import comment_completions
from nam56r_core.ide.completion.flags import flag_completions
from nam56r_core.ide.completion.item import Completion, CompletionKind
from nam56r_core.ide.completion.keys import header_completions, key_completions
from nam56r_core.ide.completion.pattern import AUTHORED, PREDICTED, pattern_completions
from nam56r_core.ide.completion.shape import section_at, shape_at
from nam56r_core.ide.completion.values import Files, value_completions
from nam56r_core.ide.hover.text import meaning
from nam56r_core.ide.view import View
from nam56r_core.recipe.schema import EXTRA_ARGS
from nam56r_core.syntax.context import (
    CommentContext,
    CursorContext,
    HeaderContext,
    KeyContext,
    ValueContext,
)
from nam56r_core.syntax.snippet import Form, without_stops
from nam56r_core.targets.target import Target

__all__ = [
    "Completion",
    "CompletionKind",
    "complete",
    "documentation_of",
    "markdown_of",
    "without_stops",
]


def complete(
    view: View, offset: int, *, files: Files | None = None, is_asked_for: bool = True
) -> tuple[Completion, ...]:
    """Everything that can be written at a byte offset; the text before the cursor does not narrow
    it down.

    `files` lists the recipes that `extends` could name, given the part that is typed.
    `is_asked_for` is False when the editor asks by itself because somebody types. Letters are left
    out then: every letter is a valid next one, so Enter would insert one that nobody chose.
    """
    offset = min(max(offset, 0), len(view.source.data))
    context = view.language.context_at(view.source, offset)
    found = _completions(view, context, offset, files) if context else ()
    return tuple(one for one in found if is_asked_for or one.kind is not CompletionKind.LETTER)


def documentation_of(completion: Completion, target: Target | None) -> str:
    """The Markdown that documents a completion, empty if nothing is known about it."""
    link = completion.documentation
    return markdown_of(link, target) if isinstance(link, Link) else link or ""


def markdown_of(link: Link, target: Target | None) -> str:
    """The Markdown behind a link."""
    found = meaning(link.name, link.topic, target)
    return found.body if found else ""


def _completions(
    view: View, context: CursorContext, offset: int, files: Files | None
) -> Iterator[Completion]:
    match context:
        case CommentContext(start):
            yield from comment_completions(view, start, offset)
        case HeaderContext():
            yield from header_completions(view, context)
        case KeyContext() if not _is_plain_value(context):
            yield from key_completions(view, context)
        case KeyContext():
            yield from _value_completions(view, _on_own_line(context), offset, files)
        case ValueContext():
            yield from _value_completions(view, context, offset, files)


def _value_completions(
    view: View, context: ValueContext, offset: int, files: Files | None
) -> Iterator[Completion]:
    """The values for a spot, without the one that is written there: accepting it would change
    nothing, and would cost the Enter that was meant to begin a line."""
    if context.path in (AUTHORED, PREDICTED):
        found = pattern_completions(view, context, offset)
    elif context.path == EXTRA_ARGS:
        found = flag_completions(view, context, offset)
    else:
        found = value_completions(view, context, offset, files)
    return (completion for completion in found if _changes_something(view, completion))


def _changes_something(view: View, completion: Completion) -> bool:
    edit = completion.edit
    return bool(completion.extra) or view.source.slice(edit.range) != edit.new_text


def _is_plain_value(context: KeyContext) -> bool:
    """Whether a line below a key of YAML holds its value, or an item of it, and not keys."""
    shape = shape_at(context.path)
    return (
        shape is not None and section_at(context.path) is None and Form.MAPPING not in shape.forms
    )


def _on_own_line(context: KeyContext) -> ValueContext:
    shape = shape_at(context.path)
    in_list = shape is not None and Form.LIST in shape.forms
    surroundings = replace(
        context.surroundings, before=context.surroundings.before + ("- " if in_list else "")
    )
    return ValueContext(context.path, in_list, context.token, surroundings)
