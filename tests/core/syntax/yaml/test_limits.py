"""The guard in front of the YAML parser, whose native buffer holds 253 open blocks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nam56r_core.syntax.languages import YAML
from nam56r_core.syntax.tree import SyntaxProblemKind
from nam56r_core.syntax.yaml.grammar import parse_bytes
from nam56r_core.syntax.yaml.limits import CAPACITY, MOST, TOO_DEEP_LINE, nests_safely
from support.trees import read

RAW_PARSE = """\
import sys
import tree_sitter, tree_sitter_yaml
parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_yaml.language()))
parser.parse(sys.stdin.buffer.read())
"""

RUNS = ["- ", "? ", ": ", "- ? : "]
BEFORE = [
    "",
    "n: 0",
    "--- ",
    "---\n",
    "\ufeff",
    '"n": ',
    "a: |\n",
    "[x]: ",
    "{x: 1}: ",
    "*a : ",
    "\t",
]


def parsed_without_guard(text: str) -> int:
    """The exit code of a process that parses a text with tree-sitter alone."""
    command = [sys.executable, "-c", RAW_PARSE]
    return subprocess.run(command, input=text.encode(), check=False, timeout=60).returncode


def opening(blocks: int) -> str:
    """A line that makes the scanner open so many blocks, each by one indicator."""
    return "n: 0" + ": " * (blocks - 1)


def test_the_buffer_holds_as_many_blocks_as_the_guard_assumes() -> None:
    assert parsed_without_guard(opening(CAPACITY)) == 0
    assert parsed_without_guard(opening(CAPACITY + 1)) < 0  # ended by a signal


def test_the_edge_of_the_guard() -> None:
    assert nests_safely(opening(MOST).encode())
    assert not nests_safely(opening(MOST + 1).encode())
    assert parsed_without_guard(opening(MOST)) == 0


@pytest.mark.parametrize("column", [0, 1, 40, MOST // 2 - 1])
@pytest.mark.parametrize("run", RUNS)
def test_the_edge_moves_with_the_column_of_the_line(column: int, run: str) -> None:
    left = MOST - 2 * column
    indicators = (run * left).split()[:left]
    line = " " * column + " ".join(indicators)
    assert nests_safely(b"x\n" + line.encode() + b"\ny")
    assert not nests_safely(b"x\n" + line.encode() + b" -\ny")
    assert not nests_safely(b"x\n " + line.encode() + b"\ny")


def test_the_deepest_column_of_a_line() -> None:
    assert nests_safely(b" " * (MOST // 2) + b"x")
    assert not nests_safely(b" " * (MOST // 2 + 1) + b"x")
    assert nests_safely(b" " * 500 + b"\n")  # white space opens nothing


@pytest.mark.parametrize(
    "text",
    [
        "p: " + "A|E" * 400,
        "p: " + "a:b " * 400,
        "p: " + "-1 " * 400,
        "p: " + "x-y " * 400,
        "p: [" + "1, " * 400 + "1]",
    ],
)
def test_what_looks_like_indicators_is_not_counted(text: str) -> None:
    assert nests_safely(text.encode())
    assert read(text, YAML).problems == ()


def test_no_indicator_may_be_where_columns_wrap_around() -> None:
    assert nests_safely(b"x: '" + b"y" * 40_000 + b"'")
    assert not nests_safely(b"-" + b" " * 40_000 + b"- x")


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("run", [*RUNS, "| ", "> "])
def test_a_run_of_indicators_is_one_finding(before: str, run: str) -> None:
    tree = read(before + run * 300 + "\nlast: 1\n", YAML)
    deep = [p for p in tree.problems if p.detail == TOO_DEEP_LINE]
    assert [p.kind for p in deep] == [SyntaxProblemKind.UNSUPPORTED]


def test_a_repair_does_not_move_a_line_past_the_limit() -> None:
    """The repair turns dashes into spaces, so the rest of the line begins further right."""
    tree = read("- " * 150 + "a: [\n" + "- " * 150 + "b: }\n", YAML)
    assert tree.problems


def test_the_parser_refuses_what_the_guard_has_not_seen() -> None:
    with pytest.raises(ValueError, match="overflow"):
        parse_bytes(opening(CAPACITY + 1).encode())


def test_a_hundred_levels_are_read() -> None:
    text = "".join(f"{' ' * level}a:\n" for level in range(99)) + " " * 99 + "a: 1\n"
    assert read(text, YAML).problems == ()


def test_the_bounds_themselves() -> None:
    """As numbers: a test that computes with a bound moves with it."""
    assert nests_safely(opening(200).encode())
    assert not nests_safely(opening(201).encode())
    assert nests_safely(b" " * 100 + b"x")
    assert not nests_safely(b" " * 101 + b"x")
    assert nests_safely(b"-" + b" " * 32_765 + b"- x")
    assert not nests_safely(b"-" + b" " * 32_766 + b"- x")


@pytest.mark.parametrize("header", ["|", ">", "|-2", ">2+", "|+", ">9"])
def test_a_block_scalar_counts_as_one_block(header: str) -> None:
    assert nests_safely(b"- " * 199 + header.encode())
    assert not nests_safely(b"- " * 200 + header.encode())


@pytest.mark.parametrize(("line_break", "most"), [("\n", 32_767), ("\r", 32_767), ("\r\n", 16_384)])
def test_the_last_line_that_is_read(line_break: str, most: int) -> None:
    lines = [f"k{number}: 1" for number in range(most)]
    assert read(line_break.join([*lines, ""]), YAML).problems == ()
    assert read(line_break.join(lines), YAML).problems == ()
    problems = read(line_break.join([*lines, "last: 1"]), YAML).problems
    assert [problem.detail for problem in problems] == [f"only the first {most} lines are read"]
