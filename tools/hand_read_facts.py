"""What was read by hand in Megatron-LM about hybrid patterns, each fact with its places.

`build_catalogs.py` puts these facts into the catalogs; a fact is written here and nowhere else.
A fact holds for a range of releases and names, for each of them, the line that shows it and a word
that must be on that line: `build_catalogs.py --evidence GITDIR` reads the lines at the tags again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nam56r_core.layers import LayerKind
from nam56r_core.targets.catalog import PatternSyntax, StackSpec, Symbol
from nam56r_core.targets.releases import (
    RELEASES,
    V0_12,
    V0_13,
    V0_15,
    V0_16,
    V0_17,
    V0_18,
    V0_19,
    Release,
)

ARGUMENTS = "megatron/training/arguments.py"
OLD_ALLOCATION = "megatron/core/ssm/mamba_hybrid_layer_allocation.py"
NEW_ALLOCATION = "megatron/core/models/hybrid/hybrid_layer_allocation.py"
OLD_SPECS = "megatron/core/models/mamba/mamba_layer_specs.py"
NEW_SPECS = "megatron/core/models/hybrid/hybrid_layer_specs.py"
MODEL_CONFIG = "megatron/training/models/hybrid.py"

OLD_MODULE = "megatron.core.models.mamba.mamba_layer_specs"
NEW_MODULE = "megatron.core.models.hybrid.hybrid_layer_specs"


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a release, and what must be found on it."""

    release: Release
    path: str
    line: int
    word: str


@dataclass(frozen=True, slots=True)
class Fact:
    """`subject` is `value` in every release of `places`, and in no other unless another fact says.

    The places must be consecutive releases: that is the range in which the fact holds.
    """

    subject: str
    value: object
    places: tuple[Place, ...]

    def __post_init__(self) -> None:
        ranks = [place.release.rank for place in self.places]
        if ranks != list(range(ranks[0], ranks[0] + len(ranks))):
            raise ValueError(f"{self.subject}: the places of {self.value!r} leave a gap")

    def holds_in(self, release: Release) -> bool:
        return any(place.release == release for place in self.places)


def _at(path: str, word: str, since: Release, *lines: int) -> tuple[Place, ...]:
    """One line per release, from `since` on."""
    releases = RELEASES[since.rank : since.rank + len(lines)]
    return tuple(
        Place(release, path, line, word) for release, line in zip(releases, lines, strict=True)
    )


def _specs(word: str, since: Release, *lines: int) -> tuple[Place, ...]:
    """Lines of the stock stack spec, whose file moved in 0.18."""
    places = _at("", word, since, *lines)
    return tuple(
        Place(
            place.release,
            NEW_SPECS if place.release >= V0_18 else OLD_SPECS,
            place.line,
            place.word,
        )
        for place in places
    )


# The order is that in which the alphabet grew; catalogs keep it.
_SYMBOLS = (
    Fact(
        "symbol",
        Symbol("M", LayerKind.MAMBA2, "MambaMixer"),
        _specs("MambaMixer", V0_12, 26, 26, 26, 26, 43, 79, 93, 97, 114),
    ),
    # Self-attention alone: no MLP belongs to it, so a transformer block is two symbols.
    Fact(
        "symbol",
        Symbol("*", LayerKind.SELF_ATTENTION, "SelfAttention"),
        _specs("SelfAttention", V0_12, 41, 41, 41, 41, 58, 108, 122, 126, 143),
    ),
    Fact(
        "symbol",
        Symbol("-", LayerKind.MLP, "MLP"),
        _specs("MLP", V0_12, 59, 59, 59, 59, 76, 126, 175, 201, 218),
    ),
    # The spec says `mlp=moe`; what that is stands in gpt/moe_module_specs.py.
    Fact(
        "symbol",
        Symbol("E", LayerKind.MOE, "MoELayer"),
        _at("megatron/core/models/gpt/moe_module_specs.py", "MoELayer", V0_16, 64, 67, 67, 88, 94),
    ),
    # On main GatedDeltaNet2 instead with `--experimental-attention-variant gdn2`
    # (hybrid_block.py:196), which is an authored setting and not the stock meaning.
    Fact(
        "symbol",
        Symbol("G", LayerKind.GATED_DELTA_NET, "GatedDeltaNet"),
        _specs("GatedDeltaNet", V0_17, 91, 105, 109, 126),
    ),
    Fact(
        "symbol",
        Symbol("D", LayerKind.SPARSE_ATTENTION, "MLASelfAttention"),
        _specs("MLASelfAttention", V0_18, 138),
    ),
    Fact(
        "symbol",
        Symbol("D", LayerKind.SPARSE_ATTENTION, "AbsorbedMLASelfAttention"),
        _specs("AbsorbedMLASelfAttention", V0_19, 142, 159),
    ),
    Fact(
        "symbol",
        Symbol("+", LayerKind.MLA, "MLASelfAttention"),
        _specs("MLASelfAttention", V0_19, 177, 194),
    ),
)

