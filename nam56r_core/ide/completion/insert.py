"""Text that a completion inserts, right for the language and the place.

Must not know what is offered, nor why.
"""

from __future__ import annotations

from dataclasses import dataclass

from nam56r_core.changes import Path, Plain
from nam56r_core.ide.completion.item import literal, without_stops
from nam56r_core.ide.completion.shape import Form, Shape
from nam56r_core.syntax.context import KeyContext, ReplacedToken, Surroundings
from nam56r_core.syntax.toml import write as write_toml
from nam56r_core.syntax.tree import Host
from nam56r_core.syntax.writer import write_key, write_value

_SWITCH = "${1|true,false|}"
_UNSAID = {Host.JSON: "${1:null}", Host.TOML: "${1:nan}"}
"""Stands for a number until one is typed: `null` says nothing, and a recipe refuses `nan`."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text with tab stops, and what is right of it without them; None where it has none."""

    snippet: str
    plain: str | None


def key_template(host: Host, context: KeyContext, name: str, shape: Shape) -> Template:
    """A key with room for its value; only the key where the mark behind it is already there."""
    surroundings, old = context.surroundings, context.token.quote
    key = write_key(host, name, old=old, in_flow=surroundings.in_brackets)
    if context.has_mark:
        return Template(surroundings.before + key, None)
    if host is Host.TOML and context.takes_header and shape.first is Form.MAPPING:
        opened = header((*context.path, name)) + surroundings.below
        return Template(f"{literal(opened)}$0", opened)
    match host:
        case Host.YAML:
            key, value = f"{key}:", _yaml_value(shape, surroundings)
        case Host.JSON:
            key, value = f"{key}: ", Template(_value(host, shape), "")
        case Host.TOML:
            key, value = f"{key} = ", Template(_value(host, shape), "")
    snippet = surroundings.before + literal(key) + value.snippet + surroundings.after
    if value.plain is None:
        return Template(snippet, None)
    return Template(snippet, surroundings.before + key + value.plain + surroundings.after)


def header(path: Path) -> str:
    return write_toml.header([str(part) for part in path])


def value_text(host: Host, value: Plain, token: ReplacedToken, surroundings: Surroundings) -> str:
    """A value in place of what is written, in the same quotes."""
    text = write_value(host, value, old=token.quote, in_flow=surroundings.in_brackets)
    return surroundings.before + text + surroundings.after


def words_template(host: Host, word: str, stops: str, quote: str, *, in_brackets: bool) -> Template:
    """A word and the tab stops for those behind it as one string, quoted where it must be; none
    has anything to escape in quotes."""
    whole = word + without_stops(stops)
    if not quote and not stays_bare(host, whole, in_brackets=in_brackets):
        quote = '"'
    return Template(quote + word + stops + quote, f"{quote}{word} {quote}" if stops else None)


def stays_bare(host: Host, text: str, *, in_brackets: bool) -> bool:
    """Whether a text is written without quotes, as YAML does where nobody could misread it."""
    return write_value(host, text, in_flow=in_brackets) == text


def _yaml_value(shape: Shape, surroundings: Surroundings) -> Template:
    """What follows the colon; a scalar needs nothing, as an empty one is a value as well."""
    if surroundings.opened:
        return Template("", None)
    match shape.first:
        case Form.MAPPING if surroundings.below:
            return Template(f"{surroundings.below}$0", surroundings.below)
        case Form.MAPPING:
            return Template(" {$0}", " ")
        case Form.LIST if surroundings.below and shape.item is Form.TEXT:
            return Template(f"{surroundings.below}- $0", f"{surroundings.below}- ")
        case Form.LIST:
            return Template(" [$0]", " ")
        case Form.SWITCH:
            return Template(f" {_SWITCH}", " ")
    return Template(" ", None)


def _value(host: Host, shape: Shape) -> str:
    match shape.first:
        case Form.MAPPING:
            return "{$0}"
        case Form.LIST:
            return "[$0]"
        case Form.SWITCH:
            return _SWITCH
        case Form.NUMBER:
            return _UNSAID[host]
    return '"$1"'
