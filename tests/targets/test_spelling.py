"""Near spellings."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from nam56r_core.spelling import nearest
from nam56r_core.targets.releases import V0_19, load

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


_slips = st.text("abcd-_ A", min_size=1, max_size=10)


@given(_slips, st.lists(_slips, max_size=12), st.integers(1, 4))
def test_sparing_comparisons_changes_no_answer(
    word: str, candidates: list[str], limit: int
) -> None:
    assert nearest(word, candidates, limit) == _by_comparing_all(word, candidates, limit)


def test_sparing_comparisons_changes_no_answer_about_flags() -> None:
    options = load(V0_19).options
    for option in options[::25]:
        for word in (option[:-1], option + "-size", option[: len(option) // 2], option[4:]):
            assert nearest(word, options) == _by_comparing_all(word, options, 3), word


def _by_comparing_all(word: str, candidates: Iterable[str], limit: int) -> tuple[str, ...]:
    """What `nearest` promises, by comparing the word with every candidate."""

    plain, parts = _forms(word)
    # A matcher remembers its second text. The ratio depends on the order of the two.
    matchers = [SequenceMatcher(None, "", mine, autojunk=False) for mine in (plain, parts)]

    def score(name: str) -> float:
        ratios = []
        for matcher, theirs in zip(matchers, _forms(name), strict=True):
            matcher.set_seq1(theirs)
            ratios.append(matcher.ratio())
        begins = 0.75 if len(plain) >= 3 and _forms(name)[0].startswith(plain) else 0.0
        return max(*ratios, begins)

    ranked = sorted(
        ((score(name), name) for name in dict.fromkeys(candidates)), key=lambda e: -e[0]
    )
    near = [(score, name) for score, name in ranked[:limit] if score >= 0.6]
    return tuple(name for score, name in near if -score <= -near[0][0] + 0.2)


@functools.cache
def _forms(name: str) -> tuple[str, str]:
    """The name without signs around it, and the same with its words in order."""
    bare = name.lower().strip("-_ ") or name.lower()
    return bare, "-".join(sorted(re.split(r"[-_.\s/]+", bare)))
