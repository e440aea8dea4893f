"""Selections that grow: what each step covers."""

from __future__ import annotations

import pytest

from nam56r_core.ide.selection_range import selection_ranges
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from support.cursor import read_marked, view_of


def grown(text: str, language: Language = YAML) -> list[str]:
    """The text of each range; the document itself is left out, as it is always last."""
    marked = read_marked(text)
    view = view_of(marked.text, language)
    *inner, last = selection_ranges(view, marked.cursor)
    assert last == view.source.full_range
    return [view.source.slice(where) for where in inner]


def test_from_a_letter() -> None:
    assert grown('# a comment\npattern: "AE$0M" # why\ndepth: 3\n\n') == [
        "M",
        "AEM",
        '"AEM"',
        'pattern: "AEM"',
        'pattern: "AEM" # why\ndepth: 3',
    ]


def test_a_cursor_behind_the_last_letter_is_at_it() -> None:
    assert grown("pattern: AEM$0")[0] == "M"


def test_from_a_symbol_through_its_sections() -> None:
    assert grown("depth: 3\nseams:\n  owner: me\n  carry: {R: $0M}\n") == [
        "M",
        "R: M",
        "{R: M}",
        "carry: {R: M}",
        "owner: me\n  carry: {R: M}",
        "seams:\n  owner: me\n  carry: {R: M}",
        "depth: 3\nseams:\n  owner: me\n  carry: {R: M}",
    ]


def test_toml() -> None:
    text = "depth = 1\n[mtp]\npattern = '*$0-'\n[A]\nqk_layernorm = true\n"
    assert grown(text, TOML) == [
        "-",
        "*-",
        "'*-'",
        "pattern = '*-'",
        "[mtp]\npattern = '*-'",
        "depth = 1\n[mtp]\npattern = '*-'\n[A]\nqk_layernorm = true",
    ]


def test_toml_tables_that_others_interrupt() -> None:
    text = "[A]\nx = 1\n[E]\n{}y = 2{}\n[A.dsa]\n{}z = 3\n"
    assert grown(text.format("$0", "", ""), TOML)[:3] == ["y", "y = 2", "[E]\ny = 2"]
    assert grown(text.format("", "", "$0"), TOML)[:3] == ["z", "z = 3", "[A.dsa]\nz = 3"]
    assert grown("[A]\nx = 1\n[$0E]\ny = 2\n[A.dsa]\nz = 3\n", TOML)[:2] == [
        "E",
        "[E]\ny = 2",
    ]


def test_json() -> None:
    text = '{"pattern": "\\u0041$0E", "depth": 2}\n'
    assert grown(text, JSON) == [
        "E",
        "\\u0041E",
        '"\\u0041E"',
        '"pattern": "\\u0041E"',
        '{"pattern": "\\u0041E", "depth": 2}',
    ]


@pytest.mark.parametrize(
    "text, steps",
    [
        ("na$0me: small\n", ["name", "name: small"]),
        ('"pat$0tern": A\n', ["pattern", '"pattern"', '"pattern": A']),
        ("name: big sm$0all\n", ["big small", "name: big small"]),
        ("depth: 5$02\n", ["52", "depth: 52"]),
        ("name:$0   small\n", ["name:   small"]),
        ("A: &a {x: 1}\nE: *$0a\n", ["E: *a", "A: &a {x: 1}\nE: *a"]),
        ("extends: [complete, ot$0her]\n", ["other", "[complete, other]"]),
        ("name: x\n# com$0ment\ndepth: 1\n", ["name: x\n# comment\ndepth: 1"]),
        ("$0", []),
    ],
)
def test_from_other_places(text: str, steps: list[str]) -> None:
    assert grown(text)[: len(steps) or None] == steps


def test_items_of_a_list() -> None:
    assert grown("A:\n  dsa:\n    family_ranks:\n      - $01\n      - 2\n")[:3] == [
        "1",
        "- 1\n      - 2",
        "family_ranks:\n      - 1\n      - 2",
    ]


def test_outside_of_the_document() -> None:
    view = view_of("name: x\n")
    assert selection_ranges(view, 99) == (view.source.full_range,)
