"""Excerpts: the marks stand under the exact range, whatever the characters before and in it.

Cases are text: `«` and `»` enclose the range. Wide characters take two columns on a terminal, so in
these goldens marks seem to stand too far right by one per wide character before them.
"""

from __future__ import annotations

import pytest

from nam56r_core.diagnostics import Diagnostic, Location, RelatedInformation, Severity
from nam56r_core.text import SourceText, TextRange
from nam56r_server.cli.console import Style
from nam56r_server.cli.output.excerpt import TEXT_WIDTH, excerpt
from nam56r_server.cli.output.formats.full import findings_text
from nam56r_server.cli.output.width import text_width


def marked(text: str, name: str = "a.nam56r.yaml") -> Location:
    """A text with `«»` around a range, as source and range."""
    before, _, rest = text.partition("«")
    inside, found, after = rest.partition("»")
    assert found, "a case marks its range with « and »"
    start = len(before.encode())
    source = SourceText.of(name, before + inside + after)
    return Location(source, TextRange(start, start + len(inside.encode())))


def drawn(text: str) -> str:
    """The excerpt without gutter."""
    where = marked(text)
    return "\n".join(line.text for line in excerpt(where.source, where.range))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pattern: «A»EM\n", "pattern: AEM\n         ^"),
        ("pattern: AE«M»\n", "pattern: AEM\n           ^"),
        ("«pattern»: AEM\n", "pattern: AEM\n^^^^^^^"),
        ("a:\t«b»\n", "a:  b\n    ^"),
        ("\t\t«b»: 1\tc\n", "        b: 1    c\n        ^"),
        ("a: «x\ty»\n", "a: x    y\n   ^^^^^^"),
        ("混合: «A»\n", "混合: A\n      ^"),
        ("a: «混合» b\n", "a: 混合 b\n   ^^^^"),
        ("a: 🚀 «b»\n", "a: 🚀 b\n      ^"),
        ("a: «🚀» b\n", "a: 🚀 b\n   ^^"),
        ("a: 👩\u200d💻 «b»\n", "a: 👩\u200d💻 b\n      ^"),
        ("a: 👍🏽 «b»\n", "a: 👍🏽 b\n      ^"),
        ("a: ⚠\ufe0f «b»\n", "a: ⚠\ufe0f b\n      ^"),
        ("a: 🇩🇪 «b»\n", "a: 🇩🇪 b\n      ^"),
        ("e\u0301te\u0301: «b»\n", "e\u0301te\u0301: b\n     ^"),
        ("a: «e\u0301» b\n", "a: e\u0301 b\n   ^"),
        ("a: e«\u0301» b\n", "a: e\u0301 b\n   ^"),
        ("한국: «b»\n", "한국: b\n      ^"),
        ("\u1112\u1161\u11ab: «b»\n", "\u1112\u1161\u11ab: b\n    ^"),
        ("full：«b»\n", "full：b\n      ^"),
        ("zero\u200bwidth: «b»\n", "zero\u200bwidth: b\n           ^"),
    ],
)
def test_marks_stand_under_the_range(text: str, expected: str) -> None:
    assert drawn(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:«»\n", "a:\n  ^"),
        ("«»", "\n^"),
        ("«»a: 1\n", "a: 1\n^"),
        ("a: 1\n«»", "\n^"),
    ],
    ids=["at the end of a line", "empty document", "at the start", "at the end of the document"],
)
def test_an_empty_range_has_one_mark(text: str, expected: str) -> None:
    assert drawn(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x: «[1,\n  2]»\ny: 3\n", "x: [1,\n   ^^^\n  2]\n  ^^"),
        ("«a: 1\n»b: 2\n", "a: 1\n^^^^"),
        ("«a:\r\n  b: 1\r\n»c: 2\r\n", "a:\n^^\n  b: 1\n  ^^^^"),
        ("«a:\n\n  b: 1»\n", "a:\n^^\n\n  b: 1\n  ^^^^"),
        (
            "«a: 1\nb: 2\nc: 3\nd: 4\ne: 5»\n",
            "a: 1\n^^^^\nb: 2\n^^^^\nc: 3\n^^^^\nd: 4\n^^^^\ne: 5\n^^^^",
        ),
        (
            "«a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6»\n",
            "a: 1\n^^^^\nb: 2\n^^^^\n…\nf: 6\n^^^^",
        ),
    ],
    ids=["two lines", "up to a line end", "CRLF", "empty line", "five lines", "six lines"],
)
def test_ranges_of_several_lines(text: str, expected: str) -> None:
    assert drawn(text) == expected


