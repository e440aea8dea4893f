"""A complete launch script: environment, process layout, arguments, start.

For a recipe that is not runnable the script says why and ends with 1 before it starts anything.
"""

from __future__ import annotations

import shlex

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


def _spec_check(export: Export) -> list[str]:
    """The author's stack spec is looked for first: not every release stops without it."""
    if not any(seam.carrier and seam.declared for seam in export.plan.seams):
        return []
    spec = next(arg for arg in export.bundle.args if arg.option == "--spec")
    module, name = (shlex.quote(value) for value in spec.values)
    look = "import importlib, sys; getattr(importlib.import_module(sys.argv[1]), sys.argv[2])"
    return [f'"${{PYTHON:-python3}}" -c {shlex.quote(look)} {module} {name}']


def _start(export: Export) -> str:
    bundle = export.bundle
    launch = bundle.launch
    lines = [f"export {name}={shlex.quote(value)}" for name, value in launch.environment]
    lines += [
        f': "${{MEGATRON_PATH:?a checkout of Megatron-LM {bundle.target}}}"',
        'export PYTHONPATH="$MEGATRON_PATH${PYTHONPATH:+:$PYTHONPATH}"',
    ]
    text = "\n".join([*lines, *_spec_check(export)]) + "\n\n" + array("MEGATRON_ARGS", bundle.args)
    if launch.graph_capture:
        text += "\n" + array("GRAPH_CAPTURE_ARGS", launch.graph_capture)
    nnodes = launch.nnodes or 1
    processes = launch.nproc_per_node or 1
    command = [
        "exec torchrun",
        f'--nnodes "${{NNODES:-{nnodes}}}"',
        f'--nproc-per-node "${{NPROC_PER_NODE:-{processes}}}"',
        '--node-rank "${NODE_RANK:-0}"',
        '--master-addr "${MASTER_ADDR:-127.0.0.1}"',
        '--master-port "${MASTER_PORT:-29500}"',
        f'"$MEGATRON_PATH/{bundle.entry_script}"',
        '"${MEGATRON_ARGS[@]}"',
        *(['"${GRAPH_CAPTURE_ARGS[@]}"'] if launch.graph_capture else []),
        '"$@"',
    ]
    return text + "\n" + " \\\n  ".join(command) + "\n"
