"""How long `nam56r check` takes on many recipes, beside check-jsonschema with our schema and
yamllint.

    python benchmarks/many_files.py --peers FOLDER [--files 500] [--turns 5]

FOLDER holds the programs `check-jsonschema` and `yamllint`; `nam56r` is the one beside this Python.
All take turns in one run, and the least time of each counts. Compare within a run only. `clean`
recipes have no finding, the others three each, which the two peers do not look for.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples"
FAULTS = (("pattern: A", "pattern: a"), ("depth:", "depht:"), ("lr: ", "lr: fast # "))
OURS = "nam56r check"
JSON_SCHEMA, YAMLLINT = "check-jsonschema", "yamllint"
GOALS = {"clean": 0.2, "with findings": 0.4}
"""Times check-jsonschema on the clean ones."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_recipes(home, options.files)
        commands = commands_for(home, options.peers)
        least = measured(commands, options.turns)
    reference = least["clean", JSON_SCHEMA]
    print(f"| {options.files} recipes | seconds | × check-jsonschema on clean ones |")
    print("| --- | ---: | ---: |")
    for (kind, program), seconds in least.items():
        print(f"| {program}, {kind} | {seconds:.2f} | {seconds / reference:.2f} |")
    for kind, goal in GOALS.items():
        ratio = least[kind, OURS] / reference
        print(f"{kind}: {ratio:.2f}, goal {goal}: {'met' if ratio <= goal else 'MISSED'}")
    return 0


def write_recipes(home: Path, count: int) -> None:
    """Clean recipes, and as many with findings, in a folder each; and the schema."""
    text = next(EXAMPLE.rglob("*.nam56r.yaml")).read_text("utf-8")
    broken = text
    for right, wrong in FAULTS:
        broken = broken.replace(right, wrong, 1)
    for kind, content in (("clean", text), ("with findings", broken)):
        (home / kind).mkdir()
        for number in range(count):
            (home / kind / f"r{number:04}.nam56r.yaml").write_text(content, "utf-8")
    schema = subprocess.run([nam56r(), "schema"], capture_output=True, check=True).stdout
    (home / "schema.json").write_bytes(schema)


def nam56r() -> str:
    return str(Path(sys.executable).with_name("nam56r"))


def commands_for(home: Path, peers: Path) -> dict[tuple[str, str], list[str]]:
    clean = [str(path) for path in sorted((home / "clean").iterdir())]
    return {
        ("clean", OURS): [nam56r(), "check", "--isolated", str(home / "clean")],
        ("with findings", OURS): [nam56r(), "check", "--isolated", str(home / "with findings")],
        ("clean", JSON_SCHEMA): [
            str(peers / JSON_SCHEMA),
            *("--schemafile", str(home / "schema.json")),
            *clean,
        ],
        ("clean", YAMLLINT): [str(peers / YAMLLINT), *clean],
    }


def measured(
    commands: dict[tuple[str, str], list[str]], turns: int
) -> dict[tuple[str, str], float]:
    """The least time of each command, in seconds; the commands take turns."""
    least: dict[tuple[str, str], float] = {}
    for _ in range(turns):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(command, capture_output=True, check=False)
            took = time.perf_counter() - begin
            least[name] = min(took, least.get(name, took))
    return least


if __name__ == "__main__":
    sys.exit(main())
