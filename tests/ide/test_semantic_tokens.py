"""Semantic tokens: which characters are coloured, as what, with which status."""

from __future__ import annotations

import re

import pytest

from nam56r_core.alphabet import AUTHORED
from nam56r_core.ide.semantic_tokens import (
    MODIFIERS,
    STANDARD_TYPE,
    SemanticToken,
    TokenType,
    semantic_tokens,
)
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from nam56r_core.text import TextRange
from support.cursor import read_marked, view_of
from support.recipes import COMPLETE


def _label(token: SemanticToken) -> str:
    return " ".join([token.type.value, *(status.value for status in token.modifiers)])


def check(text: str, language: Language = YAML, *, target: str | None = None) -> None:
    """Exactly the marked tokens, in the order of the text."""
    marked = read_marked(text)
    view = view_of(marked.text, language, target=target)
    found = [(t.range, _label(t)) for t in semantic_tokens(view)]
    assert found == [(mark.range, mark.label) for mark in marked.ranges]


def test_letters_have_the_type_of_their_family_and_the_status_of_their_layers() -> None:
    check(
        """\
extends: experts
pattern: AEMRGDx
#        ^ attention native
#         ^ moe native
#          ^ mamba native
#           ^ recurrent blocked
#            ^ gatedDeltaNet native
#             ^ gatedDeltaNet native
#              ^ unknownLayer blocked
depth: 7
"""
    )


def test_toml() -> None:
    check(
        """\
extends = "complete"
pattern = "AR"
#          ^ attention native
#           ^ recurrent blocked
depth = 2
[mtp]
mtp_num_layers = 1
pattern = '*-'
#          ^ attention native
#           ^ mlp native
""",
        TOML,
    )


def test_json() -> None:
    check(
        """\
{
  "extends": "authored",
  "pattern": "A\\u004D",
              ^ attention native
               ^^^^^^ mamba custom
  "seams": {"carry": {"R": "M"}}
                            ^ mamba
}
""",
        JSON,
    )


@pytest.mark.parametrize(
    "target, status", [("core_v0.17.1", "blocked"), ("core_v0.19.0", "native")]
)
def test_the_target_decides(target: str, status: str) -> None:
    check(
        f"""\
extends: latent
pattern: A
#        ^ attention {status}
depth: 1
""",
        target=target,
    )


def test_a_letter_of_several_layers_has_the_worst_of_their_statuses() -> None:
    # Rank 0 is sparse, and sparse attention is not declared; rank 1 is the same letter, plain.
    check(
        """\
extends: complete
A: {dsa: {family_ranks: [0]}}
pattern: AM
#        ^ attention blocked
#         ^ mamba native
depth: 4
""",
        target="core_v0.17.1",
    )


def test_custom_is_worse_than_native() -> None:
    check(
        """\
extends: authored
A: {dsa: {family_ranks: [0]}}
seams: {carry: {A: "*", R: M}}
#                   ^ attention custom
#                          ^ mamba custom
pattern: AR
#        ^ attention custom
#         ^ recurrent custom
depth: 4
""",
        target="core_v0.17.1",
    )


def test_a_letter_beyond_the_depth_has_no_status() -> None:
    check(
        """\
extends: complete
pattern: AM
#        ^ attention native
#         ^ mamba
depth: 1
"""
    )


def test_without_a_target_nothing_is_known_of_symbols() -> None:
    check(
        """\
pattern: A|M
#        ^ attention blocked
#         ^ stageBreak
#          ^ mamba blocked
depth: 2
mtp: {mtp_num_layers: 1, pattern: "*"}
#                                  ^ unknownLayer
"""
    )


def test_stage_breaks_are_blocked_where_the_stack_cannot_be_cut() -> None:
    text = """\
extends: complete
pattern: AM|AM
#        ^ attention native
#         ^ mamba native
#          ^ stageBreak {status}
#           ^ attention native
#            ^ mamba native
depth: 4
parallel: {{pipeline_model_parallel_size: {size}}}
"""
    check(text.format(status="native", size=2))
    check(text.format(status="blocked", size=3))


