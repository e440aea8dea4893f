"""What the numbers say: a table for each size, and every target with what was reached.

Must not know how anything is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from measure import Noise, Result, median, percentile
from servers import BASELINE, OURS, YAML_PEER

Results = Mapping[tuple[str, int], Result]


@dataclass(frozen=True)
class Row:
    """One line of a table: what it is, in which unit, and how it comes out of a result; None
    where the server does not do it."""

    title: str
    unit: str
    value: Callable[[Result], float | None]


def _middle(values: list[float]) -> float | None:
    return median(values) * 1000 if values else None


def _worst(values: list[float]) -> float | None:
    return percentile(values, 0.99) * 1000 if values else None


ROWS = (
    Row("initialize, from the start of the process, p50", "ms", lambda r: _middle(r.initialize)),
    Row("first open → diagnostics, p50", "ms", lambda r: _middle(r.open)),
    Row("edit → diagnostics, p50", "ms", lambda r: _middle(r.edit)),
    Row("edit → diagnostics, p99", "ms", lambda r: _worst(r.edit)),
    Row("edits measured", "", lambda r: len(r.edit)),
    Row(
        "processor time per edit",
        "ms",
        lambda r: None if r.processor_per_edit is None else r.processor_per_edit * 1000,
    ),
    Row("burst: stale publishes", "", lambda r: r.burst.stale if r.burst else None),
    Row(
        "burst: first edit → last diagnostics",
        "ms",
        lambda r: r.burst.seconds * 1000 if r.burst else None,
    ),
    Row("hover, p50", "ms", lambda r: _middle(r.hover)),
    Row("completion, p50", "ms", lambda r: _middle(r.completion)),
    Row("semantic tokens, p50", "ms", lambda r: _middle(r.semantic_tokens)),
    Row("code actions at a cursor, p50", "ms", lambda r: _middle(r.code_action)),
    Row("peak memory", "MiB", lambda r: None if r.memory is None else r.memory / 2**20),
)


def tables(results: list[Result], versions: Mapping[str, str]) -> Iterator[str]:
    """Lines of Markdown: for each size the values of every server, and how many times the
    baseline's that is."""
    for lines in dict.fromkeys(result.lines for result in results):
        of_size = [result for result in results if result.lines == lines]
        yield f"## {lines:,} lines"
        yield ""
        yield "| | " + " | ".join(f"{r.server} {versions[r.server]}" for r in of_size) + " |"
        yield "| --- |" + " ---: |" * len(of_size)
        base = next((r for r in of_size if r.server == BASELINE), None)
        for row in ROWS:
            cells = [_cell(row, result, base) for result in of_size]
            unit = f" ({row.unit})" if row.unit else ""
            yield f"| {row.title}{unit} | " + " | ".join(cells) + " |"
        yield ""
        for result in of_size:
            if result.failed:
                yield f"**{result.server} FAILED at {lines:,} lines: {result.failed}**"
                yield ""


def _cell(row: Row, result: Result, base: Result | None) -> str:
    value = row.value(result)
    if value is None:
        return "–"
    if not row.unit:
        return f"{value:.0f}"
    shown = f"{value:.2f}" if value < 100 else f"{value:.0f}"
    reference = row.value(base) if base and base is not result else None
    return f"{shown} ({value / reference:.2f}×)" if reference else shown


# ----------------------------------------------------------------------------- targets


@dataclass(frozen=True)
class Target:
    """One thing to reach: `reached` is None where it could not be measured."""

    title: str
    limit: str
    found: str
    reached: bool | None


FACTORS = {60: 3.0, 1_000: 6.0, 10_000: 25.0}
"""How many times the baseline's an edit may take, by lines."""

MOST_STALE = 5
INITIALIZE, MEMORY, FASTER_THAN_PEER, REQUEST = 1.15, 1.6, 5.0, 3.0


