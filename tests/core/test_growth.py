"""Work on a recipe does not grow with the square of it: the server has one thread, and whoever
types waits for it."""

from __future__ import annotations

import pytest

from nam56r_core.picture.svg import SANS, lines_of, shortened
from nam56r_core.recipe.extends import LoadedDocument, inherit
from nam56r_core.recipe.field import MAX_DEPTH, MAX_PATTERN
from nam56r_core.recipe.validate import MOST_SUGGESTIONS
from nam56r_core.suppressions import MOST as MOST_SUPPRESSIONS
from nam56r_core.suppressions import suppressions_in
from nam56r_core.syntax.languages import YAML
from nam56r_core.text import SourceText
from support.growth import Work, assert_grows_evenly
from support.recipes import analyse, shown

pytestmark = pytest.mark.alone


def test_comments_are_looked_for_among_many_values() -> None:
    def prepare(size: int) -> Work:
        line = "  x{}: 1  # nam56r: ignore[unknown-key]: why\n"
        result = analyse("E:\n" + "".join(line.format(n) for n in range(size)))
        return lambda: suppressions_in(result.facts.inherited.trees[0])

    assert_grows_evenly(prepare, 500)


def test_many_findings_are_accepted_by_many_comments() -> None:
    def prepare(size: int) -> Work:
        line = "depth: 4  # nam56r: ignore[duplicate-key]: why\n"
        file = "# nam56r: ignore-file[duplicate-key]: why\n"
        result = analyse("extends: complete\n" + (line + file) * size)
        assert len(result.diagnostics) >= size - 1
        return lambda: shown(result)

    assert_grows_evenly(prepare, 400)


def test_a_comment_that_accepts_many_times_what_there_is_not() -> None:
    def prepare(size: int) -> Work:
        names = ", ".join(["unresolved-layer"] * size)
        result = analyse(f"extends: complete\nname: a  # nam56r: ignore[{names}]: why\n")
        return lambda: shown(result)

    assert_grows_evenly(prepare, 500)


def test_many_bases_are_merged() -> None:
    def prepare(size: int) -> Work:
        bases = {
            f"base{n}": loaded(f"base{n}", "".join(f"key{n}-{key}: 1\n" for key in range(100)))
            for n in range(size)
        }
        recipe = loaded("recipe", f"extends: [{', '.join(bases)}]\n")
        return lambda: inherit(recipe, lambda _, name: bases[name])

    assert_grows_evenly(prepare, 40)


def loaded(name: str, text: str) -> LoadedDocument:
    return LoadedDocument(name, YAML.parse(SourceText.of(name, text)))


def test_long_text_is_cut_for_a_picture() -> None:
    def prepare(size: int) -> Work:
        return lambda: (
            shortened("A" * size, 100, 12, SANS),
            lines_of("A " * size, 100, 12, SANS, 2),
            lines_of("A " * size, 100 * size, 12, SANS, 2),
        )

    assert_grows_evenly(prepare, 400)


@pytest.mark.parametrize(
    "text",
    [
        "extends: experts\nfeatures:\n  mod:\n    layer_indices: [{}]\n",
        "extends: experts\ndepth: 2000\nfeatures:\n  mod:\n    layer_indices: [{}]\n",
        "extends: sparse\nA:\n  dsa:\n    family_ranks: [{}]\n",
    ],
)
@pytest.mark.parametrize("first", [0, 2000])
@pytest.mark.parametrize("twice", [False, True])
def test_a_long_list_of_layers_that_are_none(text: str, first: int, *, twice: bool) -> None:
    def prepare(size: int) -> Work:
        numbers = [first + (0 if twice else number) for number in range(size)]
        recipe = text.format(", ".join(map(str, numbers)))
        assert "at most" not in analyse(recipe).diagnostics[0].message  # such a list is not read
        return lambda: shown(analyse(recipe))

    assert_grows_evenly(prepare, 250)


def test_many_unknown_keys() -> None:
    def prepare(size: int) -> Work:
        recipe = "extends: complete\n" + "".join(f"depth{n}: 1\n" for n in range(size))
        return lambda: shown(analyse(recipe))

    assert_grows_evenly(prepare, MOST_SUGGESTIONS + 300)


def test_only_so_many_suppressions_are_read() -> None:
    recipe = "extends: complete\n" + "# nam56r: ignore[duplicate-key]: why\n" * 3_000
    tree = analyse(recipe).facts.inherited.trees[0]
    assert len(suppressions_in(tree)) == MOST_SUPPRESSIONS


def codes(recipe: str) -> list[str]:
    return [finding.code for finding in shown(analyse(recipe))]


def test_the_suppressions_that_are_not_read_are_one_finding() -> None:
    line = "# nam56r: ignore-file[missing-depth]: why\n"
    assert "invalid-suppression" not in codes("extends: complete\n" + line * MOST_SUPPRESSIONS)
    beyond = codes("extends: complete\n" + line * (MOST_SUPPRESSIONS + 3))
    assert beyond.count("invalid-suppression") == 1


def test_a_pattern_longer_than_any_stack_is_one_finding() -> None:
    longest = "extends: complete\npattern: " + "A|" * MAX_DEPTH
    assert len(longest) == len("extends: complete\npattern: ") + MAX_PATTERN
    assert "invalid-value" not in codes(longest)
    beyond = [f for f in shown(analyse(longest + "q" * 80_000)) if f.code == "invalid-value"]
    assert len(beyond) == 1
    assert f"at most {MAX_PATTERN} characters" in beyond[0].message


@pytest.mark.parametrize(
    "text",
    [
        "extends: experts\ndepth: 10000\nfeatures:\n  mod:\n    layer_indices: [{}]\n",
        "extends: sparse\nA:\n  dsa:\n    family_ranks: [{}]\n",
    ],
)
def test_a_list_longer_than_any_stack_is_one_finding(text: str) -> None:
    def recipe(count: int) -> str:
        return text.format(", ".join(map(str, range(count))))

    assert "invalid-value" not in codes(recipe(MAX_DEPTH))
    assert codes(recipe(MAX_DEPTH + 1)).count("invalid-value") == 1
