"""A complete launch script: environment, process layout, arguments, start.

For a recipe that is not runnable the script says why and ends with 1 before it starts anything.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from nam56r_core.diagnostics import Severity
from nam56r_core.export.formats.base import Export
from nam56r_core.export.formats.shell import array, comments


def render(export: Export) -> str:
    """A bash script that needs `MEGATRON_PATH`, a checkout of the target."""
    parts = ["#!/usr/bin/env bash\n", comments(export), "set -euo pipefail\n"]
    parts.append(_start(export) if export.bundle.runnable else _refusal(export))
    return "\n".join(parts)


def _refusal(export: Export) -> str:
    reasons = [
        f"{diagnostic.code}: {diagnostic.message}"
        for diagnostic in export.diagnostics
        if diagnostic.severity is Severity.ERROR
    ] or list(export.bundle.custom_notes)
    lines = ["printf '%s\\n' \\"]
    lines.append(f"  {shlex.quote('This recipe is not runnable; nothing was started.')} \\")
    lines += [f"  {shlex.quote('- ' + ' '.join(reason.split()))} \\" for reason in reasons]
    lines.append("  >&2")
    return "\n".join([*lines, "exit 1"]) + "\n"


def _start(export: Export) -> str:
    bundle = export.bundle
    launch = bundle.launch
    environment = dict(launch.environment)
    parts = [
        f': "${{MEGATRON_PATH:?a checkout of Megatron-LM {bundle.target}}}"\n'
        + _python_path(environment.pop("PYTHONPATH", None))
        + "\n",
        *([_job_environment(environment)] if environment else []),
        *_spec_check(export, environment),
        array("MEGATRON_ARGS", bundle.args),
        *([array("GRAPH_CAPTURE_ARGS", launch.graph_capture)] if launch.graph_capture else []),
    ]
    nnodes = launch.nnodes or 1
    processes = launch.nproc_per_node or 1
    command = [
        f"exec {_within(environment)}torchrun",
        f'--nnodes "${{NNODES:-{nnodes}}}"',
        f'--nproc-per-node "${{NPROC_PER_NODE:-{processes}}}"',
        '--node-rank "${NODE_RANK:-0}"',
        f"--master-addr {_value('MASTER_ADDR', environment, '127.0.0.1')}",
        f"--master-port {_value('MASTER_PORT', environment, '29500')}",
        f'"$MEGATRON_PATH/{bundle.entry_script}"',
        '"${MEGATRON_ARGS[@]}"',
        *(['"${GRAPH_CAPTURE_ARGS[@]}"'] if launch.graph_capture else []),
        '"$@"',
    ]
    return "\n".join([*parts, " \\\n  ".join(command) + "\n"])


def _job_environment(environment: Mapping[str, str]) -> str:
    """The recipe's variables, to be handed over by `env`. The script never assigns them: to bash
    some names are more than a name, and a value that is assigned to one is run, or lost."""
    lines = [f"  {name}={shlex.quote(value)}" for name, value in environment.items()]
    return "\n".join(["JOB_ENVIRONMENT=(", *lines, ")"]) + "\n"


def _within(environment: Mapping[str, str]) -> str:
    return 'env "${JOB_ENVIRONMENT[@]}" ' if environment else ""


def _python_path(recipe: str | None) -> str:
    """The checkout comes first, then what the recipe says, or else whoever starts the job."""
    if recipe is None:
        return 'export PYTHONPATH="$MEGATRON_PATH${PYTHONPATH:+:$PYTHONPATH}"'
    more = shlex.quote(f":{recipe}") if recipe else ""
    return f'export PYTHONPATH="$MEGATRON_PATH"{more}'


def _value(name: str, environment: Mapping[str, str], default: str) -> str:
    """What the script itself needs of the environment: the recipe's own before the starter's."""
    if name in environment:
        return shlex.quote(environment[name] or default)
    return f'"${{{name}:-{default}}}"'


def _spec_check(export: Export, environment: Mapping[str, str]) -> list[str]:
    """The author's stack spec is looked for first: not every release stops without it."""
    if not any(seam.carrier and seam.declared for seam in export.plan.seams):
        return []
    spec = next(arg for arg in export.bundle.args if arg.option == "--spec")
    module, name = (shlex.quote(value) for value in spec.values)
    look = "import importlib, sys; getattr(importlib.import_module(sys.argv[1]), sys.argv[2])"
    python = _value("PYTHON", environment, "python3")
    return [f"{_within(environment)}{python} -c {shlex.quote(look)} {module} {name}\n"]
