"""The launch script as a shell runs it: the arguments arrive as they are in the bundle."""

from __future__ import annotations

import json
import os
import shutil
import sys
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
printf '%s' "${PYTHONPATH-}" > "$SEEN.path"
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


@pytest.mark.parametrize(("recipe", "rest"), [("  PYTHONPATH: /m y\n", ":/m y"), ("", ":/theirs")])
def test_the_recipe_s_variables_come_before_the_starter_s(
    nam56r: Command, project: Path, recipe: str, rest: str
) -> None:
    """Also where the script itself needs them."""
    text = f"{RUNNABLE}launch:\n environment:\n  MASTER_ADDR: node 1\n{recipe}"
    script, _ = exported(nam56r, project, text, 0)
    theirs = {"MASTER_ADDR": "theirs", "MASTER_PORT": "5", "PYTHONPATH": "/theirs"}
    _, seen = launch(script, project, **theirs)
    assert seen is not None
    assert seen[seen.index("--master-addr") + 1] == "node 1"
    assert seen[seen.index("--master-port") + 1] == "5"
    assert (script.parent / "tools/seen.path").read_text() == "/opt/mega tron" + rest


DYNAMIC = """\
BASH BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_CMDS BASH_COMMAND
BASH_COMPAT BASH_ENV BASH_EXECUTION_STRING BASH_LINENO BASH_LOADABLES_PATH BASH_MONOSECONDS
BASH_REMATCH BASH_SOURCE BASH_SUBSHELL BASH_TRAPSIG BASH_VERSINFO BASH_VERSION BASH_XTRACEFD
CHILD_MAX COLUMNS COMP_CWORD COMP_KEY COMP_LINE COMP_POINT COMP_TYPE COMP_WORDBREAKS COMP_WORDS
COMPREPLY COPROC DIRSTACK EMACS ENV EPOCHREALTIME EPOCHSECONDS EUID EXECIGNORE FCEDIT FIGNORE
FUNCNAME FUNCNEST GLOBIGNORE GLOBSORT GROUPS HISTCMD HISTCONTROL HISTFILE HISTFILESIZE HISTIGNORE
HISTSIZE HISTTIMEFORMAT HOME HOSTFILE HOSTNAME HOSTTYPE IFS IGNOREEOF INPUTRC INSIDE_EMACS LANG
LC_ALL LC_COLLATE LC_CTYPE LC_MESSAGES LC_NUMERIC LC_TIME LINENO LINES MACHTYPE MAIL MAILCHECK
MAILPATH MAPFILE OLDPWD OPTARG OPTERR OPTIND OSTYPE PATH PIPESTATUS POSIXLY_CORRECT PPID
PROMPT_COMMAND PROMPT_DIRTRIM PS0 PS1 PS2 PS3 PS4 PWD RANDOM READLINE_ARGUMENT READLINE_LINE
READLINE_MARK READLINE_POINT REPLY SECONDS SHELL SHELLOPTS SHLVL SRANDOM TIMEFORMAT TMOUT TMPDIR
UID _
"""
"""The variables of the manual of bash, which lists more than any one shell has set."""

OURS = """\
GRAPH_CAPTURE_ARGS JOB_ENVIRONMENT MASTER_ADDR MASTER_PORT MEGATRON_ARGS MEGATRON_PATH NNODES
NODE_RANK NPROC_PER_NODE PYTHON
"""
"""The variables of the launch script itself."""

ENVIRONMENT_WRITTEN_DOWN = """\
#!{python} -IS
import os
with open({file!r}, "ab") as file:
    for item in os.environb.items():
        file.write(b"=".join(item) + b"\\0")
    file.write(b"\\0")
"""
"""A program that only writes its environment down, one start after the other."""


def variables_of_bash() -> set[str]:
    bash = shutil.which("bash")
    assert bash
    modes: list[list[str]] = [[], ["-i"]]
    shells = [spawn_program([bash, "--norc", *mode, "-c", "compgen -v"]).out for mode in modes]
    listed = [set(names.split()) for names in shells]
    assert all("RANDOM" in names for names in listed)
    return (set.union(*listed) - set(os.environ)) | {*DYNAMIC.split(), *OURS.split()}


@pytest.mark.parametrize("section", ["launch", "seams"])
def test_a_value_is_handed_over_or_refused_whatever_its_name(
    nam56r: Command, project: Path, section: str
) -> None:
    """bash reads some variables as arithmetic, keeps others for itself and lets some not be set;
    a value is never run, and never lost without a finding."""
    harm = project / "harm"
    seen = project / "seen"
    program = write(
        project / "tools/torchrun",
        ENVIRONMENT_WRITTEN_DOWN.format(python=sys.executable, file=str(seen)),
    )
    program.chmod(0o755)
    value = f"PATH[$(touch {harm})]`touch {harm}`"
    values = dict.fromkeys(sorted(variables_of_bash()), value)
    values["PATH"] = f"{program.parent}:/usr/bin:/bin:{value}"
    values["PYTHON"] = str(program)

    def recipe() -> str:
        lines = [f"    {name}: {json.dumps(value)}\n" for name, value in values.items()]
        spec = "  stack_spec: {module: a, name: b}\n" if section == "seams" else ""
        text = BLOCKED if spec else RUNNABLE
        return f"{text}{section}:\n{spec}  environment:\n{''.join(lines)}"

    write(project / "a.nam56r.yaml", recipe())
    for finding in json.loads(nam56r("check", "--output-format", "json").out):
        assert (finding["code"], finding["severity"]) == ("environment-reserved", "error")
        del values[finding["message"].split("`")[1]]
    script, _ = exported(nam56r, project, recipe(), 0)
    result = spawn_program(
        ["env", "-i", f"PATH={program.parent}:/usr/bin:/bin", "MEGATRON_PATH=/m", "bash", script]
    )
    assert not harm.exists()
    assert (result.code, result.out, result.err) == (0, "", "")
    starts = seen.read_bytes().removesuffix(b"\0\0").split(b"\0\0")
    assert len(starts) == (2 if section == "seams" else 1), "the stack spec is looked for, too"
    for start in starts:
        given = dict(item.split(b"=", 1) for item in start.split(b"\0"))
        assert {name: given.get(name.encode()) for name in values} == {
            name: value.encode() for name, value in values.items()
        }
