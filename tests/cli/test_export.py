"""`nam56r export`: which files, what they hold, what is printed, and the exit code."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from nam56r_core.export.formats import FORMATS
from nam56r_server.cli.export import args as export
from support.cli import BLOCKED, RUNNABLE, Command, tree, write

FILES = ["a.bundle.json", "a.launch.sh", "a.plan.json"]


def test_the_formats_of_the_command_are_those_of_the_core() -> None:
    assert tuple(FORMATS) == export.FORMATS


def test_files_beside_the_recipe(nam56r: Command, project: Path) -> None:
    write(project / "family/a.nam56r.yaml", RUNNABLE)
    result = nam56r("export", "family/a.nam56r.yaml")
    assert (result.code, result.out) == (0, "")
    assert tree(project / "family") == [
        "a.nam56r.yaml",
        "exports",
        *(f"exports/{f}" for f in FILES),
    ]
    assert result.err.splitlines() == [
        "wrote family/exports/a.plan.json",
        "wrote family/exports/a.bundle.json",
        "wrote family/exports/a.launch.sh",
        "Exported 1 recipe: 3 files written, 0 unchanged",
    ]


def test_only_the_script_is_executable(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    mask = os.umask(0o027)
    try:
        nam56r("export", "a.nam56r.yaml")
    finally:
        os.umask(mask)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (project / "exports").iterdir()}
    assert modes == {"a.plan.json": 0o640, "a.bundle.json": 0o640, "a.launch.sh": 0o750}


@pytest.mark.parametrize("suffix", ["yaml", "yml", "json", "toml"])
def test_names_come_from_the_recipe(nam56r: Command, project: Path, suffix: str) -> None:
    write(project / f"a.b.nam56r.{suffix}", "")
    assert nam56r("export", ".").code == 1
    assert "exports/a.b.plan.json" in tree(project)


def test_a_named_file_without_our_suffix_keeps_its_stem(nam56r: Command, project: Path) -> None:
    write(project / "base.yaml", RUNNABLE)
    assert nam56r("export", "base.yaml").code == 0
    assert "exports/base.plan.json" in tree(project)


def test_a_target_on_the_command_line_is_in_the_names(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    assert nam56r("export", "a.nam56r.yaml", "--target", "0.18").code == 0
    names = [f"a.core_v0.18.2.{rest}" for rest in ("bundle.json", "launch.sh", "plan.json")]
    assert tree(project / "exports") == names
    plan = json.loads((project / "exports" / names[2]).read_text("utf-8"))
    assert plan["target"] == "core_v0.18.2"


def test_a_folder_for_all(nam56r: Command, project: Path) -> None:
    write(project / "x/a.nam56r.yaml", RUNNABLE)
    write(project / "y/b.nam56r.yaml", RUNNABLE)
    assert nam56r("export", "x", "y", "-o", "out/deep").code == 0
    assert tree(project / "out/deep") == [*FILES, *(f"b{name[1:]}" for name in FILES)]


def test_a_blocked_recipe_is_written_and_marked(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", BLOCKED)
    write(project / "b.nam56r.yaml", RUNNABLE)
    result = nam56r("export", ".")
    assert (result.code, result.out) == (1, "")
    plan = json.loads((project / "exports/a.plan.json").read_text("utf-8"))
    bundle = json.loads((project / "exports/a.bundle.json").read_text("utf-8"))
    assert plan["runnable"] is bundle["runnable"] is False
    assert "--hybrid-layer-pattern" not in " ".join(bundle["args"])
    assert "error[unresolved-layer]" in result.err
    assert " --> a.nam56r.yaml:3:11\n" in result.err
    assert "Not runnable, the pattern is withheld: a.nam56r.yaml: 2 of 4 layers" in result.err
    assert json.loads((project / "exports/b.bundle.json").read_text("utf-8"))["runnable"] is True


def test_what_is_current_is_left_alone(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    nam56r("export", ".")
    plan, bundle = project / "exports/a.plan.json", project / "exports/a.bundle.json"
    os.utime(plan, ns=(1, 1))
    write(bundle, "old")
    result = nam56r("export", ".")
    assert result.code == 0
    assert plan.stat().st_mtime_ns == 1
    assert result.err.splitlines() == [
        "wrote exports/a.bundle.json",
        "Exported 1 recipe: 1 file written, 2 unchanged",
    ]
    assert json.loads(bundle.read_text("utf-8"))["runnable"] is True


def test_the_bytes_do_not_depend_on_where_and_how(
    nam56r: Command, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "bases/base.yaml", BLOCKED.replace("pattern: ", "pattern: X"))
    write(project / "family/a.nam56r.yaml", "extends: [../bases/base.yaml, ../missing.yaml]\n")
    nam56r("export", "family/a.nam56r.yaml")
    elsewhere = tmp_path / "other place/deeper"
    shutil.copytree(project, elsewhere)
    first = {name: (project / "family/exports" / name).read_bytes() for name in FILES}
    monkeypatch.chdir(elsewhere / "bases")
    nam56r("export", elsewhere / "family", "-o", elsewhere / "out")
    assert {name: (elsewhere / "out" / name).read_bytes() for name in FILES} == first
    plan = json.loads(first["a.plan.json"])
    assert {issue["file"] for issue in plan["issues"]} == {
        "bases/base.yaml",
        "family/a.nam56r.yaml",
    }
    assert all(str(tmp_path).encode() not in data for data in first.values())


def test_a_cycle_is_told_without_absolute_paths(nam56r: Command, project: Path) -> None:
    write(project / "x/a.nam56r.yaml", "extends: b.yaml\n")
    write(project / "x/b.yaml", "extends: a.nam56r.yaml\n")
    result = nam56r("export", "x/a.nam56r.yaml", "--stdout")
    issues = {i["code"]: i["message"] for i in json.loads(result.out)["plan"]["issues"]}
    assert "x/a.nam56r.yaml → x/b.yaml → x/a.nam56r.yaml" in issues["inheritance-cycle"]
    assert str(project) not in result.out


def test_two_recipes_that_would_meet_are_refused_before_anything_is_written(
    nam56r: Command, project: Path
) -> None:
    write(project / "0.nam56r.yaml", RUNNABLE)
    write(project / "x/a.nam56r.yaml", RUNNABLE)
    write(project / "y/a.nam56r.toml", "")
    before = tree(project)
    result = nam56r("export", ".", "-o", "out")
    assert (result.code, result.out) == (2, "")
    assert "x/a.nam56r.yaml and y/a.nam56r.toml would both be written to out/a.plan.json" in (
        result.err
    )
    assert tree(project) == before


@pytest.mark.parametrize("options", [(), ("--check",), ("--target", "core_v0.18.2")])
def test_a_recipe_that_would_meet_its_neighbour_is_refused(
    nam56r: Command, project: Path, options: tuple[str, ...]
) -> None:
    """Else each export of one would overwrite the other's."""
    write(project / "a.nam56r.yaml", RUNNABLE)
    write(project / "a.nam56r.toml", "")
    before = tree(project)
    result = nam56r("export", "a.nam56r.yaml", *options)
    assert (result.code, result.out) == (2, "")
    assert "a.nam56r.yaml and a.nam56r.toml would both be written to exports/a." in result.err
    assert tree(project) == before
    assert nam56r("export", "a.nam56r.yaml", "-o", "out").code == 0


