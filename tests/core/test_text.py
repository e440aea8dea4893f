"""Places in text: lines and columns in three encodings, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nam56r_core.text import Position, PositionEncoding, SourceText, TextEdit, TextRange

TRICKY = st.text(st.sampled_from("ab\n\r\t é€😀\f\u2028\u0085"), max_size=40)


@given(TRICKY, st.sampled_from(PositionEncoding))
def test_every_character_boundary_survives_the_round_trip(
    text: str, encoding: PositionEncoding
) -> None:
    source = SourceText.of("t", text)
    offset = 0
    for index, char in enumerate(text):
        inside_line_break = char == "\n" and text[index - 1 : index] == "\r"
        if not inside_line_break:
            position = source.position(offset, encoding)
            assert source.offset(position, encoding) == offset
        offset += len(char.encode())
    assert source.offset(source.position(offset, encoding), encoding) == offset


@given(st.binary(max_size=40), st.integers(-5, 50), st.sampled_from(PositionEncoding))
def test_any_bytes_and_offsets_are_taken(
    data: bytes, offset: int, encoding: PositionEncoding
) -> None:
    source = SourceText("t", data)
    position = source.position(offset, encoding)
    assert 0 <= position.line < len(source.line_starts)
    assert 0 <= source.offset(position, encoding) <= len(data)


@given(TRICKY, st.integers(-3, 9), st.integers(-3, 50), st.sampled_from(PositionEncoding))
def test_absurd_positions_are_clamped(
    text: str, line: int, column: int, encoding: PositionEncoding
) -> None:
    source = SourceText.of("t", text)
    assert 0 <= source.offset(Position(line, column), encoding) <= len(source.data)


def test_only_lf_cr_and_crlf_end_a_line() -> None:
    source = SourceText.of("t", "a\fb\u2028c\u0085d\r\ne\rf\ng")
    assert [source.slice(source.line_range(n)) for n in range(4)] == [
        "a\fb\u2028c\u0085d",
        "e",
        "f",
        "g",
    ]
    assert len(source.line_starts) == 4


@pytest.mark.parametrize(
    ("encoding", "column"),
    [(PositionEncoding.UTF8, 8), (PositionEncoding.UTF16, 5), (PositionEncoding.UTF32, 4)],
)
def test_columns_count_in_their_encoding(encoding: PositionEncoding, column: int) -> None:
    source = SourceText.of("t", "aé😀bR")
    assert source.position(len("aé😀b".encode()), encoding) == Position(0, column)


def test_many_lines_are_found_in_linear_time() -> None:
    source = SourceText("t", b"x\n" * 200_000)
    assert len(source.line_starts) == 200_001
    assert SourceText("t", b"x\r" * 200_000).position(399_999).line == 199_999


@given(
    st.text(alphabet="a\r\n\f\u2028é😀", max_size=20),
    st.lists(
        st.tuples(
            st.integers(0, 30), st.integers(0, 30), st.text(alphabet="b\r\n\u2028é", max_size=6)
        ),
        max_size=5,
    ),
)
def test_lines_after_edits_are_those_of_the_whole_text(
    text: str, edits: list[tuple[int, int, str]]
) -> None:
    """Byte edits, also in the middle of a character or of CRLF."""
    source = SourceText.of("x", text)
    for one, other, new in edits:
        start, end = sorted(min(offset, len(source.data)) for offset in (one, other))
        source = source.edited(TextEdit(TextRange(start, end), new))
        assert source.line_starts == SourceText("x", source.data).line_starts


def test_how_ranges_lie_to_one_another() -> None:
    where = TextRange(2, 4)
    assert [where.touches(offset) for offset in range(1, 6)] == [False, True, True, True, False]
    assert where.overlaps(TextRange(4, 5))
    assert where.overlaps(TextRange(0, 2))
    assert not where.overlaps(TextRange(5, 6))
    assert where.contains(where)
    assert where.contains(TextRange(4, 4))
    assert not where.contains(TextRange(3, 5))
