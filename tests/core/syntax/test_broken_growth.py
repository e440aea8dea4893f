"""Broken text is read in a time that grows as it does, however many things are never closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from nam56r_core.text import SourceText
from support.growth import Work, assert_grows_evenly

pytestmark = pytest.mark.alone


@pytest.mark.parametrize(
    "line",
    [
        "k{}: [a\n",
        '"k{}": [a\n',
        'k{}: ["a\n',
        'k{}: [\\"\n',
        "k{}: {{a: 'b\n",
        'k{}: "a\n',
        "- k{}: [a\n",
        "- - [{}\n",
        "- a: b: {}\n",
        "k{}:\n   a: 1\n  b: 2\n",
        "k{}:\n\ta: 1\n",
        "k{}: 1\n  a: 2\n",
        "- a\nk{}: b\n",
        "k{}: |\n  a\n b\n",
    ],
)
def test_broken_yaml(line: str) -> None:
    assert_grows_evenly(reading(YAML, line), 400)


@pytest.mark.parametrize(
    "line",
    [
        "k{} = [1\n",
        "k{} = {{a = 1\n",
        "k{} = {{a = {{b = 1\n",
        'k{} = "a\n',
        'k{} = """a\n',
        "k{} =\n",
        "[k{}\na = 1\n",
    ],
)
def test_broken_toml(line: str) -> None:
    assert_grows_evenly(reading(TOML, line), 400)


@pytest.mark.parametrize(
    "line",
    ['{{"k{}": 1\n', '"k{}": [1\n', '"k{}": 1\n', '"k{}: 1\n', "k{}: 1\n", '"k{}": ]\n'],
)
def test_broken_json(line: str) -> None:
    assert_grows_evenly(reading(JSON, line), 400)


def reading(language: Language, line: str) -> Callable[[int], Work]:
    def prepare(size: int) -> Work:
        text = "".join(line.format(number) for number in range(size))
        source = SourceText.of("recipe", "{" + text if language is JSON else text)

        def read() -> None:
            assert len(language.parse(source).problems) >= 100

        return read

    return prepare
