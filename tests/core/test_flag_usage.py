"""What launchers write has a key: every training option that a fifth of the public hybrid
configurations use.

`flag-usage.json` counts them: 80 launch configurations (Megatron-LM at nine tags, Megatron-Bridge),
with the options that at least 16 of them use.
"""

from __future__ import annotations

import json
from pathlib import Path

from nam56r_core.export.emit import PLAN_OPTIONS
from nam56r_core.export.settings import keys_by_option
from nam56r_core.rules.flag_deprecated import IDLE
from nam56r_core.targets.releases import RELEASES, load

USAGE = json.loads(Path(__file__).with_name("flag-usage.json").read_text("utf-8"))
COUNTS: dict[str, int] = USAGE["options"]

NOT_OF_TRAINING = {
    "--inference-max-seq-length": "inference",
    "--max-tokens-to-oom": "inference",
    "--export-model-type": "export by ModelOpt",
    "--model-provider": "inference scripts; no option of a training parser",
    "--num-tokens-to-generate": "inference scripts; no option of a training parser",
    "--output-path": "inference scripts; no option of a training parser",
    "--prompts": "inference scripts; no option of a training parser",
    "--return-log-probs": "inference scripts; no option of a training parser",
    "--temperature": "inference scripts; no option of a training parser",
    "--top_k": "inference scripts; no option of a training parser",
}


def spellings(option: str) -> set[str]:
    """An option with the other spellings that some release has for it."""
    flags = [load(release).flag(option) for release in RELEASES]
    return {option, *(name for flag in flags if flag for name in flag.options)}


def test_the_counts_are_of_a_fifth() -> None:
    assert min(COUNTS.values()) == USAGE["configurations"] // 5 == 16


def test_every_training_option_of_a_fifth_has_a_key() -> None:
    without = {
        option
        for option in COUNTS
        if spellings(option).isdisjoint(keys_by_option()) and option not in PLAN_OPTIONS | IDLE
    }
    assert without == set(NOT_OF_TRAINING)


def test_what_is_left_out_is_of_no_training_parser_or_of_another_task() -> None:
    groups = {"inference", "modelopt-generic"}
    for option in NOT_OF_TRAINING:
        flags = [flag for release in RELEASES if (flag := load(release).flag(option))]
        assert {flag.group for flag in flags} <= groups, option
