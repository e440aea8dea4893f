"""Where a comment that accepts findings may stand, and how it is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nam56r_core.suppressions import Scope, suppressions_in
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, LANGUAGES, TOML, YAML
from nam56r_core.text import SourceText

C = "# nam56r: ignore[a-b]: why"


def read(
    text: str, language: Language = YAML
) -> list[tuple[Scope | None, list[str], str, int | None]]:
    tree = language.parse(SourceText.of("x", text))
    return [
        (found.scope, [name.text for name in found.names], found.reason, found.line)
        for found in suppressions_in(tree)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"a: 1  {C}\n", (Scope.LINE, ["a-b"], "why", 0)),
        (f"\na: 1  {C}\r\nb: 2\r\n", (Scope.LINE, ["a-b"], "why", 1)),
        ("# nam56r: ignore-next-line[a]\na: 1", (Scope.NEXT_LINE, ["a"], "", 1)),
        ("#nam56r:ignore-file[a,b] : why not", (Scope.FILE, ["a", "b"], "why not", None)),
        ("a: 1 # see below # nam56r: ignore[a]: x", (Scope.LINE, ["a"], "x", 0)),
        ("a: 1 # nam56r: ignore[a]: x  # yamllint disable-line", (Scope.LINE, ["a"], "x", 0)),
        ("a: 1 # nam56r: ignore[a]: see #12", (Scope.LINE, ["a"], "see #12", 0)),
        ("a: 1 # nam56r: ignore", (Scope.LINE, [], "", 0)),
        ("a: 1 # nam56r: ignore[]: x", (Scope.LINE, [], "x", 0)),
        ("a: 1 # nam56r: wrong[a]: x", (None, ["a"], "x", 0)),
        (
            "a: é # nam56r: ignore[é]: warum\u2028nicht ☃",
            (Scope.LINE, ["é"], "warum\u2028nicht ☃", 0),
        ),
        ("a: b#c # nam56r: ignore[a]: x", (Scope.LINE, ["a"], "x", 0)),
        (f"a: 'x {C}'", None),
        (f"a: |\n  {C}\n", None),
        (f"a: [1,\n  2] {C}\n", (Scope.LINE, ["a-b"], "why", 1)),
        (f"<<<<<<< here\na: 1 {C}\n", (Scope.LINE, ["a-b"], "why", 1)),
    ],
)
def test_yaml(text: str, expected: object) -> None:
    assert read(text) == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"a = 1{C}\n", (Scope.LINE, ["a-b"], "why", 0)),
        (f'a = "{C}"\n', None),
        (f"a = '''\n{C}\n'''\n", None),
        (f"a = [\n 1, {C}\n]\n", (Scope.LINE, ["a-b"], "why", 1)),
    ],
)
def test_toml(text: str, expected: object) -> None:
    assert read(text, TOML) == ([] if expected is None else [expected])


def test_json_has_no_comments() -> None:
    assert read(f'{{"a": "{C}"}}', JSON) == []


@given(st.text() | st.text(alphabet="a: #nam56r[],\n'\"|-"), st.sampled_from(LANGUAGES))
def test_any_text_is_read(text: str, language: Language) -> None:
    tree = language.parse(SourceText.of("x", f"{text}# nam56r: ignore[a]{text}"))
    for found in suppressions_in(tree):
        for name in found.names:
            assert tree.source.slice(name.location.range) == name.text
