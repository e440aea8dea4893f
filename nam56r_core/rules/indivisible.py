"""indivisible: sizes that Megatron divides by one another, and that do not divide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nam56r_core.changes import Fix, Path
from nam56r_core.diagnostics import RelatedInformation, Severity
from nam56r_core.layers import LayerKind
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, KeyLocation, Rule
from nam56r_core.rules.fixes import set_to
from nam56r_core.targets.judgments import QUERY_GROUPS_MAY_BE_COPIED

HIDDEN, HEADS = ("model", "hidden_size"), ("model", "num_attention_heads")
QUERY_GROUPS = ("A", "num_query_groups")
MAMBA_WIDTH = ("M", "mamba_head_dim")
MAMBA_HEADS, MAMBA_GROUPS = ("M", "mamba_num_heads"), ("M", "mamba_num_groups")
DELTA_HEADS = (("G", "linear_num_key_heads"), ("G", "linear_num_value_heads"))
EXPERTS = ("E", "num_experts")
EXPERT_WIDTH = ("E", "moe_ffn_hidden_size")
SHARED_WIDTH = ("E", "moe_shared_expert_intermediate_size")
DENSE_WIDTH = ("model", "ffn_hidden_size")
LENGTH = ("data", "seq_length")
TP, CP = ("parallel", "tensor_model_parallel_size"), ("parallel", "context_parallel_size")
ETP = ("parallel", "expert_tensor_parallel_size")

DIVISIONS: tuple[tuple[Path, Path], ...] = (
    (HEADS, TP),
    (HEADS, QUERY_GROUPS),
    (MAMBA_HEADS, MAMBA_GROUPS),
    (MAMBA_HEADS, TP),
    (MAMBA_GROUPS, TP),
    (EXPERTS, ("parallel", "expert_model_parallel_size")),
    (EXPERTS, ("E", "moe_router_num_groups")),
    (("training", "global_batch_size"), ("training", "micro_batch_size")),
)
"""The first must be a multiple of the second."""

SEARCHED = 4096
"""How far from a size another is looked for: a cure is never farther away, and a slip with many
digits may not cost time."""


@dataclass(frozen=True, slots=True)
class Size:
    """A number of the recipe; one that Megatron derives stands where it would be written.

    What is divided by a size is divided by `times` as much. `assumed` is the release that supplies
    a size which the recipe leaves out.
    """

    path: Path
    number: int
    times: int = 1
    assumed: str | None = None


def check(facts: Facts) -> Iterator[Finding]:
    for whole_path, part_path in DIVISIONS:
        whole, part = _size(facts, whole_path), _size(facts, part_path)
        if whole and part and whole.number % part.number:
            yield _finding(facts, f"{_named(whole)} is no multiple of {_named(part)}", whole, part)
    yield from _head_width(facts)
    yield from _delta_net_heads(facts)
    yield from _derived_heads(facts)
    yield from _query_groups(facts)
    yield from _inner_widths(facts)
    yield from _context(facts)
    yield from _split_sequence(facts)


def _head_width(facts: Facts) -> Iterator[Finding]:
    """Without `kv_channels` a head is hidden / heads wide (a bare assertion in validation)."""
    hidden, heads = _size(facts, HIDDEN), _size(facts, HEADS)
    if hidden is None or heads is None or hidden.number % heads.number == 0:
        return
    if _size(facts, ("model", "kv_channels")) is None:
        yield Finding(
            f"{_named(hidden)} is no multiple of {_named(heads)}, and no `model.kv_channels` says "
            "how wide a head is; add it, or change one",
            facts.value(*HEADS),
            fixes=_cures(hidden, heads, grow=False),
            identity=(dotted(HIDDEN), dotted(HEADS)),
            evidence=(hidden.number, heads.number),
        )


def _delta_net_heads(facts: Facts) -> Iterator[Finding]:
    """Nothing checks that a rank gets a whole head (gated_delta_net, from 0.17)."""
    tp = _size(facts, TP)
    for path in DELTA_HEADS:
        heads = _size(facts, path)
        if heads and tp and heads.number % tp.number:
            what = f"{_named(heads)} is no multiple of {_named(tp)}, and no release checks it"
            yield _finding(facts, what, heads, tp, grow=False)


def _derived_heads(facts: Facts) -> Iterator[Finding]:
    """Heads that are not written divide like those that are (construction, every release)."""
    width, hidden = _size(facts, MAMBA_WIDTH), _size(facts, HIDDEN)
    if width is None or hidden is None or facts.setting(MAMBA_HEADS):
        return
    count = f"without `M.mamba_num_heads` there are 2 × {hidden.number} / {width.number}"
    heads = _mamba_heads(facts)
    if 2 * hidden.number % width.number:
        yield Finding(
            f"{count} heads, which is no whole number; write `M.mamba_num_heads`, or change "
            "`M.mamba_head_dim`",
            facts.value(*MAMBA_WIDTH),
            fixes=_cures(Size(HIDDEN, 2 * hidden.number), width, grow=False),
            identity=(dotted(HIDDEN), dotted(MAMBA_WIDTH)),
            evidence=(hidden.number, width.number),
        )
        return
    for path in (MAMBA_GROUPS, TP):
        part = _size(facts, path)
        if heads and part and heads.number % part.number:
            what = f"{count} = {heads.number} heads, which is no multiple of {_named(part)}"
            yield _finding(facts, what, heads, part, facts.value(*path))


def _query_groups(facts: Facts) -> Iterator[Finding]:
    """Groups are split over TP ranks; from 0.16 a rank may also hold a copy of one."""
    block, groups, tp = facts.recipe.A, _size(facts, QUERY_GROUPS), _size(facts, TP)
    if facts.catalog is None or block is None or not block.group_query_attention:
        return
    if groups is None or tp is None or groups.number % tp.number == 0:
        return
    if facts.holds(QUERY_GROUPS_MAY_BE_COPIED) and tp.number % groups.number == 0:
        return
    what = f"{_named(groups)} does not divide over {_named(tp)} in {facts.catalog.release}"
    yield _finding(facts, what, groups, tp)


def _inner_widths(facts: Facts) -> Iterator[Finding]:
    """The inner width of an MLP is split over ranks: the outer matrices take it whole or not at
    all (Megatron's and Transformer Engine's linear layers `divide()` it in their construction;
    0.16.1 experts.py:537 and shared_experts.py:50, 0.19.0 experts.py:212, mlp.py:243 and
    shared_experts.py:127). Experts are split over their own ranks, which are as many as TP unless
    said (0.12.3 arguments.py:368, 0.19.0:569)."""
    kinds, tp = facts.plan.native_kinds, _size(facts, TP)
    read = []
    if LayerKind.MLP in kinds:
        read.append((DENSE_WIDTH, tp))
    if LayerKind.MOE in kinds:
        read += [(EXPERT_WIDTH, _size(facts, ETP) or tp), (SHARED_WIDTH, tp)]
    for path, ranks in read:
        width = _size(facts, path)
        if width and ranks and width.number % ranks.number:
            what = f"{_named(width)} is no multiple of {_named(ranks)}"
            yield _finding(facts, f"{what}, which construction refuses", width, ranks)


def _context(facts: Facts) -> Iterator[Finding]:
    """A sequence is cut into two pieces per CP rank; the Mamba mixer spreads its heads and its
    groups over TP × CP (construction, from 0.13)."""
    cp, length = _size(facts, CP), _size(facts, LENGTH)
    if cp is None or cp.number == 1:
        return
    if length and length.number % (2 * cp.number):
        what = f"{_named(length)} is no multiple of 2 × `context_parallel_size` ({2 * cp.number})"
        yield _finding(facts, what, length, Size(CP, cp.number, 2))
    tp = _size(facts, TP) or Size(TP, 1)
    ranks = tp.number * cp.number
    heads, groups = _mamba_heads(facts), _size(facts, MAMBA_GROUPS)
    if heads and heads.number % ranks:
        yield _finding(
            facts,
            f"the {heads.number} Mamba heads are no multiple of TP × CP ({ranks}), which the "
            "mixer's construction refuses",
            heads,
            Size(CP, cp.number, tp.number),
        )
    per_rank = groups.number // tp.number if groups and groups.number % tp.number == 0 else 0
    if groups and per_rank and per_rank % cp.number and cp.number % per_rank:
        yield _finding(
            facts,
            f"{_named(groups)} makes {per_rank} groups per TP rank, and neither that nor CP "
            f"({cp.number}) divides the other, which the mixer's construction refuses",
            groups,
            Size(CP, cp.number, tp.number),
            grow=False,
        )


def _split_sequence(facts: Facts) -> Iterator[Finding]:
    """Sequence parallelism splits what context parallelism leaves of a sequence over TP ranks; the
    first step asserts that it divides (0.12.3 mappings.py:67 and 176, 0.19.0:72 and 176)."""
    parallel, tp, length = facts.recipe.parallel, _size(facts, TP), _size(facts, LENGTH)
    if parallel is None or not parallel.sequence_parallel or tp is None or length is None:
        return
    cp = _size(facts, CP) or Size(CP, 1)
    if cp.number > 1 and length.number % (2 * cp.number):
        return  # found by _context
    if length.number % (tp.number * cp.number):
        over = f"TP × CP ({tp.number * cp.number})" if cp.number > 1 else _named(tp)
        yield _finding(
            facts,
            f"{_named(length)} is no multiple of {over}, over which sequence parallelism splits "
            "it; every release accepts that and ends in the first step",
            length,
            Size(TP, tp.number, cp.number),
        )


def _finding(
    facts: Facts,
    what: str,
    whole: Size,
    part: Size,
    where: KeyLocation | None = None,
    *,
    grow: bool = True,
) -> Finding:
    where = where or facts.value(*whole.path)
    other = facts.value(*part.path).location
    related = (RelatedInformation(other, f"{part.number} is written here"),)
    return Finding(
        f"{what}; change one of them",
        where,
        related if other != where.location else (),
        _cures(whole, part, grow=grow),
        identity=(dotted(whole.path), dotted(part.path)),
        evidence=(whole.number, part.number, part.times),
    )


def _cures(whole: Size, part: Size, *, grow: bool) -> tuple[Fix, ...]:
    """The divisor that is nearest to the part; then the next multiple for the whole, which may
    `grow` where nothing else depends on it. A layout is not made larger: it would need more
    processes."""
    gaps = range(1, min(part.number, SEARCHED))
    signs = (-1,) if part.path[0] == "parallel" else (-1, 1)
    near = (part.number + sign * gap for gap in gaps for sign in signs)
    divisor = next((size for size in near if whole.number % (size * part.times) == 0), None)
    total = part.number * part.times
    shrunk = (set_to(part.path, divisor),) if divisor else ()
    near_enough = grow and total <= SEARCHED
    grown = (set_to(whole.path, (whole.number // total + 1) * total),) if near_enough else ()
    return (*shrunk, *grown)


def _named(size: Size) -> str:
    origin = f", which {size.assumed} supplies" if size.assumed else ""
    return f"`{dotted(size.path)}` ({size.number}{origin})"


def _mamba_heads(facts: Facts) -> Size | None:
    """The heads, written or derived, where the model has Mamba layers with a known head width."""
    if _size(facts, MAMBA_WIDTH) is None:
        return _size(facts, MAMBA_HEADS)
    heads = facts.dimensions.number(MAMBA_HEADS)
    return Size(MAMBA_HEADS, heads) if heads else None


def _size(facts: Facts, path: Path) -> Size | None:
    """A number that the recipe sets, or that the release supplies and a layer reads."""
    found, number = facts.dimensions.get(path), facts.dimensions.number(path)
    if found is None or number is None:
        return None
    if not found.is_assumed:
        return Size(path, number)
    if facts.catalog is None or found not in facts.assumed_dimensions:
        return None
    return Size(path, number, assumed=facts.catalog.release)


RULE = Rule("indivisible", Severity.ERROR, "Sizes that do not divide.", check)
