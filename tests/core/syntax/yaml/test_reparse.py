"""Reading again after an edit gives what a full reading gives, place by place."""

from __future__ import annotations

import os
import random

import pytest

from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.languages import TOML, YAML
from nam56r_core.syntax.tree import MappingNode, Node, Parsed, ScalarNode, SequenceNode, plain
from nam56r_core.syntax.yaml.reparse import reparse_yaml
from nam56r_core.syntax.yaml.reuse import MAX_SEGMENTS, ShiftedMapping, segments_of
from nam56r_core.text import SourceText
from support.documents import DOCUMENTS, TOKENS
from support.recipes import COMPLETE

EDITS = 20 * int(os.environ.get("NAM56R_EXAMPLES", "150"))

NESTED = """\
# what it is for
name: nested
model:
  hidden_size: 8   # wide
  # nothing follows
launch:
  environment:
    A: "1"
    B: two
      words
    C: |
      text

    D: [1, {e: f}]
data:
  data_path:
  - one
  - two
  - three
extra_args:
  - --a 1

  - --b 2
"""
TEXTS = (*DOCUMENTS[YAML], COMPLETE, NESTED)
PIECES = (
    *TOKENS[YAML],
    "\n",
    "  ",
    "\n  - x",
    "a: b\n",
    "\r\n",
    "\r",
    "# c",
    "é",
    "🐍",
    "\x0c",
)
SLIPS = ("type", "insert", "delete", "indent", "repeat", "remove")


def read_again(text: str, before: SyntaxTree) -> SyntaxTree | None:
    source = SourceText.of("it", text)
    parsed = reparse_yaml(source, before.source, Parsed(before.root, before.problems))
    return SyntaxTree(source, YAML, *parsed) if parsed else None


def read(text: str) -> SyntaxTree:
    return YAML.parse(SourceText.of("it", text))


def assert_same(left: Node | None, right: Node | None, source: SourceText) -> None:
    """Equal in value and place, and of one document."""
    assert left is not None
    assert right is not None
    assert (left.source, left.range) == (source, right.range)
    if isinstance(left, ScalarNode):
        assert isinstance(right, ScalarNode)
        assert (repr(left.value), left.source_map) == (repr(right.value), right.source_map)
    elif isinstance(left, SequenceNode):
        assert isinstance(right, SequenceNode)
        for ours, theirs in zip(left.items, right.items, strict=True):
            assert_same(ours, theirs, source)
    else:
        assert isinstance(right, MappingNode)
        for entry, other in zip(left.entries, right.entries, strict=True):
            assert_same(entry.key, other.key, source)
            assert_same(entry.value, other.value, source)
    assert repr(plain(left)) == repr(plain(right))


def assert_agrees(again: SyntaxTree) -> None:
    full = YAML.parse(again.source)
    assert full.problems == ()
    assert_same(again.root, full.root, again.source)


def slip(text: str, rng: random.Random) -> str:
    """The text after one edit of somebody who does not take care."""
    kind = rng.choices(SLIPS, (6, 5, 4, 2, 2, 1))[0]
    at = rng.randint(0, len(text))
    lines = text.splitlines(keepends=True) or [""]
    number = rng.randrange(len(lines))
    match kind:
        case "type":
            return text[:at] + rng.choice("abcx1 ") + text[at:]
        case "insert":
            return text[:at] + rng.choice(PIECES) + text[at:]
        case "delete":
            return text[:at] + text[at + rng.randint(1, 6) :]
        case "indent":
            lines[number] = " " * rng.randint(0, 6) + lines[number].lstrip(" ")
        case "repeat":
            lines.insert(number, lines[number])
        case _:
            del lines[number]
    return "".join(lines)


@pytest.mark.parametrize("seed", range(4))
def test_any_edit(seed: int) -> None:
    """From the last state without a problem, however long ago that was."""
    rng = random.Random(seed)
    edits = used = 0
    for good in TEXTS * (1 + EDITS // (30 * len(TEXTS))):
        before = read(good)
        for _ in range(30):
            edits += 1
            text = slip(good, rng)
            again = read_again(text, before)
            full = read(text)
            if again is not None:
                used += 1
                assert full.problems == ()
                assert_same(again.root, full.root, again.source)
            if not full.problems:
                good, before = text, again or full
    assert used > edits // 4, "mostly not read again at all"


@pytest.mark.parametrize("document", [COMPLETE, NESTED], ids=["complete", "nested"])
def test_a_letter_typed_anywhere(document: str) -> None:
    """In every line with a value the text behind it is not read again."""
    before = read(document)
    for line in document.splitlines():
        if line.endswith((":", "|")) or not line.strip() or "--" in line or "[" in line:
            continue
        end = document.index(line + "\n") + len(line)
        text = document[:end] + ("x" if not line.endswith('"') else " ") + document[end:]
        again = read_again(text, before)
        assert again is not None, line
        assert_agrees(again)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('A: "1"', 'A: &a "1"'),
        ("name: nested", "--- \nname: nested"),
        ("B: two", "A: two"),
        ("  data_path:", "data_path:"),
        ("    B: two", "     B: two"),
        ("extra_args:", "- extra_args:"),
        ("D: [1", "D: ["),
        ("launch:", "'launch: "),
        ("name: nested", "? name: nested"),
    ],
)
def test_what_needs_a_full_reading(old: str, new: str) -> None:
    """Markers, anchors, names that repeat, blocks that are torn apart, and whatever is wrong."""
    changed = NESTED.replace(old, new, 1)
    assert changed != NESTED
    again = read_again(changed, read(NESTED))
    if again is not None:
        assert_agrees(again)
    parsed = YAML.parse(SourceText.of("it", changed), read(NESTED))
    full = read(changed)
    assert [p.detail for p in parsed.problems] == [p.detail for p in full.problems]
    assert repr(plain(parsed.root)) == repr(plain(full.root))


def test_a_tree_with_a_problem_is_no_ground() -> None:
    assert read_again(NESTED, read(NESTED + "a: b: c\n")) is None


def test_other_languages_are_read_as_a_whole() -> None:
    toml = TOML.parse(SourceText.of("it", "a = 1\n"))
    again = YAML.parse(SourceText.of("it", "a: 1\n"), toml)
    assert plain(again.root) == {"a": 1}
    assert not isinstance(again.root, ShiftedMapping)


def test_runs_stay_few() -> None:
    """However many places are edited one after the other, and nobody looks."""
    text = "".join(f"key{number}: {number}\n" for number in range(200))
    tree = read(text)
    for number in range(0, 200, 2):
        text = text.replace(f"key{number}: {number}\n", f"key{number}: {number}0\n")
        again = read_again(text, tree)
        assert again is not None
        tree = again
    assert isinstance(tree.root, ShiftedMapping)
    assert len(segments_of(tree.root)) <= MAX_SEGMENTS + 2
    assert_agrees(tree)


@pytest.mark.parametrize("marker", ["---\n", "--- \n", "%YAML 1.2\n---\n", "...\n"])
@pytest.mark.parametrize("place", ["name: nested", "model:", "    B: two", "  - two"])
def test_a_marker_needs_a_full_reading(marker: str, place: str) -> None:
    """It begins or ends a document, so what follows an edit may mean something else."""
    before = read(NESTED)
    assert read_again(NESTED.replace(place, marker + place, 1), before) is None
