"""The server in real editors: a script beside this file installs, starts and looks at each of them.

They are large, so they run only where that was asked for (`NAM56R_EDITORS=1`, which CI says) or
where an earlier run left them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.alone

HERE = Path(__file__).resolve().parent
CACHE = Path(
    os.environ.get("NAM56R_EDITORS_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nam56r-editors"
)


@dataclass(frozen=True)
class Editor:
    """`kept`: what the script leaves in the cache; `programs`: what it needs of the system."""

    name: str
    command: tuple[str, ...]
    kept: str
    programs: tuple[str, ...]

    @property
    def is_there(self) -> bool:
        return (CACHE / self.kept).exists() and all(map(shutil.which, self.programs))


TERMINAL = ("patchelf", "tmux")
BROWSER = ("chromium", "npm")

EDITORS = (
    Editor("Neovim 0.10", ("run_neovim", "trixie"), "neovim-trixie/complete", TERMINAL),
    Editor("Neovim 0.12", ("run_neovim", "sid"), "neovim-sid/complete", TERMINAL),
    Editor("Emacs 30", ("run_emacs",), "emacs-trixie/complete", TERMINAL),
    Editor("Helix 25", ("run_helix",), "helix-trixie/complete", TERMINAL),
    Editor("VS Code 1.99", ("run_vscode", "4.99.4"), "vscode/code-server-4.99.4/complete", BROWSER),
    Editor(
        "VS Code 1.139", ("run_vscode", "4.139.1"), "vscode/code-server-4.139.1/complete", BROWSER
    ),
)


@pytest.mark.parametrize("editor", EDITORS, ids=lambda editor: editor.name)
def test_the_editor_shows_what_the_server_says(editor: Editor) -> None:
    if os.environ.get("NAM56R_EDITORS") != "1" and not editor.is_there:
        pytest.skip(f"{editor.name} is not here; NAM56R_EDITORS=1 installs it")
    environment = dict(os.environ)
    bin_folder = Path(sys.executable).parent
    if (bin_folder / "nam56r").exists():  # the package under test; else the script installs one
        environment["NAM56R_BIN"] = str(bin_folder)
    result = subprocess.run(
        [HERE / editor.command[0], *editor.command[1:]],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
