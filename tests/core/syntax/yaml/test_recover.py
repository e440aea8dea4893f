"""Broken YAML: one problem at each broken place, and everything else read."""

from __future__ import annotations

import pytest

from nam56r_core.syntax.conflicts import DETAIL
from nam56r_core.syntax.languages import YAML
from nam56r_core.syntax.problems import TOO_DEEP
from nam56r_core.syntax.tree import SyntaxProblemKind, plain
from support.trees import problems_of, read

LIST_ITEM = "a list item needs a line of its own, and text with `-` quotes"


@pytest.mark.parametrize(
    ("written", "kept", "told"),
    [
        ("a: 1\nfoo\nb: 2\n", {"a": 1, "b": 2}, [("foo", "expected `key: value`")]),
        ("a: [1, 2\nb: 3\n", {"b": 3}, [("[", "`[` is never closed")]),
        ("a: [\n  1,\n  2\nb: 3\n", {"b": 3}, [("[", "`[` is never closed")]),
        ("a: {b: 1\n", None, [("{", "`{` is never closed")]),
        ("a: 1\nb: [c, d}\n", {"a": 1}, [("}", "expected `]`")]),
        ("a: [1,, 2]\nb: 1", {"b": 1}, [(",", "unexpected `,`")]),
        ("a: [1] 2\nb: 1", {"b": 1}, [("2", "unexpected `2` after the last bracket")]),
        ('a: "x\nb: 2\nc: 3\n', {"b": 2, "c": 3}, [('"', "this string is never closed")]),
        ('a: "x\nb: "y"\n', {"b": "y"}, [('"', "this string is never closed")]),
        ('a: "x" y\nb: 1', {"b": 1}, [("y", "unexpected `y` after the end of the string")]),
        ('a: "\\q"\nb: 1', {"b": 1}, [("\\q", "`\\q` is not an escape")]),
        ("a: b: c\nd: 1\n", {"d": 1}, [(":", "a second `:` on one line; quote the value")]),
        ("a: @x: y\nb: 1", {"b": 1}, [("@", "`@` cannot begin a value; quote it")]),
        ("a: -\nb: 1", {"b": 1}, [("-", LIST_ITEM)]),
        ("a: - x\nb: 1", {"b": 1}, [("-", LIST_ITEM)]),
        ("a: 1\n%y: 2\nb: 3", {"a": 1, "b": 3}, [("%", "`%` cannot begin a value; quote it")]),
        ("}\na: 1", {"a": 1}, [("}", "unexpected `}`")]),
        ("- a\nb: 1\n- c", ["a", "c"], [("b: 1", "a key among list items")]),
        ("a: 1\n- b\nc: 2", {"a": 1, "c": 2}, [("- b", "a list item among keys")]),
        ("x:\n  - a\n  -b: 1\n  - c", {"x": ["a", "c"]}, [("-b: 1", "a key among list items")]),
        (
            "a:\n  b: 1\n c: 2\nd: 3\n",
            {"a": {"b": 1}, "d": 3},
            [("c: 2", "indentation that fits no line above (1 space, where the block has 2)")],
        ),
        (
            "a:\n    b: 1\n  c: 2\n  d: 3\n    e: 4\n   f: 5\n",
            {"a": {"b": 1, "e": 4}},
            [
                ("c: 2", "indentation that fits no line above (2 spaces, where the block has 4)"),
                ("f: 5", "indentation that fits no line above (3 spaces, where the block has 4)"),
            ],
        ),
        (
            "a: 1\n  b: 2\nc: 3",
            {"a": 1, "c": 3},
            [("b: 2", "indented below something that already has a value")],
        ),
        (
            "a:\n  - x: 1\n    y: [1, 2}\n    z: 3\n  - b",
            {"a": [{"x": 1, "z": 3}, "b"]},
            [("}", "expected `]`")],
        ),
        (
            "a:\n\tb: 1\nc: 2\n",
            {"a": {"b": 1}, "c": 2},
            [("\t", "a tab in the indentation; use spaces")],
        ),
        (
            "a:\n  b: 1\n\tc: 2\nd: 3\n",
            {"a": {"b": 1}, "d": 3},
            [("\t", "a tab in the indentation; use spaces")],
        ),
        (
            "a: |\n    x\n  y\nb: 1",
            {"b": 1},
            [("y", "indentation does not fit the block scalar above")],
        ),
        (
            "a: [\n1]\nb: 1",
            {"b": 1},
            [("[", "the lines below that belong to this must be indented further")],
        ),
        ("--- a: [\n...\n", None, [("[", "`[` is never closed")]),
    ],
)
def test_broken_places(written: str, kept: object, told: list[tuple[str, str]]) -> None:
    assert [(at, detail) for _, at, detail in problems_of(written, YAML)] == told
    assert plain(read(written, YAML).root) == kept


