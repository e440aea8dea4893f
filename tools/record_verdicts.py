"""Record Megatron-LM's own verdict on every runnable export of every example.

    python tools/record_verdicts.py --trees TREES --oracle ORACLE.py --python PYTHON

TREES holds one unpacked Megatron-LM tree per release, named like it (`0.19.0`). ORACLE runs
a tree's parser, validation, allocation, configuration and construction on an argument list and
prints a verdict as JSON; PYTHON is an interpreter that has CPU torch for it. The verdicts go to
`tests/megatron/verdicts.json`, where a test compares their digests with the current exports.

Where an export names the author's own stack spec, which is not here, the stock spec stands in its
place: the verdict is then about everything but that code.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from nam56r_core.analysis import Analysis, analyze
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.releases import RELEASES, load
from nam56r_server.project import load_document, load_reference

ROOT = Path(__file__).resolve().parent.parent
VERDICTS = ROOT / "tests/megatron/verdicts.json"
STAGES = ("parse_ok", "validate_ok", "setup_ok", "pattern_ok", "spec_ok", "config_ok", "build_ok")


def examples() -> list[Path]:
    """Every example recipe, by name."""
    return sorted((ROOT / "examples").glob("*.nam56r.*"))


def stem(recipe: Path) -> str:
    """The name of a recipe file without `.nam56r.yaml`."""
    return recipe.name.split(".nam56r.")[0]


def analysis(recipe: Path, tag: str) -> Analysis:
    """One example on one target."""
    return analyze(load_document(recipe), load_reference, target=tag)


def digest(argv: tuple[str, ...]) -> str:
    """SHA-256 of an argument list, written as JSON."""
    return hashlib.sha256(json.dumps(list(argv)).encode()).hexdigest()


def judged_argv(result: Analysis, catalog: Catalog) -> tuple[str, ...]:
    """What the oracle is given: the exported arguments, with the stock spec for a declared one."""
    argv: list[str] = []
    for arg in result.bundle.args:
        if arg.option == "--spec":
            argv += ["--spec", catalog.stack_spec.module, catalog.stack_spec.name]
        else:
            argv += arg.tokens
    for arg in result.bundle.launch.graph_capture:
        argv += arg.tokens
    return tuple(argv)


def ask(options: argparse.Namespace, tree: Path, cases: dict[str, list[str]]) -> dict[str, object]:
    """The oracle's verdicts on a batch of cases for one tree."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(cases, file)
        file.flush()
        command = [options.python, options.oracle, "--tree", tree, "--args-file", file.name]
        command += ["--build", "--world-size", "auto"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(f"the oracle ended with {run.returncode} on {tree}:\n{run.stderr}\n{run.stdout}")
    answer: dict[str, object] = json.loads(run.stdout)
    return answer


def entry(result: Analysis, catalog: Catalog, verdict: dict[str, object]) -> dict[str, object]:
    """What is kept of a verdict: enough to compare with the plan, nothing of this machine."""
    build = verdict.get("build")
    built = build if isinstance(build, dict) else {}
    error = verdict.get("error")
    pattern = verdict.get("hybrid_pattern")
    return {
        "digest": digest(result.bundle.argv),
        "judged_with_stock_spec": result.bundle.argv != judged_argv(result, catalog),
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
    record: dict[str, object] = {}
    for release in RELEASES:
        catalog = load(release)
        results = {stem(recipe): analysis(recipe, release.tag) for recipe in examples()}
        runnable = {name: result for name, result in results.items() if result.runnable}
        cases = {name: list(judged_argv(result, catalog)) for name, result in runnable.items()}
        answer = ask(options, options.trees / release.name, cases) if cases else {"cases": {}}
        verdicts = answer["cases"]
        assert isinstance(verdicts, dict)
        record[release.tag] = {
            "commit": catalog.commit,
            "oracle": answer.get("oracle"),
            "cases": {
                name: entry(result, catalog, verdicts[name]) for name, result in runnable.items()
            },
        }
        print(release.tag, {name: verdicts[name].get("error") for name in runnable})
    VERDICTS.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
