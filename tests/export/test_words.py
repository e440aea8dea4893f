"""From argv words to a value: whatever a key writes can be read back from what it wrote."""

from __future__ import annotations

import pytest

from nam56r_core.changes import Path, Plain
from nam56r_core.export.settings import Setting
from nam56r_core.export.words import value_of
from support.recipes import BASES, analyse


@pytest.mark.parametrize(
    ("path", "option", "words", "value"),
    [
        (("E", "num_experts"), "--num-experts", ("8",), 8),
        (("training", "lr"), "--lr", ("1e-4",), 0.0001),
        (("data", "tokenizer_model"), "--tokenizer-model", ("7",), "7"),
        (("data", "data_path"), "--data-path", ("0.5", "one"), ["0.5", "one"]),
        (("training", "recompute_modules"), "--recompute-modules", ("mlp",), ["mlp"]),
        (("model", "swiglu"), "--swiglu", (), True),
        (("model", "swiglu"), "--no-swiglu", (), False),
        (("E", "num_experts"), "--num-experts", ("many",), None),
        (("E", "num_experts"), "--num-experts", (), None),
        (("model", "swiglu"), "--swiglu", ("1",), None),
    ],
)
def test_words_become_the_value_that_writes_them(
    path: Path, option: str, words: tuple[str, ...], value: Plain
) -> None:
    found = value_of(path, option, words)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("name", BASES)
def test_every_argument_of_a_key_is_read_back(name: str) -> None:
    facts = analyse(BASES[name]).facts
    for arg in facts.draft.args:
        path = tuple(arg.key.split("."))
        if arg.decisive or len(path) < 2 or path[0] == "seams":
            continue
        value = value_of(path, arg.option, arg.values)
        assert value is not None, arg
        again = Setting(arg.group, arg.option, value, arg.place)
        assert again.values() == arg.values
