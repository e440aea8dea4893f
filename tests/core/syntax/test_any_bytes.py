"""Whatever the bytes, reading ends with a tree, and every place in it is sound."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import LANGUAGES
from nam56r_core.syntax.tree import ScalarNode, plain, walk
from support.documents import DOCUMENTS, TOKENS
from support.mutations import mutated
from support.trees import check_places, read

EXAMPLES = int(os.environ.get("NAM56R_EXAMPLES", "150"))
HOSTS = st.sampled_from(LANGUAGES)

some_tokens = HOSTS.flatmap(
    lambda language: st.tuples(
        st.just(language), st.lists(st.sampled_from(TOKENS[language])).map("".join)
    )
)
some_slips = HOSTS.flatmap(
    lambda language: st.tuples(st.just(language), mutated(DOCUMENTS[language], TOKENS[language]))
)
slips_and_bytes = st.tuples(some_slips, st.integers(0, 500), st.binary(max_size=4))


@settings(max_examples=EXAMPLES)
@given(HOSTS, st.binary())
def test_bytes(language: Language, data: bytes) -> None:
    tree = read(data, language)
    check_places(tree)
    plain(tree.root)


@settings(max_examples=EXAMPLES)
@given(some_tokens)
def test_tokens(document: tuple[Language, str]) -> None:
    language, text = document
    tree = read(text, language)
    check_places(tree)
    plain(tree.root)


@settings(max_examples=EXAMPLES)
@given(slips_and_bytes)
def test_slips(document: tuple[tuple[Language, str], int, bytes]) -> None:
    (language, text), where, some_bytes = document
    data = text.encode()
    data = data[:where] + some_bytes + data[where:]
    tree = read(data, language)
    check_places(tree)
    plain(tree.root)


@settings(max_examples=EXAMPLES)
@given(some_slips)
def test_a_string_without_escapes_is_where_its_characters_say(
    document: tuple[Language, str],
) -> None:
    language, text = document
    tree = read(text, language)
    for node in walk(tree.root) if tree.root else ():
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            written = tree.source.slice(node.range)
            if node.value in written and not re.search(r"[\\\r\n]|\'\'", written):
                assert node.chars is not None
                assert [tree.source.slice(where) for where in node.chars] == list(node.value)


@pytest.mark.parametrize(
    ("language", "text"), [(language, t) for language in LANGUAGES for t in DOCUMENTS[language]]
)
def test_documents_without_slips_have_no_problems(language: Language, text: str) -> None:
    tree = read(text, language)
    assert tree.problems == ()
    check_places(tree)
