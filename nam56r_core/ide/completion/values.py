"""Completion of values: by the type of the key, by what the target's flag takes, and for some
keys by what they name (a release, a carrier, another recipe).

Must not know how a place in a document is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nam56r_core.changes import Plain
from nam56r_core.explanations.model import Link, Topic
from nam56r_core.ide.completion.insert import value_text
from nam56r_core.ide.completion.item import Completion, CompletionKind
from nam56r_core.ide.completion.pattern import catalog_shown, symbols_of
from nam56r_core.ide.completion.shape import Shape, shape_at
from nam56r_core.ide.hover.target import release_part
from nam56r_core.ide.letters import CARRY, layers_to_name
from nam56r_core.ide.view import View
from nam56r_core.plan.status import KIND_TITLE
from nam56r_core.recipe.accepts import accepts
from nam56r_core.recipe.describe import all_keys
from nam56r_core.recipe.origins import dotted
from nam56r_core.syntax.context import ValueContext
from nam56r_core.syntax.snippet import Form
from nam56r_core.syntax.tree import ScalarNode, SequenceNode, node_at
from nam56r_core.targets.judgments import NATIVE_SINCE
from nam56r_core.targets.targets import Targets
from nam56r_core.text import TextEdit, TextRange

Files = Callable[[str], Sequence[str]]
"""The recipes that a reference could name, relative to the document, for what is typed of it."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A value that may be written."""

    value: Plain
    kind: CompletionKind
    detail: str = ""
    documentation: str | Link | None = None


def value_completions(
    view: View, context: ValueContext, offset: int, files: Files | None
) -> Iterator[Completion]:
    """What the key of a spot may say there."""
    shape = shape_at(context.path)
    if shape is None or (context.in_list and Form.LIST not in shape.forms):
        return
    for index, candidate in enumerate(_candidates(view, context, shape, offset, files)):
        value = candidate.value
        text = value if isinstance(value, str) else view.language.write_value(value)
        if _only_list(shape) and not context.in_list and value not in (None, *shape.words):
            value = [value]
        new_text = value_text(view.language, value, context.token, context.surroundings)
        yield Completion(
            label=text,
            kind=candidate.kind,
            detail=candidate.detail,
            documentation=candidate.documentation,
            edit=TextEdit(context.token.range, new_text),
            sort_key=f"{index:05}",
            filter_text=context.token.quote + text,
            extra=context.surroundings.elsewhere,
        )


def _candidates(
    view: View, context: ValueContext, shape: Shape, offset: int, files: Files | None
) -> Iterator[_Candidate]:
    match context.path:
        case ("target",):
            yield from _targets(view.facts.targets)
        case (*section, _) if tuple(section) == CARRY:
            yield from (
                _Candidate(symbol, CompletionKind.LETTER, detail, Link(Topic.SYMBOL, symbol))
                for symbol, detail in symbols_of(catalog_shown(view))
            )
        case ("extends",):
            start = context.token.content.start
            typed = view.source.slice(TextRange(start, max(start, offset)))
            for name in files(typed) if files else ():
                yield _Candidate(name, CompletionKind.FILE)
        case _:
            yield from _words(view, context, shape)
            yield from _layers(view, context)
    if _says_something_in_base(view, context):
        yield _Candidate(None, CompletionKind.VALUE, "takes the inherited value back")


# ----------------------------------------------------------------------- what there is


def _words(view: View, context: ValueContext, shape: Shape) -> Iterator[_Candidate]:
    """Words of the schema, and those that the flag of the key takes in the target."""
    name = dotted(context.path)
    link = Link(Topic.KEY, name)
    if not context.in_list:
        words = (*((True, False) if Form.SWITCH in shape.forms else ()), *shape.words)
        yield from (_Candidate(word, CompletionKind.VALUE, "", link) for word in words)
    option = all_keys()[name].option
    catalog = catalog_shown(view)
    flag = catalog.flag(option) if option else None
    path = (*context.path, 0) if context.in_list or _only_list(shape) else context.path
    for choice in flag.choices if flag else ():
        if flag and accepts(path, choice):
            standard = "Megatron's default" if choice == flag.default else ""
            detail = "; ".join(filter(None, (f"{option} in {catalog.release}", standard)))
            yield _Candidate(choice, CompletionKind.VALUE, detail, Link(Topic.FLAG, flag.name))


def _layers(view: View, context: ValueContext) -> Iterator[_Candidate]:
    """The layers that a list may name by their numbers, without those that it names already."""
    node = node_at(view.tree.root, context.path)
    items = node.items if isinstance(node, SequenceNode) else ()
    others = (item for item in items if not item.range.overlaps(context.token.range))
    there = {str(item.value) for item in others if isinstance(item, ScalarNode)} | context.present
    link = Link(Topic.KEY, dotted(context.path))
    for number, layer in layers_to_name(view, context.path):
        if str(number) not in there:
            where = f"layer number {layer.layer_number}, index {layer.index}"
            detail = f"{where}: {layer.letter}, {layer.status.value}"
            yield _Candidate(number, CompletionKind.VALUE, detail, link)


def _targets(targets: Targets) -> Iterator[_Candidate]:
    """The targets, newest first, with what each began to build."""
    for target in reversed(tuple(targets)):
        news = [
            KIND_TITLE[kind] for kind, since in NATIVE_SINCE.items() if since.tag == target.name
        ]
        detail = f"first with {', '.join(news)}" if news else ""
        if target.short_name == target.name:
            detail = "snapshot of the development branch"
        builds = release_part(target.catalog)
        yield _Candidate(target.name, CompletionKind.TARGET, detail, builds)


def _says_something_in_base(view: View, context: ValueContext) -> bool:
    base = view.facts.inherited.base
    if base is None or context.in_list or not view.language.has_null:
        return False
    return node_at(base, context.path) is not None


def _only_list(shape: Shape) -> bool:
    return Form.LIST in shape.forms and not shape.forms & {Form.TEXT, Form.NUMBER}
