"""TOML 1.0: values, tables and their places, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest

from nam56r_core.syntax.conflicts import DETAIL
from nam56r_core.syntax.languages import TOML
from nam56r_core.syntax.problems import TOO_DEEP
from nam56r_core.syntax.tree import MappingNode, ScalarNode, SequenceNode, SyntaxProblemKind, plain
from support.trees import problems_of, read, same, value_of

Kind = SyntaxProblemKind


def value(text: str) -> Any:
    return value_of(text, TOML)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1_000", 1000),
        ("-0", 0),
        ("+99", 99),
        ("0xDEAD_beef", 0xDEADBEEF),
        ("0o17", 15),
        ("0b1_01", 5),
        ("1e3", 1000.0),
        ("-1.5E-1", -0.15),
        ("6_0.0_1", 60.01),
        ("-inf", -math.inf),
        ("nan", math.nan),
        ("true", True),
        ('"a\\tb\\u00e9\\U0001F600\\"\\\\"', 'a\tbé😀"\\'),
        ("'a\\b'", "a\\b"),
        ('""', ""),
        ('"""\na\nb\\\n   \n  c ""d"""""', 'a\nbc ""d""'),
        ('"""\r\na\r\n"""', "a\n"),
        ("'''\n\n'a''\\'''", "\n'a''\\"),
        ("[ 1, # one\n 2,\n]", [1, 2]),
        ("{ a.b = 1, a.c = [{}], \"d e\" = 'x' }", {"a": {"b": 1, "c": [{}]}, "d e": "x"}),
    ],
)
def test_values(written: str, meant: object) -> None:
    assert same(value(f"key = {written}\n"), {"key": meant})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", None),
        ("# nothing", None),
        ("a.b.c = 1\na.b.d = 2\na . 'e' = 3", {"a": {"b": {"c": 1, "d": 2}, "e": 3}}),
        ("[a.b]\nc = 1\n[a]\nd = 2", {"a": {"b": {"c": 1}, "d": 2}}),
        (
            "[[a]]\nb = 1\n[[a]]\n[a.c]\nd = 1\n[[a.e]]",
            {"a": [{"b": 1}, {"c": {"d": 1}, "e": [{}]}]},
        ),
        ("a.b = 1\n[a.c]\nd = 2", {"a": {"b": 1, "c": {"d": 2}}}),
        ("\ufeffa = 1", {"a": 1}),
        ("1 = 2\n3.4 = 5", {"1": 2, "3": {"4": 5}}),
    ],
)
def test_tables(written: str, meant: object) -> None:
    assert value(written) == meant


@pytest.mark.parametrize(
    ("written", "at", "first"),
    [
        ("a = 1\na = 2", "a", 0),
        ("[a]\n[a]", "a", 1),
        ("[a]\nb = 1\n[a.b]", "b", 4),
        ("a.b = 1\n[a]", "a", 0),
        ("[a]\nb.c = 1\n[a.b]", "b", 4),
        ("[a.b]\n[a]\nb.c = 1", "b", 3),
        ("a = {}\na.b = 1", "a", 0),
        ("a = {b = 1}\n[a.c]", "a", 0),
        ("a = []\n[[a]]", "a", 0),
        ("[[a]]\n[a]", "a", 2),
        ("[a]\n[[a]]", "a", 1),
        ("a = {b.c = 1, b = 2}", "b", 5),
        ("a = {b = 1, b.c = 2}", "b", 5),
    ],
)
def test_nothing_is_defined_twice(written: str, at: str, first: int) -> None:
    tree = read(written, TOML)
    (problem,) = tree.problems
    assert problem.kind is Kind.DUPLICATE_KEY
    assert tree.source.slice(problem.location.range) == at
    assert problem.location.range.start > first
    assert problem.related is not None
    assert problem.related.range.start == first


@pytest.mark.parametrize(
    ("written", "kept", "told"),
    [
        ("a = \nb = 1\n", {"b": 1}, [("", "expected a value")]),
        ("a\nb = 1\n", {"b": 1}, [("", "expected `=` and a value")]),
        ("a 1\nb = 2\n", {"b": 2}, [("", "expected `=` and a value")]),
        ("= 1\nb = 2\n", {"b": 2}, [("=", "unexpected `=`; expected a key")]),
        ("a = [1, 2\nb = 3\n", {"b": 3}, [("[", "`[` is never closed")]),
        ("a = [1,\n 2 3,\n 4]\nb = 1", {"b": 1}, [("", "expected `,` or `]`")]),
        ('a = "x\nb = 2\n', {"b": 2}, [('"x', "this string is never closed")]),
        ('a = """x\ny\nb = 2\n', {"b": 2}, [('"""x', "this string is never closed")]),
        ('a = "\\q"\nb = 2\n', {"b": 2}, [("\\q", "`\\q` is not an escape")]),
        ('a = "\\uD800"', {"a": "�"}, [("\\uD800", "`\\uD800` stands for no character")]),
        ("a = 01\nb = 2", {"b": 2}, [("01", "`01` is not a value")]),
        ("a = 1__0\nb = 2", {"b": 2}, [("1__0", "`1__0` is not a value")]),
        (
            "a = True\nb = 2",
            {"b": 2},
            [("True", "`True` is not a value; a switch is written `true`")],
        ),
        ("a = tru\nb = 2", {"b": 2}, [("tru", "`tru` is not a value; a text needs quotes")]),
        ("a = 1 b = 2\nc = 3", {"c": 3}, [("b", "unexpected `b` after the end of the statement")]),
        ("a = 1 b = 2", None, [("b", "unexpected `b` after the end of the statement")]),
        ("[a] b = 1", None, [("b", "unexpected `b` after the end of the statement")]),
        (
            'a = """"""""""',
            {"a": '""""'},
            [('"""""""', "characters after the end of the string")],
        ),
        ("a = {x = 1,}\nb = 2", {"b": 2}, [(",", "a comma after the last element")]),
        ("a = {x = 1,\ny = 2}\nb = 2", {"b": 2}, [("{", "`{` is not closed on its line")]),
        ("a = {x = 1\nb = 2", {"b": 2}, [("{", "`{` is not closed on its line")]),
        ("[x\na = 1\n[y]\nb = 2", {"y": {"b": 2}}, [("", "expected `]`")]),
        ("[]\n[[y]]\nb = 2", {"y": [{"b": 2}]}, [("]", "unexpected `]`; expected a table name")]),
        ("<<<<<<< a\nb = 1\n=======\nb = 2\n>>>>>>> c\n", {"b": 1}, [("<<<<<<< a", DETAIL)]),
        ("a = '\x01'", {"a": "\x01"}, [("\x01", "character U+0001 is not allowed")]),
    ],
)
def test_broken_places(written: str, kept: object, told: list[tuple[str, str]]) -> None:
    problems = problems_of(written, TOML)
    assert [(at, detail) for _, at, detail in problems] == told
    assert {kind for kind, _, _ in problems} <= {Kind.SYNTAX, Kind.UNFINISHED_KEY}
    assert plain(read(written, TOML).root) == kept


