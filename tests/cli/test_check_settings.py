"""Settings on the disk: which file is found, what it does to `check`, and how it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cli import BLOCKED, RUNNABLE, Command, write

RULE = "unresolved-layer"


@pytest.fixture
def recipe(project: Path) -> Path:
    return write(project / "deep/a.nam56r.yaml", BLOCKED)


def codes(nam56r: Command, *arguments: str) -> set[str]:
    out = nam56r("check", "--output-format", "concise", *arguments).out
    return {line.partition("[")[2].partition("]: ")[0] for line in out.splitlines()}


def test_the_nearest_settings_hold(nam56r: Command, project: Path, recipe: Path) -> None:
    assert codes(nam56r) == {RULE}
    write(project / "pyproject.toml", f'[tool.nam56r]\nignore = ["{RULE}"]\n')
    assert codes(nam56r) == set()
    # A pyproject.toml that says nothing to us is passed by.
    write(project / "deep/pyproject.toml", '[project]\nname = "x"\n')
    assert codes(nam56r) == set()
    write(project / "deep/nam56r.toml", "")
    assert codes(nam56r) == {RULE}


def test_settings_of_ones_own_win_over_pyproject(
    nam56r: Command, project: Path, recipe: Path
) -> None:
    write(project / "pyproject.toml", f'[tool.nam56r]\nignore = ["{RULE}"]\n')
    write(project / "nam56r.toml", 'select = ["all"]\n')
    assert codes(nam56r) == {RULE}


def test_settings_can_be_named_or_left_out(nam56r: Command, project: Path, recipe: Path) -> None:
    write(project / "nam56r.toml", f'ignore = ["{RULE}"]\n')
    write(project / "other/nam56r.toml", 'select = ["all"]\n')
    assert codes(nam56r) == set()
    assert codes(nam56r, "--isolated") == {RULE}
    assert codes(nam56r, "--config", "other/nam56r.toml") == {RULE}


def test_the_command_line_selects_and_ignores(nam56r: Command, recipe: Path) -> None:
    assert codes(nam56r, "--ignore", f"seam-unused,{RULE}") == set()
    assert codes(nam56r, "--select", "seam-unused") == set()
    assert codes(nam56r, "--select", "seam-unused", "--select", RULE) == {RULE}


def test_a_name_that_is_no_rule_is_refused(nam56r: Command, recipe: Path) -> None:
    result = nam56r("check", "--ignore", "unresolved-layr")
    assert result.code == 2
    assert "'unresolved-layr' is no rule; did you mean unresolved-layer?" in result.err


def test_severity_decides_the_exit_code_and_never_the_export(
    nam56r: Command, project: Path, recipe: Path
) -> None:
    write(project / "nam56r.toml", f'[severity]\n{RULE} = "info"\n')
    assert nam56r("check").code == 0
    assert nam56r("export", "deep").code == 1
    write(project / "nam56r.toml", f'[severity]\n{RULE} = "warning"\n')
    assert nam56r("check").code == 0
    assert nam56r("check", "--error-on-warning").code == 1
    write(project / "nam56r.toml", "")
    assert nam56r("check").code == 1
    assert nam56r("check", "--exit-zero").code == 0


def test_settings_for_some_files(nam56r: Command, project: Path, recipe: Path) -> None:
    write(project / "b.nam56r.yaml", BLOCKED)
    write(project / "nam56r.toml", f'[[overrides]]\nfiles = ["deep/"]\nignore = ["{RULE}"]\n')
    out = nam56r("check", "--output-format", "concise").out
    assert "b.nam56r.yaml" in out
    assert "deep" not in out


def test_an_excluded_file_is_left_alone_even_if_it_is_named(
    nam56r: Command, project: Path, recipe: Path
) -> None:
    write(project / "nam56r.toml", 'exclude = ["deep/"]\n')
    for arguments in (["."], ["deep/a.nam56r.yaml"], ["deep"]):
        result = nam56r("check", *arguments)
        assert (result.code, result.out) == (0, ""), arguments
    result = nam56r("check", "-", "--stdin-filename", "deep/a.nam56r.yaml", stdin=BLOCKED.encode())
    assert (result.code, result.out) == (0, "")
    assert nam56r("export", "deep/a.nam56r.yaml").code == 0
    assert not (project / "deep/exports").exists()


def test_other_names_can_be_recipes(nam56r: Command, project: Path) -> None:
    write(project / "configs/run.yaml", BLOCKED)
    write(project / "other/run.yaml", BLOCKED)
    assert nam56r("check").code == 2
    write(project / "nam56r.toml", 'recipes = ["configs/*.yaml"]\n')
    out = nam56r("check", "--output-format", "concise").out
    assert "configs/run.yaml" in out
    assert "other/run.yaml" not in out


def test_a_target_for_recipes_that_name_none(nam56r: Command, project: Path) -> None:
    write(project / "a.nam56r.yaml", RUNNABLE.replace("target: core_v0.19.0\n", ""))
    assert codes(nam56r) == {"missing-target"}
    write(project / "nam56r.toml", 'target = "core_v0.19.0"\n')
    assert codes(nam56r) == set()
    assert nam56r("export", ".").code == 0
    # The recipe's own is stronger, the command line the strongest.
    write(project / "b.nam56r.yaml", RUNNABLE.replace("0.19.0", "0.18.2"))
    assert "core_v0.18.2" in nam56r("export", "--stdout", "b.nam56r.yaml").out
    out = nam56r("export", "--stdout", "--target", "core_v0.17.1", "a.nam56r.yaml").out
    assert '"target": "core_v0.17.1"' in out


def test_settings_that_cannot_be_followed_end_everything(
    nam56r: Command, project: Path, recipe: Path
) -> None:
    write(project / "nam56r.toml", 'ignore = ["seam-unusd"]\nselekt = []\n')
    for command in (["check"], ["export", "deep"], ["plan", "deep/a.nam56r.yaml"]):
        result = nam56r(*command)
        assert result.code == 2, command
        assert result.out == ""
        assert (
            "nam56r: error: nam56r.toml:1:11: `seam-unusd` is no rule; did you mean `seam-unused`?"
            in result.err
        )
        assert "nam56r.toml:2:1: `selekt` is no setting; did you mean `select`?" in result.err
    assert not (project / "deep/exports").exists()


def test_settings_are_shown(nam56r: Command, project: Path, recipe: Path) -> None:
    write(
        project / "nam56r.toml",
        f'target = "core_v0.18.2"\nignore = ["{RULE}"]\n[severity]\nseam-unused = "error"\n',
    )
    result = nam56r("check", "--show-settings")
    assert result.code == 0
    assert "# deep/a.nam56r.yaml\n# settings: nam56r.toml\n" in result.out
    assert 'target = "core_v0.18.2"' in result.out
    assert f'ignore = ["{RULE}"]' in result.out
    assert '[severity]\nseam-unused = "error"' in result.out
    # What is shown can be written down again, and means the same.
    write(project / "again.toml", result.out)
    again = nam56r("check", "--show-settings", "--config", "again.toml")
    assert again.out.splitlines()[2:] == result.out.splitlines()[2:]


def test_patterns_of_named_settings_are_relative_to_their_folder(
    nam56r: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "team/deep/a.nam56r.yaml", BLOCKED)
    write(project / "team/b.nam56r.yaml", BLOCKED)
    write(project / "deep/c.nam56r.yaml", BLOCKED)
    write(
        project / "team/own.toml",
        f'exclude = ["/deep/"]\n[[overrides]]\nfiles = ["*"]\nignore = ["{RULE}"]\n',
    )

    def heard(config: str, path: str) -> set[str]:
        out = nam56r("check", "--output-format", "concise", "--config", config, path).out
        return {line.split(":")[0].rpartition("/")[2] for line in out.splitlines()}

    for folder, config, path in ((".", "team/own.toml", "."), ("deep", "../team/own.toml", "..")):
        monkeypatch.chdir(project / folder)
        # Of what is outside of the folder the settings say nothing by pattern.
        assert heard(config, path) == {"c.nam56r.yaml"}
    write(project / "team/own.toml", 'exclude = ["/deep/"]\n')
    assert heard("../team/own.toml", "..") == {"b.nam56r.yaml", "c.nam56r.yaml"}


def test_settings_that_do_not_exist_are_not_called_empty(nam56r: Command, recipe: Path) -> None:
    result = nam56r("check", "--config", "nosuch.toml")
    assert result.code == 2
    assert "nosuch.toml does not exist; name a nam56r.toml" in result.err
    write(recipe.parent / "pyproject.toml", "[tool.x]\n")
    result = nam56r("check", "--config", "deep/pyproject.toml")
    assert "deep/pyproject.toml holds no settings" in result.err


def test_a_selection_of_nothing_is_refused(nam56r: Command, project: Path, recipe: Path) -> None:
    write(project / "nam56r.toml", "select = []\n")
    result = nam56r("check")
    assert result.code == 2
    assert "nam56r.toml:1:10: `select` must be a list that is not empty" in result.err


def test_what_selects_recipes_is_shown_too(nam56r: Command, project: Path, recipe: Path) -> None:
    text = 'exclude = ["a\\\\b", "old/", "!old/not"]\nrecipes = ["*.é.yaml"]\n'
    write(project / "nam56r.toml", text)
    result = nam56r("check", "--show-settings", "--ignore", RULE)
    assert result.out.split("\n", 2)[2].startswith(text)
    write(project / "again.toml", result.out)
    again = nam56r("check", "--show-settings", "--config", "again.toml")
    assert again.out.splitlines()[2:] == result.out.splitlines()[2:]


def test_an_excluded_file_is_shown_with_the_pattern_that_did_it(
    nam56r: Command, project: Path, recipe: Path
) -> None:
    write(project / "b.nam56r.yaml", BLOCKED)
    write(project / "pyproject.toml", '[tool.nam56r]\nexclude = ["x", "de*/", "b.*"]\n')

    def said(path: str, pattern: str) -> str:
        return (
            f"# {path}\n# settings: pyproject.toml\n"
            f"# left alone: `exclude` has the pattern `{pattern}`\n\n"
        )

    result = nam56r("check", "--show-settings")
    assert (result.code, result.out) == (0, said("deep", "de*/") + said("b.nam56r.yaml", "b.*"))
    result = nam56r("check", "--show-settings", "deep/a.nam56r.yaml")
    assert result.out == said("deep/a.nam56r.yaml", "de*/")
    stdin = ("-", "--stdin-filename", "deep/new.nam56r.yaml")
    assert nam56r("check", "--show-settings", *stdin).out == said("deep/new.nam56r.yaml", "de*/")


def test_another_target_makes_no_suppression_unused(nam56r: Command, project: Path) -> None:
    text = BLOCKED.replace("AMAM", "AMAM  # nam56r: ignore[mtp-not-built]: later")
    write(project / "a.nam56r.yaml", text)
    assert codes(nam56r) == {RULE, "unused-suppression"}
    assert codes(nam56r, "--target", "core_v0.18.2") == {RULE}


def test_a_finding_in_a_base_says_which_recipe_has_it(nam56r: Command, project: Path) -> None:
    write(project / "base.yaml", BLOCKED)
    write(project / "a.nam56r.yaml", "extends: base.yaml\nname: a\n")
    write(project / "b.nam56r.yaml", "extends: base.yaml\nname: b\n")
    out = nam56r("check").out
    assert out.count("error[unresolved-layer]: `M` at letter 2") == 1
    assert (
        "note: found in this recipe, which extends it; `nam56r check base.yaml` tells what can be "
        "fixed there\n --> a.nam56r.yaml:1:10\n"
    ) in out


def test_a_huge_file_of_mistakes_is_answered(nam56r: Command, project: Path) -> None:
    """Every fix is tried on the whole text, so they are offered as far as that is sensible."""
    keys = "".join(f"hidden_siz{number}: 1\n" for number in range(2000))
    write(project / "a.nam56r.yaml", RUNNABLE + keys)
    out = nam56r("check").out
    assert out.count("error[unknown-key]") == 101
    assert "1900 more of these from here on" in out
    assert 0 < out.count("help: ") <= 100


def test_strict_defaults_make_a_value_of_the_release_an_error(
    nam56r: Command, project: Path
) -> None:
    left_out = RUNNABLE.replace("  mamba_state_dim: 16\n", "")
    recipe = write(project / "a.nam56r.yaml", left_out)
    assert codes(nam56r) == {"release-default"}
    assert nam56r("export", "a.nam56r.yaml").code == 0
    write(project / "nam56r.toml", "strict-defaults = true\n")
    assert codes(nam56r) == {"missing-dimension"}
    assert nam56r("export", "a.nam56r.yaml").code == 1
    assert nam56r("check", "--fix").code == 0
    assert "  mamba_state_dim: 128\n" in recipe.read_text("utf-8")
    assert nam56r("export", "a.nam56r.yaml").code == 0
