"""Running the command for a document, and shortening what it prints."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def printed(command: str, folder: Path, *, also_errors: bool = False) -> str:
    """What `nam56r COMMAND` prints on stdout in a folder; with `also_errors` what a terminal would
    show of both streams, in its order. A command that cannot be run ends the program."""
    search = os.pathsep.join(str(path) for path in (ROOT, ROOT / "server"))
    run = subprocess.run(
        [sys.executable, "-m", "nam56r_server", *shlex.split(command)],
        cwd=folder,
        env=os.environ
        | {
            "PYTHONPATH": search,
            "PYTHONIOENCODING": "utf-8",
            "PYTHONUNBUFFERED": "1",
            "NO_COLOR": "1",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if also_errors else subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if run.returncode not in (0, 1) or not run.stdout:
        sys.exit(f"nam56r {command} ended with {run.returncode}: {run.stderr or run.stdout}")
    return run.stdout


def shortened(text: str, head: int, tail: int) -> str:
    """A long text loses its middle, and says so."""
    lines = text.splitlines()
    if len(lines) <= head + tail:
        return text
    left_out = len(lines) - head - tail
    rest = f"… {left_out} more line{'s' if left_out != 1 else ''} …"
    kept = [*lines[:head], rest, *lines[len(lines) - tail :]]
    return "\n".join(kept) + "\n"
