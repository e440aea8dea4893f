"""Text with tab stops, as an editor inserts it, and the forms of values that it makes room for.

Must not know what is offered, nor any language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

SWITCH = "${1|true,false|}"

_STOPS = re.compile(
    r"\\(?P<escaped>[\\$}])"
    r"|\$\{\d+\|(?P<first>[^,|}]*)[^}]*\}"
    r"|\$\{\d+:(?P<default>[^}]*)\}"
    r"|\$\d+"
)
_TO_ESCAPE = re.compile(r"[\\$}]")


class Form(Enum):
    """How a value is written, in the order in which a new key would begin with one."""

    MAPPING = "keys or names of its own"
    SWITCH = "true or false"
    TEXT = "a text"
    NUMBER = "a number"
    LIST = "a list"
    WORD = "one of a few words"


@dataclass(frozen=True, slots=True)
class Template:
    """`snippet` has tab stops; `plain` is what a client without them inserts, None where no text
    is right whatever is typed next."""

    snippet: str
    plain: str | None


def literal(text: str) -> str:
    """Text as a snippet writes it."""
    return _TO_ESCAPE.sub(lambda found: "\\" + found.group(), text)


def without_stops(snippet: str) -> str:
    """The text of a snippet before anything is typed at its tab stops."""
    return _STOPS.sub(lambda stop: stop[stop.lastgroup] if stop.lastgroup else "", snippet)


def inline_value(form: Form, number: str) -> Template:
    """Room for a value on the line of its key; `number` is there until a number is typed."""
    match form:
        case Form.MAPPING:
            return Template("{$0}", "")
        case Form.LIST:
            return Template("[$0]", "")
        case Form.SWITCH:
            return Template(SWITCH, "")
        case Form.NUMBER:
            return Template(f"${{1:{number}}}", "")
    return Template('"$1"', "")