def test_only_a_recipe_can_be_met(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    write(project / "a.json", "{}")
    write(project / "a.nam56r.toml", "")
    write(project / "nam56r.toml", 'exclude = ["*.toml"]\n')
    assert nam56r("export", "a.nam56r.yaml").code == 0
    write(project / "nam56r.toml", 'exclude = ["*.toml"]\nrecipes = ["a.*"]\n')
    result = nam56r("export", "a.nam56r.yaml")
    assert result.code == 2
    assert "a.nam56r.yaml and a.json would both be written" in result.err


@pytest.mark.parametrize(
    ("recipe", "options", "name"),
    [
        (".nam56r.yaml", (), ""),
        ("..nam56r.yaml", (), "."),
        (".nam56r.yaml", ("--target", "core_v0.19.0"), ".core_v0.19.0"),
    ],
)
def test_a_recipe_without_a_name_is_exported_into_the_folder(
    nam56r: Command, project: Path, recipe: str, options: tuple[str, ...], name: str
) -> None:
    write(project / recipe, RUNNABLE)
    before = {*tree(project), "exports"}
    assert nam56r("export", recipe, *options).code == 0
    assert set(tree(project)) - before == {
        f"exports/{name}{ending}" for ending in (".bundle.json", ".launch.sh", ".plan.json")
    }


def test_a_link_does_not_lead_exports_out_of_the_project(nam56r: Command, project: Path) -> None:
    away = project.parent / "away"
    away.mkdir()
    write(project / "a.nam56r.yaml", RUNNABLE)
    (project / "exports").symlink_to("../away")
    result = nam56r("export", "a.nam56r.yaml")
    assert result.code == 2
    assert f"exports is a link that leads out of the project, to {away.as_posix()}; remove it" in (
        result.err
    )
    assert tree(away) == []
    assert nam56r("export", "a.nam56r.yaml", "-o", "exports").code == 0
    assert len(tree(away)) == 3


def test_a_link_may_lead_exports_elsewhere_in_the_project(nam56r: Command, project: Path) -> None:
    write(project / "x/a.nam56r.yaml", RUNNABLE)
    (project / "out").mkdir()
    (project / "x/exports").symlink_to("../out")
    assert nam56r("export", "x").code == 0
    assert len(tree(project / "out")) == 3


def test_a_link_to_itself_is_told(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    (project / "exports").symlink_to("exports")
    result = nam56r("export", "a.nam56r.yaml")
    assert result.code == 2
    assert "error: cannot" in result.err


def test_the_same_recipe_twice_is_one(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    result = nam56r("export", "a.nam56r.yaml", "./a.nam56r.yaml", ".", project)
    assert result.code == 0
    assert "Exported 1 recipe:" in result.err


def test_an_unreadable_recipe_does_not_hide_the_others(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", b" " * (1024 * 1024 + 1))
    write(project / "b.nam56r.yaml", RUNNABLE)
    result = nam56r("export", ".")
    assert result.code == 2
    assert "cannot read a.nam56r.yaml" in result.err
    assert "exports/b.plan.json" in tree(project)


def test_a_folder_that_cannot_be_written_is_2(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    write(project / "exports", "a file, not a folder")
    result = nam56r("export", ".")
    assert result.code == 2
    assert "error: cannot read exports/a.plan.json: Not a directory" in result.err


@pytest.mark.parametrize("name", export.FORMATS)
def test_stdout_prints_the_export_and_nothing_else(
    nam56r: Command, project: Path, name: str
) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    before = tree(project)
    result = nam56r("export", "a.nam56r.yaml", "--stdout", "--format", name)
    assert (result.code, result.err) == (0, "")
    assert tree(project) == before
    nam56r("export", "a.nam56r.yaml")
    exports = project / "exports"
    bundle = json.loads((exports / "a.bundle.json").read_text("utf-8"))
    if name == "json":
        plan = json.loads((exports / "a.plan.json").read_text("utf-8"))
        assert json.loads(result.out) == {"plan": plan, "bundle": bundle}
    elif name == "tokens":
        assert result.out.splitlines() == bundle["args"]
    elif name == "launch":
        assert result.out == (exports / "a.launch.sh").read_text("utf-8")
    else:
        assert "*M*M" in result.out


def test_stdout_is_json_unless_told_otherwise(nam56r: Command) -> None:
    result = nam56r("export", "-", "--stdout", stdin=RUNNABLE.encode())
    assert set(json.loads(result.out)) == {"plan", "bundle"}


def test_stdout_of_a_blocked_recipe_is_1(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", BLOCKED)
    result = nam56r("export", "a.nam56r.yaml", "--stdout")
    assert result.code == 1
    assert json.loads(result.out)["bundle"]["runnable"] is False
    assert "error[unresolved-layer]" in result.err
    assert "a.nam56r.yaml is not runnable" in result.err


def test_stdin_is_written_beside_its_name(nam56r: Command, project: Path) -> None:
    argv = ("export", "-", "--stdin-filename", "family/a.nam56r.yaml")
    assert nam56r(*argv, stdin=RUNNABLE.encode()).code == 0
    assert tree(project / "family/exports") == FILES


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["a.nam56r.yaml", "--format", "json"], "add --stdout"),
        (["a.nam56r.yaml", "--stdout", "--check"], "--check cannot stand beside it"),
        (["a.nam56r.yaml", "--stdout", "-o", "x"], "--output-dir cannot stand beside it"),
        ([".", "--stdout"], "the paths hold 2; name one"),
        (["-"], "add --stdin-filename NAME, or --stdout"),
        (["-", "--stdin-filename", "a.txt"], "a.txt is no recipe"),
    ],
)
def test_what_does_not_go_together_is_said(
    nam56r: Command, project: Path, argv: list[str], sentence: str
) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE)
    write(project / "b.nam56r.yaml", RUNNABLE)
    before = tree(project)
    result = nam56r("export", *argv, stdin=b"")
    assert (result.code, result.out) == (2, "")
    assert sentence in result.err
    assert tree(project) == before


def test_a_directory_without_recipes_is_2(nam56r: Command, project: Path) -> None:
    result = nam56r("export", ".")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("No recipes found")
    assert tree(project) == [".git"]
