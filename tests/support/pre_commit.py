"""Real commits through the real pre-commit program, with the hooks of this source tree.

pre-commit installs hooks from a repository at a revision, so the tree's files, committed or not,
become a repository of their own. Nothing outside the scratch folders is read or written but the
settings of pip, which the installation of the hooks needs on some machines.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.cli import Result, spawn, write
from support.examples import ROOT

PATIENCE = 300
"""Seconds after which an installation is taken for dead."""

CONFIG = ".pre-commit-config.yaml"

PAGE = (ROOT / "docs/pre-commit.md").read_text("utf-8")
"""What users read about the hooks."""

_FOREIGN = ("GIT_", "NAM56R_", "PRE_COMMIT", "PYTHON", "SKIP", "VIRTUALENV", "VIRTUAL_ENV", "XDG_")
"""Beginnings of variables that would change what git, pre-commit or the hooks do."""

_GIT_SETTINGS = """\
[user]
    name = Tester
    email = tester@example.invalid
[init]
    defaultBranch = main
[commit]
    gpgSign = false
"""


def page_snippet(language: str, name: str) -> str:
    """An example of the page, by the comment above it."""
    found = re.search(rf"<!-- tested: {name} -->\n\n```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found, f"docs/pre-commit.md has no {language} example {name!r}"
    return found[1]


def isolated_environment(home: Path) -> dict[str, str]:
    """The environment of this process with an empty home, where only pip finds its settings."""
    write(home / ".gitconfig", _GIT_SETTINGS)
    real = Path.home()
    configurations = Path(os.environ.get("XDG_CONFIG_HOME") or real / ".config")
    (home / ".config").mkdir()
    for link, place in (
        (".netrc", real / ".netrc"),
        (".pip", real / ".pip"),
        (".config/pip", configurations / "pip"),
    ):
        if place.exists():
            (home / link).symlink_to(place)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return kept | {"HOME": str(home), "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}


@dataclass(frozen=True)
class HookRepository:
    """Where pre-commit finds the hooks, and the environment in which it runs."""

    url: str
    revision: str
    environment: Mapping[str, str]

    @classmethod
    def of_tree(cls, folder: Path, environment: Mapping[str, str]) -> HookRepository:
        """A repository with one commit: the files of this tree that git does not ignore."""
        # The tree may belong to another user, as in a container.
        listing = ("git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard")
        for name in _done(listing, ROOT, environment).out.split("\0"):
            if name and (ROOT / name).is_file():  # not one that was deleted
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        for arguments in (("init",), ("add", "--all"), ("commit", "-m", "the tree")):
            _done(("git", *arguments), folder, environment)
        revision = _done(("git", "rev-parse", "HEAD"), folder, environment).out.strip()
        return cls(folder.as_uri(), revision, environment)

    def configuration(self, *hooks: Mapping[str, Any], **top: Any) -> dict[str, Any]:
        """What `.pre-commit-config.yaml` says to use these hooks."""
        repository = {"repo": self.url, "rev": self.revision, "hooks": list(hooks)}
        return {"repos": [repository], **top}


class Project:
    """A repository of a user whose commits go through hooks."""

    def __init__(
        self, root: Path, environment: Mapping[str, str], configuration: Mapping[str, Any]
    ) -> None:
        self.root = root
        self.environment = environment
        root.mkdir()
        self.write(CONFIG, json.dumps(configuration))  # JSON is YAML
        self.git("init")
        self.put(CONFIG)
        _done(_pre_commit("install"), root, environment)

    def write(self, name: str, text: str) -> None:
        write(self.root / name, text)

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def export(self) -> None:
        """What the author does, in the version that the hook has."""
        result = spawn("export", ".", cwd=self.root)
        assert result.code == 0, result.err

    def commit(self, *names: str) -> Result:
        """Add files and commit them; what the hooks say is in `err`."""
        self.git("add", "--", *names)
        return _run(("git", "commit", "-m", "work"), self.root, self.environment)

    def run(self, *arguments: str) -> Result:
        """`pre-commit run` on what is added."""
        return _run(_pre_commit("run", *arguments), self.root, self.environment)

    def put(self, *names: str) -> None:
        """Commit files past the hooks."""
        self.git("add", "--", *names)
        self.git("commit", "--no-verify", "-m", "work")

    def commits(self) -> int:
        return int(self.git("rev-list", "--count", "HEAD").out)

    def git(self, *arguments: str) -> Result:
        return _done(("git", *arguments), self.root, self.environment)


def validate_manifest(path: Path, environment: Mapping[str, str]) -> Result:
    return _run(_pre_commit("validate-manifest", str(path)), path.parent, environment)


def _pre_commit(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "pre_commit", *arguments)


def _done(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> Result:
    result = _run(command, cwd, environment)
    assert result.code == 0, f"{' '.join(command)}\n{result.out}{result.err}"
    return result


def _run(command: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> Result:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )
    return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
