"""JSON by RFC 8259: values and their places, and what is refused."""

from __future__ import annotations

import pytest

from nam56r_core.syntax.conflicts import DETAIL
from nam56r_core.syntax.languages import JSON
from nam56r_core.syntax.problems import TOO_DEEP
from nam56r_core.syntax.tree import MappingNode, ScalarNode, SyntaxProblemKind, plain
from support.trees import problems_of, read, same, value_of

Kind = SyntaxProblemKind


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("null", None),
        (" [true, false]\n", [True, False]),
        ("-0", 0),
        ("[12, -1.5e+2, 1E3, 0.5]", [12, -150.0, 1000.0, 0.5]),
        ('"a\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9ß"', 'a"\\/\b\f\n\r\téß'),
        ('"\\ud83d\\ude00"', "😀"),
        ('{"a": {"": []}, "b": {}}', {"a": {"": []}, "b": {}}),
        ('\ufeff{"a": 1}', {"a": 1}),
    ],
)
def test_values(written: str, meant: object) -> None:
    assert same(value_of(written, JSON), meant)


@pytest.mark.parametrize(
    ("written", "kept", "told"),
    [
        ("", None, [("", "expected a value")]),
        ("[1 2]", [1, 2], [("", "expected `,`")]),
        ("[1,]", [1], [(",", "a comma after the last element")]),
        ("[1,,2]", [1, 2], [(",", "unexpected `,`")]),
        ('{"a": 1,}', {"a": 1}, [(",", "a comma after the last element")]),
        ('{"a" 1}', {"a": 1}, [("", "expected `:` and a value")]),
        ('{"a": , "b": 1}', {"a": None, "b": 1}, [("", "expected a value")]),
        ('{"a"}', {"a": None}, [("", "expected `:` and a value")]),
        ('{"a": 1, "b": [1, 2}', {"a": 1, "b": [1, 2]}, [("", "expected `]`")]),
        ('{"a": [1, {"b": 2', {"a": [1, {"b": 2}]}, [("", "expected `}`")]),
        ("{a: 1}", {"a": 1}, [("a", "key `a` needs double quotes")]),
        ("{'a': 1}", {"a": 1}, [("'a'", "a string needs double quotes")]),
        ('{1: 2, "b": 3}', {"1": 2, "b": 3}, [("1", "key `1` needs double quotes")]),
        ('{[1]: 2, "b": 3}', {"b": 3}, [("[", "expected a key in double quotes")]),
        ("[NaN]", ["NaN"], [("NaN", "`NaN` is not a JSON number")]),
        ("[-Infinity]", ["-Infinity"], [("-Infinity", "`-Infinity` is not a JSON number")]),
        ("[01]", ["01"], [("01", "`01` is not written as a JSON number")]),
        ("[.5]", [".5"], [(".5", "`.5` is not written as a JSON number")]),
        ("[tru]", ["tru"], [("tru", "unexpected `tru`; a string needs double quotes")]),
        ("[1] // no\n", [1], [("// no", "JSON has no comments")]),
        ("/* no */ [1]", [1], [("/* no */", "JSON has no comments")]),
        ('{"a": 1, "b": "x\n}', {"a": 1, "b": "x"}, [('"x', "this string is never closed")]),
        ('"\\q"', "�", [("\\q", "`\\q` is not an escape")]),
        ('"\\ud800"', "�", [("\\ud800", "`\\ud800` is half of a surrogate pair")]),
        ('"a\tb"', "a\tb", [("\t", "character U+0009 in a string must be escaped")]),
        ("1 2", 1, [("2", "unexpected `2`; the document ends before it")]),
        ("[1]]", [1], [("]", "unexpected `]`; the document ends before it")]),
        ('<<<<<<< a\n{"a": 1}\n=======\n{"a": 2}\n>>>>>>> b', {"a": 1}, [("<<<<<<< a", DETAIL)]),
    ],
)
def test_broken_places(written: str, kept: object, told: list[tuple[str, str]]) -> None:
    problems = problems_of(written, JSON)
    # What is wrong because of the first mistake may be told after it.
    assert [(at, detail) for _, at, detail in problems][: len(told)] == told
    assert {kind for kind, _, _ in problems} == {Kind.SYNTAX}
    assert plain(read(written, JSON).root) == kept


def test_duplicate_keys() -> None:
    tree = read('{"a": 1, "\\u0061": 2}', JSON)
    assert plain(tree.root) == {"a": 1}
    (problem,) = tree.problems
    assert problem.kind is Kind.DUPLICATE_KEY
    assert tree.source.slice(problem.location.range) == '"\\u0061"'
    assert problem.related is not None
    assert problem.related.range.start == 1


def test_a_broken_byte_is_one_problem() -> None:
    tree = read(b'{"a": "x\xffy", "b": 1}', JSON)
    assert [problem.kind for problem in tree.problems] == [Kind.ENCODING]
    assert plain(tree.root) == {"a": "x�y", "b": 1}


def test_places() -> None:
    text = '{"k\\n": "aß\\ud83d\\ude00"}'
    root = read(text, JSON).root
    assert isinstance(root, MappingNode)
    entry = root.entries[0]
    assert root.source.slice(root.range) == text
    assert root.source.slice(entry.key.range) == '"k\\n"'
    assert root.source.slice(entry.key.char_location(1).range) == "\\n"
    assert isinstance(entry.value, ScalarNode)
    assert entry.value.chars is not None
    written = [root.source.slice(where) for where in entry.value.chars]
    assert written == ["a", "ß", "\\ud83d\\ude00"]


@pytest.mark.parametrize(
    "text",
    ["[" * 10_000, "[" * 10_000 + "]" * 10_000, '{"a":' * 10_000 + "1" + "}" * 10_000],
    ids=["open", "brackets", "braces"],
)
def test_deep_nesting_is_told_and_left_out(text: str) -> None:
    tree = read(text, JSON)
    assert TOO_DEEP in [problem.detail for problem in tree.problems]
    plain(tree.root)


def test_numbers_too_long_to_mean_anything() -> None:
    tree = read(f"[{'9' * 5000}]", JSON)
    assert [problem.kind for problem in tree.problems] == [Kind.UNSUPPORTED]
