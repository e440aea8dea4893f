"""Options that a parser knows and no launch may pass on as they are: kept only to refuse, set by
whoever starts the processes, or second names of other options.

Read in every release and run on all of them. Must not know recipe keys.
"""

from __future__ import annotations

from typing import NamedTuple

from nam56r_core.targets.judgments import Judgment
from nam56r_core.targets.releases import V0_17
from nam56r_core.targets.target import Target

_NO_LONGER_VALID = Judgment(
    "validate_args refuses every value but the default (0.12.3 arguments.py:372-386, "
    "0.19.0:573-586; run on all nine)"
)
_NO_LEGACY_HYBRID = Judgment(
    "the hybrid entry scripts assert that it is off (0.12.3 pretrain_mamba.py:60, 0.17.1 "
    "mamba_builders.py:16; run); 0.18 has no such option",
    until=V0_17,
)


class Refused(NamedTuple):
    """An option that a release takes only to refuse it; `instead` is the option that means it
    today, None if there is none."""

    judgment: Judgment
    instead: str | None


REFUSED_OPTIONS = {
    "--batch-size": Refused(_NO_LONGER_VALID, "--micro-batch-size"),
    "--warmup": Refused(_NO_LONGER_VALID, "--lr-warmup-fraction"),
    "--model-parallel-size": Refused(_NO_LONGER_VALID, "--tensor-model-parallel-size"),
    "--checkpoint-activations": Refused(_NO_LONGER_VALID, "--recompute-granularity"),
    "--use-legacy-models": Refused(_NO_LEGACY_HYBRID, None),
}

LAUNCHER_OPTIONS = frozenset({"--local-rank"})
"""What torchrun says to each process by the environment. The parser takes `--local-rank` and
validation lets it overrule the variable, so every process of a machine would use one GPU
(0.12.3 initialize.py:316, 0.19.0 initialize.py:282, read). No parser takes torch's old spelling
`--local_rank` (run)."""


class SecondName(NamedTuple):
    """Another way to say an option: with `value` where it is a switch, else with its own values."""

    option: str
    value: str | None = None


SECOND_NAMES = {
    # validate_args puts the first two into the other option, over what that says
    # (0.12.3 arguments.py:390 and 822, 0.19.0:590 and 1572), and refuses the third beside
    # --seq-length (0.12.3:699, 0.19.0:1307; run).
    "--recompute-activations": SecondName("--recompute-granularity", "selective"),
    "--use-rotary-position-embeddings": SecondName("--position-embedding-type", "rope"),
    "--encoder-seq-length": SecondName("--seq-length"),
}

FORMER_NAMES = {
    "--activations-checkpoint-method": SecondName("--recompute-method"),
    "--activations-checkpoint-granularity": SecondName("--recompute-granularity"),
    "--activations-checkpoint-num-layers": SecondName("--recompute-num-layers"),
    "--fp8-hybrid": SecondName("--fp8-format", "hybrid"),
    "--fp8-e4m3": SecondName("--fp8-format", "e4m3"),
}
"""Names that Megatron-LM had before 0.12, and that scripts still have: no known release has one
(all catalogs)."""


def is_refused(option: str, target: Target) -> bool:
    """Whether a target knows an option only to refuse it."""
    refused = REFUSED_OPTIONS.get(option)
    known = target.catalog.flag(option) is not None
    return refused is not None and known and refused.judgment.holds_for(target)


def may_be_passed(option: str, target: Target) -> bool:
    """Whether an option of a target may be suggested to a person as it stands."""
    return not is_refused(option, target) and option not in LAUNCHER_OPTIONS
