"""Where a repository begins, which is what programs resolve names of files from."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from nam56r_server.cli.output.report import Folders, Report
from nam56r_server.project import repository_root

REPOSITORY = PurePosixPath("/repo")


@pytest.mark.parametrize("marker", ["folder", "file"])
def test_the_nearest_folder_with_git_is_the_root(tmp_path: Path, marker: str) -> None:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "inner"
    below = inner / "a/b"
    below.mkdir(parents=True)
    assert repository_root(below) == tmp_path
    if marker == "folder":
        (inner / ".git").mkdir()
    else:
        (inner / ".git").write_text("gitdir: elsewhere\n")
    assert repository_root(below) == repository_root(inner) == inner


def test_a_project_of_a_repository_is_not_its_root(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/pyproject.toml").touch()
    assert repository_root(tmp_path / "inner") == tmp_path


@pytest.mark.parametrize(
    ("name", "here", "expected"),
    [
        ("a.yaml", "/repo", "a.yaml"),
        ("a.yaml", "/repo/x/y", "x/y/a.yaml"),
        ("/repo/b/a.yaml", "/repo/x", "b/a.yaml"),
        ("/repository/a.yaml", "/repo", "/repository/a.yaml"),
        ("<stdin>", "/repo/x", "<stdin>"),
    ],
)
def test_a_name_is_seen_from_the_root(name: str, here: str, expected: str) -> None:
    report = Report((), folders=Folders(PurePosixPath(here), REPOSITORY))
    assert report.path(name) == expected


def test_without_folders_names_stay() -> None:
    assert Report(()).path("x/a.yaml") == "x/a.yaml"
