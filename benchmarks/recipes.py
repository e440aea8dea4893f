"""Recipes of any length as people write them, and the places in them where somebody types.

A long recipe is long for the reasons that real ones are: comments, the shards of a data blend,
variables of the job, and flags that have no key. What grows is the same in both languages. Must not
know who reads the recipes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nam56r_core.recipe.schema import sections_with_key
from nam56r_core.targets.catalog import Catalog, Flag
from nam56r_core.targets.releases import UnknownTarget
from nam56r_core.targets.targets import KNOWN

TARGET = "core_v0.19.0"
PATTERN = "AEMEAEMEAEMR"

Value = str | int | float | bool | list[str] | dict[str, "Value"]
COMMENT = "#"
"""Begins a key that stands for a comment; what follows is its text."""


@dataclass(frozen=True)
class Cursor:
    """A place as the protocol counts it: both from 0, the column in UTF-16 units (the recipes are
    ASCII)."""

    line: int
    column: int


@dataclass(frozen=True)
class Recipe:
    """One recipe and its places: `typing` maps where somebody types to the word that is typed
    there, `looking` are cursors over what has a hover, `asking` where completion is asked for."""

    language: str
    text: str
    typing: dict[Cursor, str]
    looking: tuple[Cursor, ...]
    asking: tuple[Cursor, ...]

    @property
    def file_name(self) -> str:
        return f"recipe.nam56r.{self.language}"

    @property
    def broken(self) -> str:
        """The text with a value that the JSON Schema refuses: a server that publishes nothing about
        it does not check recipes, and its times would say nothing."""
        return re.sub(r"^(depth\W+)52$", r'\1"many"', self.text, flags=re.MULTILINE)


def make_recipe(language: str, lines: int) -> Recipe:
    """A recipe of exactly so many lines, in `yaml` or `toml`; raises `ValueError` for too few."""
    write = {"yaml": _yaml, "toml": _toml}[language]
    growth = lines - len(write(_content(0)))
    if growth < 0:
        raise ValueError(f"the shortest recipe in {language} has {lines - growth} lines")
    written = write(_content(growth))
    text = "\n".join(written) + "\n"
    return Recipe(language, text, _typing(written), _looking(written), _asking(written))


# ---------------------------------------------------------------------- what it says


def _content(growth: int) -> dict[str, Value]:
    """The recipe as nested values; every unit of growth adds one line in either language."""
    options = list(_options())
    flags = min(growth // 4, len(options) - 2)
    shards = (growth - flags) // 3
    variables = (growth - flags - shards) // 2
    remarks = growth - flags - shards - variables
    return {
        f"{COMMENT}1": "A family of one: the reference with MLA left for later.",
        "name": "benchmark",
        "target": TARGET,
        f"{COMMENT}2": "A attention, E expert, M Mamba, R recurrent tail.",
        "pattern": PATTERN,
        "depth": 52,
        "A": {"group_query_attention": True, "num_query_groups": 8},
        "E": {
            "num_experts": 16,
            "moe_router_topk": 4,
            "moe_ffn_hidden_size": 896,
            "moe_token_dispatcher_type": "alltoall",
        },
        "M": {
            "mixer": "authored",
            "mamba_num_heads": 112,
            "mamba_head_dim": 64,
            "mamba_state_dim": 64,
            "mamba_num_groups": 8,
        },
        "R": {"mixer": "m2rnn", "key_head_dim": 64, "value_head_dim": 16},
        "model": {
            "hidden_size": 3584,
            "ffn_hidden_size": 18944,
            "num_attention_heads": 56,
            "vocab_size": 65536,
            "max_position_embeddings": 4096,
            "position_embedding_type": "rope",
            "disable_bias_linear": True,
        },
        "training": {
            "micro_batch_size": 1,
            "global_batch_size": 64,
            "train_iters": 100000,
            "lr": 0.0003,
        },
        "seams": {"carry": {"R": "M"}},
        "data": {
            "seq_length": 4096,
            "tokenizer_type": "HuggingFaceTokenizer",
            "tokenizer_model": "gpt2",
            "data_path": list(_shards(shards + 1)),
        },
        "launch": {"environment": _environment(variables + 1, remarks)},
        "extra_args": options[: flags + 2],
    }


def _shards(count: int) -> Iterator[str]:
    for number in range(count):
        yield f"corpora/web/2024/shard-{number:05}_text_document"


def _environment(variables: int, remarks: int) -> dict[str, Value]:
    """Variables with a remark before most of them."""
    content: dict[str, Value] = {}
    for number in range(max(variables, remarks)):
        if number < remarks:
            content[f"{COMMENT}{number}"] = f"Node group {number}: measured on the last long run."
        if number < variables:
            content[f"JOB_NODE_GROUP_{number}"] = f"rack-{number:05}"
    return content


OF_THE_LAUNCHER = ("--local-rank",)
"""Flags that torchrun sets for each process; a recipe that sets one is wrong."""


def _options() -> Iterator[str]:
    """Flags of the target that have no key in a recipe, each with its own default."""
    for flag in _catalog().flags:
        if flag.name in OF_THE_LAUNCHER:
            continue
        if _is_plain(flag) and not sections_with_key(flag.name[2:].replace("-", "_")):
            yield f"{flag.name} {flag.default}"


def _is_plain(flag: Flag) -> bool:
    return (
        flag.takes_value
        and flag.nargs is None
        and flag.type in ("int", "float", "str", None)
        and flag.provider == "megatron"
        and not (flag.hidden or flag.deprecated)
        and isinstance(flag.default, int | float | str)
        and re.fullmatch(r"[\w.]+", str(flag.default)) is not None
    )


@cache
def _catalog() -> Catalog:
    found = KNOWN.find(TARGET)
    if isinstance(found, UnknownTarget):
        raise LookupError(TARGET)
    return found.catalog


# ------------------------------------------------------------------- how it is written


def _yaml(content: dict[str, Value], indent: str = "") -> list[str]:
    lines: list[str] = []
    for key, value in content.items():
        if key.startswith(COMMENT):
            lines.append(f"{indent}# {value}")
        elif isinstance(value, dict):
            lines += [f"{indent}{key}:", *_yaml(value, indent + "  ")]
        elif isinstance(value, list):
            lines += [f"{indent}{key}:", *(f"{indent}  - {item}" for item in value)]
        else:
            lines.append(f"{indent}{key}: {_plain(value)}")
    return lines


def _plain(value: str | int | float | bool) -> str:
    is_word = isinstance(value, str) and value.replace("_", "").replace(".", "").isalnum()
    return str(value) if is_word else json.dumps(value)


def _toml(content: dict[str, Value], path: str = "") -> list[str]:
    """Plain keys must stand before the headers of tables."""
    lines: list[str] = []
    for key, value in content.items():
        if key.startswith(COMMENT):
            lines.append(f"# {value}")
        elif isinstance(value, list):
            lines += [f"{key} = [", *(f"  {json.dumps(item)}," for item in value), "]"]
        elif not isinstance(value, dict):
            lines.append(f"{key} = {json.dumps(value)}")
    for key, value in content.items():
        if isinstance(value, dict):
            has_own = any(not isinstance(inner, dict) for inner in value.values())
            lines += [f"[{path}{key}]"] if has_own else []
            lines += _toml(value, f"{path}{key}.")
    return lines


# ---------------------------------------------------------------------- where things are


def _typing(lines: list[str]) -> dict[Cursor, str]:
    """Near the top, in the pattern, in a number, in the middle and near the end of the document.
    The option costs most: while its name is no flag, near ones are looked for."""
    middle = min(
        _lines_with(lines, r"shard-|rack-|Node group"), key=lambda line: abs(line - len(lines) // 2)
    )
    option = _lines_with(lines, r"--")[-1]
    return {
        Cursor(0, len(lines[0])): " too",
        _after(lines, _lines_with(lines, PATTERN)[0], "AEMEA"): "EMEA",
        _after(lines, _lines_with(lines, "global_batch_size")[0], "64"): "0000",
        _after(lines, middle, r"shard|rack|Node group"): "edge",
        _after(lines, option, r"--[\w-]+"): "size",
    }


def _looking(lines: list[str]) -> tuple[Cursor, ...]:
    """A word of the prose, a letter, a key, a value, a flag."""
    option = _lines_with(lines, r"--")[0]
    return (
        _after(lines, 0, "M(?=LA)"),
        _after(lines, _lines_with(lines, PATTERN)[0], "AEM(?=E)"),
        _after(lines, _lines_with(lines, "moe_router_topk")[0], "moe_router"),
        _after(lines, _lines_with(lines, "alltoall")[0], "allto"),
        _after(lines, option, "--"),
    )


def _asking(lines: list[str]) -> tuple[Cursor, ...]:
    """A key, a letter, a choice, an option."""
    option = _lines_with(lines, r"--")[-1]
    return (
        _after(lines, _lines_with(lines, "^ *hidden_size")[0], "^ *hid"),
        _after(lines, _lines_with(lines, PATTERN)[0], "AEM(?=E)"),
        _after(lines, _lines_with(lines, "position_embedding_type")[0], 'ro(?=pe"?$)'),
        _after(lines, option, r"--\w"),
    )


def _lines_with(lines: list[str], expression: str) -> list[int]:
    return [number for number, line in enumerate(lines) if re.search(expression, line)]


def _after(lines: list[str], line: int, expression: str) -> Cursor:
    found = re.search(expression, lines[line])
    if found is None:
        raise LookupError(f"{expression} is not in line {line}: {lines[line]}")
    return Cursor(line, found.end())