@pytest.mark.parametrize(
    "written",
    ["1979-05-27T07:32:00Z", "1979-05-27 07:32:00.5+01:00", "1979-05-27", "07:32:00"],
)
def test_dates_are_kept_as_written(written: str) -> None:
    tree = read(f"a = {written}", TOML)
    assert [problem.kind for problem in tree.problems] == [Kind.UNSUPPORTED]
    assert plain(tree.root) == {"a": written}


def test_places() -> None:
    text = '[a.b]\n"c\\n" = "x\\tß"\n[[d]]\ne.f = """\ng\\\n h"""\n'
    root = read(text, TOML).root
    assert isinstance(root, MappingNode)
    outer, items = root.get("a"), root.get("d")
    assert isinstance(outer, MappingNode)
    assert isinstance(items, SequenceNode)
    inner = outer.get("b")
    assert isinstance(inner, MappingNode)
    assert outer.range == inner.range
    assert root.source.slice(outer.range) == text[: text.index("\n[[d]]")]
    assert root.source.slice(items.range) == text[text.index("[[d]]") :].rstrip()
    entry = inner.entries[0]
    assert entry.name == "c\n"
    assert root.source.slice(entry.key.char_location(1).range) == "\\n"
    assert isinstance(entry.value, ScalarNode)
    assert entry.value.chars is not None
    assert [root.source.slice(where) for where in entry.value.chars] == ["x", "\\t", "ß"]
    table = items.items[0]
    assert isinstance(table, MappingNode)
    dotted = table.get("e")
    assert isinstance(dotted, MappingNode)
    assert root.source.slice(dotted.range).startswith("e.f = ")
    text_value = dotted.get("f")
    assert isinstance(text_value, ScalarNode)
    assert text_value.value == "gh"
    assert text_value.char_location(1).range.start == text.encode().index(b"h")


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 10_000 + "]" * 10_000,
        "a = " + "{a = " * 10_000 + "}" * 10_000,
        ".".join("a" * 10_000) + " = 1",
        "[" + ".".join("a" * 10_000) + "]",
    ],
    ids=["brackets", "braces", "keys", "headers"],
)
def test_deep_nesting_is_told_and_left_out(text: str) -> None:
    tree = read(text + "\n[b]\nc = 1", TOML)
    assert [problem.detail for problem in tree.problems] == [TOO_DEEP]
    value = plain(tree.root)
    assert isinstance(value, dict)
    assert value["b"] == {"c": 1}


def test_half_open_brackets() -> None:
    assert read("a = " + "[" * 10_000, TOML).problems
