"""Folding: a document with the lines that stay when everything is closed."""

from __future__ import annotations

import pytest

from nam56r_core.ide.folding_range import MAX_FOLDS, folding_ranges
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from support.cursor import view_of


def folds(text: str, language: Language = YAML) -> list[tuple[str, str]]:
    """First and last line of each fold, stripped; comments have a `#` in front."""
    view = view_of(text, language)
    source = view.source
    found = []
    for fold in folding_ranges(view):
        first, last = (
            source.slice(source.line_range(source.line_of(at))).strip()
            for at in (fold.range.start, fold.range.end)
        )
        assert fold.is_comment == first.startswith("#")
        found.append((first, last))
    return found


def test_yaml() -> None:
    text = """\
# one
# two

# alone
name: small
A:
  dsa:
    family_ranks:
      - 1
      - 2

  # behind it
  # in two lines

E: {num_experts: 8}
M: {mixer: native,
  mamba_head_dim: 64}
model:
- x: 1
  y: 2
- z
seams: {
  owner: me,
}
"""
    assert folds(text) == [
        ("# one", "# two"),
        ("A:", "- 2"),
        ("dsa:", "- 2"),
        ("family_ranks:", "- 2"),
        ("# behind it", "# in two lines"),
        ("M: {mixer: native,", "mamba_head_dim: 64}"),
        ("model:", "- z"),
        ("- x: 1", "y: 2"),
        ("seams: {", "owner: me,"),
    ]


def test_signs_inside_a_text_are_no_comments() -> None:
    assert folds("name: |\n  # one\n  # two\nE: {}\n") == [("name: |", "# two")]
    assert folds('name = """\n# one\n# two"""\n', TOML) == [('name = """', '# two"""')]


def test_toml() -> None:
    text = """\
# one
# two
name = "x"
extends = [
  "complete",
  "other",
]
model.hidden_size = 1
model.vocab_size = 2

[A]
qk_layernorm = true

# about E
# and more
[E]
moe_aux_loss_coeff = [
[1.0, 2.0],
]
[A.dsa]
family_ranks = [0]
[empty]
[[p]]
a = 1
[[p]]
a = 2
# the end
"""
    assert folds(text, TOML) == [
        ("# one", "# two"),
        ("extends = [", '"other",'),
        ("[A]", "qk_layernorm = true"),
        ("# about E", "# and more"),
        ("[E]", "]"),
        ("moe_aux_loss_coeff = [", "[1.0, 2.0],"),
        ("[A.dsa]", "family_ranks = [0]"),
        ("[[p]]", "a = 1"),
        ("[[p]]", "a = 2"),
    ]


def test_json() -> None:
    text = """\
{
  "name": "x",
  "A": {
    "dsa": {"family_ranks": [1,
      2]}
  },
  "extends": [
    "complete"
  ],
  "E": {}
}
"""
    assert folds(text, JSON) == [
        ("{", '"E": {}'),
        ('"A": {', "2]}"),
        ('"dsa": {"family_ranks": [1,', "2]}"),
        ('"extends": [', '"complete"'),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_ending(end: str) -> None:
    text = "# one\n# two\nA:\n  dsa:\n    family_ranks: [1]\n".replace("\n", end)
    assert folds(text) == [
        ("# one", "# two"),
        ("A:", "family_ranks: [1]"),
        ("dsa:", "family_ranks: [1]"),
    ]
    text = "# one\n# two\n[A]\nx = 1\n\n[B]\ny = 2".replace("\n", end if end != "\r" else "\n")
    assert folds(text, TOML) == [("# one", "# two"), ("[A]", "x = 1"), ("[B]", "y = 2")]


def test_of_two_that_begin_in_one_line_the_outer_one_folds() -> None:
    text = '{"A": {\n  "dsa": {}\n}, "E": {}\n}\n'
    assert folds(text, JSON) == [('{"A": {', '}, "E": {}')]


def test_an_alias_folds_nothing() -> None:
    assert folds("A: &a\n  qk_layernorm: true\nE: *a\nR:\n  mixer: m2rnn\n") == [
        ("A: &a", "qk_layernorm: true"),
        ("R:", "mixer: m2rnn"),
    ]


def test_half_a_document() -> None:
    assert ("A:", "qk_layernorm: true") in folds("A:\n  qk_layernorm: true\nE: {\nmodel:\n")
    assert folds("[A]\nx = 1\n[E\ny = 2\n", TOML)[0] == ("[A]", "x = 1")
    assert folds("", JSON) == folds("\n\n") == []


def test_a_huge_document_is_capped() -> None:
    view = view_of("".join(f"s{i}:\n  k: 1\n" for i in range(MAX_FOLDS + 1)))
    found = folding_ranges(view)
    assert len(found) == MAX_FOLDS and found[0].range.start == 0
    assert folding_ranges(view, most=2) == found[:2]
