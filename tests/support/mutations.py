"""Valid documents with a few random slips in them, the way typing leaves them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st


def _edited(text: str, edit: tuple[str, int, int, str]) -> str:
    kind, where, length, token = edit
    at = where % (len(text) + 1)
    if kind == "delete":
        return text[:at] + text[at + length :]
    if kind == "insert":
        return text[:at] + token + text[at:]
    lines = text.splitlines(keepends=True) or [""]
    number = where % len(lines)
    if kind == "repeat":
        return "".join([*lines[:number], lines[number], *lines[number:]])
    lines[number] = " " * length + lines[number].lstrip(" ")
    return "".join(lines)


def mutated(documents: Sequence[str], tokens: Sequence[str]) -> st.SearchStrategy[str]:
    """One of the documents after one to five edits; `tokens` are what may be inserted."""
    edits = st.lists(
        st.tuples(
            st.sampled_from(("delete", "insert", "insert", "repeat", "indent")),
            st.integers(0, 10_000),
            st.integers(1, 8),
            st.sampled_from(tokens),
        ),
        min_size=1,
        max_size=5,
    )

    def apply(document: str, slips: list[tuple[str, int, int, str]]) -> str:
        for slip in slips:
            document = _edited(document, slip)
        return document

    return st.builds(apply, st.sampled_from(documents), edits)
