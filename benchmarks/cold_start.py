"""How long `nam56r check` and `nam56r export` take for one recipe, most of which is starting up,
beside check-jsonschema with our schema and yamllint.

    python benchmarks/cold_start.py --peers FOLDER [--turns 15]

FOLDER holds the programs `check-jsonschema` and `yamllint`; `nam56r` is the one beside this Python.
The baseline is a Python that imports pydantic's BaseModel and tree-sitter with its YAML grammar,
without which no recipe can be read. All take turns in one run, and the least time of each counts.
Compare within a run only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from many_files import JSON_SCHEMA, YAMLLINT, measured, nam56r, write_recipes

BASELINE = "the imports alone"
IMPORTS = "from pydantic import BaseModel; import tree_sitter, tree_sitter_yaml"
CHECK, EXPORT = "nam56r check", "nam56r export"
GOAL = 1.7
"""Times the baseline, for `check` and for `export`."""

Commands = dict[tuple[str, str], list[str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--turns", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_recipes(home, 1)
        least = measured(commands_for(home, options.peers), options.turns)
    baseline = least["one recipe", BASELINE]
    print("| one recipe | seconds | × the imports alone |")
    print("| --- | ---: | ---: |")
    for (_, program), seconds in least.items():
        print(f"| {program} | {seconds:.3f} | {seconds / baseline:.2f} |")
    for program in (CHECK, EXPORT):
        ratio = least["one recipe", program] / baseline
        print(f"{program}: {ratio:.2f}, goal {GOAL}: {'met' if ratio <= GOAL else 'MISSED'}")
    return 0


def commands_for(home: Path, peers: Path) -> Commands:
    recipe = str(next((home / "clean").iterdir()))
    commands = {
        BASELINE: [sys.executable, "-c", IMPORTS],
        CHECK: [nam56r(), "check", "--isolated", recipe],
        EXPORT: [nam56r(), "export", "--stdout", recipe],
        JSON_SCHEMA: [
            str(peers / JSON_SCHEMA),
            *("--schemafile", str(home / "schema.json")),
            recipe,
        ],
        YAMLLINT: [str(peers / YAMLLINT), recipe],
    }
    return {("one recipe", program): command for program, command in commands.items()}


if __name__ == "__main__":
    sys.exit(main())
