"""The hooks, as users meet them: commits that go through and commits that are refused."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from ruamel.yaml import YAML

from nam56r_core.syntax.languages import FILE_ENDINGS
from nam56r_server.project.project_file import RECIPE_SUFFIXES
from nam56r_server.project.settings import OWN_FILE, SHARED_FILE
from support.cli import BLOCKED, RUNNABLE, Result, spawn
from support.examples import ROOT
from support.pre_commit import (
    CONFIG,
    HookRepository,
    Project,
    page_snippet,
    validate_manifest,
)

Projects = Callable[[Mapping[str, Any]], Project]

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
CHECK = {"id": "nam56r-check"}
EXPORT = {"id": "nam56r-export"}
WARNED = RUNNABLE + "E:\n  num_experts: 4\n"
"""Runnable, with settings for a letter that the pattern does not have."""

PATTERN = "pattern: AMAM\n"
"""What a base may leave to the recipes that extend it."""

WIDER = RUNNABLE.replace("hidden_size: 256", "hidden_size: 512")


def manifest() -> dict[str, dict[str, Any]]:
    return {hook["id"]: hook for hook in YAML(typ="safe").load(MANIFEST)}


@pytest.fixture
def both(hooks: HookRepository, project: Projects) -> Project:
    """A user who copied the first snippet of the page."""
    text = page_snippet("yaml", "both")
    for placeholder, value in (
        ("https://github.com/OWNER/nam56r", hooks.url),
        ("REVISION", hooks.revision),
    ):
        assert text.count(placeholder) == 1
        text = text.replace(placeholder, value)
    return project(YAML(typ="safe").load(text))


@pytest.fixture
def checked(hooks: HookRepository, project: Projects) -> Project:
    """A user of the first hook alone."""
    return project(hooks.configuration(CHECK))


@pytest.fixture
def exported(both: Project) -> Project:
    """A project with a committed recipe and its exports."""
    both.write("a.nam56r.yaml", RUNNABLE)
    both.export()
    both.put("a.nam56r.yaml", "exports")
    return both


def passes(project: Project, *names: str) -> Result:
    before = project.commits()
    result = project.commit(*names)
    assert result.code == 0, result.err
    assert project.commits() == before + 1
    return result


def refuses(project: Project, *names: str) -> str:
    """What is said when a commit is refused."""
    before = project.commits()
    result = project.commit(*names)
    assert (result.code, project.commits()) == (1, before), result.err
    return result.err


def outcome(said: str, hook: str) -> str:
    """How one hook ended: the last word of its line."""
    name = re.escape(manifest()[hook]["name"])
    found = re.search(rf"^{name}\.+(?:\(.*\))?(\w+)$", said, re.MULTILINE)
    assert found, said
    return found[1]


def test_the_manifest_is_valid(hooks: HookRepository) -> None:
    result = validate_manifest(MANIFEST, hooks.environment)
    assert (result.code, result.out + result.err) == (0, "")


def test_every_name_of_a_recipe_starts_the_check_and_no_other() -> None:
    files = re.compile(manifest()["nam56r-check"]["files"])
    recipes = [f"deep/a{suffix}" for suffix in RECIPE_SUFFIXES]
    recipes += [name.upper() for name in recipes]
    others = [f"a{suffix}" for suffix in FILE_ENDINGS]
    others += ["a.nam56r.yaml.orig", "a.nam56r.yamls", "anam56r.yaml", OWN_FILE, SHARED_FILE]
    assert [name for name in recipes + others if files.search(name)] == recipes


def test_whatever_changes_an_export_starts_its_check(exported: Project) -> None:
    files = re.compile(manifest()["nam56r-export"]["files"])
    outputs = [path.name for path in (exported.root / "exports").iterdir()]
    bases = [f"base{suffix}" for suffix in FILE_ENDINGS]
    changing = [*outputs, *bases, *RECIPE_SUFFIXES, OWN_FILE, SHARED_FILE, CONFIG]
    assert len(outputs) == 3
    assert [name for name in changing if not files.search(name)] == []
    assert not any(files.search(name) for name in ("README.md", "train.py", "install.sh"))


def test_a_recipe_with_an_error_is_refused(both: Project) -> None:
    both.write("a.nam56r.yaml", BLOCKED)
    said = refuses(both, "a.nam56r.yaml")
    assert outcome(said, "nam56r-check") == "Failed"
    assert "- exit code: 1" in said
    assert "error[unresolved-layer]: `M` at letter 2" in said
    assert " --> a.nam56r.yaml:" in said


def test_a_recipe_with_warnings_only_passes(checked: Project) -> None:
    checked.write("a.nam56r.yaml", WARNED)
    assert outcome(passes(checked, "a.nam56r.yaml").err, "nam56r-check") == "Passed"
    verbose = checked.run("--all-files", "--verbose")
    assert verbose.code == 0
    assert "warning[section-without-letter]" in verbose.out


def test_warnings_can_be_refused(hooks: HookRepository, project: Projects) -> None:
    strict = project(hooks.configuration(CHECK | {"args": ["--error-on-warning"]}))
    strict.write("a.nam56r.yaml", WARNED)
    assert "warning[section-without-letter]" in refuses(strict, "a.nam56r.yaml")


def test_fixes_are_made_and_the_commit_is_refused_once(
    hooks: HookRepository, project: Projects
) -> None:
    fixing = project(hooks.configuration(CHECK | {"args": ["--fix"]}))
    fixing.write("a.nam56r.yaml", RUNNABLE.replace("pattern: AMAM", "pattern: AMam"))
    assert "files were modified by this hook" in refuses(fixing, "a.nam56r.yaml")
    assert fixing.read("a.nam56r.yaml") == RUNNABLE
    passes(fixing, "a.nam56r.yaml")


def test_only_recipes_that_are_committed_are_checked(checked: Project) -> None:
    checked.write("unfinished.nam56r.yaml", BLOCKED)
    checked.write("a.nam56r.yaml", RUNNABLE)
    passes(checked, "a.nam56r.yaml")


def test_a_finding_in_a_shared_base_is_told_once(checked: Project) -> None:
    """As long as one process is given all files; pre-commit would start one on each processor."""
    recipes = [f"{letter}.nam56r.yaml" for letter in "abcdefghijklmnop"]
    checked.write("shared.yaml", BLOCKED.replace("AMAM", "AM"))
    for name in recipes:
        checked.write(name, "extends: shared.yaml\n")
    assert refuses(checked, "shared.yaml", *recipes).count("error[unresolved-layer]") == 1


def test_fresh_exports_pass(exported: Project) -> None:
    exported.write("a.nam56r.yaml", WIDER)
    exported.export()
    said = passes(exported, "a.nam56r.yaml", "exports").err
    assert outcome(said, "nam56r-check") == "Passed"
    assert outcome(said, "nam56r-export") == "Passed"


def test_a_stale_export_is_refused_with_its_diff(exported: Project) -> None:
    exported.write("a.nam56r.yaml", WIDER)
    said = refuses(exported, "a.nam56r.yaml")
    assert outcome(said, "nam56r-check") == "Passed"
    assert outcome(said, "nam56r-export") == "Failed"
    assert "--- exports/a.launch.sh\n" in said
    assert "\n-  --hidden-size 256" in said
    assert "\n+  --hidden-size 512" in said
    assert "2 files stale or missing; to refresh: nam56r export .\n" in said


def test_a_missing_export_is_refused(both: Project) -> None:
    both.write("a.nam56r.yaml", RUNNABLE)
    assert "3 files stale or missing" in refuses(both, "a.nam56r.yaml")


def test_an_export_that_is_fresh_but_not_added_is_stale(exported: Project) -> None:
    exported.write("a.nam56r.yaml", WIDER)
    exported.export()
    assert "2 files stale or missing" in refuses(exported, "a.nam56r.yaml")
    passes(exported, "exports")


def test_exports_that_were_edited_by_hand_are_refused(exported: Project) -> None:
    names = [f"exports/a.{ending}" for ending in ("plan.json", "bundle.json", "launch.sh")]
    for name in names:
        exported.write(name, exported.read(name).replace("core_v0.19.0", "core_v0.18.2"))
    said = refuses(exported, "exports")
    assert outcome(said, "nam56r-check") == "Skipped"
    assert re.findall(r"^--- (.*)$", said, re.MULTILINE) == names


def test_a_base_of_any_name_makes_the_exports_stale(both: Project) -> None:
    both.write("shared.yaml", RUNNABLE)
    both.write("a.nam56r.yaml", "extends: shared.yaml\n")
    both.export()
    both.put("shared.yaml", "a.nam56r.yaml", "exports")
    both.write("shared.yaml", WIDER)
    assert "+  --hidden-size 512" in refuses(both, "shared.yaml")


def test_settings_make_the_exports_stale(both: Project) -> None:
    both.write("a.nam56r.yaml", RUNNABLE.replace("target: core_v0.19.0\n", ""))
    both.write(OWN_FILE, 'target = "core_v0.19.0"\n')
    both.export()
    both.put("a.nam56r.yaml", OWN_FILE, "exports")
    both.write(OWN_FILE, 'target = "core_v0.18.2"\n')
    assert "3 files stale or missing" in refuses(both, OWN_FILE)


def test_files_that_change_nothing_start_no_hook(exported: Project) -> None:
    exported.write("README.md", "# Mine\n")
    said = passes(exported, "README.md").err
    assert outcome(said, "nam56r-check") == "Skipped"
    assert outcome(said, "nam56r-export") == "Skipped"


def test_what_the_settings_exclude_is_left_alone(exported: Project) -> None:
    exported.write("attic/old.nam56r.yaml", BLOCKED)
    assert "attic/old.nam56r.yaml" in refuses(exported, "attic")
    exported.write(OWN_FILE, page_snippet("toml", "settings"))
    said = passes(exported, "attic", OWN_FILE).err
    assert outcome(said, "nam56r-check") == "Passed"
    assert outcome(said, "nam56r-export") == "Passed"


def test_what_pre_commit_excludes_is_not_checked(hooks: HookRepository, project: Projects) -> None:
    excluding = project(hooks.configuration(CHECK | {"exclude": "^attic/"}))
    excluding.write("attic/old.nam56r.yaml", BLOCKED)
    assert outcome(passes(excluding, "attic").err, "nam56r-check") == "Skipped"
    excluding.write("old.nam56r.yaml", BLOCKED)
    refuses(excluding, "old.nam56r.yaml")


def test_what_pre_commit_excludes_has_exports_all_the_same(
    hooks: HookRepository, project: Projects
) -> None:
    excluding = project(hooks.configuration(EXPORT | {"exclude": "^attic/"}))
    excluding.write("attic/old.nam56r.yaml", BLOCKED)
    excluding.write("a.nam56r.yaml", RUNNABLE)
    assert "missing: attic/exports/old.launch.sh" in refuses(excluding, "a.nam56r.yaml")


def test_exports_can_be_checked_in_a_folder_alone(hooks: HookRepository, project: Projects) -> None:
    limited = project(hooks.configuration(EXPORT | {"args": ["models"]}))
    limited.write("models/a.nam56r.yaml", RUNNABLE)
    limited.write("drafts/b.nam56r.yaml", RUNNABLE)
    limited.export()
    limited.put("models", "drafts/b.nam56r.yaml")
    limited.write("drafts/b.nam56r.yaml", WIDER)
    passes(limited, "drafts/b.nam56r.yaml")
    limited.write("models/a.nam56r.yaml", WIDER)
    assert "to refresh: nam56r export models\n" in refuses(limited, "models/a.nam56r.yaml")


def variation(hooks: HookRepository, name: str) -> dict[str, Any]:
    """A configuration with the hook that the page shows under a name."""
    return hooks.configuration(*YAML(typ="safe").load(textwrap.dedent(page_snippet("yaml", name))))


def test_recipes_of_other_names(hooks: HookRepository, project: Projects) -> None:
    other = project(variation(hooks, "other names"))
    other.write(OWN_FILE, 'recipes = ["configs/*.yaml"]\n')
    for name in ("configs/run.yaml", "run.nam56r.yaml"):
        other.write(name, BLOCKED)
        assert f" --> {name}:" in refuses(other, name)
        other.write(name, RUNNABLE)
        passes(other, name)


def test_everything_is_checked_when_a_base_changes(
    hooks: HookRepository, project: Projects
) -> None:
    whole = project(variation(hooks, "everything"))
    whole.write("shared.yaml", RUNNABLE.replace(PATTERN, ""))
    whole.write("a.nam56r.yaml", "extends: shared.yaml\n" + PATTERN)
    whole.put("shared.yaml", "a.nam56r.yaml")
    whole.write("shared.yaml", WIDER.replace(PATTERN, ""))
    passes(whole, "shared.yaml")
    whole.write("shared.yaml", BLOCKED.replace(PATTERN, ""))
    assert "error[unresolved-layer]" in refuses(whole, "shared.yaml")


def stale_in_a_clone(project: Project) -> str:
    """What the command says where only committed files are."""
    clone = project.root.with_name("clone")
    project.git("clone", str(project.root), str(clone))
    result = spawn("export", "--check", ".", cwd=clone)
    assert result.code == 1
    return result.err


def test_only_a_clone_lacks_exports_that_were_never_added(both: Project) -> None:
    both.write("a.nam56r.yaml", RUNNABLE)
    both.export()
    assert outcome(passes(both, "a.nam56r.yaml").err, "nam56r-export") == "Passed"
    assert "3 files stale or missing" in stale_in_a_clone(both)


def test_a_commit_that_only_deletes_starts_no_hook(exported: Project) -> None:
    exported.git("rm", "exports/a.plan.json")
    assert outcome(passes(exported, "a.nam56r.yaml").err, "nam56r-export") == "Skipped"
    assert "1 file stale or missing" in stale_in_a_clone(exported)
