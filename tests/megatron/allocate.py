"""Run one published megatron-core's own pattern code on a batch of patterns.

    python allocate.py PACKAGE_DIR < patterns.json

Prints a JSON list: for each pattern the layers it allocates, or the error it raises. A program of
its own, because a process can import one megatron-core only.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import sys


def main() -> None:
    sys.path.insert(0, sys.argv[1])
    with contextlib.redirect_stdout(sys.stderr):
        module = importlib.import_module("megatron.core.ssm.mamba_hybrid_layer_allocation")
        answers = [answer(module.allocate_layers, pattern) for pattern in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)


def answer(allocate: object, pattern: str) -> dict[str, object]:
    assert callable(allocate)
    try:
        return {"layers": "".join(allocate(len(pattern), 0.0, 0.0, pattern))}
    except ValueError as error:
        return {"error": str(error)}


if __name__ == "__main__":
    main()
