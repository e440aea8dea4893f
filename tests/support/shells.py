"""Real shells, asked what they would complete.

bash and zsh run on a terminal of their own: a key inserts all completions into the line, Enter runs
it, and a function in place of the command writes down its arguments. fish answers by itself.
"""

from __future__ import annotations

import os
import pty
import select
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

PATIENCE = 60
"""Seconds after which a shell that says nothing is taken for dead."""

_PROMPT = b"ready> "
_RECORDED = b"recorded> "
_ALL = b"\x18a"
"""Control-X and `a`: insert all completions."""

_RECORD = "nam56r() {{ printf '%s\\n' \"$@\" > {argv}; echo 'recorded> '; }}\n"

_BASH = _RECORD + "source {script}\nPS1='ready> '\nbind '\"\\C-xa\": insert-completions'\n"

_ZSH = (
    "autoload -Uz compinit && compinit -D -u\n"
    + _RECORD
    + """source {script}
unsetopt PROMPT_SP
PS1='ready> '
zle -C all-matches complete-word _generic
bindkey '^Xa' all-matches
zstyle ':completion:all-matches:*' completer _all_matches _complete
zstyle ':completion:all-matches:*' insert yes
"""
)


def installed(shell: str) -> str:
    """The path of a shell; skips the test where there is none."""
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed: its completion script is not tested")
    return path


class Shell:
    """A shell that has read a completion script, in a folder; `prelude` is run before that."""

    def __init__(
        self, name: str, script: str, home: Path, folder: Path, *, prelude: str = ""
    ) -> None:
        self.program = installed(name)
        self.name = name
        self.folder = folder
        self.argv = home / "argv"
        self.script = home / f"completions.{name}"
        self.script.write_text(script, "utf-8")
        self.home = home
        self.prelude = prelude
        self.terminal = -1
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Shell:
        if self.name == "fish":
            return self
        start = {"bash": _BASH, "zsh": _ZSH}[self.name]
        start = start.format(argv=self.argv, script=self.script)
        settings = self.home / ".zshrc"  # where zsh looks; bash is told
        settings.write_text(f"{self.prelude}\n{start}", "utf-8")
        options = ["--noprofile", "--rcfile", settings] if self.name == "bash" else []
        self.terminal, inside = pty.openpty()
        self.process = subprocess.Popen(
            [self.program, *options, "-i"],
            cwd=self.folder,
            env={**os.environ, "ZDOTDIR": str(self.home), "TERM": "vt100", "LC_ALL": "C.UTF-8"},
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
        )
        os.close(inside)
        self._until(_PROMPT)
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            os.close(self.terminal)

    def completions(self, *words: str) -> list[str]:
        """What the last of the words may become, sorted; the others stand before it."""
        line = " ".join(["nam56r", *words])
        if self.process is None:
            return sorted(self._fish(line))
        self.argv.unlink(missing_ok=True)
        os.write(self.terminal, line.encode() + _ALL + b"\r")
        self._until(_RECORDED, _PROMPT)
        written = self.argv.read_text("utf-8").splitlines()
        before = list(words[:-1])
        assert written[: len(before)] == before
        return sorted(word for word in written[len(before) :] if word)

    def _fish(self, line: str) -> list[str]:
        ask = f"source {shlex.quote(str(self.script))}; complete -C {shlex.quote(line)}"
        done = subprocess.run(
            [self.program, "--no-config", "-c", ask],
            cwd=self.folder,
            env={**os.environ, "HOME": str(self.home), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=PATIENCE,
        )
        assert done.stderr == b""
        return [answer.partition("\t")[0] for answer in done.stdout.decode().splitlines()]

    def _until(self, *marks: bytes) -> None:
        """Read what the shell says until it has said all of the marks, in this order."""
        said = b""
        for mark in marks:
            while mark not in said:
                ready, _, _ = select.select([self.terminal], [], [], PATIENCE)
                assert ready, f"{self.name} does not answer; it said {said!r}"
                said += os.read(self.terminal, 65536)
            said = said.partition(mark)[2]
