"""Finding and reading recipes: which files a walk takes, what they are called, and what no
reference may reach."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from nam56r_core.recipe.extends import ExtendsFault, LoadedDocument, NotLoaded
from nam56r_server.errors import CommandError, UsageError
from nam56r_server.project import (
    ProjectFile,
    SettingsFinder,
    common_root,
    files_for_reference,
    find_recipes,
    load_document,
    load_reference,
    project_file,
    shown,
    stem,
    walk_recipes,
)
from support.cli import RUNNABLE, write
from support.deep import bury


@pytest.fixture
def impatient() -> Iterator[None]:
    """Waiting on a pipe fails the test instead of stopping it for ever."""

    def give_up(*_: object) -> None:
        raise AssertionError("waited for a pipe")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def found(*arguments: str | Path) -> list[str]:
    discovered = find_recipes([str(arg) for arg in arguments], SettingsFinder())
    return [shown(file.path) for file in discovered.files]


def test_a_walk_takes_recipes_and_nothing_else(project: Path) -> None:
    for name in (
        *("b.nam56r.yaml", "a.nam56r.yml", "deep/er/c.nam56r.toml", "deep/d.nam56r.json"),
        *("UPPER.NAM56R.YAML", "exports/b.plan.json", "notes.yaml", "nam56r.yaml", ".nam56r.yaml"),
        *(".hidden/e.nam56r.yaml", ".hidden.nam56r.yaml", "node_modules/f.nam56r.yaml"),
        *("deep/node_modules/x/f.nam56r.yaml", "__pycache__/g.nam56r.yaml", "x.nam56r.yaml.bak"),
        *("venv/pyvenv.cfg", "venv/h.nam56r.yaml", "venv/lib/h.nam56r.yaml"),
        *(".git/i.nam56r.yaml", "xnam56r.yaml"),
    ):
        write(project / name, "")
    (project / "folder.nam56r.yaml").mkdir()
    assert found(".") == [
        "UPPER.NAM56R.YAML",
        "a.nam56r.yml",
        "b.nam56r.yaml",
        "deep/d.nam56r.json",
        "deep/er/c.nam56r.toml",
    ]


def test_what_is_named_is_walked_even_if_it_is_hidden(project: Path) -> None:
    write(project / ".hidden/a.nam56r.yaml", "")
    write(project / "venv/pyvenv.cfg", "")
    write(project / "venv/b.nam56r.yaml", "")
    assert found(".hidden", "venv") == [".hidden/a.nam56r.yaml", "venv/b.nam56r.yaml"]


def test_links_to_directories_are_not_followed(project: Path, tmp_path: Path) -> None:
    write(tmp_path / "outside/a.nam56r.yaml", "")
    (project / "link").symlink_to(tmp_path / "outside")
    (project / "loop").symlink_to(project)
    assert found(".") == []


def test_links_that_lead_nowhere_are_found(project: Path) -> None:
    """Who reads them says so."""
    (project / "broken.nam56r.yaml").symlink_to(project / "nothing")
    (project / "loop.nam56r.yaml").symlink_to(project / "loop.nam56r.yaml")
    (project / "through.nam56r.yaml").symlink_to(write(project / "file", "") / "recipe.yaml")
    (project / "other.txt").symlink_to(project / "nothing")
    assert found(".") == ["broken.nam56r.yaml", "loop.nam56r.yaml", "through.nam56r.yaml"]


def test_order_and_repetition_do_not_matter(project: Path) -> None:
    for name in ("b.nam56r.yaml", "a/c.nam56r.yaml"):
        write(project / name, "")
    expected = ["a/c.nam56r.yaml", "b.nam56r.yaml"]
    assert found("b.nam56r.yaml", "a", ".", "a/../b.nam56r.yaml", project / "a") == expected


@pytest.mark.parametrize("name", ["x.yaml", "x.yml", "x.toml", "x.json"])
def test_a_named_file_needs_no_recipe_name(project: Path, name: str) -> None:
    write(project / name, "")
    assert found(name) == [name]
    assert found(".") == []


@pytest.mark.parametrize(
    ("argument", "kind", "sentence"),
    [
        ("nothing", CommandError, "nothing does not exist"),
        ("nothing.nam56r.yaml", CommandError, "nothing.nam56r.yaml does not exist"),
        ("broken.nam56r.yaml", CommandError, "is a link to nothing"),
        ("a.txt", UsageError, r"\.nam56r\.yaml, \.nam56r\.yml, \.nam56r\.toml or \.nam56r\.json"),
        ("", UsageError, "an empty path"),
        ("a\0b", CommandError, "does not exist"),
        ("x" * 300 + ".nam56r.yaml", CommandError, "too long"),
    ],
)
def test_what_cannot_be_taken_is_said(
    project: Path, argument: str, kind: type[CommandError], sentence: str
) -> None:
    write(project / "a.txt", "")
    (project / "broken.nam56r.yaml").symlink_to(project / "missing")
    with pytest.raises(kind, match=sentence):
        find_recipes([argument], SettingsFinder())


def test_a_folder_that_cannot_be_looked_into_is_said(project: Path) -> None:
    """Nobody knows which recipes are in it. Who asks for that goes on beside it."""
    write(project / "z.nam56r.yaml", "")
    write(project / "deep/a.nam56r.yaml", "")
    bury(project / "deep")
    with pytest.raises(CommandError, match=r"cannot look into deep/ddd.*too long"):
        found(".")
    told: list[str] = []
    walked = walk_recipes(project, SettingsFinder(), lambda said: told.append(str(said)), [])
    assert {place.name for place in walked if place} == {"z.nam56r.yaml", "deep/a.nam56r.yaml"}
    assert len(told) == 1


def test_a_walk_lets_others_go_first_within_a_folder(project: Path) -> None:
    """One that holds a hundred thousand files of data is as slow as one of as many folders."""
    for number in range(100):
        write(project / f"{number}.bin", "")
    steps = list(walk_recipes(project, SettingsFinder(), pytest.fail, []))
    assert len(steps) >= 100


@pytest.mark.parametrize("marker", [".git", "pyproject.toml", "nam56r.toml"])
def test_the_nearest_marker_is_the_root(tmp_path: Path, marker: str) -> None:
    write(
        tmp_path / "outer" / marker / "x" if marker == ".git" else tmp_path / "outer" / marker, ""
    )
    write(tmp_path / "outer/inner/pyproject.toml", "")
    assert project_file(tmp_path / "outer/a/b/r.nam56r.yaml").relative == "a/b/r.nam56r.yaml"
    assert project_file(tmp_path / "outer/inner/b/r.nam56r.yaml").relative == "b/r.nam56r.yaml"


def test_without_a_marker_the_root_is_the_recipe_s_folder(tmp_path: Path) -> None:
    assert project_file(tmp_path / "a/r.nam56r.yaml") == ProjectFile(
        tmp_path / "a", "r.nam56r.yaml"
    )


@pytest.mark.parametrize("root", ["/", "/a b", "/a/b"])
def test_an_identity_leads_back(root: str) -> None:
    place = ProjectFile(Path(root), "x/r.nam56r.yaml")
    assert ProjectFile.from_identity(place.identity) == place


def test_identity_is_the_file_s_however_it_is_written(project: Path) -> None:
    write(project / "x/base.yaml", "a: 1\n")
    (project / "link.yaml").symlink_to(project / "x/base.yaml")
    naming = project_file(project / "x/a.nam56r.yaml").identity
    references = ("base.yaml", "./base.yaml", "../x/base.yaml", "../link.yaml")
    loaded = [load_reference(naming, reference) for reference in references]
    assert all(isinstance(document, LoadedDocument) for document in loaded)
    assert (
        len({document.identity for document in loaded if isinstance(document, LoadedDocument)}) == 1
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.nam56r.yaml", "a"),
        ("a.b.NAM56R.YML", "a.b"),
        ("base.yaml", "base"),
        ("nam56r.nam56r.toml", "nam56r"),
    ],
)
def test_stems(name: str, expected: str) -> None:
    assert stem(name) == expected


def refused(project: Path, reference: str) -> NotLoaded:
    answer = load_reference(project_file(project / "x/a.nam56r.yaml").identity, reference)
    assert isinstance(answer, NotLoaded)
    assert str(project) not in answer.detail, "details are exported"
    return answer


@pytest.mark.parametrize(
    "reference",
    ["../../outside.yaml", "{tmp}/outside.yaml", "link.yaml", "folder/outside.yaml", "/etc/passwd"],
)
def test_nothing_outside_the_project_is_read(
    project: Path, tmp_path: Path, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "outside.yaml", RUNNABLE)
    (project / "x").mkdir()
    (project / "x/link.yaml").symlink_to(tmp_path / "outside.yaml")
    (project / "x/folder").symlink_to(tmp_path)

    def opened(*_: object) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr(Path, "open", opened)
    answer = refused(project, reference.format(tmp=tmp_path))
    assert answer.fault is ExtendsFault.OUTSIDE_PROJECT
    assert "`.git`" in answer.detail


def test_an_absolute_path_inside_the_project_is_followed(project: Path) -> None:
    base = write(project / "base.yaml", RUNNABLE)
    answer = load_reference(project_file(project / "x/a.nam56r.yaml").identity, str(base))
    assert isinstance(answer, LoadedDocument)
    assert answer.tree.source.name == "base.yaml"


def test_a_missing_base_is_named_by_its_place_in_the_project(project: Path) -> None:
    answer = refused(project, "../bases/b.yaml")
    assert (answer.fault, answer.detail) == (ExtendsFault.NOT_FOUND, "bases/b.yaml")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("reference", "detail"),
    [
        ("folder.yaml", "it is a directory"),
        ("pipe.yaml", "it is not a regular file"),
        ("large.yaml", "larger than 1 MiB"),
        ("loop.yaml", "symbolic link"),
        ("notes.txt", "its name must end in .yaml, .yml, .toml or .json"),
        ("a\0b.yaml", "no usable path"),
        ("a.nam56r.yaml/b.yaml", "Not a directory"),
    ],
)
def test_a_base_that_cannot_be_read_says_why(project: Path, reference: str, detail: str) -> None:
    write(project / "x/a.nam56r.yaml", "")
    (project / "x/folder.yaml").mkdir()
    os.mkfifo(project / "x/pipe.yaml")
    write(project / "x/large.yaml", b"#" * (1024 * 1024 + 1))
    write(project / "x/notes.txt", "")
    (project / "x/loop.yaml").symlink_to(project / "x/loop.yaml")
    answer = refused(project, reference)
    assert answer.fault is ExtendsFault.UNREADABLE
    assert detail in answer.detail


def test_a_base_without_permission_says_so(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project / "x/base.yaml", "")

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    answer = refused(project, "base.yaml")
    assert (answer.fault, answer.detail) == (ExtendsFault.UNREADABLE, "Permission denied")


@pytest.mark.usefixtures("impatient")
def test_a_recipe_that_is_a_pipe_is_not_waited_for(project: Path) -> None:
    os.mkfifo(project / "a.nam56r.yaml")
    with pytest.raises(
        CommandError, match=r"cannot read a\.nam56r\.yaml: it is not a regular file"
    ):
        load_document(Path("a.nam56r.yaml"))


def test_the_largest_recipe_is_read(project: Path) -> None:
    data = b"a: 1\n#" + b"x" * (1024 * 1024 - 6)
    document = load_document(write(project / "a.nam56r.yaml", data))
    assert len(document.tree.source.data) == 1024 * 1024


def test_a_file_name_that_is_not_utf8_is_shown(project: Path) -> None:
    name = os.fsdecode(b"\xffx.nam56r.yaml")
    write(project / name, RUNNABLE)
    assert found(".") == ["\ufffdx.nam56r.yaml"]
    assert load_document(project / name).tree.source.name == "\ufffdx.nam56r.yaml"


def test_files_outside_of_the_repository_one_works_in_have_their_own(tmp_path: Path) -> None:
    write(tmp_path / "here/.git/x", "")
    write(tmp_path / "there/.git/x", "")
    here, there, none = (tmp_path / name for name in ("here", "there", "none"))
    mine, theirs = here / "a/r.nam56r.yaml", there / "b/r.nam56r.yaml"
    assert common_root(here / "a", [mine]) == here
    assert common_root(here, [theirs]) == there
    assert common_root(tmp_path, [theirs, there / "r.nam56r.yaml"]) == there
    # What lies in no repository, or in several, is named from where one works.
    assert common_root(here, [mine, theirs]) == here
    assert common_root(tmp_path, [none / "r.nam56r.yaml"]) == tmp_path
    assert common_root(tmp_path, []) == tmp_path


def test_a_nested_repository_is_part_of_the_one_that_one_works_in(tmp_path: Path) -> None:
    write(tmp_path / ".git/x", "")
    write(tmp_path / "inner/.git/x", "")
    assert common_root(tmp_path, [tmp_path / "inner/r.nam56r.yaml"]) == tmp_path


def test_what_extends_may_name(project: Path, tmp_path: Path) -> None:
    """What would be refused, and settings, are not offered."""
    for name in ("a.nam56r.yaml", "x/base.yaml", "nam56r.toml", "pyproject.toml", "notes.txt"):
        write(project / name, "")
    write(tmp_path / "outside.yaml", "")
    (project / "x/inside.yaml").symlink_to(project / "x/base.yaml")
    (project / "x/link.yaml").symlink_to(tmp_path / "outside.yaml")
    (project / "x/settings.toml").symlink_to(project / "nam56r.toml")
    (project / "x/nothing.yaml").symlink_to(project / "nothing.yaml")
    (project / "x/loop.yaml").symlink_to(project / "x/loop.yaml")
    (project / "x/folder").symlink_to(tmp_path)
    os.mkfifo(project / "x/pipe.yaml")
    naming = project_file(project / "a.nam56r.yaml")
    inner = project_file(project / "x/heir.yaml")
    assert list(files_for_reference(naming, "")) == ["x/"]
    assert list(files_for_reference(naming, "x")) == ["x/base.yaml", "x/inside.yaml"]
    assert list(files_for_reference(naming, "..")) == ["../project/"]
    assert list(files_for_reference(naming, "no\0thing")) == []
    assert list(files_for_reference(inner, "..")) == ["../a.nam56r.yaml", "../x/"]
    for reference in files_for_reference(naming, "x"):
        assert isinstance(load_reference(naming.identity, reference), LoadedDocument)