def test_characters_that_steer_a_terminal_become_signs() -> None:
    assert drawn("a: \x1b[31m\x07«b»\x7f\u202e\x85\n") == "a: ␛[31m␇b␡\ufffd\ufffd\n         ^"


def test_broken_utf8_is_one_sign_per_byte() -> None:
    source = SourceText("a", b"a: \xff\xfe b\n")
    lines = excerpt(source, TextRange(3, 5))
    assert [line.text for line in lines] == ["a: \ufffd\ufffd b", "   ^^"]


LONG = "k: [" + ", ".join(f"{number:03}" for number in range(100)) + "]"


@pytest.mark.parametrize("number", [0, 1, 17, 18, 19, 20, 50, 98, 99])
def test_a_long_line_is_cut_around_the_range(number: int) -> None:
    start = LONG.index(f"{number:03}")
    text, marks = drawn(f"{LONG[:start]}«{LONG[start : start + 3]}»{LONG[start + 3 :]}\n").split(
        "\n"
    )
    assert text_width(text) <= TEXT_WIDTH
    column = marks.index("^")
    assert text[column : column + 3] == f"{number:03}"
    assert marks.strip() == "^^^"
    assert text.startswith("…") == (not text.startswith("k: ["))
    assert text.endswith("…") == (not text.endswith("]"))


def test_a_range_longer_than_the_window_is_marked_as_far_as_shown() -> None:
    text, marks = drawn(f"k: «{'x' * 300}»\n").split("\n")
    assert text == "k: " + "x" * (TEXT_WIDTH - 5) + "…"
    assert marks == "   " + "^" * (TEXT_WIDTH - 5)


def test_a_long_line_of_wide_characters_is_cut_between_them() -> None:
    text, marks = drawn(f"k: {'混' * 100}«合»{'混' * 100}\n").split("\n")
    assert text_width(text) <= TEXT_WIDTH
    before = text[: text.index("合")]
    assert text_width(before) == marks.index("^")
    assert marks.strip() == "^^"


def test_the_whole_finding_with_a_related_place() -> None:
    lines = "\n" * 97
    where = marked(f"{lines}a: 1\nb: 2\n«a»: 3\n")
    first = marked("x: 1\n«a»: 1\n", "bases/b.nam56r.yaml")
    diagnostic = Diagnostic(
        "duplicate-key",
        Severity.WARNING,
        "`a` is written twice;\nkeep one",
        where,
        (RelatedInformation(first, "the first is here"),),
    )
    assert findings_text([diagnostic], Style()) == (
        "warning[duplicate-key]: `a` is written twice;\n"
        "  keep one\n"
        "   --> a.nam56r.yaml:100:1\n"
        "    |\n"
        "100 | a: 3\n"
        "    | ^\n"
        "note: the first is here\n"
        " --> bases/b.nam56r.yaml:2:1\n"
        "  |\n"
        "2 | a: 1\n"
        "  | ^\n"
        "\n"
    )


def test_colour_changes_nothing_but_colour() -> None:
    diagnostic = Diagnostic("x", Severity.ERROR, "m", marked("a: «1»\n"))
    plain, colored = (
        findings_text([diagnostic], Style()),
        findings_text([diagnostic], Style(color=True)),
    )
    assert "\x1b[" in colored
    assert plain != colored
    uncolored = "".join(part.partition("m")[2] for part in ("m" + colored).split("\x1b["))
    assert uncolored == plain
