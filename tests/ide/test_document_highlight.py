"""Highlights: all that is about one letter lights up together."""

from __future__ import annotations

import pytest

from nam56r_core.ide.document_highlight import document_highlights
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from support.cursor import in_source, read_marked, view_of


def check(text: str, language: Language = YAML, files: dict[str, str] | None = None) -> None:
    """Exactly the marked places light up, as the labels say."""
    marked = read_marked(text)
    view = view_of(marked.text, language, files=files)
    found = document_highlights(view, marked.cursor)
    assert list(found) == sorted(found, key=lambda highlight: highlight.range)
    drawn = [in_source(view.source, [at.range], at.kind.value)[0] for at in found]
    assert drawn == list(marked.ranges)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            YAML,
            """\
pattern: A$0RMR
#         ^^^ ^ read
depth: 4
R:
^ write
  mixer: m2rnn
M: {mixer: native}
seams:
  carry:
    R: M
#   ^ write
""",
        ),
        (
            TOML,
            """\
pattern = "ARMR"
#           ^ ^ read
[seams.carry]
$0R = "M"
^^^ write
[R]
#^ write
mixer = "m2rnn"
""",
        ),
        (
            JSON,
            """\
{"pattern": "ARMR",
#             ^ ^ read
"R$0": {"mixer": "m2rnn"},
^^^^^ write
"seams": {"carry": {"R": "M"}}}
#                   ^^^ write
""",
        ),
    ],
)
def test_a_letter_its_section_and_its_carrier(language: Language, text: str) -> None:
    check(text, language)


def test_the_two_letters_of_delta_nets_are_one() -> None:
    check("pattern: AGM$0D\n#         ^ ^^^ read\nG: {}\n^ write\n")


def test_a_position_lights_up_with_its_layer() -> None:
    check(
        """\
pattern: AMAM
#          ^ read
depth: 8
A:
  dsa:
    family_ranks: [0, 1]
#                     ^ write
features:
  engram:
    layer_indices: [0, 2, $06]
#                      ^  ^^^ write
"""
    )


def test_only_the_own_document_lights_up() -> None:
    files = {"base": "pattern: EM\nE: {num_experts: 8}\n"}
    check("extends: base\n$0E: {num_experts: 4}\n^^^ write\n", files=files)


@pytest.mark.parametrize(
    "text",
    [
        "$0",
        "name: $0A\npattern: A\n",
        "pattern: $0xA\n",
        "pattern: |\n  A\n\n$0\n",
        "depth: $04\n",
        "pattern: E\nE: {$0 }\n",
    ],
)
def test_nothing_else_lights_up(text: str) -> None:
    check(text)
