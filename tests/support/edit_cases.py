"""Reads `tests/core/syntax/edits/*.md`: documents before and after changes.

A case is a heading of the third level with three fenced blocks: the document, the changes, the
document afterwards; the word `refused` in place of the last says that there is no such edit. Words
behind the language of a block say what cannot be seen: `cr`, `crlf`, `bom`, `no-final-newline`.

A change is one line: `set PATH VALUE`, `remove PATH`, `rename PATH NAME` or `replace OLD NEW` (the
first such text of the document), all in JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nam56r_core.changes import Change, Remove, RenameKey, ReplaceText, SetValue
from nam56r_core.syntax.language import Language
from nam56r_core.text import TextRange
from support.languages import NAMED

FOLDER = Path(__file__).resolve().parent.parent / "core/syntax/edits"
_CASE = re.compile(
    r"### (?P<title>.+)\n\n"
    r"```(?P<language>\w+)(?P<options>[-\w ]*)\n(?P<before>(?:.*\n)*?)```\n\n"
    r"```changes\n(?P<changes>(?:.*\n)*?)```\n\n"
    r"(?:```(?P=language)(?P=options)\n(?P<after>(?:.*\n)*?)```|refused)\n"
)


@dataclass(frozen=True)
class EditCase:
    """`after` is None where the edit must be refused."""

    title: str
    language: Language
    before: bytes
    changes: tuple[Change, ...]
    after: bytes | None

    def __str__(self) -> str:
        return f"{self.language.name.lower()}: {self.title}"


def read_edit_cases() -> list[EditCase]:
    return [case for path in sorted(FOLDER.glob("*.md")) for case in _read(path)]


def _read(path: Path) -> list[EditCase]:
    head, mark, text = path.read_text("utf-8").partition("\n\n")
    assert head == f"# {path.stem}" and mark
    cases = [_case(match) for match in _CASE.finditer(text)]
    left = _CASE.sub("", text).strip()
    assert not left, f"{path.name}: this is no case:\n{left}"
    return cases


def _case(match: re.Match[str]) -> EditCase:
    options = match["options"].split()
    before = _document(match["before"], options)
    after = None if match["after"] is None else _document(match["after"], options)
    changes = tuple(_change(line, before) for line in match["changes"].splitlines())
    return EditCase(match["title"], NAMED[match["language"]], before, changes, after)


def _document(text: str, options: list[str]) -> bytes:
    if "no-final-newline" in options:
        text = text.removesuffix("\n")
    if "cr" in options:
        text = text.replace("\n", "\r")
    if "crlf" in options:
        text = text.replace("\n", "\r\n")
    return (("\ufeff" if "bom" in options else "") + text).encode()


def _change(line: str, before: bytes) -> Change:
    word, _, rest = line.partition(" ")
    first, end = json.JSONDecoder().raw_decode(rest)
    second: Any = json.loads(rest[end:]) if rest[end:].strip() else None
    match word:
        case "set":
            return SetValue(tuple(first), second)
        case "remove":
            return Remove(tuple(first))
        case "rename":
            return RenameKey(tuple(first), second)
    assert word == "replace"
    start = before.index(first.encode())
    return ReplaceText(TextRange(start, start + len(first.encode())), second)
