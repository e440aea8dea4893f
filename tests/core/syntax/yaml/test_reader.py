"""YAML 1.2 by its core schema: values, strings, collections, anchors and what is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest

from nam56r_core.syntax.languages import YAML
from nam56r_core.syntax.tree import MappingNode, ScalarNode, SequenceNode, SyntaxProblemKind, plain
from support.trees import problems_of, read, same, value_of

Kind = SyntaxProblemKind


def value(text: str) -> Any:
    return value_of(text, YAML)


def problems(text: str | bytes) -> list[tuple[SyntaxProblemKind, str, str]]:
    return problems_of(text, YAML)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((text, text) for text in ("no", "on", "yes", "off", "y", "n", "1:30", "1_000", "0b1")),
        *((text, text) for text in ("tRUE", "nULL", "0o8", "0x", "+0x1", ".", "1e", "--1")),
        *((text, text) for text in ("2001-01-01", "=", ".Inf1", "inf", "-a", "a b", "a-b:c")),
        *((text, None) for text in ("~", "null", "Null", "NULL", "")),
        *((text, True) for text in ("true", "True", "TRUE")),
        *((text, False) for text in ("false", "False", "FALSE")),
        ("12", 12),
        ("+12", 12),
        ("-12", -12),
        ("012", 12),
        ("0o14", 12),
        ("0x1F", 31),
        ("1e3", 1000.0),
        ("12e03", 12000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("-2.5E-1", -0.25),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        (".NaN", math.nan),
    ],
)
def test_plain_scalars_follow_the_core_schema(written: str, meant: object) -> None:
    assert same(value(f"key: {written}\n"), {"key": meant})
    assert same(value(f"- [{written}]\n"), [[meant] if written else []])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("key: 'it''s'", "it's"),
        ("key: ''", ""),
        ('key: ""', ""),
        ("key: 'one\n\n  two\n  three'", "one\ntwo three"),
        (
            'key: "a\\tb\\x41\\u00e9\\U0001F600\\e\\0\\_\\N\\L\\P\\/\\""',
            'a\tbA\xe9\U0001f600\x1b\0\xa0\x85\u2028\u2029/"',
        ),
        ('key: "one \\\n  two"', "one two"),
        ('key: "one\\\n\n  two"', "one\ntwo"),
        ('key: "one\\n\n  two"', "one\n two"),
        ('key: "end \\ \n  \\ two"', "end    two"),
        ("key: one\n  two\n\n  three", "one two\nthree"),
        ("key: a#b", "a#b"),
        ("key: http://x:1/#y", "http://x:1/#y"),
        ("key: |\n  a\n   b\n\n  c\n\n", "a\n b\n\nc\n"),
        ("key: |-\n  a\n", "a"),
        ("key: |+\n  a\n\n \nnext: 1", "a\n\n\n"),
        ("key: |2\n    a\n", "  a\n"),
        ("key: |1-\n  a", " a"),
        ("key: >\n  a\n  b\n\n  c\n", "a b\nc\n"),
        ("key: >\n  a\n   b\n  c\n", "a\n b\nc\n"),
        ("key: >-\n\n  a\n\n\n  b\n", "\na\n\nb"),
        ("key: |\nnext: 1", ""),
        ("key: |\n  a", "a"),
        ("key: | # why\n  # text\n# no text\n", "# text\n"),
    ],
)
def test_strings(written: str, meant: str) -> None:
    assert value(written)["key"] == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", None),
        ("# nothing\n", None),
        ("---\n", None),
        ("--- 1\n...\n", 1),
        ("%YAML 1.2\n---\na: 1\n", {"a": 1}),
        (
            "a:\n- 1\n- - 2\n  - 3\nb: {c: [d, {e: f}], g}\n",
            {"a": [1, [2, 3]], "b": {"c": ["d", {"e": "f"}], "g": None}},
        ),
        ("- a: 1\n  b: 2\n-\n- c\n", [{"a": 1, "b": 2}, None, "c"]),
        ("? a\n: 1\n? b\n", {"a": 1, "b": None}),
        ('{"a":1, "b": [], \'c\': {}}', {"a": 1, "b": [], "c": {}}),
        ("a: # one\n  # two\n  1\n", {"a": 1}),
        ("[a: b, ? c : d, 'e': ]", [{"a": "b"}, {"c": "d"}, {"e": None}]),
        ("[a, b,\n c, ]", ["a", "b", "c"]),
        (
            "a: !!str 12\nb: !!int '12'\nc: !!float 1\nd: !!null ''\ne: !!bool 'true'\nf: !!str\n",
            {"a": "12", "b": 12, "c": 1.0, "d": None, "e": True, "f": ""},
        ),
        ("a: !!map {b: 1}\nc: !!seq\n- d\n", {"a": {"b": 1}, "c": ["d"]}),
        ("a: !<tag:yaml.org,2002:str> 1", {"a": "1"}),
        ("!!str 1: a", {"1": "a"}),
        ('"1": a\n"<<": b', {"1": "a", "<<": "b"}),
        ("a: &x {b: 1}\nc: *x\nd: [*x]", {"a": {"b": 1}, "c": {"b": 1}, "d": [{"b": 1}]}),
        ("a: &x 1\nb: &x 2\nc: *x\n&k d: *x\ne: *k", {"a": 1, "b": 2, "c": 2, "d": 2, "e": "d"}),
        ("a: 1\r\nb:\r\n  - c\r\n", {"a": 1, "b": ["c"]}),
        ("a: 1\rb: 2\r", {"a": 1, "b": 2}),
        ("\ufeffa: 1\n", {"a": 1}),
        ("\ufeffa: |2\n    b\n", {"a": "  b\n"}),
        ("schlüssel: wért 😀\n", {"schlüssel": "wért 😀"}),
    ],
)
def test_documents(written: str, meant: object) -> None:
    assert same(value(written), meant)


def test_an_alias_is_the_anchored_node_itself() -> None:
    root = read("a: &x [1]\nb: *x\n", YAML).root
    assert isinstance(root, MappingNode)
    assert root.get("b") is root.get("a")


def test_places() -> None:
    source = 'a:\n- "b\\u0041ß"\n- |\n  x\n   y\nc: &k !!str 12 # no\nd:\n'
    root = read(source, YAML).root
    assert isinstance(root, MappingNode)
    items = root.get("a")
    assert isinstance(items, SequenceNode)
    text, block = items.items
    tagged, empty = root.get("c"), root.get("d")

    def at(node: object) -> str:
        assert isinstance(node, ScalarNode | SequenceNode | MappingNode)
        return node.source.slice(node.range)

    def chars(node: object) -> list[str]:
        assert isinstance(node, ScalarNode)
        assert node.chars is not None
        return [node.source.slice(where) for where in node.chars]

    assert [at(entry.key) for entry in root.entries] == ["a", "c", "d"]
    assert at(text) == '"b\\u0041ß"'
    assert chars(text) == ["b", "\\u0041", "ß"]
    assert at(block) == "|\n  x\n   y"
    assert chars(block) == ["x", "\n", " ", "y", "\n"]
    assert at(tagged) == "12"
    assert chars(tagged) == ["1", "2"]
    assert isinstance(empty, ScalarNode)
    assert empty.range.start == empty.range.end == len(source.encode()) - 1
    assert at(items) == source[3 : source.index("\nc:")]


def test_each_folded_line_break_stands_for_its_space() -> None:
    text = "key: one\n  two\n\n  three"
    root = read(text, YAML).root
    assert isinstance(root, MappingNode)
    node = root.entries[0].value
    assert isinstance(node, ScalarNode)
    assert node.value == "one two\nthree"
    assert node.char_location(3).range.start == text.index("\n")
    assert node.char_location(3).range.length == 1
    assert node.char_location(7).range.start == text.index("\n\n") + 1
    with pytest.raises(TypeError):
        ScalarNode(1, root.source, root.range).char_location(0)


@pytest.mark.parametrize(
    ("written", "kind", "at"),
    [
        ("a: 1\nb: 2\na: 3", Kind.DUPLICATE_KEY, "a"),
        ("{a: 1, a: 3}", Kind.DUPLICATE_KEY, "a"),
        ("<<: {a: 1}\nb: 2", Kind.MERGE_KEY, "<<"),
        ("a: !custom 1", Kind.CUSTOM_TAG, "!custom"),
        ("a: !!binary aGk=", Kind.CUSTOM_TAG, "!!binary"),
        ("a: ! 1", Kind.CUSTOM_TAG, "!"),
        ("a: 1\n---\nb: 2", Kind.MULTIPLE_DOCUMENTS, "---"),
        ("a: *x", Kind.UNKNOWN_ALIAS, "*x"),
        ("a: &x [*x]", Kind.UNKNOWN_ALIAS, "*x"),
        ("1: x", Kind.KEY_NOT_A_STRING, "1"),
        ("true: x", Kind.KEY_NOT_A_STRING, "true"),
        (": x", Kind.KEY_NOT_A_STRING, ""),
        ("[a]: x", Kind.KEY_NOT_A_STRING, "[a]"),
        ("? - a\n: x", Kind.KEY_NOT_A_STRING, "- a"),
        ("%YAML 1.1\n---\na: 1", Kind.UNSUPPORTED, "%YAML 1.1"),
        ("%TAG !e! tag:e,1:\n---\na: 1", Kind.UNSUPPORTED, "%TAG !e! tag:e,1:"),
        ("a: !!int x", Kind.UNSUPPORTED, "!!int"),
        ("a: !!map 1", Kind.UNSUPPORTED, "!!map"),
        ("a: " + "9" * 5000, Kind.UNSUPPORTED, "9" * 5000),
        ("a:\tb", Kind.SYNTAX, "\t"),
        ("{a:}", Kind.SYNTAX, ":"),
        ("...\n", Kind.SYNTAX, "..."),
        ("a: !!str<", Kind.SYNTAX, "<"),
        ("a: \ufeff", Kind.SYNTAX, "\ufeff"),
    ],
)
def test_what_is_refused(written: str, kind: SyntaxProblemKind, at: str) -> None:
    assert [problem[:2] for problem in problems(written)] == [(kind, at)]


def test_what_is_kept_of_what_is_refused() -> None:
    tree = read("a: 1\na: 2\n<<: {x: 1}\n1: b\nc: *no\n---\ng: 1\n", YAML)
    assert plain(tree.root) == {"a": 1, "1": "b", "c": None}
    duplicate = tree.problems[0]
    assert duplicate.related is not None
    assert duplicate.related.range.start == 0


def test_many_aliases_stay_cheap() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 40):
        aliases = ", ".join([f"*a{level - 1}"] * 9)
        lines.append(f"a{level}: &a{level} [{aliases}]")
    tree = read("\n".join(lines), YAML)
    assert tree.problems
    assert {problem.kind for problem in tree.problems} == {Kind.UNSUPPORTED}
    assert plain(tree.root)


def test_aliases_cannot_make_a_tree_too_deep() -> None:
    lines = [f"a0: &a0 {'[' * 60}{']' * 60}"]
    lines += [f"a{n}: &a{n} {'[' * 60}*a{n - 1}{']' * 60}" for n in range(1, 30)]
    tree = read("\n".join(lines), YAML)
    assert {problem.kind for problem in tree.problems} == {Kind.UNSUPPORTED}
    assert plain(tree.root)
