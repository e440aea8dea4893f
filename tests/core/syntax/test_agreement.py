"""Where a reader finds nothing wrong, the established library agrees, value for value."""

from __future__ import annotations

import io
import json
import os
import re
import tomllib
from typing import Any

import pytest
import ruamel.yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    FoldedScalarString,
    LiteralScalarString,
    SingleQuotedScalarString,
)

from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, LANGUAGES, TOML, YAML
from nam56r_core.syntax.tree import SyntaxProblemKind, plain
from support import yaml_oracle
from support.documents import DOCUMENTS, TOKENS
from support.mutations import mutated
from support.toml_writer import documents as toml_documents
from support.trees import read, same
from support.yaml_oracle import RejectedError

EXAMPLES = int(os.environ.get("NAM56R_EXAMPLES", "300"))

# ruamel.yaml refuses a valid block scalar whose first line is empty but for fewer spaces than the
# text below it has.
RUAMEL_MISTAKES = ("more indented follow up line than first in a block scalar",)


def load_json(text: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise RejectedError("duplicate key")
        return dict(pairs)

    def refuse(name: str) -> Any:
        raise RejectedError(name)

    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
    except ValueError as error:
        raise RejectedError(str(error)) from error


def load_toml(text: str) -> Any:
    try:
        return tomllib.loads(text) or None
    except ValueError as error:
        raise RejectedError(str(error)) from error


LIBRARIES = {YAML: yaml_oracle.load, TOML: load_toml, JSON: load_json}


def check_agreement(text: str, language: Language) -> bool:
    """Whether the reader takes the document; fails where it should not, or reads it otherwise."""
    tree = read(text, language)
    if tree.problems:
        return False
    try:
        expected = LIBRARIES[language](text)
    except RejectedError as error:
        if any(mistake in str(error) for mistake in RUAMEL_MISTAKES):
            return True
        raise AssertionError(f"read without a problem, but: {error}") from error
    assert same(plain(tree.root), expected or (None if language is TOML else expected))
    return True


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
def test_slips_are_noticed_or_harmless(language: Language) -> None:
    taken = 0

    @settings(max_examples=EXAMPLES)
    @given(mutated(DOCUMENTS[language], TOKENS[language]))
    def check(text: str) -> None:
        nonlocal taken
        taken += check_agreement(text, language)

    check()
    # The other way round: a reader that objects to everything would pass all of the above.
    assert taken > EXAMPLES // 20


# ------------------------------------------------------------------------------ YAML

_CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\u2028\u2029"
)
_texts = st.one_of(
    st.text(_CHARACTERS, max_size=20),
    st.text("ab \n:#-'\"[]{},&*!|>%@\\\t", max_size=20),
    st.sampled_from(
        ("no", "1e3", "0o14", "~", "null", "1_000", "=", "<<", "2001-01-01", " a ", "")
    ),
)
# The grammar takes a key that begins with a dash for an item of a list right above it.
_keys = _texts.filter(lambda text: not text.startswith("-"))
_styled = st.builds(
    lambda make, text: make(text),
    st.sampled_from((str, DoubleQuotedScalarString, SingleQuotedScalarString)),
    _texts,
)
_blocks = st.builds(
    lambda make, lines: make("\n".join(lines)),
    st.sampled_from((LiteralScalarString, FoldedScalarString)),
    st.lists(st.text("ab :#-", min_size=1, max_size=10).map(str.strip), min_size=1, max_size=4),
)
_scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _styled, _blocks)
_values = st.recursive(
    _scalars,
    lambda values: st.one_of(
        st.lists(values, max_size=4), st.dictionaries(_keys, values, max_size=4)
    ),
    max_leaves=12,
).filter(lambda value: not isinstance(value, str))
"""Not a string alone: ruamel.yaml would not indent it, and take `---` in it for text."""


def dumped(value: Any, flow: bool | None, width: int, indent: tuple[int, int, int]) -> str:
    yaml = ruamel.yaml.YAML(typ="rt", pure=True)
    yaml.default_flow_style = flow
    yaml.width = width
    yaml.allow_unicode = width > 30
    yaml.indent(*indent)
    stream = io.StringIO()
    yaml.dump(value, stream)
    return stream.getvalue()


@settings(max_examples=EXAMPLES)
@given(
    _values,
    st.sampled_from((False, True, None)),
    st.sampled_from((20, 80, 1000)),
    st.sampled_from(((2, 2, 0), (4, 4, 2), (3, 6, 4))),
)
def test_what_ruamel_writes_is_read_back(
    value: Any, flow: bool | None, width: int, indent: tuple[int, int, int]
) -> None:
    text = dumped(value, flow, width, indent)
    # The grammar refuses a quoted line that is not indented and is no more than a dash or dot.
    assume(not re.search(r"^[-.]{1,2}[\"'\\]", text, re.MULTILINE))
    tree = read(text, YAML)
    if is_read_back(text, value):
        assert tree.problems == ()
    if not tree.problems:
        assert same(plain(tree.root), yaml_oracle.load(text))


def is_read_back(text: str, value: Any) -> bool:
    """Whether ruamel itself understands what it wrote."""
    try:
        return same(yaml_oracle.load(text), ordinary(value))
    except RejectedError:
        return False


def ordinary(value: Any) -> Any:
    """The value with strings that know nothing of how they are to be written."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list):
        return [ordinary(item) for item in value]
    if isinstance(value, dict):
        return {ordinary(key): ordinary(item) for key, item in value.items()}
    return value


# ------------------------------------------------------------------------------ TOML


@settings(max_examples=EXAMPLES)
@given(toml_documents)
def test_generated_toml_is_read_as_tomllib_reads_it(text: str) -> None:
    """Both ways: what tomllib takes has no problems either."""
    tree = read(text, TOML)
    try:
        expected = load_toml(text)
    except RejectedError:
        assert tree.problems
        return
    assert tree.problems == ()
    assert same(plain(tree.root), expected)


# ------------------------------------------------------------------------------ JSON

_json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(st.characters(exclude_categories=("Cs",))),
    ),
    lambda values: st.one_of(
        st.lists(values),
        st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), values),
    ),
    max_leaves=10,
)


@settings(max_examples=EXAMPLES)
@given(_json_values, st.booleans(), st.sampled_from((None, 2)))
def test_generated_json_is_read_back(value: Any, ascii_only: bool, indent: int | None) -> None:
    tree = read(json.dumps(value, ensure_ascii=ascii_only, indent=indent), JSON)
    assert tree.problems == ()
    assert same(plain(tree.root), value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{d:}", SyntaxProblemKind.SYNTAX),
        ("{:b}", SyntaxProblemKind.SYNTAX),
        ("{d\n : 1}", SyntaxProblemKind.SYNTAX),
        ("a:\tb", SyntaxProblemKind.SYNTAX),
        ("a: 1\n\t\nb: 2", SyntaxProblemKind.SYNTAX),
        ("%YAML 1.2\n%YAML 1.2\n---\na: 1", SyntaxProblemKind.UNSUPPORTED),
        ("a: 1\n... b", SyntaxProblemKind.MULTIPLE_DOCUMENTS),
    ],
)
def test_the_grammar_takes_more_yaml_than_ruamel(text: str, kind: SyntaxProblemKind) -> None:
    """Each of these is a place where the grammar alone would differ from the library."""
    assert kind in [problem.kind for problem in read(text, YAML).problems]
