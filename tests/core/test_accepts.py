"""Whether the schema takes a value is asked before that value is offered."""

from __future__ import annotations

import pytest

from nam56r_core.changes import Path, Plain
from nam56r_core.recipe.accepts import accepts

ENVIRONMENT: Path = ("launch", "environment", "OMP_NUM_THREADS")


@pytest.mark.parametrize(
    ("path", "value", "taken"),
    [
        (("depth",), 8, True),
        (("depth",), "8", False),
        (("depth",), 0, False),
        (("model", "swiglu"), True, True),
        (("model", "swiglu"), 1, False),
        (("training", "lr"), 1, True),
        (("training", "recompute_modules"), ["mlp"], True),
        (("training", "recompute_modules"), "mlp", False),
        (("training", "recompute_modules", 3), "mlp", True),
        (("training", "recompute_modules", 3), 4, False),
        (ENVIRONMENT, "4", True),
        (ENVIRONMENT, 4, False),
        (("nowhere",), 1, False),
    ],
)
def test_a_value_fits_its_key_or_does_not(path: Path, value: Plain, taken: bool) -> None:
    assert accepts(path, value) is taken
