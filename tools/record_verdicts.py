"""Record Megatron-LM's own verdict on every runnable export of every example.

    python tools/record_verdicts.py --trees TREES --oracle ORACLE.py --python PYTHON

TREES holds one unpacked Megatron-LM tree per release, named like it (`0.19.0`). PYTHON is an
interpreter that has CPU torch. ORACLE is a program that judges an argument list with the code of a
tree; it is not part of this project, as it stands in for the GPU libraries that Megatron-LM
imports. It is called as

    ORACLE --tree TREE --args-file FILE --build --world-size auto [--env NAME=VALUE]...

where FILE is a JSON list of arguments, `auto` is the smallest number of processes that the parallel
sizes divide, and `--env` sets the environment (an empty value takes a variable out). It ends with
0, or with 1 for arguments that do not pass; anything else is a failure of its own. It prints

    parse_ok, validate_ok, setup_ok, pattern_ok, spec_ok, config_ok, build_ok
                      whether each stage passed: the tree's parser, its validation, its global
                      variables, its allocation of layers, the import of the `--spec`, its
                      configuration objects, and the model on the meta device; null if not reached
    error             the first failure, with `stage`, `type` (of the exception) and `where`;
                      null if there is none
    hybrid_pattern    `main`: the pattern of the main stack; `stages`: a list with `pp`, `vp` and
                      `layers` for each pipeline stage
    build             `inner_classes`: how many layers have which module inside; `mtp_layers`;
                      `parameters`; or `skipped` with the reason

The verdicts go to `tests/megatron/verdicts.json`, where a test compares their digests with the
current exports.

Where an export names the author's own stack spec, which is not here, the stock spec stands in its
place: the verdict is then about everything but that code.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from nam56r_core.analysis import Analysis
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.releases import RELEASES, load

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
VERDICTS = ROOT / "tests/megatron/verdicts.json"
STAGES = ("parse_ok", "validate_ok", "setup_ok", "pattern_ok", "spec_ok", "config_ok", "build_ok")

sys.path.insert(0, str(ROOT / "tests"))  # the test of the record uses the same helpers

from support.argv import digest, judged_argv, judged_with_stock_spec  # noqa: E402
from support.examples import EXAMPLES, analyse_example, stem  # noqa: E402


def ask(options: argparse.Namespace, tree: Path, result: Analysis, catalog: Catalog) -> Json:
    """The oracle's verdict on one export, in the environment that its launch policy sets."""
    environment = {"CUDA_DEVICE_MAX_CONNECTIONS": ""} | dict(result.bundle.launch.environment)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(judged_argv(result, catalog), file)
        file.flush()
        command = [options.python, options.oracle, "--tree", tree, "--args-file", file.name]
        command += ["--build", "--world-size", "auto"]
        for name, value in environment.items():
            command += ["--env", f"{name}={value}"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(f"the oracle ended with {run.returncode} on {tree}:\n{run.stderr}\n{run.stdout}")
    answer: Json = json.loads(run.stdout)
    return answer


def entry(result: Analysis, catalog: Catalog, verdict: Json) -> Json:
    """What is kept of a verdict: enough to compare with the plan, nothing of this machine."""
    build = verdict.get("build")
    built = build if isinstance(build, dict) else {}
    error = verdict.get("error")
    pattern = verdict.get("hybrid_pattern")
    return {
        "digest": digest(result),
        "judged_with_stock_spec": judged_with_stock_spec(result, catalog),
        "stages": {stage: verdict.get(stage) for stage in STAGES},
        "error": {key: error[key] for key in ("stage", "type", "where")} if error else None,
        "main_pattern": pattern.get("main") if isinstance(pattern, dict) else None,
        "pipeline": pattern.get("stages") if isinstance(pattern, dict) else None,
        "inner_classes": built.get("inner_classes"),
        "mtp_layers": built.get("mtp_layers"),
        "build_skipped": built.get("skipped"),
        "parameters": built.get("parameters"),
    }


def main() -> None:
    cli = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    cli.add_argument("--trees", type=Path, required=True)
    cli.add_argument("--oracle", type=Path, required=True)
    cli.add_argument("--python", required=True)
    options = cli.parse_args()
    record: Json = {}
    for release in RELEASES:
        catalog = load(release)
        cases: Json = {}
        for recipe in EXAMPLES:
            result = analyse_example(recipe, release.tag)
            if result.runnable:
                verdict = ask(options, options.trees / release.name, result, catalog)
                cases[stem(recipe)] = entry(result, catalog, verdict)
                print(release.tag, stem(recipe), verdict["error"])
        record[release.tag] = {"commit": catalog.commit, "cases": cases}
    VERDICTS.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
