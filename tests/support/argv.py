"""What Megatron is asked to judge, and how a judged case is recognised again.

Shared by the recorder (`tools/record_verdicts.py`) and the test of its record, so that the two
cannot drift apart.
"""

from __future__ import annotations

import hashlib
import json

from nam56r_core.analysis import Analysis
from nam56r_core.targets.catalog import Catalog


def judged_argv(result: Analysis, catalog: Catalog) -> tuple[str, ...]:
    """The exported arguments with those of graph capture; a stack spec that the recipe declares is
    not here, so the stock one stands in its place."""
    argv: list[str] = []
    for arg in (*result.bundle.args, *result.bundle.launch.graph_capture):
        if arg.option == "--spec":
            argv += ["--spec", catalog.stack_spec.module, catalog.stack_spec.name]
        else:
            argv += arg.tokens
    return tuple(argv)


def judged_with_stock_spec(result: Analysis, catalog: Catalog) -> bool:
    """Whether the stock spec stood in for a declared one."""
    stock = (catalog.stack_spec.module, catalog.stack_spec.name)
    return any(arg.option == "--spec" and arg.values != stock for arg in result.bundle.args)


def digest(result: Analysis) -> str:
    """SHA-256 of everything a verdict depends on: arguments, graph capture, environment."""
    launch = result.bundle.launch
    whole = {
        "args": result.bundle.argv,
        "graph_capture": [token for arg in launch.graph_capture for token in arg.tokens],
        "environment": launch.environment,
    }
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()
