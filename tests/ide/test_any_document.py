"""Documents with slips in them: nothing raises, and every range lies in the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nam56r_core.ide.code_lens import code_lenses
from nam56r_core.ide.document_symbol import DocumentSymbol, document_symbols
from nam56r_core.ide.folding_range import folding_ranges
from nam56r_core.ide.inlay_hint import inlay_hints
from nam56r_core.ide.selection_range import selection_ranges
from nam56r_core.ide.semantic_tokens import semantic_tokens
from nam56r_core.ide.view import View
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, LANGUAGES, TOML, YAML
from nam56r_core.text import TextRange
from support.cursor import view_of
from support.documents import DOCUMENTS, TOKENS
from support.mutations import mutated

RECIPES = {
    YAML: """\
# A recipe
# of every kind
target: core_v0.19.0
pattern: "AEM|ARG"  # letters
depth: 6
A: &a
  dsa:
    family_ranks:
      - 0
M: {mixer: authored,
  mamba_head_dim: 64}
mtp:
  mtp_num_layers: 1
  pattern: "*-"
parallel: {pipeline_model_parallel_size: 2}
seams:
  stack_spec: {module: m, name: s}
  carry: {R: M, A: "*"}
E: *a
name: |
  folded

  text
""",
    TOML: """\
# A recipe
# of every kind
target = "core_v0.19.0"
pattern = "AEM|A\\u0052G"  # letters
depth = 6
parallel.pipeline_model_parallel_size = 2
[A]
qk_layernorm = true
[mtp]
mtp_num_layers = 1
pattern = '''
*-'''
[A.dsa]
family_ranks = [ # which
  0,
]
[seams.carry]
R = "M"
[[p]]
a = {b = 1}
[[p]]
""",
    JSON: """\
{
  "target": "core_v0.19.0", "pattern": "AEMARG", "depth": 12,
  "A": {
    "dsa": {"family_ranks": [
      0
    ]}
  },
  "mtp": {"mtp_num_layers": 1, "pattern": "*-"},
  "parallel": {"pipeline_model_parallel_size": 2},
  "seams": {"carry": {"R": "M"}}
}
""",
}


def documents(language: Language) -> st.SearchStrategy[str]:
    return mutated(
        [RECIPES[language], *DOCUMENTS[language]], [*TOKENS[language], "|", "pattern", "\u20ac"]
    )


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
@given(data=st.data())
def test_every_range_lies_in_the_document(language: Language, data: st.DataObject) -> None:
    view = view_of(data.draw(documents(language)), language)
    tokens = [token.range for token in semantic_tokens(view)]
    assert all(one.end <= other.start for one, other in pairwise(tokens))
    folds = [fold.range for fold in folding_ranges(view)]
    assert folds == sorted(folds)
    lenses = [lens.range for lens in code_lenses(view, "it")]
    symbols = list(_checked_symbols(document_symbols(view)))
    hints = [TextRange(hint.offset, hint.offset) for hint in inlay_hints(view)]
    assert hints == sorted(hints)
    _check_inside(view, (*tokens, *folds, *lenses, *symbols, *hints))


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
@given(data=st.data())
def test_selections_grow_to_the_document_from_any_offset(
    language: Language, data: st.DataObject
) -> None:
    view = view_of(data.draw(documents(language)), language)
    for offset in range(len(view.source.data) + 1):
        chain = selection_ranges(view, offset)
        assert chain[-1] == view.source.full_range
        assert all(where.start <= offset <= where.end for where in chain)
        for inner, outer in pairwise(chain):
            assert outer.start <= inner.start and inner.end <= outer.end and inner != outer


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
@given(data=st.data())
def test_a_part_has_the_tokens_and_hints_of_the_whole(
    language: Language, data: st.DataObject
) -> None:
    view = view_of(data.draw(documents(language)), language)
    size = len(view.source.data)
    start, end = sorted(data.draw(st.tuples(st.integers(0, size), st.integers(0, size))))
    part = TextRange(start, end)
    tokens = semantic_tokens(view)
    inside = semantic_tokens(view, part)
    assert inside == tuple(t for t in tokens if t in inside)
    assert {t for t in tokens if t.range.start < end and start < t.range.end} <= set(inside)
    shown = inlay_hints(view, within=part)
    assert shown == tuple(h for h in inlay_hints(view) if start <= h.offset <= end)


def test_aliases_of_aliases_are_not_followed() -> None:
    # Followed, each line would be worth twice the one before it.
    lines = [
        "k0: &k0 {x: 1}",
        *(f"k{i}: &k{i} {{x: *k{i - 1}, y: *k{i - 1}}}" for i in range(1, 40)),
    ]
    view = view_of("\n".join(lines))
    assert len(document_symbols(view)) == len(lines)
    assert folding_ranges(view) == ()
    assert selection_ranges(view, len("k0: &k0 {x"))[0].length == len("x")


def _checked_symbols(symbols: Iterable[DocumentSymbol]) -> Iterator[TextRange]:
    symbols = list(symbols)
    for one, other in pairwise(symbols):
        assert one.range.end <= other.range.start or one.range == other.range
    for symbol in symbols:
        assert symbol.name.strip()
        where, key = symbol.range, symbol.selection_range
        assert where.start <= key.start <= key.end <= where.end
        yield where
        yield from _checked_symbols(symbol.children)


def _check_inside(view: View, ranges: Iterable[TextRange]) -> None:
    for where in ranges:
        assert 0 <= where.start <= where.end <= len(view.source.data)