# 0.18 has the same pair a second time for one pipeline segment (hybrid_layer_allocation.py:324,
# from 0.19 :325). `D` with `+` is not refused anywhere.
_EXCLUSIVE = (
    Fact("exclusive", ("*", "D"), _at(NEW_ALLOCATION, "DS_ATTENTION", V0_18, 296, 297, 297)),
    Fact("exclusive", ("*", "+"), _at(NEW_ALLOCATION, "Symbols.MLA", V0_19, 297, 297)),
)

_PATTERN = (
    Fact(
        "flag",
        "--hybrid-override-pattern",
        _at(ARGUMENTS, "--hybrid-override-pattern", V0_12, 2661, 2906, 2990, 3256, 2828),
    ),
    Fact(
        "flag",
        "--hybrid-layer-pattern",
        _at(ARGUMENTS, "--hybrid-layer-pattern", V0_17, 3231, 3263, 3485, 3652),
    ),
    Fact(
        "superseded_flag",
        "--hybrid-override-pattern",
        _at(ARGUMENTS, "--hybrid-override-pattern", V0_17, 3238, 3271, 3493, 3660),
    ),
    Fact(
        "stage_separator",
        "|",
        (*_at(OLD_ALLOCATION, "'|'", V0_17, 22), *_at(NEW_ALLOCATION, "'|'", V0_18, 23, 24, 24)),
    ),
    Fact(
        "mtp_separator",
        "/",
        (*_at(OLD_ALLOCATION, '"/"', V0_17, 23), *_at(NEW_ALLOCATION, '"/"', V0_18, 24, 25, 25)),
    ),
    # The list of what must be given names the layer count in every release; from 0.17 the
    # pattern has set it by then.
    Fact(
        "needs_num_layers",
        True,
        _at(ARGUMENTS, "required_args", V0_12, 672, 754, 736, 822, 796),
    ),
    Fact(
        "needs_num_layers",
        False,
        _at(ARGUMENTS, "get_hybrid_total_layer_count", V0_17, 637, 780, 764, 790),
    ),
    Fact(
        "checked_by",
        "construction",
        _at(OLD_ALLOCATION, "not in Symbols.VALID", V0_12, 71, 71, 71, 71, 82),
    ),
    # The count is taken after the letters were looked at (allocation file 0.17.1:127).
    Fact(
        "checked_by",
        "validate_args",
        _at(ARGUMENTS, "get_hybrid_total_layer_count", V0_17, 637, 780, 764, 790),
    ),
)

_SPEC = (
    Fact(
        "spec",
        (OLD_MODULE, "mamba_stack_spec"),
        _specs("mamba_stack_spec = ModuleSpec", V0_12, 19, 19, 19, 19, 36, 72),
    ),
    Fact(
        "spec",
        (NEW_MODULE, "hybrid_stack_spec"),
        _specs("hybrid_stack_spec = ModuleSpec", V0_18, 86, 90, 107),
    ),
    # The builder raises without a spec; up to 0.14 by raising a text, which is a TypeError.
    Fact(
        "spec_required",
        True,
        (
            *_at("pretrain_mamba.py", "raise(", V0_12, 65, 67, 67),
            *_at("mamba_builders.py", "raise ValueError", V0_15, 20, 23, 26),
            *_at("hybrid_builders.py", "raise ValueError", V0_18, 25),
        ),
    ),
    Fact(
        "spec_required",
        False,
        _at(MODEL_CONFIG, "default_hybrid_stack_spec", V0_19, 161, 164),
    ),
    # The old module re-exports all of the new one, the new one keeps the old name.
    Fact(
        "spec_alias",
        (OLD_MODULE, "mamba_stack_spec"),
        _at(OLD_SPECS, "import *", V0_18, 5, 5, 5),
    ),
    Fact(
        "spec_alias",
        (OLD_MODULE, "hybrid_stack_spec"),
        _at(OLD_SPECS, "import *", V0_18, 5, 5, 5),
    ),
    Fact(
        "spec_alias",
        (NEW_MODULE, "mamba_stack_spec"),
        _at(NEW_SPECS, "mamba_stack_spec = hybrid_stack_spec", V0_18, 308, 356, 419),
    ),
)

