"""What can be written in a comment: the words of a suppression, and the names of rules.

Must not know what a rule reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nam56r_core.explanations.model import Link, Topic
from nam56r_core.ide.completion.item import Completion, CompletionKind
from nam56r_core.ide.view import View
from nam56r_core.rules.names import rule_names
from nam56r_core.suppressions import MARK, Scope
from nam56r_core.text import TextEdit, TextRange

_MARK = re.compile(r"#[ \t]*(?P<typed>[a-z0-9:]*)")
_WORD = re.compile(r"#\s*nam56r:\s*(?P<typed>[\w-]*)")
_NAMES = re.compile(r"#\s*nam56r:\s*(?P<word>[\w-]+)\s*\[(?P<others>[^\]]*[,\s])?(?P<typed>[\w-]*)")
_REST_OF_WORD = re.compile(r"[\w-]*")

_REACH = {
    Scope.LINE: "accepts findings on this line",
    Scope.NEXT_LINE: "accepts findings on the next line",
    Scope.FILE: "accepts findings in the whole file",
}


def comment_completions(view: View, start: int, offset: int) -> Iterator[Completion]:
    """What completes the comment that begins at `start`."""
    data = view.source.data
    end = view.source.line_range(view.source.line_of(offset)).end
    # Bytes that are no characters count one column each, so places in the text are bytes.
    before = data[start:offset].decode("latin-1")
    rest = data[offset:end].decode("latin-1")
    typed_on = _REST_OF_WORD.match(rest)
    tail = typed_on.end() if typed_on else 0
    if names := _NAMES.fullmatch(before):
        where = TextRange(start + names.start("typed"), offset + tail)
        yield from _rules(view, start, where, names, rest[tail:])
    elif word := _WORD.fullmatch(before):
        where = TextRange(start + word.start("typed"), offset + tail)
        yield from _words(where, "", rest[tail:])
    elif (mark := _MARK.fullmatch(before)) and MARK.startswith(mark["typed"]) and not rest.strip():
        yield from _words(TextRange(start + mark.start("typed"), offset), f"{MARK} ", "")


def _words(where: TextRange, before: str, rest: str) -> Iterator[Completion]:
    opened = rest.lstrip().startswith("[")
    for index, scope in enumerate(Scope):
        text = before + scope.value
        yield Completion(
            label=text,
            kind=CompletionKind.VALUE,
            detail=_REACH[scope],
            documentation=Link(Topic.TERM, "suppression"),
            edit=TextEdit(where, text if opened else f"{text}[$1]: $0"),
            sort_key=str(index),
            filter_text=text,
            # The names are completed inside the brackets, and close them.
            plain=None if opened else f"{text}[",
        )


def _rules(
    view: View, start: int, where: TextRange, names: re.Match[str], rest: str
) -> Iterator[Completion]:
    """The rules, first those with a finding that the comment would accept."""
    given = set(re.split(r"[,\s]+", f"{names['others'] or ''} {rest.partition(']')[0]}"))
    found = _codes(view, names["word"], start)
    closed = "]" in rest
    for name in rule_names():
        if name not in given:
            yield Completion(
                label=name,
                kind=CompletionKind.RULE,
                detail="found here" if name in found else "",
                documentation=Link(Topic.RULE, name),
                edit=TextEdit(where, name if closed else f"{name}]: $0"),
                sort_key=f"{'0' if name in found else '1'}{name}",
                filter_text=name,
                plain=None if closed else f"{name}]: ",
            )


def _codes(view: View, word: str, start: int) -> frozenset[str]:
    """The rules that have something to say about what a suppression covers, apart from the
    comment itself, which is not finished yet."""
    source = view.source
    line = source.line_of(start)
    comment = TextRange(start, source.line_range(line).end)
    covered = {Scope.LINE.value: line, Scope.NEXT_LINE.value: line + 1}.get(word)
    found: set[str] = set()
    for diagnostic in view.filtered.shown:
        at = diagnostic.location
        if at.source is not source or at.range.start in comment:
            continue
        if covered is None or source.line_of(at.range.start) == covered:
            found.add(diagnostic.code)
    return frozenset(found)
