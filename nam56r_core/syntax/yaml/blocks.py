"""YAML's literal (`|`) and folded (`>`) block scalars, character by character.

Works from the lines themselves, because the grammar leaves out where a content line begins and
how many line breaks end the scalar. Must not know where in a document the scalar stands, but for
the indentation of what holds it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nam56r_core.syntax.problems import Problems
from nam56r_core.syntax.source_map import StringBuilder
from nam56r_core.syntax.tree import ScalarNode
from nam56r_core.syntax.yaml.tokens import MARKER
from nam56r_core.text import SourceText

_HEADER = re.compile(rb"([|>])(?:([1-9])([-+]?)|([-+])([1-9]?))?[ \t]*(?:(?<=[ \t])#[^\r\n]*)?")
_LINE = re.compile(rb"( *)([^\r\n]*)(\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class _ContentLine:
    """A content line: its text without indentation, and its line break."""

    start: int
    end: int
    end_of_break: int


@dataclass(slots=True)
class _Body:
    """Content lines with the numbers of empty lines before each, and after the last."""

    lines: list[_ContentLine] = field(default_factory=list)
    gaps: list[list[_ContentLine]] = field(default_factory=list)
    trailing: list[_ContentLine] = field(default_factory=list)


def read_block(
    source: SourceText, data: bytes, start: int, end: int, parent_indent: int, problems: Problems
) -> ScalarNode:
    """The scalar whose header begins at `start` and whose last word the grammar saw end at `end`.

    The lines are those of `data`, what they say is taken from the source. `parent_indent` is the
    column of the collection that holds the scalar, -1 for none. Line breaks that end the scalar
    stand after its range, so that the range covers what people see of it.
    """
    header = _HEADER.match(data, start)
    if header is None:
        raise AssertionError("the grammar begins every block scalar with its header")
    style, digit, sign, other_sign, other_digit = header.groups()
    explicit = digit or other_digit
    first = _LINE.match(data, header.end())
    body_start = first.end() if first else header.end()
    if explicit:
        indent = max(parent_indent, 0) + int(explicit)
    else:
        indent = _indentation(data, body_start, parent_indent, problems)
    body = _body(data, body_start, indent)
    builder = StringBuilder(source.data)
    _join(builder, body, folded=style == b">")
    _chomp(builder, body, sign or other_sign or b"")
    content_end = body.lines[-1].end if body.lines else header.end()
    _check_extent(data, content_end, max(end, start), problems)
    return builder.scalar(source, start, max(content_end, start + 1))


def _indentation(data: bytes, offset: int, parent_indent: int, problems: Problems) -> int:
    """The indentation of the first line with content, which empty lines must not exceed."""
    widest, widest_at = 0, offset
    while (line := _LINE.match(data, offset)) and line.group():
        spaces = len(line[1])
        if line[2]:
            if spaces <= parent_indent:
                break
            if widest > spaces:
                problems.syntax(
                    widest_at,
                    widest_at + widest,
                    "an empty line with more spaces than the text that follows",
                )
            return spaces
        if spaces > widest:
            widest, widest_at = spaces, offset
        if line.end() == offset or not line[3]:
            break
        offset = line.end()
    return max(widest, parent_indent + 1)


def _body(data: bytes, offset: int, indent: int) -> _Body:
    body = _Body()
    gap: list[_ContentLine] = []
    while offset < len(data) and (line := _LINE.match(data, offset)):
        spaces = len(line[1])
        if indent == 0 and MARKER.match(data, offset):
            break
        if spaces >= indent and (line[2] or spaces > indent):
            body.lines.append(_ContentLine(offset + indent, line.end(2), line.end()))
            body.gaps.append(gap)
            gap = []
        elif line[2]:
            break
        else:
            gap.append(_ContentLine(line.end(2), line.end(2), line.end()))
        offset = line.end()
    body.trailing = gap
    return body


def _join(builder: StringBuilder, body: _Body, *, folded: bool) -> None:
    """The content lines with the line breaks between them, folded where they may be."""
    data = builder.data
    previous: _ContentLine | None = None
    for line, gap in zip(body.lines, body.gaps, strict=True):
        if previous is not None:
            if not (folded and _is_text(data, previous) and _is_text(data, line)):
                builder.stand_for("\n", previous.end, previous.end_of_break)
            elif not gap:
                builder.stand_for(" ", previous.end, previous.end_of_break)
        for empty in gap:
            builder.stand_for("\n", empty.end, empty.end_of_break)
        builder.verbatim(line.start, line.end)
        previous = line


def _is_text(data: bytes, line: _ContentLine) -> bool:
    """Whether a line may be folded: it does not begin with further white space."""
    return data[line.start] not in b" \t"


def _chomp(builder: StringBuilder, body: _Body, sign: bytes) -> None:
    """The line breaks at the end: one by default, all with `+`, none with `-`."""
    breaks = [*body.lines[-1:], *body.trailing] if sign == b"+" else body.lines[-1:]
    if sign == b"-":
        return
    for line in breaks:
        if line.end < line.end_of_break:
            builder.stand_for("\n", line.end, line.end_of_break)


def _check_extent(data: bytes, content_end: int, seen_end: int, problems: Problems) -> None:
    """The grammar and the lines must agree where the scalar ends."""
    first, last = sorted((content_end, seen_end))
    between = data[first:last]
    rest = between.lstrip(b" \t\r\n")
    if rest and not rest.startswith(b"#"):
        at = last - len(rest)
        line_end = at + len(rest.splitlines()[0])
        problems.syntax(at, line_end, "indentation does not fit the block scalar above")
