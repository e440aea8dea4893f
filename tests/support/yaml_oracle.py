"""What ruamel.yaml makes of a document, resolved by the core schema of YAML 1.2.

ruamel's scanner, parser and composer decide the structure. Its schema is not the core schema
(`1_000` and `0b1` are integers there, a date is a date), so plain scalars are resolved here, from
the table in section 10.3.2 of the specification and on purpose not by the code under test.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

CORE_SCHEMA: tuple[tuple[str, Any], ...] = (
    (r"null|Null|NULL|~|", lambda text: None),
    (r"true|True|TRUE", lambda text: True),
    (r"false|False|FALSE", lambda text: False),
    (r"[-+]?[0-9]+", int),
    (r"0o[0-7]+", lambda text: int(text[2:], 8)),
    (r"0x[0-9a-fA-F]+", lambda text: int(text[2:], 16)),
    (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
    (r"[-+]?(\.inf|\.Inf|\.INF)", lambda text: float(text.replace(".", ""))),
    (r"\.nan|\.NaN|\.NAN", lambda text: float("nan")),
)


class RejectedError(Exception):
    """ruamel.yaml does not take the document, or it means nothing the reader should take."""


def core_value(text: str) -> Any:
    for pattern, value in CORE_SCHEMA:
        if re.fullmatch(pattern, text):
            return value(text)
    return text


def load(text: str) -> Any:
    """The value of a document that uses nothing beyond plain YAML 1.2 with string keys."""
    return _Composer(_events(text)).document()


def _events(text: str) -> list[Any]:
    yaml = YAML(typ="safe", pure=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(yaml.parse(text))
    except (YAMLError, ValueError, IndexError, AttributeError, TypeError, AssertionError) as error:
        # ruamel reports some broken documents by accident, through whatever error it runs into.
        raise RejectedError(str(error)) from error


class _Composer:
    """Values from parser events, because only these still know which tags were written."""

    def __init__(self, events: list[Any]) -> None:
        self._events = events
        self._index = 0
        self._anchors: dict[str, Any] = {}

    def document(self) -> Any:
        starts = [event for event in self._events if isinstance(event, DocumentStartEvent)]
        if len(starts) > 1:
            raise RejectedError("several documents")
        if not starts:
            return None
        if starts[0].version not in (None, (1, 2)) or starts[0].tags:
            raise RejectedError("directive")
        self._index = self._events.index(starts[0]) + 1
        return self._value()

    def _next(self) -> Any:
        self._index += 1
        return self._events[self._index - 1]

    def _value(self) -> Any:
        event = self._next()
        if isinstance(event, AliasEvent):
            if event.anchor not in self._anchors:
                raise RejectedError("unknown or recursive alias")
            return self._anchors[event.anchor]
        self._anchors.pop(event.anchor, None)
        value = self._content(event)
        if event.anchor:
            self._anchors[event.anchor] = value
        return value

    def _content(self, event: Any) -> Any:
        tag = str(event.tag) if event.tag is not None else None
        if isinstance(event, ScalarEvent):
            return _scalar(event.value, event.style, tag)
        if isinstance(event, SequenceStartEvent):
            _expect_tag(tag, "seq")
            items = []
            while not isinstance(self._events[self._index], SequenceEndEvent):
                items.append(self._value())
            self._next()
            return items
        assert isinstance(event, MappingStartEvent)
        _expect_tag(tag, "map")
        return self._mapping()

    def _mapping(self) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(self._events[self._index], MappingEndEvent):
            event = self._events[self._index]
            if isinstance(event, ScalarEvent) and event.value == "<<" and not event.style:
                raise RejectedError("merge key")
            key = self._value()
            if not isinstance(key, str):
                raise RejectedError("key is not a string")
            if key in result:
                raise RejectedError("duplicate key")
            result[key] = self._value()
        self._next()
        return result


def _expect_tag(tag: str | None, name: str) -> None:
    if tag not in (None, f"tag:yaml.org,2002:{name}"):
        raise RejectedError(f"tag {tag}")


def _scalar(text: str, style: str | None, tag: str | None) -> Any:
    if tag is None:
        return text if style else core_value(text)
    if tag == "tag:yaml.org,2002:str":
        return text
    value = core_value(text)
    names = {bool: "bool", int: "int", float: "float", type(None): "null", str: "str"}
    if tag == "tag:yaml.org,2002:float" and type(value) is int:
        return float(value)
    if tag != f"tag:yaml.org,2002:{names[type(value)]}":
        raise RejectedError(f"tag {tag}")
    return value
