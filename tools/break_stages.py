"""Put one deliberate fault into each stage and see that a test of that stage's own folder fails.

    python tools/break_stages.py            all stages, about two minutes
    python tools/break_stages.py plan rules     some of them

Works on a copy of the checkout in a temporary folder. A stage whose tests stay green is named, and
the exit code is 1. `tests/test_house.py` checks that the faulty lines still exist.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("nam56r_core", "server", "tests", "tools", "examples", "docs", "pyproject.toml")


@dataclass(frozen=True)
class Fault:
    """A line of a stage, what it becomes, and the folder or files whose tests must fail."""

    stage: str
    file: str
    line: str
    becomes: str
    tests: tuple[str, ...]


FAULTS = (
    Fault(
        "syntax",
        "nam56r_core/syntax/yaml/limits.py",
        "MAX_LINES = 32_767",
        "MAX_LINES = 65_536",
        ("tests/core/syntax/yaml",),
    ),
    Fault(
        "recipe",
        "nam56r_core/recipe/extends.py",
        'if entry.name != "extends")',
        'if entry.name != "")',
        ("tests/core/test_extends.py",),
    ),
    Fault(
        "targets",
        "nam56r_core/targets/target.py",
        "return self.lineage >= release",
        "return self.lineage > release",
        ("tests/core/test_foreign_target.py", "tests/targets"),
    ),
    Fault(
        "plan",
        "nam56r_core/plan/expand.py",
        "if pattern.breaks or not letters:",
        "if not letters:",
        ("tests/core/plan",),
    ),
    Fault(
        "export",
        "nam56r_core/export/emit.py",
        "if plan.hybrid_layer_pattern is not None or plan.withheld is None:",
        "if plan.hybrid_layer_pattern is None or plan.withheld is None:",
        ("tests/export",),
    ),
    Fault(
        "rules",
        "nam56r_core/rules/unknown_key.py",
        "turns_on(near) != turns_on(",
        "turns_on(near) == turns_on(",
        ("tests/rules", "tests/cli/test_opposite_switches.py"),
    ),
    Fault(
        "ide",
        "nam56r_core/ide/letters.py",
        "if letter.location.range.end == offset:",
        "if letter.location.range.start == offset:",
        ("tests/ide",),
    ),
    Fault(
        "server",
        "server/nam56r_server/cli/check/run.py",
        "return 1 if failed and not options.exit_zero else 0",
        "return 1 if failed else 0",
        ("tests/cli/test_check_settings.py",),
    ),
)


def survives(fault: Fault, checkout: Path) -> bool:
    """Whether all tests of a stage pass although it is broken."""
    path = checkout / fault.file
    text = path.read_text("utf-8")
    path.write_text(text.replace(fault.line, fault.becomes), "utf-8")
    environment = os.environ | {"PYTHONPATH": f"{checkout}:{checkout / 'server'}"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not alone", *fault.tests]
    try:
        run = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True)
    finally:
        path.write_text(text, "utf-8")
    if run.returncode not in (0, 1):
        sys.exit(f"{fault.stage}: pytest ended with {run.returncode}\n{run.stdout}{run.stderr}")
    red = [line for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    print(f"{fault.stage}: {'green although it is broken' if not red else red[0]}", flush=True)
    return not red


def main(stages: list[str]) -> int:
    """Break the chosen stages, all of them if none is named."""
    unknown = sorted(set(stages) - {fault.stage for fault in FAULTS})
    if unknown:
        sys.exit(f"no such stage: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(
                    source, checkout / name, ignore=shutil.ignore_patterns("__pycache__")
                )
            else:
                shutil.copy2(source, checkout / name)
        chosen = [fault for fault in FAULTS if not stages or fault.stage in stages]
        green = [fault for fault in chosen if survives(fault, checkout)]
        return int(bool(green))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
