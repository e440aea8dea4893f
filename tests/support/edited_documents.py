"""Documents as people write them, from random choices, with a comment wherever one can stand; each
line knows the entry that it writes, so that a test can say which lines a change may touch.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from hypothesis import strategies as st

from nam56r_core.changes import Path
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML

_KEYS = ("alpha", "beta", "gamma", "delta", "A", "x-y", "n2", "odd key")
_PLAIN_WORDS = ("rope", "AEMEAEMEAEMR", "no", "it's", "true story")
_WORDS = (*_PLAIN_WORDS, "*-", "12,24", "true", "", "a: b", "1e3", "- x", "# y", "null")
_scalars = st.one_of(
    st.sampled_from(_WORDS),
    st.integers(-5, 70000),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
)


def _collections(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.dictionaries(st.sampled_from(_KEYS), of, max_size=4),
        st.dictionaries(st.sampled_from(_KEYS), of, min_size=1, max_size=4),
        st.lists(_scalars, max_size=4),
        st.lists(of, max_size=3),
    )


def values(*, null: bool) -> st.SearchStrategy[Any]:
    """Any plain value; null only where the language has it."""
    leaves = st.one_of(_scalars, st.none()) if null else _scalars
    return st.recursive(leaves, _collections, max_leaves=8)


def roots(*, null: bool) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(_KEYS), values(null=null), max_size=5)


@dataclass
class Document:
    """Lines with the path of the entry that each belongs to: a comment on a line of its own to the
    collection around it."""

    language: Language
    random: Random
    lines: list[tuple[Path, str]] = field(default_factory=list)
    comments: dict[str, Path] = field(default_factory=dict)
    mark: str = ""
    line_break: str = "\n"
    has_final_break: bool = True

    @property
    def data(self) -> bytes:
        text = self.line_break.join(line for _, line in self.lines)
        end = self.line_break if self.has_final_break and self.lines else ""
        return (self.mark + text + end).encode()

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def comment(self, owner: Path) -> str:
        text = f"# note {len(self.comments)}."
        self.comments[text] = owner
        return text

    def add(self, owner: Path, text: str) -> None:
        if self.language is not JSON and self.chance(25):
            text += " " * self.random.randint(1, 3) + self.comment(owner)
        self.lines.append((owner, text))

    def space(self, owner: Path, indentation: str) -> None:
        """Blank lines and comments between entries."""
        if self.language is JSON:
            return
        if self.chance(15):
            self.lines.append((owner, ""))
        if self.chance(20):
            self.lines.append((owner, indentation + self.comment(owner)))


def _bracketed(
    document: Document,
    path: Path,
    value: Any,
    write: Callable[[Any], str],
    separator: str,
    *,
    padding: str = "",
) -> str:
    """A collection on one line."""
    if isinstance(value, dict):
        members = [
            f"{json.dumps(key)}{separator}{_bracketed(document, path, item, write, separator)}"
            for key, item in value.items()
        ]
        return "{" + padding + ", ".join(members) + padding + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_bracketed(document, path, i, write, separator) for i in value) + "]"
    return write(value)


# ---------------------------------------------------------------------------- YAML


def yaml_scalar(value: Any) -> str:
    return json.dumps(value) if not isinstance(value, float) else _float(value)


def _float(value: float) -> str:
    text = repr(value)
    return text if "." in text else text.replace("e", ".0e")


def _yaml_inline(document: Document, path: Path, value: Any) -> str:
    if isinstance(value, str) and value in _PLAIN_WORDS:
        single = "'" + value.replace("'", "''") + "'"
        return document.random.choice((value, json.dumps(value), single))
    return _bracketed(document, path, value, yaml_scalar, ": ")


def _yaml_mapping(document: Document, path: Path, value: dict[str, Any], column: int) -> None:
    pad = " " * column
    for key, item in value.items():
        where = (*path, key)
        document.space(path, pad)
        name = document.random.choice((key, json.dumps(key)))
        _yaml_value(document, where, item, column, f"{pad}{name}:")


def _yaml_value(document: Document, path: Path, value: Any, column: int, start: str) -> None:
    step = document.random.choice((2, 4))
    if isinstance(value, dict) and value and document.chance(80):
        document.add(path, start)
        _yaml_mapping(document, path, value, column + step)
    elif isinstance(value, list) and value and document.chance(60):
        document.add(path, start)
        _yaml_list(document, path, value, column + document.random.choice((0, 2)))
    elif isinstance(value, list) and value and document.chance(40):
        document.add(path, start + " [")
        for number, item in enumerate(value):
            comma = "," if number + 1 < len(value) or document.chance(50) else ""
            text = _yaml_inline(document, path, item)
            document.add((*path, number), f"{' ' * (column + step)}{text}{comma}")
        document.add(path, " " * (column + 2) + "]")
    elif value is None and document.chance(50):
        document.add(path, start)
    elif isinstance(value, str) and value.isalpha() and document.chance(10):
        document.add(path, start + " |-")
        document.lines.append((path, " " * (column + step) + value))
    else:
        document.add(path, f"{start} {_yaml_inline(document, path, value)}")


def _yaml_list(document: Document, path: Path, value: list[Any], column: int) -> None:
    pad = " " * column
    for number, item in enumerate(value):
        where = (*path, number)
        document.space(path, pad)
        if isinstance(item, dict) and item and document.chance(70):
            first, *others = item
            head = f"{pad}- {json.dumps(first)}:"
            _yaml_value(document, (*where, first), item[first], column + 2, head)
            _yaml_mapping(document, where, {key: item[key] for key in others}, column + 2)
        elif isinstance(item, dict | list):
            document.add(where, f"{pad}- {_yaml_inline(document, where, item)}")
        else:
            _yaml_value(document, where, item, column, pad + "-")


# ---------------------------------------------------------------------------- TOML


def toml_scalar(value: Any) -> str:
    return repr(value) if isinstance(value, float) else json.dumps(value)


def _toml_inline(document: Document, path: Path, value: Any) -> str:
    if isinstance(value, str) and "'" not in value and document.chance(30):
        return f"'{value}'"
    return _bracketed(document, path, value, toml_scalar, " = ", padding=" ")


def _toml_key(document: Document, key: str) -> str:
    return json.dumps(key) if " " in key or document.chance(10) else key


def _toml_table(
    document: Document, path: Path, written: list[str], value: dict[str, Any], *, header: str
) -> None:
    """The pairs of a table, then the tables in it; a header that nothing needs may be left out."""
    tables = {key: item for key, item in value.items() if _may_have_header(item)}
    if not value or len(tables) < len(value) or header.startswith("[[") or document.chance(60):
        if header:
            document.add(path, header)
        inline = [key for key in tables if document.chance(25)]
        for key, item in value.items():
            if key not in tables or key in inline:
                document.space(path, "")
                _toml_pair(document, (*path, key), item)
        tables = {key: item for key, item in tables.items() if key not in inline}
    for key, item in tables.items():
        names = [*written, _toml_key(document, key)]
        where = (*path, key)
        document.space(path, "")
        if isinstance(item, dict):
            _toml_table(document, where, names, item, header=f"[{'.'.join(names)}]")
            continue
        for number, table in enumerate(item):
            header = f"[[{'.'.join(names)}]]"
            _toml_table(document, (*where, number), names, table, header=header)


def _may_have_header(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(item, dict) for item in value)
    return isinstance(value, dict)


def _toml_pair(document: Document, path: Path, value: Any) -> None:
    name = _toml_key(document, str(path[-1]))
    if isinstance(value, dict) and value and document.chance(40):
        for inner, item in value.items():
            text = _toml_inline(document, path, item)
            document.add((*path, inner), f"{name}.{_toml_key(document, inner)} = {text}")
    elif isinstance(value, list) and value and document.chance(30):
        document.add(path, f"{name} = [")
        for number, item in enumerate(value):
            comma = "," if number + 1 < len(value) or document.chance(50) else ""
            text = _toml_inline(document, path, item)
            document.add((*path, number), f"  {text}{comma}")
        document.add(path, "]")
    else:
        document.add(path, f"{name} = {_toml_inline(document, path, value)}")


# ---------------------------------------------------------------------------- JSON


def _json(document: Document, path: Path, value: Any, column: int, start: str, end: str) -> None:
    if not isinstance(value, dict | list) or not value or document.chance(15):
        document.lines.append((path, start + json.dumps(value) + end))
        return
    opener, closer = "{}" if isinstance(value, dict) else "[]"
    document.lines.append((path, start + opener))
    members = list(value.items() if isinstance(value, dict) else enumerate(value))
    for number, (key, item) in enumerate(members, 1):
        head = " " * (column + 2) + (f"{json.dumps(key)}: " if isinstance(value, dict) else "")
        comma = "," if number < len(members) else ""
        _json(document, (*path, key), item, column + 2, head, comma)
    document.lines.append((path, " " * column + closer + end))


# ----------------------------------------------------------------------- documents


def written(language: Language, value: dict[str, Any], random: Random) -> Document:
    """A document that says `value`."""
    document = Document(language, random)
    document.line_break = random.choice(("\n", "\n", "\r\n"))
    document.has_final_break = document.chance(85)
    if language is JSON:
        if document.chance(30):
            separators = random.choice(((",", ":"), (", ", ": ")))
            document.lines.append(((), json.dumps(value, separators=separators)))
        else:
            _json(document, (), value, 0, "", "")
        return document
    document.space((), "")
    if language is TOML:
        _toml_table(document, (), [], value, header="")
        return document
    document.mark = random.choice(("", "", "\ufeff"))
    if value and document.chance(15):
        document.lines.append(((), "---"))
    if value:
        _yaml_mapping(document, (), value, 0)
    return document
