"""The edit between two lists of encoded tokens."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nam56r_core.ide.semantic_tokens_delta import SemanticTokensEdit, semantic_tokens_delta

numbers = st.lists(st.integers(0, 2), max_size=12)


@given(numbers, numbers)
def test_the_edit_makes_one_list_the_other(before: list[int], after: list[int]) -> None:
    edit = semantic_tokens_delta(before, after)
    if edit is None:
        assert before == after
        return
    assert before != after
    end = edit.start + edit.delete_count
    assert [*before[: edit.start], *edit.data, *before[end:]] == after


@given(numbers, numbers, numbers, numbers)
def test_no_single_edit_is_smaller(
    head: list[int], old: list[int], new: list[int], tail: list[int]
) -> None:
    edit = semantic_tokens_delta([*head, *old, *tail], [*head, *new, *tail])
    if edit is not None:
        assert edit.delete_count + len(edit.data) <= len(old) + len(new)


def test_an_insertion_keeps_both_ends() -> None:
    assert semantic_tokens_delta((1, 2, 2, 3), (1, 2, 2, 2, 3)) == SemanticTokensEdit(3, 0, (2,))
    assert semantic_tokens_delta((1, 2, 2, 2, 3), (1, 2, 2, 3)) == SemanticTokensEdit(3, 1, ())
    assert semantic_tokens_delta((), ()) is None