def targets(results: list[Result]) -> Iterator[Target]:
    """Every target for ours, in the order in which they were set."""
    known = {(result.server, result.lines): result for result in results}
    sizes = [lines for lines in FACTORS if (OURS, lines) in known]
    yield _initialize(results)
    for lines in sizes:
        yield _at_most(known, lines, "edit → diagnostics, p50", FACTORS[lines], _edit_p50)
    yield from _than_peer(known)
    for lines in sizes:
        yield _spread(known, lines)
    for lines in sizes:
        yield _at_most(known, lines, "peak memory", MEMORY, lambda r: r.memory)
    for lines in sizes:
        burst = known[OURS, lines].burst
        found = burst.stale if burst else None
        yield Target(
            f"stale publishes in a burst, {lines:,} lines",
            f"≤ {MOST_STALE}",
            "not measured" if found is None else str(found),
            None if found is None else found <= MOST_STALE,
        )
    for title, values in (
        ("hover", lambda r: _middle(r.hover)),
        ("completion", lambda r: _middle(r.completion)),
    ):
        if (OURS, 60) in known:
            found_ms = values(known[OURS, 60])
            yield Target(
                f"{title}, p50, 60 lines",
                f"≤ {REQUEST:g} ms",
                "not measured" if found_ms is None else f"{found_ms:.2f} ms",
                None if found_ms is None else found_ms <= REQUEST,
            )


def _edit_p50(result: Result) -> float | None:
    return _middle(result.edit)


def _initialize(results: list[Result]) -> Target:
    """Over all sizes: no recipe is open yet."""
    ours, base = (
        [took for result in results if result.server == name for took in result.initialize]
        for name in (OURS, BASELINE)
    )
    return _ratio("initialize", INITIALIZE, _middle(ours), _middle(base))


def _at_most(
    known: Results,
    lines: int,
    title: str,
    limit: float,
    value: Callable[[Result], float | None],
) -> Target:
    base = known.get((BASELINE, lines))
    return _ratio(
        f"{title}, {lines:,} lines", limit, value(known[OURS, lines]), value(base) if base else None
    )


def _ratio(title: str, limit: float, ours: float | None, base: float | None) -> Target:
    if not ours or not base:
        return Target(title, f"≤ {limit:g}×", "not measured", None)
    return Target(title, f"≤ {limit:g}×", f"{ours / base:.2f}×", ours / base <= limit)


def _than_peer(known: Results) -> Iterator[Target]:
    if (OURS, 10_000) not in known:
        return
    title, limit = f"faster than {YAML_PEER}, 10,000 lines", f"≥ {FASTER_THAN_PEER:g}×"
    peer = known.get((YAML_PEER, 10_000))
    ours, other = _edit_p50(known[OURS, 10_000]), _edit_p50(peer) if peer else None
    if not ours or not other:
        yield Target(title, limit, "not measured", None)
    else:
        yield Target(title, limit, f"{other / ours:.2f}×", other / ours >= FASTER_THAN_PEER)


def _spread(known: Results, lines: int) -> Target:
    """The slowest edits: at most twice our median and what the baseline's own spread adds."""
    title = f"edit → diagnostics, p99, {lines:,} lines"
    ours, base = known[OURS, lines], known.get((BASELINE, lines))
    if not ours.edit or base is None or not base.edit:
        return Target(title, "2 × p50 + spread", "not measured", None)
    spread = percentile(base.edit, 0.99) - median(base.edit)
    limit = (2 * median(ours.edit) + spread) * 1000
    found = percentile(ours.edit, 0.99) * 1000
    return Target(title, f"≤ {limit:.1f} ms", f"{found:.1f} ms", found <= limit)


def target_lines(found: Iterable[Target]) -> Iterator[str]:
    """The targets as lines of Markdown."""
    yield "| target | limit | found | |"
    yield "| --- | ---: | ---: | --- |"
    words = {True: "met", False: "**MISSED**", None: "not measured"}
    for target in found:
        yield f"| {target.title} | {target.limit} | {target.found} | {words[target.reached]} |"


def noise_line(noise: Noise) -> str:
    """How much the machine itself wavered, as a sentence."""
    middle, worst = median(noise.samples), percentile(noise.samples, 0.99)
    return (
        f"Machine noise: the same small computation took {middle * 1000:.2f} ms (p50) and "
        f"{worst * 1000:.2f} ms (p99, {worst / middle:.1f}×) between the turns."
    )
