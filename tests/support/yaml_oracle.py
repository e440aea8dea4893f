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
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

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
    yaml = YAML(typ="safe", pure=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            node = yaml.compose(text)
    except (YAMLError, ValueError, IndexError, AttributeError, TypeError, AssertionError) as error:
        # ruamel reports some broken documents by accident, through whatever error it runs into.
        raise RejectedError(str(error)) from error
    return None if node is None else _value(node)


def _value(node: Any) -> Any:
    if isinstance(node, ScalarNode):
        return _scalar(node)
    if isinstance(node, SequenceNode):
        return [_value(item) for item in node.value]
    assert isinstance(node, MappingNode)
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if isinstance(key_node, ScalarNode) and key_node.value == "<<" and not key_node.style:
            raise RejectedError("merge key")
        key = _value(key_node)
        if not isinstance(key, str):
            raise RejectedError("key is not a string")
        if key in result:
            raise RejectedError("duplicate key")
        result[key] = _value(value_node)
    return result


def _scalar(node: Any) -> Any:
    if node.ctag is not None and node.ctag.handle is not None and not node.style:
        pass
    return core_value(node.value) if not node.style else node.value
