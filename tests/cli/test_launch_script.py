"""The launch script as a shell runs it: the arguments arrive as they are in the bundle."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from support.cli import BLOCKED, RUNNABLE, Command, Result, spawn_program, write

STAGES = """\
parallel:
  pipeline_model_parallel_size: 2
launch:
  environment:
    GREETING: "it's $HOME * `date` \\\\"
  torchrun:
    nnodes: 1
    nproc_per_node: 2
"""
SPLIT = RUNNABLE.replace("AMAM", '"AM|AM"').replace("name: small", 'name: "$(touch bad) `x\'"')

TORCHRUN = """\
#!/usr/bin/env bash
printf '%s\\0' "$@" > "$SEEN"
printf '%s' "${GREETING-}" > "$SEEN.greeting"
"""


@pytest.fixture
def crowded(project: Path) -> Path:
    """A directory in which every unquoted `*`, `?` or `[` would match something."""
    crowd = project / "crowd"
    for name in ("*M|*M", "M", "*", "-", "a b", "--hybrid-layer-pattern", "0", "256"):
        write(crowd / name, "")
    return crowd


def launch(
    script: Path, cwd: Path, *argv: str, **environment: str
) -> tuple[Result, list[str] | None]:
    """Run a script with a torchrun that only writes its arguments down; None: it was not called."""
    tools = script.parent / "tools"
    torchrun = write(tools / "torchrun", TORCHRUN)
    torchrun.chmod(0o755)
    seen = tools / "seen"
    bash = shutil.which("bash")
    assert bash
    result = spawn_program(
        [bash, script, *argv],
        cwd,
        PATH=f"{tools}:{Path(bash).parent}:/usr/bin:/bin",
        SEEN=str(seen),
        MEGATRON_PATH="/opt/mega tron",
        **environment,
    )
    if not seen.exists():
        return result, None
    return result, seen.read_bytes().decode().split("\0")[:-1]


def exported(
    nam56r: Command, project: Path, text: str, code: int
) -> tuple[Path, dict[str, object]]:
    write(project / "a.nam56r.yaml", text)
    assert nam56r("export", "a.nam56r.yaml").code == code
    bundle = json.loads((project / "exports/a.bundle.json").read_text("utf-8"))
    return project / "exports/a.launch.sh", bundle


def test_arguments_arrive_unchanged(nam56r: Command, project: Path, crowded: Path) -> None:
    script, bundle = exported(nam56r, project, SPLIT + STAGES, 0)
    assert spawn_program(["bash", "-n", script]).code == 0
    result, seen = launch(script, crowded, "--extra", "a  b")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert seen is not None
    assert "*M|*M" in seen
    start = seen.index("/opt/mega tron/pretrain_hybrid.py")
    args = bundle["args"]
    assert isinstance(args, list)
    assert seen[start + 1 :] == [*args, "--extra", "a  b"]
    assert seen[:start] == [
        *("--nnodes", "1", "--nproc-per-node", "2", "--node-rank", "0"),
        *("--master-addr", "127.0.0.1", "--master-port", "29500"),
    ]
    assert (script.parent / "tools/seen.greeting").read_text() == "it's $HOME * `date` \\"
    assert not (crowded / "bad").exists()


def test_the_script_runs_by_itself(nam56r: Command, project: Path) -> None:
    script, _ = exported(nam56r, project, RUNNABLE, 0)
    result = spawn_program([script], MEGATRON_PATH="/nowhere", PATH="/usr/bin:/bin")
    assert "torchrun" in result.err
    assert result.code == 127


def test_the_checkout_must_be_named(nam56r: Command, project: Path) -> None:
    script, _ = exported(nam56r, project, RUNNABLE, 0)
    result = spawn_program(["env", "-u", "MEGATRON_PATH", "bash", script])
    assert result.code != 0
    assert "a checkout of Megatron-LM core_v0.19.0" in result.err


def test_a_script_that_is_not_runnable_starts_nothing(nam56r: Command, project: Path) -> None:
    text = BLOCKED.replace("name: small", 'name: "$(touch bad) `x\'"')
    script, _ = exported(nam56r, project, text, 1)
    assert spawn_program(["bash", "-n", script]).code == 0
    result, seen = launch(script, project)
    assert (result.code, result.out, seen) == (1, "", None)
    assert "This recipe is not runnable; nothing was started." in result.err
    assert "unresolved-layer" in result.err
    assert not (project / "bad").exists()
