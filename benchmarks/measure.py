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
from functools import partial
from pathlib import Path

from client import ServerError
from recipes import make_recipe
from servers import Server, prepare_folder
from session import Burst, Session
from typist import Edit, burst, typed
from usage import Usage

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
    code_action: list[float] = field(default_factory=list)
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
        _progress(f"{lines} lines")
        runs = [_Run(server, lines, folder) for server in servers]
        gc.collect()
        gc.disable()
        with ExitStack() as stack:
            for run in runs:
                stack.callback(run.stop)
            for step in (_launch, _edit, _ask, _burst):
                _progress(f"  {step.__name__.strip('_')}")
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
        self.folder = folder / "".join(char for char in server.name if char.isalnum())
        self.folder.mkdir(exist_ok=True)
        prepare_folder(self.folder)
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
            _progress(f"  {self.server.name} FAILED: {problem}")
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
        _, found = self.session.open(self.recipe.broken)
        if self.server.checks and found == 0:
            raise ServerError("publishes nothing about a wrong value")

    def edit(self, edit: Edit) -> None:
        self.result.edit.append(self.open_session.edit(edit)[0])

    def account(self, before: Usage | None) -> None:
        """What the edits have cost since `before`."""
        after = self.open_session.usage()
        if before is not None and after is not None:
            spent = after.processor - before.processor
            self.result.processor_per_edit = spent / len(self.result.edit)

    def put_back(self) -> None:
        """The recipe as it was; a server that now finds something else has lost its place."""
        found = self.open_session.restore(self.recipe.text)
        if found != self.result.findings:
            raise ServerError(f"{found} findings after the edits, {self.result.findings} before")

    def ask(self, turn: int) -> None:
        session, recipe, result = self.open_session, self.recipe, self.result
        if session.can.get("hoverProvider"):
            result.hover.append(session.hover(recipe.looking[turn % len(recipe.looking)]))
        if session.can.get("completionProvider"):
            result.completion.append(session.completion(recipe.asking[turn % len(recipe.asking)]))
        if session.can.get("semanticTokensProvider"):
            result.semantic_tokens.append(session.semantic_tokens())
        if session.can.get("codeActionProvider"):
            where = recipe.looking[turn % len(recipe.looking)]
            result.code_action.append(session.code_action(where))

    def burst(self, count: int) -> None:
        self.result.burst = self.open_session.burst(burst(self.recipe, count))

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
    used = [run.open_session.usage() for run in runs]
    script = {run: typed(run.recipe, effort.letters) * effort.rounds for run in runs}
    turns = max(map(len, script.values()), default=0)
    limit = {run: run.spent + effort.seconds for run in runs}
    for turn in range(turns):
        for run in _in_turn(runs, turn):
            if run.spent < limit[run]:
                edit = script[run][turn]
                run.attempt(partial(run.edit, edit))
        noise.sample()
    for run, before in zip(runs, used, strict=True):
        run.attempt(partial(run.account, before))
        run.attempt(run.put_back)


def _ask(runs: list[_Run], effort: Effort, noise: Noise) -> None:
    for turn in range(effort.requests):
        for run in _in_turn(runs, turn):
            run.attempt(partial(run.ask, turn))
        noise.sample()


def _burst(runs: list[_Run], effort: Effort, noise: Noise) -> None:
    for run in runs:
        run.attempt(partial(run.burst, effort.burst))
        noise.sample()


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