def test_a_merge_conflict_is_told_once_and_read_as_ours() -> None:
    text = "a: 1\n<<<<<<< HEAD\nb: 2\n||||||| base\nb: 0\n=======\nb: 3\n>>>>>>> theirs\nc: 4\n"
    tree = read(text, YAML)
    assert problems_of(text, YAML) == [(SyntaxProblemKind.SYNTAX, "<<<<<<< HEAD", DETAIL)]
    assert plain(tree.root) == {"a": 1, "b": 2, "c": 4}


def test_what_follows_a_broken_first_document_is_not_read() -> None:
    tree = read("a: [\nb: 1\n---\nc: 2\n", YAML)
    assert plain(tree.root) == {"b": 1}
    kinds = [problem.kind for problem in tree.problems]
    assert kinds == [SyntaxProblemKind.SYNTAX, SyntaxProblemKind.MULTIPLE_DOCUMENTS]


def test_bytes_that_are_not_utf_8() -> None:
    text = b"a: b\xff\xfec\n\xe9: 1\nd: '\xed\xa0\x80'\n"
    tree = read(text, YAML)
    assert [problem.location.range.start for problem in tree.problems] == [4, 8, 17]
    assert {problem.kind for problem in tree.problems} == {SyntaxProblemKind.ENCODING}
    assert plain(tree.root) == {"a": "b��c", "�": 1, "d": "���"}


def test_text_in_another_encoding_is_one_problem() -> None:
    tree = read("a: 1\n".encode("utf-16"), YAML)
    assert [problem.kind for problem in tree.problems] == [SyntaxProblemKind.ENCODING]
    assert tree.root is None


def test_control_characters() -> None:
    tree = read(b"a: b\x00c\nd: 1\n", YAML)
    assert problems_of(b"a: b\x00c\nd: 1\n", YAML) == [
        (SyntaxProblemKind.SYNTAX, "\0", "character U+0000 is not allowed")
    ]
    assert plain(tree.root) == {"a": "b\0c", "d": 1}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        "a: " + "[" * 10_000 + "]" * 10_000,
        "{a: " * 10_000 + "}" * 10_000,
        "- " * 10_000 + "x",
        "? " * 10_000,
        "".join(f"{' ' * level}a:\n" for level in range(400)),
        "\r".join(f"{' ' * level}a:" for level in range(400)),
    ],
    ids=["open", "brackets", "braces", "dashes", "questions", "indents", "returns"],
)
def test_deep_nesting_is_told_and_left_out(text: str) -> None:
    """The grammar's scanner writes over its buffer on some of these."""
    tree = read(text, YAML)
    details = [problem.detail for problem in tree.problems]
    assert any("deeper" in detail or "never closed" in detail for detail in details)
    plain(tree.root)


def test_brackets_are_read_down_to_the_limit() -> None:
    tree = read("a: " + "[" * 10_000 + "]" * 10_000 + "\nb: 1", YAML)
    assert [problem.detail for problem in tree.problems] == [TOO_DEEP]
    value = plain(tree.root)
    assert isinstance(value, dict)
    assert value["b"] == 1


def test_no_more_lines_are_read_than_the_grammar_can_count() -> None:
    text = "".join(f"k{number}: {number}\n" for number in range(40_000))
    tree = read(text, YAML)
    assert [problem.detail for problem in tree.problems] == ["only the first 32767 lines are read"]
    value = plain(tree.root)
    assert isinstance(value, dict)
    assert len(value) == 32_767


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a: @x\nb: 1", "@x"),
        ("a: `x` y  # z\nb: 1", "`x` y"),
        ("a: %x\nb: 1", "%x"),
        ("a: *\nb: 1", "*"),
        ("a: *x,y\nb: 1", "*x,y"),
        ("a: *x *y#z\nb: 1", "*x *y#z"),
        ("a: |x\nb: 1", "|x"),
        ("a: >=2\r\nb: 1", ">=2"),
        ("c:\n- @x\nb: 1", "@x"),
    ],
)
def test_text_that_needs_quotes(written: str, text: str) -> None:
    tree = read(written, YAML)
    (problem,) = tree.problems
    where = problem.location.range
    assert (problem.kind, problem.location.source.slice(where)) == (
        SyntaxProblemKind.UNQUOTED,
        text,
    )
    quoted = f'{written[: where.start]}"{text}"{written[where.end :]}'
    assert problems_of(quoted, YAML) == []


@pytest.mark.parametrize("written", ["a: | x\n", "a: |- x\n", "@x\na: 1\n", "a: 1\n%y: 2\n"])
def test_what_quotes_alone_do_not_mend(written: str) -> None:
    kinds = [kind for kind, _, _ in problems_of(written, YAML)]
    assert kinds == [SyntaxProblemKind.SYNTAX]
