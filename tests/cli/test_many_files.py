"""Many recipes: on all processors, with the same output as on one, and in little memory."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nam56r_server.cli import parallel
from nam56r_server.cli.check.examined import Examined, examined
from nam56r_server.cli.parallel import FEWEST, in_order
from nam56r_server.cli.recipes import Analysed
from support.cli import RUNNABLE, Command, tree, write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")

WRONG = RUNNABLE.replace("pattern: AMAM", "pattern: AmAM").replace("lr: 0.001", "lr: fast")


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "processors", lambda: 2)


@pytest.fixture
def recipes(project: Path) -> Path:
    write(project / "common.yaml", WRONG)
    for number in range(FEWEST + 5):
        text = (WRONG, RUNNABLE, "extends: common.yaml\n", "pattern: [\n")[number % 4]
        write(project / f"r{number:03}.nam56r.yaml", text)
    return project


@pytest.mark.usefixtures("recipes")
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--output-format", name]
        for name in ("full", "concise", "json", "sarif", "github", "gitlab", "junit")
    ]
    + [["check", "--statistics"], ["export", ".", "-o", "out"]],
    ids=" ".join,
)
def test_workers_change_no_byte(
    nam56r: Command, project: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr(parallel, "processors", lambda: 1)
    alone = nam56r(*arguments)
    written = contents(project / "out")
    monkeypatch.setattr(parallel, "processors", lambda: 3)
    for path in tree(project / "out"):
        (project / "out" / path).unlink()
    assert nam56r(*arguments) == alone
    assert contents(project / "out") == written
    assert alone.code == 1


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in tree(folder)}


@pytest.mark.usefixtures("two_processors")
class TestInOrder:
    def test_results_come_in_order_from_other_processes(self) -> None:
        found = list(in_order(lambda item: (item, os.getpid()), range(100)))
        assert [item for item, _ in found] == list(range(100))
        first, *others = (process for _, process in found)
        assert first == os.getpid()  # what it loads is loaded once
        assert os.getpid() not in others
        assert len(set(others)) == 2

    def test_few_items_are_not_worth_a_process(self) -> None:
        assert set(in_order(lambda _: os.getpid(), range(FEWEST - 1))) == {os.getpid()}

    def test_an_exception_is_raised_at_the_turn_of_its_item(self) -> None:
        def work(item: int) -> int:
            if item == 37:
                raise LookupError("thirty-seven")
            return item

        done: list[int] = []
        with pytest.raises(LookupError, match="thirty-seven"):
            for result in in_order(work, range(100)):
                done.append(result)
        assert done == list(range(37))

    def test_a_worker_that_is_killed_is_stood_in_for(self) -> None:
        here = os.getpid()

        def work(item: int) -> int:
            if item == 20 and os.getpid() != here:
                os.kill(os.getpid(), signal.SIGKILL)
            return item

        assert list(in_order(work, range(100))) == list(range(100))

    def test_who_stops_early_leaves_no_process(self) -> None:
        results = in_order(lambda item: (item, os.getpid()), range(1000))
        next(results)
        _, worker = next(results)
        assert isinstance(results, Iterator)
        results.close()  # type: ignore[attr-defined]
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


SLOW = """\
import sys, time
from nam56r_server.cli import parallel
parallel.processors = lambda: 2
def work(item):
    time.sleep(0.2)
    return item
for item in parallel.in_order(work, range(1000)):
    print(item, flush=True)
"""


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_the_command(sign: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.readline()  # the first that comes from a worker
        process.send_signal(sign)
        process.wait(30)
        # The workers hold this pipe, too: it ends when the last of them has.
        told = process.stderr.read().decode()
    if sign is signal.SIGINT:
        assert told.rstrip().endswith("KeyboardInterrupt")
        assert told.count("Traceback") == 1
    else:
        assert told == ""


def test_what_is_kept_of_a_recipe_is_small(nam56r: Command, project: Path) -> None:
    """Neither its tree nor its analysis: findings and the text they are in."""
    kept: list[bytes] = []

    def reduce(recipe: Analysed) -> Examined:
        result = examined(recipe, with_fixes=True)
        kept.append(pickle.dumps(result))
        return result

    from nam56r_server.cli.check import run as checking

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "examined", lambda recipe, with_fixes: reduce(recipe))
        write(project / "a.nam56r.yaml", WRONG)
        assert nam56r("check").code == 1
    assert len(kept[0]) < 4 * len(WRONG) + 4_000
    assert b"SyntaxTree" not in kept[0]
    assert b"Facts" not in kept[0]
