"""A YAML document written as TOML: the same values and the same comments.

Takes plain YAML only: one key on a line, block mappings, lists on the line of their key, and the
values of a section before the sections in it. Must not know what any key means.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.syntax.toml.write import value
from nam56r_core.syntax.tree import Entry, MappingNode, plain
from nam56r_core.text import SourceText, TextRange

_Keys = tuple[str, ...]


def transcribed(source: SourceText, root: MappingNode) -> str:
    """The text of the TOML document."""
    return "".join(f"{line}\n" for line in _lines(source, root))


def _lines(source: SourceText, root: MappingNode) -> Iterator[str]:
    found = {source.line_of(entry.key.range.start): (path, entry) for path, entry in _entries(root)}
    for line in range(len(source.line_starts) - 1):
        if line not in found:
            yield source.slice(source.line_range(line)).strip()  # TOML indents no comment
            continue
        path, entry = found[line]
        written = _entry(path, entry)
        comment = _comment(source, line, entry)
        if written:
            yield f"{written}  {comment}" if comment else written
        elif comment:
            yield comment


def _entries(section: MappingNode, path: _Keys = ()) -> Iterator[tuple[_Keys, Entry]]:
    for entry in section.entries:
        yield (*path, entry.name), entry
        if isinstance(entry.value, MappingNode):
            yield from _entries(entry.value, (*path, entry.name))


def _entry(path: _Keys, entry: Entry) -> str:
    """A header or a key with its value; empty for a section that only holds sections."""
    if not isinstance(entry.value, MappingNode):
        return f"{entry.name} = {value(plain(entry.value))}"
    only_sections = all(isinstance(inner.value, MappingNode) for inner in entry.value.entries)
    return "" if only_sections else f"[{'.'.join(path)}]"


def _comment(source: SourceText, line: int, entry: Entry) -> str:
    """The comment behind a key and its value."""
    last = entry.key if isinstance(entry.value, MappingNode) else entry.value
    end = source.line_range(line).end
    return source.slice(TextRange(last.range.end, end)).lstrip(": ")
