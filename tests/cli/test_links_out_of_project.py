"""A recipe that is a link out of its project is a finding and is not opened, unless it is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.cli import RUNNABLE, Command, write

SECRET = "secret-of-this-machine"


@pytest.fixture
def outside(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a clean recipe and two links to a file elsewhere."""
    write(project / "a.nam56r.yaml", RUNNABLE)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    target = write(elsewhere / "credentials", f"name: {SECRET}\npattern: AM\n{SECRET}: 1\n")
    for name in ("e.nam56r.yaml", "t.nam56r.toml"):
        (project / name).symlink_to(target)
    return target


@pytest.mark.parametrize("format_", ["full", "concise", "json", "sarif", "github", "junit"])
@pytest.mark.usefixtures("outside")
def test_check_reports_the_link_and_shows_nothing_of_the_file(
    nam56r: Command, format_: str
) -> None:
    result = nam56r("check", ".", "--output-format", format_)
    assert result.code == 1
    assert result.out.count("link-outside-project") >= 2
    assert SECRET not in result.out + result.err


@pytest.mark.usefixtures("outside")
def test_export_leaves_the_link_out_and_goes_on(nam56r: Command, project: Path) -> None:
    result = nam56r("export", ".")
    assert result.code == 2
    assert SECRET not in result.out + result.err
    assert "error[link-outside-project]" in result.err
    assert sorted(path.name for path in (project / "exports").iterdir()) == [
        "a.bundle.json",
        "a.launch.sh",
        "a.plan.json",
    ]


@pytest.mark.usefixtures("outside")
def test_fixes_do_not_follow_the_link(nam56r: Command, project: Path, outside: Path) -> None:
    before = outside.read_bytes()
    result = nam56r("check", "--fix", "--unsafe-fixes", ".")
    assert result.code == 2
    assert outside.read_bytes() == before
    assert SECRET not in result.out + result.err


@pytest.mark.usefixtures("outside")
def test_a_link_that_is_named_is_read(nam56r: Command) -> None:
    found = json.loads(nam56r("check", "e.nam56r.yaml", "--output-format", "json").out)
    assert "unknown-key" in {finding["code"] for finding in found}
    assert nam56r("plan", "e.nam56r.yaml").out.startswith(SECRET)


def test_a_link_inside_the_project_is_read(nam56r: Command, project: Path) -> None:
    write(project / "deep/a.nam56r.yaml", RUNNABLE)
    (project / "b.nam56r.yaml").symlink_to(project / "deep/a.nam56r.yaml")
    assert nam56r("check", ".").code == 0


def test_settings_that_lead_out_of_the_repository_are_not_opened(
    nam56r: Command, project: Path, outside: Path
) -> None:
    (project / "nam56r.toml").symlink_to(outside)
    result = nam56r("check", "a.nam56r.yaml")
    assert result.code == 2
    assert "symbolic link that leads out of the repository" in result.err
    assert SECRET not in result.out + result.err
    named = nam56r("check", "a.nam56r.yaml", "--config", "nam56r.toml")
    assert "cannot be read as TOML" in named.err
