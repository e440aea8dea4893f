"""Near spellings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nam56r_core.spelling import nearest

WORDS = ["attention", "expert", "mamba", "recurrent", "hidden_size", "ffn_hidden_size"]


def test_typing_slips() -> None:
    assert nearest("atention", WORDS) == ("attention",)
    assert nearest("Mamba2", WORDS) == ("mamba",)
    assert nearest("hidden-size", WORDS)[0] == "hidden_size"


def test_beside_a_slip_nothing_far_behind_is_suggested() -> None:
    assert nearest("attentoin", ["mention", "attention"]) == ("attention",)
    assert nearest("attentoin", ["mention"]) == ("mention",)


def test_word_order_and_beginnings() -> None:
    assert nearest("size_hidden", WORDS)[0] == "hidden_size"
    assert nearest("rec", WORDS) == ("recurrent",)
    assert nearest("re", WORDS) == ()


def test_limits_and_ties() -> None:
    assert nearest("ab", ["ac", "ad", "ab"], limit=1) == ("ab",)
    assert nearest("abc", ["abd", "abe", "abd"]) == ("abd", "abe")
    assert nearest("", WORDS) == ()
    assert nearest("mamba", WORDS, limit=0) == ()


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=6))
def test_answers_are_candidates(word: str, candidates: list[str]) -> None:
    found = nearest(word, candidates)
    assert len(found) == len(set(found)) <= 3
    assert set(found) <= set(candidates)
    if word and word in candidates and word.strip("-_ "):
        assert word in nearest(word, candidates, limit=len(candidates))
