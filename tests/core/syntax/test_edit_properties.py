"""Whatever is changed in a document, it says just that afterwards, and the rest is as it was."""

from __future__ import annotations

import copy
import json
import os
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nam56r_core.changes import Change, Path, Remove, RenameKey, ReplaceText, SetValue
from nam56r_core.syntax.edits import edits_of
from nam56r_core.syntax.language import Language, SyntaxTree
from nam56r_core.syntax.languages import LANGUAGES, TOML
from nam56r_core.syntax.tree import plain
from nam56r_core.text import SourceText, TextRange, apply_edits
from support.documents import DOCUMENTS, TOKENS
from support.edited_documents import Document, roots, values, written
from support.mutations import mutated

EXAMPLES = int(os.environ.get("NAM56R_EXAMPLES", "120"))


def paths_in(value: Any, above: Path = ()) -> list[Path]:
    """Every path below a value."""
    if isinstance(value, dict):
        steps: list[str | int] = list(value)
    elif isinstance(value, list):
        steps = list(range(len(value)))
    else:
        return []
    return [p for s in steps for p in ((*above, s), *paths_in(value[s], (*above, s)))]


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def pruned(value: Any, path: Path) -> list[Any]:
    """The value without what is at a path, and without the mappings that this leaves empty."""
    accepted = []
    while path:
        value = copy.deepcopy(value)
        del at(value, path[:-1])[path[-1]]
        accepted.append(value)
        path = path[:-1]
        if not path or at(value, path) != {} or not isinstance(path[-1], str):
            break
    return accepted


def expected(value: Any, change: Change) -> list[Any]:
    value = copy.deepcopy(value)
    match change:
        case Remove(path):
            return pruned(value, path)
        case SetValue(path, new):
            holder = at(value, path[:-1])
            if isinstance(holder, list) and path[-1] == len(holder):
                holder.append(new)
            else:
                holder[path[-1]] = new
        case RenameKey(path, name):
            holder = at(value, path[:-1])
            holder[name] = holder.pop(path[-1])
    return [value]


@st.composite
def cases(draw: st.DrawFn, language: Language) -> tuple[Document, Any, Change]:
    null = language is not TOML
    value = draw(roots(null=null))
    document = written(language, value, draw(st.randoms(use_true_random=False)))
    paths = paths_in(value)
    kind = draw(st.sampled_from(("set", "remove", "rename", "add"))) if paths else "add"
    if kind == "add":
        holders = [p for p in ((), *paths) if isinstance(at(value, p), dict | list)]
        path = draw(st.sampled_from(holders))
        holder = at(value, path)
        step = len(holder) if isinstance(holder, list) else "added key"
        return document, value, SetValue((*path, step), draw(values(null=null)))
    if kind == "rename":
        paths = [path for path in paths if isinstance(path[-1], str)]
        return document, value, RenameKey(draw(st.sampled_from(paths)), "renamed")
    path = draw(st.sampled_from(paths))
    if kind == "remove":
        return document, value, Remove(path)
    return document, value, SetValue(path, draw(values(null=null)))


def exact(value: Any) -> str:
    """A value with its types, whatever the order of keys."""
    return json.dumps(value, sort_keys=True)


def is_below(path: Path, above: Path) -> bool:
    return path[: len(above)] == above


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
def test_a_change_changes_nothing_else(language: Language) -> None:
    @settings(max_examples=EXAMPLES)
    @given(cases(language))
    def holds(case: tuple[Document, Any, Change]) -> None:
        document, value, change = case
        tree = language.parse(SourceText("recipe", document.data))
        assert exact(plain(tree.root) or {}) == exact(value)
        edits = edits_of(tree, [change])
        if edits is None:
            assert is_rightly_refused(document, value, change)
            return
        data = apply_edits(document.data, edits)
        after = language.parse(SourceText("recipe", data))
        assert after.problems == ()
        assert exact(plain(after.root) or {}) in map(exact, expected(value, change))
        check_rest(document, change, data)

    holds()


def is_rightly_refused(document: Document, value: Any, change: Change) -> bool:
    """The two kinds of changes that would touch something else."""
    if document.language is TOML and isinstance(change, SetValue):
        return is_no_table(value, *expected(value, change))
    # A comment left over where a mapping went would become text of the block scalar above it.
    return isinstance(change, Remove) and b"|-" in document.data


def is_no_table(old: Any, new: Any) -> bool:
    """Whether a list of mappings, which TOML may write as tables, would get other items."""
    if isinstance(old, dict) and isinstance(new, dict):
        return any(is_no_table(old[key], new[key]) for key in old if key in new)
    if isinstance(old, list) and isinstance(new, list) and old and new:
        tables = all(isinstance(item, dict) for item in old)
        return tables and not all(isinstance(item, dict) for item in new)
    return False


def check_rest(document: Document, change: Change, data: bytes) -> None:
    """Comments and lines that do not belong to what was changed are still there, in order."""
    assert not isinstance(change, RenameKey) or data.count(b"\n") == document.data.count(b"\n")
    path = change.path  # type: ignore[union-attr]
    text = data.decode()
    for comment, owner in document.comments.items():
        # A comment beside the key of a mapping goes with it when the mapping is left empty.
        is_above = isinstance(change, Remove) and owner != () and is_below(path, owner)
        may_go = is_below(owner, path) or is_above
        assert may_go or comment in text, comment
    lines = iter([bare(line) for line in text.removeprefix("\ufeff").splitlines()])
    for owner, line in document.lines:
        if line.strip() and not is_below(owner, path) and not is_below(path, owner):
            assert bare(line) in lines, line


def bare(line: str) -> str:
    """A line without what its neighbours decide: its dash, and the comma at its end."""
    return re.sub(r",(?=\s*(?:#|$))", "", line).lstrip(" -")


@st.composite
def broken_cases(draw: st.DrawFn) -> tuple[SyntaxTree, list[Change]]:
    """A document with slips in it and any bytes, and changes at paths that it has or may have."""
    language = draw(st.sampled_from(LANGUAGES))
    data = draw(mutated(DOCUMENTS[language], TOKENS[language])).encode()
    where, some_bytes = draw(st.tuples(st.integers(0, 500), st.binary(max_size=2)))
    data = data[:where] + some_bytes + data[where:]
    tree = language.parse(SourceText("recipe", data))
    paths = [(), *paths_in(plain(tree.root))[:50]]
    changes: list[Change] = []
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(paths))
        kind = draw(st.sampled_from(("set", "add", "remove", "rename", "replace")))
        end = where + draw(st.integers(0, 3))
        changes.append(
            {
                "set": SetValue(path, draw(values(null=True))),
                "add": SetValue(
                    (*path, draw(st.sampled_from(("k", 0, 2)))), draw(values(null=True))
                ),
                "remove": Remove(path),
                "rename": RenameKey(path, draw(st.text(max_size=3))),
                "replace": ReplaceText(TextRange(where, end), draw(st.text(max_size=3))),
            }[kind]
        )
    return tree, changes


@settings(max_examples=EXAMPLES)
@given(broken_cases())
def test_a_broken_document_gets_no_worse(case: tuple[SyntaxTree, list[Change]]) -> None:
    tree, changes = case
    edits = edits_of(tree, changes)
    if edits is not None:
        after = tree.language.parse(SourceText("recipe", apply_edits(tree.source.data, edits)))
        assert len(after.problems) <= len(tree.problems)
