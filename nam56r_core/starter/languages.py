"""A starter in the language that was asked for: the same values, and the comments where there are
such.

Takes the plain YAML of our own templates, not any YAML: one key on a line, block mappings, lists
on the line of their key, and the values of a section before the sections in it. Must not know
what any key means.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from nam56r_core.syntax.parser import parse
from nam56r_core.syntax.tree import Entry, Host, MappingNode, plain
from nam56r_core.syntax.writer import write_value
from nam56r_core.text import SourceText, TextRange

_Keys = tuple[str, ...]


def written_in(host: Host, text: str) -> str:
    """The recipe in a language; its comments are left out in JSON, which has none."""
    if host is Host.YAML:
        return text
    source = SourceText.of("starter", text)
    root = parse(source, Host.YAML).root
    assert isinstance(root, MappingNode)
    if host is Host.JSON:
        return json.dumps(plain(root), indent=2, ensure_ascii=False) + "\n"
    return "".join(f"{line}\n" for line in _toml_lines(root, source))


def _toml_lines(root: MappingNode, source: SourceText) -> Iterator[str]:
    found = {source.line_of(entry.key.range.start): (path, entry) for path, entry in _entries(root)}
    for line in range(len(source.line_starts) - 1):
        if line not in found:
            yield source.slice(source.line_range(line)).strip()  # TOML indents no comment
            continue
        path, entry = found[line]
        said = _toml_entry(path, entry)
        comment = _comment(source, line, entry)
        if said:
            yield f"{said}  {comment}" if comment else said
        elif comment:
            yield comment


def _entries(section: MappingNode, path: _Keys = ()) -> Iterator[tuple[_Keys, Entry]]:
    for entry in section.entries:
        yield (*path, entry.name), entry
        if isinstance(entry.value, MappingNode):
            yield from _entries(entry.value, (*path, entry.name))


def _toml_entry(path: _Keys, entry: Entry) -> str:
    """A header or a key with its value; nothing for a section that only holds sections."""
    if not isinstance(entry.value, MappingNode):
        return f"{entry.name} = {write_value(Host.TOML, plain(entry.value))}"
    only_sections = all(isinstance(inner.value, MappingNode) for inner in entry.value.entries)
    return "" if only_sections else f"[{'.'.join(path)}]"


def _comment(source: SourceText, line: int, entry: Entry) -> str:
    """The comment behind a key and its value."""
    said = entry.key if isinstance(entry.value, MappingNode) else entry.value
    end = source.line_range(line).end
    return source.slice(TextRange(said.range.end, end)).lstrip(": ")
