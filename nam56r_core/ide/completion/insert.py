"""Text that a completion inserts, right for the language and the place.

Must not know what is offered, nor why.
"""

from __future__ import annotations

from nam56r_core.changes import Path, Plain
from nam56r_core.ide.completion.item import literal, without_stops
from nam56r_core.ide.completion.shape import Form, Shape
from nam56r_core.syntax import write_toml
from nam56r_core.syntax.cursor import Around, KeySpot, Written
from nam56r_core.syntax.nodes import Host
from nam56r_core.syntax.writer import write_key, write_value

_SWITCH = "${1|true,false|}"
_UNSAID = {Host.JSON: "${1:null}", Host.TOML: "${1:nan}"}
"""Stands for a number until one is typed: `null` says nothing, and a recipe refuses `nan`."""


def key_snippet(host: Host, spot: KeySpot, name: str, shape: Shape) -> str:
    """A key with room for its value; only the key where the mark behind it is already there."""
    around, old = spot.around, spot.written.quote
    key = literal(write_key(host, name, old=old, in_flow=around.in_brackets))
    if spot.has_mark:
        return around.before + key
    if host is Host.TOML and spot.takes_header and shape.first is Form.MAPPING:
        return f"{header((*spot.path, name))}{around.below}$0"
    match host:
        case Host.YAML:
            text = f"{key}:{_yaml_value(shape, around)}"
        case Host.JSON:
            text = f"{key}: {_value(host, shape)}"
        case Host.TOML:
            text = f"{key} = {_value(host, shape)}"
    return around.before + text + around.after


def header(path: Path) -> str:
    return write_toml.header([str(part) for part in path])


def value_text(host: Host, value: Plain, written: Written, around: Around) -> str:
    """A value in place of what is written, in the same quotes."""
    text = write_value(host, value, old=written.quote, in_flow=around.in_brackets)
    return around.before + text + around.after


def text_with_stops(host: Host, text: str, stops: str, quote: str, *, in_brackets: bool) -> str:
    """A text and the tab stops behind it as one string, quoted where it must be; neither has
    anything to escape in quotes."""
    snippet = text + stops
    if not quote and not stays_bare(host, without_stops(snippet), in_brackets=in_brackets):
        quote = '"'
    return quote + snippet + quote


def stays_bare(host: Host, text: str, *, in_brackets: bool) -> bool:
    """Whether a text is written without quotes, as YAML does where nobody could misread it."""
    return write_value(host, text, in_flow=in_brackets) == text


def _yaml_value(shape: Shape, around: Around) -> str:
    """What follows the colon; a scalar needs nothing, as an empty one is a value as well."""
    if around.opened:
        return ""
    match shape.first:
        case Form.MAPPING:
            return f"{around.below}$0" if around.below else " {$0}"
        case Form.LIST:
            is_tall = around.below and shape.item is Form.TEXT
            return f"{around.below}- $0" if is_tall else " [$0]"
        case Form.SWITCH:
            return f" {_SWITCH}"
    return " "


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