@pytest.mark.parametrize(
    "target, depths, symbols, status",
    [
        ("core_v0.19.0", "mtp_num_layers: 1, ", "*", " native"),
        ("core_v0.16.1", "mtp_num_layers: 1, ", "*", " blocked"),
        ("core_v0.19.0", "", "*", ""),
    ],
)
def test_a_part_for_multi_token_prediction_is_built_or_not(
    target: str, depths: str, symbols: str, status: str
) -> None:
    check(
        f"""\
extends: complete
mtp: {{
  {depths}
  pattern: "{symbols}" }}
#           ^ attention{status}
""",
        target=target,
    )


def test_one_symbol_that_the_target_lacks_blocks_the_whole_part() -> None:
    check(
        """\
extends: complete
mtp:
  mtp_num_layers: 1
  pattern: "*+"
#           ^ attention blocked
#            ^ unknownLayer blocked
""",
        target="core_v0.18.2",
    )


def test_a_carrier_is_what_it_is_to_the_target() -> None:
    # Authored `D` is Gated DeltaNet; the symbol `D` of 0.18 is sparse attention.
    check(
        """\
extends: authored
pattern: R
#        ^ recurrent custom
depth: 1
seams:
  carry:
    R: D
#      ^ attention custom
""",
        target="core_v0.18.2",
    )


def test_a_carrier_that_the_target_lacks_carries_nothing() -> None:
    check(
        """\
extends: authored
pattern: R
#        ^ recurrent blocked
depth: 1
seams:
  carry:
    R: "+"
#       ^ unknownLayer blocked
""",
        target="core_v0.18.2",
    )


def test_a_carrier_that_nothing_rides_on_has_no_status() -> None:
    check(
        """\
extends: complete
seams:
  carry:
    A: M
#      ^ mamba
"""
    )


def test_what_a_base_says_is_coloured_in_the_base() -> None:
    check("extends: authored\n")


def test_characters_written_as_one_are_one_token_of_the_worst_status() -> None:
    check(
        """\
extends: authored
pattern: GR
#        ^ gatedDeltaNet native
#         ^ recurrent custom
depth: 2
seams:
  carry:
    R: &symbol M
#              ^ mamba custom
    G: *symbol
"""
    )


def test_a_token_never_breaks_a_line() -> None:
    check(
        """\
extends: complete
depth: 3
pattern: |
  A
# ^ attention native
  M
# ^ mamba native
"""
    )


def test_half_a_document() -> None:
    check(
        """\
target: core_v0.19.0
A: {
pattern: AR
#        ^ attention native
#         ^ recurrent blocked
"""
    )


def test_a_part_of_a_document() -> None:
    marked = read_marked(
        """\
extends: complete
pattern: AMAMAM
#          ^^
depth: 6
"""
    )
    view = view_of(marked.text)
    (part,) = marked.ranges
    inside = semantic_tokens(view, part.range)
    assert [t for t in inside if part.start <= t.range.start < part.end] == list(inside[1:-1])
    assert set(inside) < set(semantic_tokens(view))
    assert semantic_tokens(view, TextRange(0, 3)) == ()


def test_every_letter_and_kind_has_a_type_of_its_own_name() -> None:
    names = [kind.value for kind in TokenType]
    assert all(re.fullmatch(r"[a-z][A-Za-z]*", name) for name in names)
    assert set(STANDARD_TYPE) == set(TokenType)
    assert len(set(STANDARD_TYPE.values())) == len(TokenType)
    text = COMPLETE.replace("pattern: AM", f"pattern: {''.join(AUTHORED)}")
    types = {t.type for t in semantic_tokens(view_of(text))}
    assert (
        len(types) == len(set(AUTHORED.families.values())) and TokenType.UNKNOWN_LAYER not in types
    )
    assert [status.value for status in MODIFIERS] == ["native", "custom", "blocked"]
