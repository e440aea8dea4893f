"""Completions inside tests: asked for at `$0`, applied as an editor would, and read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from nam56r_core.changes import Path
from nam56r_core.ide.completion import Completion, complete, without_stops
from nam56r_core.ide.view import View
from nam56r_core.syntax.language import Language, SyntaxTree
from nam56r_core.syntax.languages import YAML
from nam56r_core.text import SourceText, TextEdit, apply_edits
from support.cursor import read_marked, view_of

BESIDE = ("base.nam56r.yaml", "more/fp8.nam56r.toml")
"""The recipes that stand beside the one under test."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What is offered at a cursor."""

    view: View
    offset: int
    completions: tuple[Completion, ...]

    @property
    def labels(self) -> list[str]:
        """In the order in which an editor shows them."""
        ordered = sorted(self.completions, key=lambda completion: completion.sort_key)
        return [completion.label for completion in ordered]

    def named(self, label: str) -> Completion:
        found = [completion for completion in self.completions if completion.label == label]
        assert len(found) == 1, f"{label} is offered {len(found)} times among {self.labels}"
        return found[0]

    def applied(self, completion: Completion) -> SyntaxTree:
        return applied(self.view, completion)

    def text_with(self, label: str) -> str:
        """The document after the completion of this name."""
        return self.applied(self.named(label)).source.data.decode()

    def applied_plainly(self, completion: Completion) -> SyntaxTree:
        """The document after a completion in an editor that knows no tab stops."""
        text = completion.edit.new_text if completion.plain is None else completion.plain
        return _edited(self.view, completion, text)


def offered(
    text: str,
    language: Language = YAML,
    *,
    files: Mapping[str, str] | None = None,
    target: str | None = None,
) -> Offered:
    marked = read_marked(text)
    view = view_of(marked.text, language, files=files, target=target)
    completions = complete(view, marked.cursor, files=lambda typed: BESIDE)
    return Offered(view, marked.cursor, completions)


def applied(view: View, completion: Completion, rest: str = "") -> SyntaxTree:
    """The document after a completion, its tab stops left as they are, and `rest` typed behind."""
    new_text = completion.edit.new_text
    if completion.plain is not None:
        new_text = without_stops(new_text)
    return _edited(view, completion, new_text + rest)


def _edited(view: View, completion: Completion, new_text: str) -> SyntaxTree:
    edits = [*completion.extra, TextEdit(completion.edit.range, new_text)]
    data = apply_edits(view.source.data, edits)
    return view.language.parse(SourceText(view.source.name, data))


def check_ranges(view: View, offset: int, completions: tuple[Completion, ...]) -> None:
    """What the protocol asks for: an edit of one line around the cursor, others beside it."""
    source = view.source
    line = source.line_range(source.line_of(offset))
    for completion in completions:
        where = completion.edit.range
        assert line.start <= where.start <= offset <= where.end <= line.end, completion
        ranges = sorted([where, *(extra.range for extra in completion.extra)])
        assert ranges[0].start >= 0 and ranges[-1].end <= len(source.data)
        for one, other in pairwise(ranges):
            assert one.end <= other.start and one != other, completion
        assert completion.label and completion.filter_text and completion.sort_key


def path_of(dotted: str) -> Path:
    return tuple(dotted.split(".")) if dotted else ()