_ENTRY = (
    Fact(
        "entry_script",
        "pretrain_mamba.py",
        _at("pretrain_mamba.py", "pretrain(", V0_12, 272, 269, 269, 223, 361, 359),
    ),
    Fact(
        "entry_script",
        "pretrain_hybrid.py",
        _at("pretrain_hybrid.py", "pretrain(", V0_18, 353, 469, 553),
    ),
    # Warns and runs the other one.
    Fact(
        "other_entry_script",
        "pretrain_mamba.py",
        _at("pretrain_mamba.py", "pretrain_hybrid.py", V0_18, 19, 19, 19),
    ),
    # 0.12 declares nothing in its setup.py or pyproject.toml.
    Fact(
        "python_requires",
        ">=3.10",
        _at("pyproject.toml", "requires-python", V0_13, 20, 21, 21, 21),
    ),
    Fact(
        "python_requires",
        ">=3.12",
        _at("pyproject.toml", "requires-python", V0_17, 26, 26, 26, 26),
    ),
)

FACTS: tuple[Fact, ...] = (*_SYMBOLS, *_EXCLUSIVE, *_PATTERN, *_SPEC, *_ENTRY)

# Options whose own config docstring calls them deprecated and ignored, where the measuring tool
# saw only a mention: both come from megatron/core/model_parallel_config.py (:80 and :176).
DEPRECATED_TOO: frozenset[tuple[str, str]] = frozenset(
    {
        (V0_16.name, "--moe-extended-tp"),
        (V0_16.name, "--no-async-tensor-model-parallel-allreduce"),
    }
)


def _values(subject: str, release: Release) -> Iterator[object]:
    return (fact.value for fact in FACTS if fact.subject == subject and fact.holds_in(release))


def _text(subject: str, release: Release) -> str | None:
    values = list(_values(subject, release))
    if len(values) > 1 or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{subject}: {values!r} in {release}")
    return str(values[0]) if values else None


def _sure_text(subject: str, release: Release) -> str:
    value = _text(subject, release)
    if value is None:
        raise ValueError(f"{subject}: nothing known in {release}")
    return value


def _truth(subject: str, release: Release) -> bool:
    (value,) = _values(subject, release)
    if not isinstance(value, bool):
        raise TypeError(f"{subject}: {value!r} in {release}")
    return value


def _pairs(subject: str, release: Release) -> tuple[tuple[str, str], ...]:
    pairs = []
    for value in _values(subject, release):
        match value:
            case (str(one), str(other)):
                pairs.append((one, other))
            case _:
                raise TypeError(f"{subject}: {value!r} in {release}")
    return tuple(pairs)


def symbols(release: Release) -> tuple[Symbol, ...]:
    return tuple(value for value in _values("symbol", release) if isinstance(value, Symbol))


def exclusive(release: Release) -> tuple[tuple[str, str], ...]:
    return _pairs("exclusive", release)


def pattern_syntax(release: Release) -> PatternSyntax:
    checked_by = _sure_text("checked_by", release)
    return PatternSyntax(
        flag=_sure_text("flag", release),
        superseded_flag=_text("superseded_flag", release),
        stage_separator=_text("stage_separator", release),
        mtp_separator=_text("mtp_separator", release),
        needs_num_layers=_truth("needs_num_layers", release),
        checked_by="construction" if checked_by == "construction" else "validate_args",
    )


def stack_spec(release: Release) -> StackSpec:
    ((module, name),) = _pairs("spec", release)
    required = _truth("spec_required", release)
    return StackSpec(module, name, required, _pairs("spec_alias", release))


def entry_scripts(release: Release) -> tuple[str, tuple[str, ...]]:
    """The script to start, and the ones that still lead to it."""
    others = tuple(str(value) for value in _values("other_entry_script", release))
    return _sure_text("entry_script", release), others


def python_requires(release: Release) -> str | None:
    return _text("python_requires", release)
