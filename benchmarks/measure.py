"""The measurements: all servers in one run, taking turns, so that whatever the machine does
meanwhile it does to all of them.

Numbers only; what they mean is for `report`.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from client import ServerError
from recipes import make_recipe
from servers import Server
from session import Burst, Session
from typist import burst, typed

SIZES = (60, 1_000, 10_000)


@dataclass(frozen=True)
class Effort:
    """How much is measured: `letters` of each word are typed and taken back, `rounds` times;
    `requests` of each kind; `seconds` after which a slow server gets no further turn."""

    launches: int
    letters: int
    rounds: int
    requests: int
    burst: int
    seconds: float


FULL = Effort(launches=7, letters=4, rounds=5, requests=60, burst=200, seconds=60)
QUICK = Effort(launches=2, letters=1, rounds=1, requests=5, burst=50, seconds=10)


@dataclass
class Result:
    """What was measured of one server on one size; seconds in the order they were taken. An empty
    list is something the server does not do; `failed` says what went wrong."""

    server: str
    lines: int
    initialize: list[float] = field(default_factory=list)
    open: list[float] = field(default_factory=list)
    edit: list[float] = field(default_factory=list)
    hover: list[float] = field(default_factory=list)
    completion: list[float] = field(default_factory=list)
    semantic_tokens: list[float] = field(default_factory=list)
    burst: Burst | None = None
    findings: int = 0
    processor_per_edit: float | None = None
    memory: int | None = None
    failed: str | None = None

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass
class Noise:
    """How long the same small computation took between the turns, in seconds: what the machine
    adds is in its spread."""

    samples: list[float] = field(default_factory=list)

    def sample(self) -> None:
        begin = time.perf_counter()
        sum(range(20_000))
        self.samples.append(time.perf_counter() - begin)


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share (0 to 1) of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def measure(
    servers: list[Server], sizes: Iterable[int], effort: Effort, folder: Path
) -> tuple[list[Result], Noise]:
    """Everything. A server that fails is out for that size, and the reason is in its result."""
    noise = Noise()
    results: list[Result] = []
    for lines in sizes:
        _tell(f"{lines} lines")
        runs = [_Run(server, lines, folder) for server in servers]
        gc.collect()
        gc.disable()
        with ExitStack() as stack:
            for run in runs:
                stack.callback(run.stop)
            for step in (_launch, _edit, _ask, _burst):
                _tell(f"  {step.__name__.strip('_')}")
                step([run for run in runs if run.result.failed is None], effort, noise)
            for run in runs:
                run.attempt(run.finish)
        gc.enable()
        results += [run.result for run in runs]
    return results, noise


class _Run:
    """One server on one size, over all steps."""

    def __init__(self, server: Server, lines: int, folder: Path) -> None:
        self.server = server
        self.recipe = make_recipe(server.language, lines)
        self.result = Result(server.name, lines)
        self.folder = folder / server.name.replace(" ", "-")
        self.session: Session | None = None
        self.spent = 0.0

    def attempt(self, work: Callable[[], None]) -> None:
        """Do something unless the server has failed; note it if it fails now."""
        if self.result.failed is not None:
            return
        begin = time.perf_counter()
        try:
            work()
        except ServerError as problem:
            self.result.failed = str(problem)
            _tell(f"  {self.server.name} FAILED: {problem}")
            self.stop()
        self.spent += time.perf_counter() - begin

    @property
    def open_session(self) -> Session:
        assert self.session is not None
        return self.session

    def launch(self) -> None:
        """A new process on the recipe; the one before is ended."""
        if self.session is not None:
            self.session.end()
        self.session = Session(self.server, self.recipe, self.folder)
        self.result.initialize.append(self.session.initialize())
        took, self.result.findings = self.session.open()
        self.result.open.append(took)

    def prove(self) -> None:
        """That the server looks at recipes at all, and so warms up what the system caches."""
        self.session = Session(self.server, self.recipe, self.folder)
        self.session.initialize()
        if self.session.open(self.recipe.broken)[1] == 0:
            raise ServerError("publishes nothing about a wrong value")

    def finish(self) -> None:
        usage = self.open_session.usage()
        self.result.memory = usage.memory if usage else None
        self.open_session.end()
        self.session = None

    def stop(self) -> None:
        if self.session is not None:
            self.session.kill()
            self.session = None


def _in_turn(runs: list[_Run], turn: int) -> list[_Run]:
    """Everybody once, beginning with another one each time."""
    begin = turn % max(1, len(runs))
    return runs[begin:] + runs[:begin]


def _launch(runs: list[_Run], effort: Effort, noise: Noise) -> None:
    for run in runs:
        run.attempt(run.prove)
    for turn in range(effort.launches):
        for run in _in_turn(runs, turn):
            run.attempt(run.launch)
            noise.sample()


def _edit(runs: list[_Run], effort: Effort, noise: Noise) -> None:
    used = {}
    for run in runs:
        run.spent = 0.0
        used[run.server.name] = run.open_session.usage()
    turns = effort.rounds * len(typed(runs[0].recipe, effort.letters)) if runs else 0
    for turn in range(turns):
        for run in _in_turn(runs, turn):
            edits = typed(run.recipe, effort.letters)
            if run.spent < effort.seconds:
                edit = edits[turn % len(edits)]
                run.attempt(lambda run=run, edit=edit: _one_edit(run, edit))  # type: ignore[misc]
        noise.sample()
    for run in runs:
        before, after = used[run.server.name], None
        if run.result.failed is None:
            after = run.open_session.usage()
        if before and after:
            spent = after.processor - before.processor
            run.result.processor_per_edit = spent / len(run.result.edit)
        run.attempt(lambda run=run: _put_back(run))  # type: ignore[misc]


def _one_edit(run: _Run, edit: object) -> None:
    run.result.edit.append(run.open_session.edit(edit)[0])  # type: ignore[arg-type]


def _put_back(run: _Run) -> None:
    """The recipe as it was; a server that now finds something else has lost its place."""
    found = run.open_session.restore(run.recipe.text)
    if found != run.result.findings:
        raise ServerError(f"{found} findings after the edits, {run.result.findings} before")


def _ask(runs: list[_Run], effort: Effort, noise: Noise) -> None:
    for turn in range(effort.requests):
        for run in _in_turn(runs, turn):
            run.attempt(lambda run=run: _requests(run, turn))  # type: ignore[misc]
        noise.sample()


def _requests(run: _Run, turn: int) -> None:
    session, recipe, result = run.open_session, run.recipe, run.result
    if session.can.get("hoverProvider"):
        result.hover.append(session.hover(recipe.looking[turn % len(recipe.looking)]))
    if session.can.get("completionProvider"):
        result.completion.append(session.completion(recipe.asking[turn % len(recipe.asking)]))
    if session.can.get("semanticTokensProvider"):
        result.semantic_tokens.append(session.semantic_tokens())


def _burst(runs: list[_Run], effort: Effort, noise: Noise) -> None:
    for run in runs:
        run.attempt(lambda run=run: _one_burst(run, effort.burst))  # type: ignore[misc]
        noise.sample()


def _one_burst(run: _Run, count: int) -> None:
    run.result.burst = run.open_session.burst(burst(run.recipe, count))


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
