"""Running the command in this process or as one of its own, and recipes to run it on."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from nam56r_server.__main__ import main

RUNNABLE = """\
name: small
target: core_v0.19.0
pattern: AMAM
depth: 4
M:
  mixer: native
  mamba_head_dim: 64
  mamba_state_dim: 16
  mamba_num_groups: 2
model:
  hidden_size: 256
  num_attention_heads: 4
  max_position_embeddings: 128
  position_embedding_type: rope
training:
  micro_batch_size: 1
  train_iters: 10
  lr: 0.001
data:
  seq_length: 128
  tokenizer_type: HuggingFaceTokenizer
  mock_data: true
  tokenizer_model: gpt2
"""
"""A recipe without a finding, runnable on its target."""

BLOCKED = RUNNABLE.replace("mixer: native", "mixer: authored")
"""Runnable but for its Mamba layers, which need code that it does not declare."""

WITHOUT_DEPTH = RUNNABLE.replace("depth: 4\n", "")


@dataclass(frozen=True)
class Result:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


class Command:
    """The command in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys = capsys
        self.monkeypatch = monkeypatch

    def __call__(self, *argv: str | Path, stdin: bytes | None = None) -> Result:
        if stdin is not None:
            self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self.capsys.readouterr()
        code = main([str(arg) for arg in argv])
        captured = self.capsys.readouterr()
        return Result(code, captured.out, captured.err)


def spawn(
    *argv: str | Path, cwd: Path | None = None, stdin: bytes = b"", **environment: str
) -> Result:
    """The command as a process of its own."""
    return spawn_program([sys.executable, "-m", "nam56r_server", *argv], cwd, stdin, **environment)


def spawn_program(
    command: Sequence[str | Path], cwd: Path | None = None, stdin: bytes = b"", **environment: str
) -> Result:
    """Any program, with the environment of this process and more."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        input=stdin,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def write(path: Path, text: str | bytes) -> Path:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


def tree(folder: Path) -> list[str]:
    """Every file and folder below a folder, relative, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
