"""A bounded run of the fuzzer; it is a process of its own, so that a crash is a failed test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FUZZER = Path(__file__).parents[2] / "support" / "fuzz.py"
EXECUTIONS = int(os.environ.get("NAM56R_FUZZ", "2500"))


@pytest.mark.parametrize("language", ["yaml", "toml", "json"])
def test_no_text_ends_the_process(language: str, tmp_path: Path) -> None:
    last = tmp_path / "last"
    arguments = ["--language", language, "--executions", str(EXECUTIONS), "--last", str(last)]
    done = subprocess.run(
        [sys.executable, str(FUZZER), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stderr}\nthe text: {last.read_bytes()!r}"
    assert done.stdout.startswith(f"{EXECUTIONS} executions")
