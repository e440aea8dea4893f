"""Completion of an item of `extra_args`: a flag of the target, then the words that it takes.

Must not know how a place in a document is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nam56r_core.explanations.model import Link, Topic
from nam56r_core.export.emit import PLAN_OPTIONS
from nam56r_core.export.settings import extra_settings, keys_by_option
from nam56r_core.ide.completion.insert import words_template
from nam56r_core.ide.completion.item import Completion, CompletionKind
from nam56r_core.ide.completion.pattern import catalog_shown
from nam56r_core.ide.view import View
from nam56r_core.syntax.context import ValueContext
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.snippet import Template
from nam56r_core.targets.arity import expected_count
from nam56r_core.targets.catalog import Catalog, Flag, FlagAction
from nam56r_core.targets.judgments import not_for_hybrid_stacks
from nam56r_core.text import TextEdit, TextRange

_WORD = re.compile(r"[^\s=]*")
_OPTION = re.compile(r"\s*(?P<option>--[^\s=]+)(?P<joint>[\s=])(?P<others>.*[\s])?(?P<typed>\S*)")
_SHOWN_CHOICES = 6


@dataclass(frozen=True, slots=True)
class _Option:
    """An option as it is offered everywhere; `stops` is what follows it in a snippet."""

    name: str
    detail: str
    documentation: Link
    sort_key: str
    deprecated: bool
    stops: str


def flag_completions(view: View, context: ValueContext, offset: int) -> Iterator[Completion]:
    """The flags for the first word of an item, the flag's choices for every other one."""
    content = context.token.content
    if not content.touches(offset):
        return
    before = view.source.slice(TextRange(content.start, offset))
    behind = view.source.slice(TextRange(offset, content.end))
    word = _WORD.match(behind)
    tail = len(word.group().encode()) if word else 0
    if option := _OPTION.fullmatch(before):
        start = offset - len(option["typed"].encode())
        yield from _values(view, context, option["option"], TextRange(start, offset + tail))
    elif not before.strip() or _WORD.fullmatch(before.lstrip()):
        yield from _options(view, context, TextRange(content.start, offset + tail))


def _options(view: View, context: ValueContext, word: TextRange) -> Iterator[Completion]:
    token, surroundings = context.token, context.surroundings
    typed = view.source.slice(word).strip()
    settings = extra_settings(view.facts.recipe, view.facts.origins)
    taken = {setting.option for setting in settings} - {typed}
    has_values = view.source.slice(TextRange(word.end, token.content.end)).strip() != ""
    where, quote = (word, "") if has_values else (token.range, token.quote)
    opener, closer = ("", "") if context.in_list else ("[", "]")
    in_brackets = surroundings.in_brackets or not context.in_list
    items = _items(catalog_shown(view), view.language, token.quote, in_brackets=in_brackets)

    def whole(item: str) -> str:
        return f"{surroundings.before}{opener}{item}{closer}{surroundings.after}"

    for option, item in items:
        if option.name in taken:
            continue
        plain = None if has_values or item.plain is None else whole(item.plain)
        yield Completion(
            option.name,
            CompletionKind.FLAG,
            option.detail,
            option.documentation,
            TextEdit(where, option.name if has_values else whole(item.snippet)),
            option.sort_key,
            quote + option.name,
            surroundings.elsewhere,
            option.deprecated,
            plain,
        )


def _values(view: View, context: ValueContext, name: str, word: TextRange) -> Iterator[Completion]:
    catalog = catalog_shown(view)
    flag = catalog.flag(name)
    if flag is None or flag.needs_modelopt:
        return
    is_last = word.end == context.token.content.end
    closer = context.token.quote if is_last and not context.token.closed else ""
    for index, choice in enumerate(flag.choices):
        yield Completion(
            label=str(choice),
            kind=CompletionKind.VALUE,
            detail=f"{name}, {catalog.release}",
            documentation=Link(Topic.FLAG, name),
            edit=TextEdit(word, f"{choice}{closer}"),
            sort_key=f"{index:03}",
            filter_text=str(choice),
        )


@cache
def _items(
    catalog: Catalog, language: Language, quote: str, *, in_brackets: bool
) -> tuple[tuple[_Option, Template], ...]:
    """The options, each with the item that it makes in a language."""
    return tuple(
        (
            option,
            words_template(language, option.name, option.stops, quote, in_brackets=in_brackets),
        )
        for option in _offered(catalog)
    )


@cache
def _offered(catalog: Catalog) -> tuple[_Option, ...]:
    """The options that a recipe may pass on, those that nothing else can say first. Those that
    only ModelOpt brings are withheld, so they are not offered."""
    found: list[_Option] = []
    for flag in catalog.flags:
        names = flag.options if flag.action is FlagAction.BOOLEAN_OPTIONAL else flag.options[:1]
        if PLAN_OPTIONS.isdisjoint(flag.options) and not flag.needs_modelopt:
            found += (_option(flag, name) for name in names)
    return tuple(sorted(found, key=lambda option: option.sort_key))


def _option(flag: Flag, name: str) -> _Option:
    key = next((keys_by_option()[o] for o in flag.options if o in keys_by_option()), None)
    idle = not_for_hybrid_stacks(name)
    rank = 3 if idle else 2 if key else 1 if flag.hidden or flag.deprecated else 0
    values = _values_of(flag)
    return _Option(
        name=name,
        detail=_detail(flag, key, idle),
        documentation=Link(Topic.FLAG, name),
        sort_key=f"{rank}{name}",
        deprecated=flag.deprecated,
        stops="".join(f" {_stop(flag, number, value)}" for number, value in enumerate(values, 1)),
    )


def _detail(flag: Flag, key: str | None, idle: str | None) -> str:
    """Arity, type and choices, or where the option rather belongs."""
    if idle:
        return idle
    parts = [f"key {key}"] if key else []
    if not flag.takes_value:
        parts.append("switch")
    elif flag.choices:
        shown = [str(choice) for choice in flag.choices[:_SHOWN_CHOICES]]
        more = ["…"] if len(flag.choices) > len(shown) else []
        parts.append(f"{expected_count(flag)}: {', '.join(shown + more)}")
    else:
        parts.append(f"{expected_count(flag)}: {flag.type or 'text'}")
    return "; ".join(parts)


def _values_of(flag: Flag) -> list[str]:
    """What stands for the values of a flag until they are typed."""
    match flag.nargs:
        case None | "+":
            count = 1
        case int(count):
            pass
        case _:
            count = 0
    return [str(flag.choices[0]) if flag.choices else flag.dest.upper()] * count


def _stop(flag: Flag, number: int, value: str) -> str:
    if flag.choices:
        return f"${{{number}|{','.join(str(choice) for choice in flag.choices)}|}}"
    return f"${{{number}:{value}}}"
