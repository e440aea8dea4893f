"""From changes to edits that keep the author's formatting: quotes, comments, order, indentation.

Every edit is read back before it is handed out: the document must say what it said, with the
changes, and must have no problem that it did not have. Must not know any recipe key or rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from nam56r_core.changes import Change, Path, Remove, RenameKey, ReplaceText, SetValue
from nam56r_core.syntax.edit.values import steps_of, values_after
from nam56r_core.syntax.editor import CannotEditError
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.tree import MappingNode, SyntaxProblemKind, child, node_at, plain, same
from nam56r_core.syntax.write_scalars import CannotWriteError
from nam56r_core.text import SourceText, TextEdit, TextRange, apply_edits


def edits_of(tree: SyntaxTree, changes: Sequence[Change]) -> tuple[TextEdit, ...] | None:
    """The edits of a document that make all `changes`, in order; their ranges are those of the
    document as it is. None where the changes cannot be made without touching anything else, or
    where a path leads nowhere; the whole document has no path.

    A removed entry or item goes with all of its lines and the comment at the end of the last one;
    comments above it stay. A mapping that this leaves empty stays as `{}`, a table as its header,
    except where it would have to be written anew (a block of YAML, TOML's dotted keys): then its
    own entry goes as well, which says the same. A list that is left empty always stays, as `[]`.
    """
    document = _Document(tree)
    try:
        for number, change in enumerate(changes):
            if number and isinstance(change, ReplaceText):
                return None
            document.make(change)
        return document.edits
    except (CannotEditError, CannotWriteError):
        return None


class _Document:
    """A document that changes are made to, one by one."""

    def __init__(self, tree: SyntaxTree) -> None:
        self._before = tree
        self._tree = tree
        self._steps: list[tuple[TextEdit, ...]] = []

    @property
    def edits(self) -> tuple[TextEdit, ...]:
        """Of one step its own edits, of several what they changed together."""
        if len(self._steps) <= 1:
            return self._steps[0] if self._steps else ()
        return tuple(_difference(self._before.source.data, self._tree.source.data))

    def make(self, change: Change) -> None:
        """One change, read back; raises `CannotEditError`."""
        before = self._tree
        if isinstance(change, ReplaceText):
            self._make(change)
        elif not change.path:
            raise CannotEditError
        else:
            _check_keys(before, change.path)
            accepted = values_after(plain(before.root), change)
            self._make(change)
            now = plain(self._tree.root)
            # A document without any entry has no value at all, in some languages.
            now = {} if now is None else now
            if not any(same(now, value) for value in accepted):
                raise CannotEditError
        if _problems(self._tree) - _problems(before):
            raise CannotEditError

    def _make(self, change: Change, *, may_move: bool = True) -> None:
        steps: list[Change] = [change]
        if isinstance(change, SetValue):
            steps = steps_of(plain(self._tree.root), change)
        for step in steps:
            edits = _edits(self._tree, step)
            if edits is not None:
                self._apply(edits)
            elif may_move:
                self._make_anew(step)
            else:
                raise CannotEditError

    def _make_anew(self, step: Change) -> None:
        """Takes out what is written in several places, to write its new value in one; of a list
        that loses the only item, the value is the empty list."""
        if isinstance(step, Remove):
            step = SetValue(step.path[:-1], [])
        if not isinstance(step, SetValue) or not isinstance(step.path[-1], str):
            # Without it, the items behind it would be others.
            raise CannotEditError
        self._make(Remove(step.path), may_move=False)
        self._make(step, may_move=False)

    def _apply(self, edits: Sequence[TextEdit]) -> None:
        source = self._tree.source
        edits = _joined(edits)
        try:
            data = apply_edits(source.data, edits)
        except ValueError as error:
            raise CannotEditError from error
        self._tree = self._tree.language.parse(SourceText(source.name, data), self._tree)
        self._steps.append(tuple(edits))


def _edits(tree: SyntaxTree, change: Change) -> list[TextEdit] | None:
    """The edits of a change that needs no other; None where it must be made anew."""
    editor = tree.language.editor(tree)
    match change:
        case SetValue((), value):
            return editor.fill(value)
        case SetValue(path, value) if node_at(tree.root, path) is not None:
            return editor.replace(path, value)
        case SetValue(path, value, after):
            return editor.insert(path, value, after)
        case Remove(path):
            return editor.remove(path)
        case RenameKey(path, name):
            return editor.rename(path, name)
        case ReplaceText(where, text):
            return [TextEdit(where, text)]


def _joined(edits: Sequence[TextEdit]) -> list[TextEdit]:
    """The edits by place, as one where they touch; those at one place in the order given."""
    joined: list[TextEdit] = []
    for edit in sorted(edits, key=lambda edit: edit.range):
        last = joined[-1] if joined else None
        if last and last.range.end == edit.range.start:
            where = TextRange(last.range.start, edit.range.end)
            joined[-1] = TextEdit(where, last.new_text + edit.new_text)
        else:
            joined.append(edit)
    return joined


def _check_keys(tree: SyntaxTree, path: Path) -> None:
    """No key on the path may be there twice: the other one would speak up, or stay unread."""
    repeated = {
        problem.related.range
        for problem in tree.problems
        if problem.kind is SyntaxProblemKind.DUPLICATE_KEY and problem.related
    }
    node = tree.root
    for step in path:
        entry = node.entry(str(step)) if isinstance(node, MappingNode) else None
        if entry and entry.key.range in repeated:
            raise CannotEditError
        node = child(node, step)


def _problems(tree: SyntaxTree) -> Counter[tuple[SyntaxProblemKind, str]]:
    return Counter((problem.kind, problem.detail) for problem in tree.problems)


def _difference(before: bytes, after: bytes) -> Iterator[TextEdit]:
    """Edits that make one text of another: the lines that differ, without what they share."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    offsets = [0, *accumulate(map(len, old))]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield _trimmed(offsets[i1], b"".join(old[i1:i2]), b"".join(new[j1:j2]))


def _trimmed(start: int, old: bytes, new: bytes) -> TextEdit:
    """The edit without the characters that both texts begin or end with."""
    most = min(len(old), len(new))
    first = 0
    while first < most and old[first] == new[first]:
        first += 1
    while first and (_is_inside(old, first) or _is_inside(new, first)):
        first -= 1
    last = 0
    while last < most - first and old[-1 - last] == new[-1 - last]:
        last += 1
    while last and (_is_inside(old, len(old) - last) or _is_inside(new, len(new) - last)):
        last -= 1
    where = TextRange(start + first, start + len(old) - last)
    try:
        return TextEdit(where, new[first : len(new) - last].decode("utf-8"))
    except UnicodeDecodeError as error:
        # Bytes that are not UTF-8 stand between two changes.
        raise CannotEditError from error


def _is_inside(text: bytes, at: int) -> bool:
    """Whether an offset is inside a character or a CRLF."""
    if not 0 < at < len(text):
        return False
    return text[at] & 0xC0 == 0x80 or text[at - 1 : at + 1] == b"\r\n"
