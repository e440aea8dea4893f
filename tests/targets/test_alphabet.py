"""The alphabet and launch facts of each release, said again here and compared with the catalogs.

The places are those read in Megatron-LM at the tags (short file names as in the contract:
SPECS is `mamba_layer_specs.py` up to 0.17 and `hybrid_layer_specs.py` after, ALLOC
`mamba_hybrid_layer_allocation.py` / `hybrid_layer_allocation.py`, ARGS `training/arguments.py`).
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from nam56r_core.layers import LayerKind
from nam56r_core.targets.releases import RELEASES, Release, load, release_named


class Expected(NamedTuple):
    symbols: str
    separators: tuple[str | None, str | None]
    flag: str
    superseded: str | None
    needs_num_layers: bool
    checked_by: str
    entry: str
    spec_name: str
    spec_required: bool
    exclusive: set[frozenset[str]]
    options: int


OVERRIDE = "--hybrid-override-pattern"
LAYER = "--hybrid-layer-pattern"
NONE = (None, None)
BOTH = ("|", "/")
STAR_D = frozenset("*D")
STAR_PLUS = frozenset("*+")

EXPECTED: dict[str, Expected] = {
    # ALLOC:17-21, ARGS:2661, construction ALLOC:61-73, --spec pretrain_mamba.py:62-65
    "core_v0.12.3": Expected(
        "M*-", NONE, OVERRIDE, None, True, "construction", "pretrain_mamba.py",
        "mamba_stack_spec", True, set(), 455,
    ),
    # ARGS:2906, pretrain_mamba.py:64-67
    "core_v0.13.1": Expected(
        "M*-", NONE, OVERRIDE, None, True, "construction", "pretrain_mamba.py",
        "mamba_stack_spec", True, set(), 501,
    ),
    # ARGS:2990
    "core_v0.14.0": Expected(
        "M*-", NONE, OVERRIDE, None, True, "construction", "pretrain_mamba.py",
        "mamba_stack_spec", True, set(), 513,
    ),
    # ARGS:3256, mamba_builders.py:17-20
    "core_v0.15.3": Expected(
        "M*-", NONE, OVERRIDE, None, True, "construction", "pretrain_mamba.py",
        "mamba_stack_spec", True, set(), 582,
    ),
    # ALLOC:25-32 adds E, ARGS:2828, mamba_builders.py:20-23
    "core_v0.16.1": Expected(
        "M*-E", NONE, OVERRIDE, None, True, "construction", "pretrain_mamba.py",
        "mamba_stack_spec", True, set(), 669,
    ),
    # ALLOC:14-24 adds G and both separators, ARGS:3231 and :3238, validate_args ARGS:637
    "core_v0.17.1": Expected(
        "M*-EG", BOTH, LAYER, OVERRIDE, False, "validate_args", "pretrain_mamba.py",
        "mamba_stack_spec", True, set(), 723,
    ),
    # ALLOC:14-25 adds D, mix refused :296, hybrid_builders.py:22-25
    "core_v0.18.2": Expected(
        "M*-EGD", BOTH, LAYER, OVERRIDE, False, "validate_args", "pretrain_hybrid.py",
        "hybrid_stack_spec", True, {STAR_D}, 769,
    ),
    # ALLOC:14-26 adds +, mixes refused :297, default spec models/hybrid.py:161
    "core_v0.19.0": Expected(
        "M*-EGD+", BOTH, LAYER, OVERRIDE, False, "validate_args", "pretrain_hybrid.py",
        "hybrid_stack_spec", False, {STAR_D, STAR_PLUS}, 828,
    ),
    # ALLOC is the same file as in 0.19.0, default spec models/hybrid.py:164
    "main-2026-08-22": Expected(
        "M*-EGD+", BOTH, LAYER, OVERRIDE, False, "validate_args", "pretrain_hybrid.py",
        "hybrid_stack_spec", False, {STAR_D, STAR_PLUS}, 860,
    ),
}  # fmt: skip

KINDS = {
    "M": LayerKind.MAMBA2,
    "*": LayerKind.SELF_ATTENTION,
    "-": LayerKind.MLP,
    "E": LayerKind.MOE,
    "G": LayerKind.GATED_DELTA_NET,
    "D": LayerKind.SPARSE_ATTENTION,
    "+": LayerKind.MLA,
}

each_release = pytest.mark.parametrize("release", RELEASES, ids=str)


def test_the_table_has_every_release() -> None:
    assert list(EXPECTED) == [release.tag for release in RELEASES]


@each_release
def test_alphabet_and_pattern(release: Release) -> None:
    catalog, expected = load(release), EXPECTED[release.tag]
    pattern = catalog.pattern
    assert "".join(symbol.char for symbol in catalog.symbols) == expected.symbols
    assert {symbol.char: symbol.kind for symbol in catalog.symbols} == {
        char: KINDS[char] for char in expected.symbols
    }
    assert (pattern.stage_separator, pattern.mtp_separator) == expected.separators
    assert (pattern.flag, pattern.superseded_flag) == (expected.flag, expected.superseded)
    assert pattern.needs_num_layers is expected.needs_num_layers
    assert pattern.checked_by == expected.checked_by
    assert {frozenset(pair) for pair in catalog.exclusive} == expected.exclusive


@each_release
def test_launch_facts(release: Release) -> None:
    catalog, expected = load(release), EXPECTED[release.tag]
    assert catalog.entry_script == expected.entry
    assert catalog.stack_spec.name == expected.spec_name
    assert catalog.stack_spec.required is expected.spec_required
    assert len(catalog.flags) == expected.options
    # The old module and name go on resolving after the move in 0.18 (SPECS 0.18.2:308).
    moved = release_named(catalog.release).rank >= release_named("0.18.2").rank
    old = ("megatron.core.models.mamba.mamba_layer_specs", "mamba_stack_spec")
    assert (old in catalog.stack_spec.aliases) is moved
    assert catalog.other_entry_scripts == (("pretrain_mamba.py",) if moved else ())


@each_release
def test_what_the_symbols_build(release: Release) -> None:
    """SPECS of each release, the class of the working module (the stock spec was built to see)."""
    builds = {symbol.char: symbol.builds for symbol in load(release).symbols}
    always = {"M": "MambaMixer", "*": "SelfAttention", "-": "MLP"}
    assert always.items() <= builds.items()
    for char, name in (("E", "MoELayer"), ("G", "GatedDeltaNet"), ("+", "MLASelfAttention")):
        assert builds.get(char, name) == name
    # SPECS 0.18.2:138, 0.19.0:142, main:159
    expected = {"core_v0.18.2": "MLASelfAttention"}.get(release.tag, "AbsorbedMLASelfAttention")
    assert builds.get("D", expected) == expected


def test_sparse_and_latent_attention_may_share_a_part() -> None:
    """`D` with `+` is accepted (run); only `*` keeps apart."""
    catalog = load(RELEASES[-1])
    assert not catalog.excludes("D", "+")
    assert catalog.excludes("D", "*")
    assert catalog.excludes("*", "+")


def test_where_the_tag_and_the_package_disagree() -> None:
    """package_info.py at core_v0.19.0 says 0.19.1; main says 0.20.0."""
    versions = {release.name: load(release).package_version for release in RELEASES}
    differing = {name: version for name, version in versions.items() if name != version}
    assert differing == {"0.19.0": "0.19.1", "main-2026-08-22": "0.20.0"}


@pytest.mark.parametrize(
    ("option", "first", "last"),
    [
        # Raw parser dumps; the contract relies on each of these ranges.
        ("--multi-latent-attention", "0.12.3", "main-2026-08-22"),
        ("--mtp-num-layers", "0.12.3", "main-2026-08-22"),
        ("--mamba-num-heads", "0.13.1", "main-2026-08-22"),
        ("--moe-router-fusion", "0.14.0", "main-2026-08-22"),
        ("--cuda-graph-impl", "0.15.3", "main-2026-08-22"),
        ("--dsa-indexer-topk", "0.16.1", "main-2026-08-22"),
        ("--fim-data", "0.16.1", "main-2026-08-22"),
        ("--mtp-use-repeated-layer", "0.17.1", "main-2026-08-22"),
        ("--cuda-graph-modules", "0.18.2", "main-2026-08-22"),
        ("--hybrid-attention-ratio", "0.12.3", "0.16.1"),
        ("--use-legacy-models", "0.12.3", "0.17.1"),
    ],
)
def test_flag_ranges(option: str, first: str, last: str) -> None:
    here = [release.name for release in RELEASES if load(release).flag(option) is not None]
    wanted = [
        release.name
        for release in RELEASES
        if release_named(first).rank <= release.rank <= release_named(last).rank
    ]
    assert here == wanted


def test_modelopt_options_exist_only_where_the_hybrid_script_adds_them() -> None:
    """pretrain_mamba.py adds them from 0.15 on (0.15.3:37); before, only pretrain_gpt.py does."""
    providers = {
        release.name: {flag.provider for flag in load(release).flags} for release in RELEASES
    }
    without = {name for name, found in providers.items() if "modelopt" not in found}
    assert without == {"0.12.3", "0.13.1", "0.14.0"}


def test_the_flag_that_no_release_has() -> None:
    assert all(load(release).flag("--multi-token-prediction") is None for release in RELEASES)


@pytest.mark.parametrize(
    ("release", "option", "deprecated"),
    [
        ("0.16.1", "--hybrid-override-pattern", False),
        ("0.17.1", "--hybrid-override-pattern", True),
        ("0.18.2", "--cuda-graph-scope", True),
        # Its text mentions the old option; it is the new one.
        ("0.18.2", "--cuda-graph-modules", False),
        # One of its values is deprecated, the option is not.
        ("0.18.2", "--optimizer", False),
        # model_parallel_config.py 0.16.1:80 and :176.
        ("0.16.1", "--moe-extended-tp", True),
        ("0.16.1", "--disable-async-tensor-model-parallel-allreduce", True),
    ],
)
def test_deprecation_is_about_the_option_itself(
    release: str, option: str, deprecated: bool
) -> None:
    flag = load(release_named(release)).flag(option)
    assert flag is not None
    assert flag.deprecated is deprecated
