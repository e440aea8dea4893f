"""Record Megatron-LM's own verdict on the cases of `tests/megatron/cases/`.

    python tools/record_case_verdicts.py --trees TREES --oracle ORACLE.py --python PYTHON

The three programs are those of `tools/record_verdicts.py`. A release is asked for the settings as
they are written, with everything that an export leaves out, so that the record shows whether
leaving it out, or refusing it, is right. The verdicts go to `tests/megatron/case-verdicts.json`,
where a test compares them with our own.

The oracle is called once for each environment with a JSON object of argument lists by case:

    ORACLE --tree TREE --args-file FILE --world-size auto [--arch N] [--env NAME=VALUE]...

Without `--build` it stops after the configuration objects, which is where settings are refused.
With `--release NAME`, only that release is asked, and the others keep their record.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from nam56r_core.targets.releases import RELEASES, Release, load

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
VERDICTS = ROOT / "tests/megatron/case-verdicts.json"

sys.path.insert(0, str(ROOT / "tests"))  # the test of the record uses the same helpers

from support.verdict_cases import asked, digest, read_cases  # noqa: E402

Machine = tuple[str | None, tuple[tuple[str, str], ...]]


def ask(options: argparse.Namespace, tree: Path, machine: Machine, lists: Json) -> Json:
    """The oracle's verdicts on argument lists by name, on one machine."""
    arch, environment = machine
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(lists, file)
        file.flush()
        command = [options.python, options.oracle, "--tree", tree, "--args-file", file.name]
        command += ["--world-size", "auto"]
        command += ["--arch", arch] if arch else []
        for name, value in ({"CUDA_DEVICE_MAX_CONNECTIONS": ""} | dict(environment)).items():
            command += ["--env", f"{name}={value}"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(f"the oracle ended with {run.returncode} on {tree}:\n{run.stderr}\n{run.stdout}")
    answer: Json = json.loads(run.stdout)
    return answer.get("cases", answer)


def record(options: argparse.Namespace, release: Release) -> Json:
    """The verdicts of one release by case."""
    catalog = load(release)
    machines: dict[Machine, Json] = {}
    digests: dict[str, str] = {}
    for case in read_cases():
        if release in case.releases:
            result = case.analyse(release)
            environment = result.bundle.launch.environment
            argv = asked(result, catalog)
            machines.setdefault((case.gpu_arch, environment), {})[case.name] = argv
            digests[case.name] = digest(argv, environment)
    found: Json = {}
    for machine, lists in machines.items():
        for name, verdict in ask(options, options.trees / release.name, machine, lists).items():
            error = verdict["error"]
            found[name] = {
                "digest": digests[name],
                "error": {key: error[key] for key in ("stage", "type", "where")} if error else None,
            }
            print(release.tag, name, found[name]["error"])
    return dict(sorted(found.items()))


def main() -> None:
    cli = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    cli.add_argument("--trees", type=Path, required=True)
    cli.add_argument("--oracle", type=Path, required=True)
    cli.add_argument("--python", required=True)
    cli.add_argument("--release", action="append", choices=[release.name for release in RELEASES])
    options = cli.parse_args()
    asked_now = {
        release.tag: {"commit": load(release).commit, "cases": record(options, release)}
        for release in RELEASES
        if not options.release or release.name in options.release
    }
    kept: Json = json.loads(VERDICTS.read_text("utf-8")) if VERDICTS.exists() else {}
    known = kept | asked_now
    verdicts = {release.tag: known[release.tag] for release in RELEASES if release.tag in known}
    VERDICTS.write_text(json.dumps(verdicts, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
