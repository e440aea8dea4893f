"""Committed outputs: what a program writes must be the bytes of a file beside the test.

With `UPDATE_SNAPSHOTS=1` in the environment a test writes its file anew and is skipped, so that a
run that only wrote does not pass for one that looked.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest

from support.cli import Result

UPDATE = "UPDATE_SNAPSHOTS"


def check_snapshot(path: Path, text: str) -> None:
    """Fail unless a file holds exactly this text."""
    data = text.encode("utf-8")
    committed = path.read_bytes() if path.is_file() else None
    if os.environ.get(UPDATE) == "1" and data != committed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        pytest.skip(f"{path.name} was written anew; look at what has changed and why")
    assert committed is not None, f"no snapshot {path.name}; {UPDATE}=1 writes it"
    changes = difflib.unified_diff(
        committed.decode("utf-8").splitlines(), text.splitlines(), path.name, "now", lineterm=""
    )
    assert data == committed, f"{path.name} is stale; {UPDATE}=1 writes it anew\n" + "\n".join(
        changes
    )


def transcript(command: str, result: Result) -> str:
    """A command with all that a person sees of it; standard error follows standard output."""
    return f"$ {command}\n{result.out}{result.err}exit code {result.code}\n"
