"""The benchmark's command: measures, prints a page of Markdown and says in it which targets are
met.

`benchmarks/run` installs what it needs and starts this. Exit code 0 when everything was measured,
1 when a server failed, 2 for a mistake in the use; a missed target is a result, not a failure.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path

from measure import FULL, QUICK, SIZES, measure
from report import noise_line, tables, target_lines, targets
from servers import found_servers


def main() -> int:
    options = _parser().parse_args()
    servers, missing = found_servers(options.peers)
    chosen = [s for s in servers if options.only is None or s.name in options.only]
    for name, reason in missing.items():
        if options.only is None or name in options.only:
            _warn(f"{name} is SKIPPED: {reason}")
    if not chosen:
        _warn(f"none of these is here; there are {', '.join(s.name for s in servers)}")
        return 2
    effort = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory() as folder:
        results, noise = measure(chosen, options.lines or SIZES, effort, Path(folder))
    lines = [
        *_heading(options.quick),
        *tables(results, {server.name: server.version for server in chosen}),
        "## Targets",
        "",
        *target_lines(targets(results)),
        "",
        noise_line(noise),
        *(f"**{name} was SKIPPED: {reason}**" for name, reason in missing.items()),
    ]
    print("\n".join(lines))
    if options.json:
        content = {"results": [result.as_json() for result in results], "skipped": missing}
        options.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 1 if any(result.failed for result in results) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few turns: to see that it runs")
    parser.add_argument("--only", nargs="+", metavar="SERVER", help="only these servers")
    parser.add_argument("--lines", nargs="+", type=int, metavar="N", help="only recipes so long")
    parser.add_argument(
        "--peers", type=Path, metavar="FOLDER", help="where the peers' programs are"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every measured value")
    return parser


def _heading(quick: bool) -> list[str]:
    python = f"{platform.python_implementation()} {platform.python_version()}"
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {python}"
    note = " A QUICK run: too few turns to conclude anything from." if quick else ""
    return [
        "# Speed",
        "",
        "What `bash benchmarks/run` printed: every server is a process of its own and answers over "
        "its pipes, all take turns in one run, so that whatever the machine does meanwhile it does "
        "to all of them. Compare within a run only.",
        "",
        "The baseline is the least that a pygls server can be: it publishes one constant finding "
        "for every version of a document (`benchmarks/baseline_server.py`).",
        "",
        f"Measured on {where}.{note} In brackets: times the baseline's.",
        "",
    ]


def _warn(text: str) -> None:
    print(f"benchmarks: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
