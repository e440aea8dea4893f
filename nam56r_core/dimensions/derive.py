"""How a release derives a value that an argument list leaves out.

Every rule here is the same in all nine releases; the evidence names the first and a recent one.
Must not know defaults of the parser: those are in the catalogs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from nam56r_core.changes import Path, Plain

Values = Callable[[Path], Plain]
"""The effective value at a path, None where it has none."""

HIDDEN: Path = ("model", "hidden_size")
HEADS: Path = ("model", "num_attention_heads")
DENSE_WIDTH: Path = ("model", "ffn_hidden_size")
GATED: Path = ("model", "swiglu")
HEAD_WIDTH: Path = ("model", "kv_channels")
EXPERT_WIDTH: Path = ("E", "moe_ffn_hidden_size")
MAMBA_HEADS: Path = ("M", "mamba_num_heads")
MAMBA_HEAD_WIDTH: Path = ("M", "mamba_head_dim")
TP: Path = ("parallel", "tensor_model_parallel_size")
EXPERT_TP: Path = ("parallel", "expert_tensor_parallel_size")


class Derivation(NamedTuple):
    """A value computed from the values at `sources`, which must all be known numbers or switches.

    `compute` gets them in that order and returns None where they give no whole number.
    """

    sources: tuple[Path, ...]
    compute: Callable[..., int | None]


def _dense_width(hidden: int, gated: bool) -> int:
    # 0.12.3 arguments.py:678-687, 0.19.0:1280-1289
    return int(4 * hidden * 2 / 3 / 64) * 64 if gated else 4 * hidden


def _quotient(whole: int, part: int) -> int | None:
    return whole // part if part and whole % part == 0 else None


DERIVATIONS: Mapping[Path, Derivation] = {
    DENSE_WIDTH: Derivation((HIDDEN, GATED), _dense_width),
    # 0.12.3 arguments.py:689-691, 0.19.0:1291-1293
    HEAD_WIDTH: Derivation((HIDDEN, HEADS), _quotient),
    # 0.12.3 arguments.py:852, 0.19.0:1595
    EXPERT_WIDTH: Derivation((DENSE_WIDTH,), lambda width: width),
    # mamba_mixer.py 0.13.1:211-215, 0.19.0:243-247; 0.12.3 has no flag for the heads
    MAMBA_HEADS: Derivation(
        (HIDDEN, MAMBA_HEAD_WIDTH), lambda hidden, width: _quotient(2 * hidden, width)
    ),
    # 0.12.3 arguments.py:368, 0.19.0:569
    EXPERT_TP: Derivation((TP,), lambda size: size),
}
