"""`nam56r init`: recipes to start from, without a finding in any language on any release."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nam56r_core.layers import LayerKind, Status
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, LANGUAGES, TOML, YAML
from nam56r_core.syntax.tree import plain
from nam56r_core.targets.judgments import MTP_SINCE, NATIVE_SINCE
from nam56r_core.targets.releases import MAIN, RELEASES, V0_12, V0_16, V0_17, V0_19, Release, load
from nam56r_core.templates import NotInReleaseError, new_recipe, template_names, transcribed
from nam56r_core.text import SourceText
from nam56r_server.cli.init.args import DESCRIPTION
from support.cli import Command, tree
from support.examples import ROOT, analyse_example
from support.megatron_parser import build_parser
from support.recipes import analyse

TEMPLATES = ("custom", "nam56r", "native")
AVAILABLE = [
    (template, release)
    for template in TEMPLATES
    for release in RELEASES
    if template != "nam56r" or release >= V0_17
]

each_language = pytest.mark.parametrize("language", LANGUAGES, ids=repr)


def text_of(
    template: str,
    release: Release = V0_19,
    language: Language = YAML,
    name: str = "m",
    file: str = "f",
) -> str:
    return new_recipe(template, release, name=name, file=file, language=language)


def values_of(text: str, language: Language) -> object:
    parsed = language.parse(SourceText.of("starter", text))
    assert parsed.problems == ()
    return plain(parsed.root)


# What is written


def test_there_are_these_templates() -> None:
    assert template_names() == TEMPLATES


@each_language
@pytest.mark.parametrize(("template", "release"), AVAILABLE, ids=str)
def test_a_starter_has_no_finding_and_runs(
    template: str, release: Release, language: Language
) -> None:
    result = analyse(text_of(template, release, language), language=language)
    assert result.diagnostics == ()
    assert result.runnable
    assert result.facts.recipe.target == release.tag


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_native_needs_no_code_and_has_experts_where_they_are_built(release: Release) -> None:
    plan = analyse(text_of("native", release)).plan
    assert {layer.status for layer in plan.layers} == {Status.NATIVE}
    assert plan.seams == ()
    kinds = {LayerKind.SELF_ATTENTION, LayerKind.MAMBA2}
    experts = release >= NATIVE_SINCE[LayerKind.MOE]
    assert {layer.verdict.kind for layer in plan.layers} == kinds | (
        {LayerKind.MOE} if experts else set()
    )
    assert (V0_16.tag in text_of("native", release)) == (not experts or release is V0_16)


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_custom_has_every_seam_of_its_layers(release: Release) -> None:
    plan = analyse(text_of("custom", release)).plan
    found = {layer.verdict.kind: layer.status for layer in plan.layers}
    assert found == {
        LayerKind.SELF_ATTENTION: Status.NATIVE,
        LayerKind.MAMBA3: Status.CUSTOM,
        LayerKind.M2RNN: Status.CUSTOM,
    }
    recurrent = [
        layer.layer_number for layer in plan.layers if layer.verdict.kind is LayerKind.M2RNN
    ]
    assert f'"{",".join(map(str, recurrent))}"' in text_of("custom", release)


def test_nam56r_is_the_model_of_the_examples() -> None:
    example = analyse_example(ROOT / "examples/nam56r-runnable.nam56r.yaml")
    result = analyse(text_of("nam56r"))
    assert result.plan.translated_pattern == example.plan.translated_pattern
    assert len(result.plan.layers) == 52
    authored = [values_of(text_of("nam56r"), YAML), plain(example.facts.origins.root)]
    for section in ("pattern", "depth", "A", "E", "M", "R", "mtp", "features", "model", "training"):
        one, other = (recipe[section] for recipe in authored if isinstance(recipe, dict))
        if section == "model":  # the tokenizer of the starter brings its vocabulary
            other = {key: value for key, value in other.items() if key != "vocab_size"}
        assert one == other, section


@pytest.mark.parametrize("release", [r for r in RELEASES if r < V0_17], ids=str)
def test_nam56r_is_not_approximated(release: Release) -> None:
    with pytest.raises(NotInReleaseError) as caught:
        text_of("nam56r", release)
    assert caught.value.since is MTP_SINCE
    assert caught.value.words == ("experts", "mtp")


def test_the_help_names_the_release_of_the_first_experts() -> None:
    assert f"experts (from {NATIVE_SINCE[LayerKind.MOE].tag} on)" in DESCRIPTION


@pytest.mark.parametrize(("template", "release"), AVAILABLE, ids=str)
def test_the_arguments_are_those_of_the_release(template: str, release: Release) -> None:
    result = analyse(text_of(template, release))
    parser = build_parser(load(release))
    assert parser.parse_args(list(result.bundle.argv)).num_attention_heads is not None


# Languages


@pytest.mark.parametrize(("template", "release"), AVAILABLE, ids=str)
def test_all_languages_say_the_same(template: str, release: Release) -> None:
    expected = values_of(text_of(template, release), YAML)
    for language in (TOML, JSON):
        assert values_of(text_of(template, release, language), language) == expected
    assert tomllib.loads(text_of(template, release, TOML)) == expected
    assert json.loads(text_of(template, release, JSON)) == expected


def comments(text: str) -> list[str]:
    return [match[1] for match in re.finditer(r"(?:^|\s)# ?(.*)", text, re.M)]


@pytest.mark.parametrize(("template", "release"), AVAILABLE, ids=str)
def test_toml_has_the_comments_of_yaml(template: str, release: Release) -> None:
    found = comments(text_of(template, release))
    assert len(found) > 10
    assert comments(text_of(template, release, TOML)) == found


def test_toml_is_written_as_people_write_it() -> None:
    text = "# top\na: 1  # one\n\ns:\n  t: x y\n  l: [1, 2.5, true]\n  # in u\n  u:\n    n: 3e-5\n"
    assert transcribed(text, TOML) == (
        '# top\na = 1  # one\n\n[s]\nt = "x y"\nl = [1, 2.5, true]\n# in u\n[s.u]\nn = 3.0e-5\n'
    )


def test_a_section_of_sections_needs_no_header() -> None:
    assert transcribed("s:  # why\n  t:\n    n: 1\n", TOML) == "# why\n[s.t]\nn = 1\n"


@each_language
@given(name=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12))
def test_any_name_of_a_model_survives(language: Language, name: str) -> None:
    values = values_of(text_of("native", language=language, name=name), language)
    assert isinstance(values, dict)
    assert values["name"] == name


@pytest.mark.parametrize("name", ["null", "True", "no", "1", "1e3", "a: b", "a #b", "$x", "- a"])
def test_a_name_that_looks_like_something_else_is_a_text(name: str) -> None:
    values = values_of(text_of("native", name=name), YAML)
    assert isinstance(values, dict)
    assert values["name"] == name


# The command


def test_the_default_is_a_native_recipe_for_the_newest_release(
    nam56r: Command, project: Path
) -> None:
    result = nam56r("init")
    assert (result.code, result.out) == (0, "")
    assert result.err.splitlines() == [
        "Wrote recipe.nam56r.yaml",
        "Next: nam56r check recipe.nam56r.yaml",
        "      nam56r plan recipe.nam56r.yaml",
    ]
    assert tree(project) == [".git", "recipe.nam56r.yaml"]
    text = (project / "recipe.nam56r.yaml").read_text("utf-8")
    assert text == text_of("native", name="recipe", file="recipe.nam56r.yaml")
    assert f"target: {V0_19.tag}" in text
    assert V0_19 is max(release for release in RELEASES if release is not MAIN)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("ending", ["yaml", "yml", "toml", "json"])
def test_the_next_commands_find_nothing_wrong(nam56r: Command, template: str, ending: str) -> None:
    file = f"models/mine.nam56r.{ending}"
    result = nam56r("init", file, "--template", template)
    commands = [line.split()[-2:] for line in result.err.splitlines()[1:]]
    assert commands == [["check", file], ["plan", file]]
    check, plan = (nam56r(*command) for command in commands)
    assert (check.code, check.out) == (0, "")
    assert plan.code == 0
    assert plan.out.startswith(f"mine for {V0_19.tag} ({file})\n")


def test_the_file_names_the_commands_that_are_next(nam56r: Command, project: Path) -> None:
    nam56r("init", "models/my model.nam56r.yaml")
    text = (project / "models/my model.nam56r.yaml").read_text("utf-8")
    assert "#   nam56r check 'my model.nam56r.yaml'\n" in text
    assert "#   nam56r plan 'my model.nam56r.yaml'\n" in text
    assert '\nname: "my model"\n' in text
    assert str(project) not in text


def test_a_target_by_any_of_its_names(nam56r: Command) -> None:
    result = nam56r("init", "--target", "0.12", "--stdout")
    assert (result.code, result.err) == (0, "")
    assert result.out == text_of("native", V0_12, name="recipe", file="recipe.nam56r.yaml")


def test_stdout_writes_no_file_and_takes_the_language_from_the_name(
    nam56r: Command, project: Path
) -> None:
    result = nam56r("init", "other.nam56r.json", "--stdout")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["name"] == "other"
    assert tree(project) == [".git"]


def test_a_file_that_is_there_is_kept(nam56r: Command, project: Path) -> None:
    file = project / "recipe.nam56r.yaml"
    file.write_text("mine\n", "utf-8")
    result = nam56r("init")
    assert (result.code, result.out) == (2, "")
    assert "recipe.nam56r.yaml is there already" in result.err
    assert "--force" in result.err
    assert file.read_text("utf-8") == "mine\n"
    assert nam56r("init", "--force").code == 0
    assert file.read_text("utf-8") == text_of("native", name="recipe", file=file.name)


def test_a_link_to_nothing_is_there_too(nam56r: Command, project: Path) -> None:
    (project / "recipe.nam56r.yaml").symlink_to("elsewhere")
    assert nam56r("init").code == 2
    assert not (project / "elsewhere").exists()


def test_stdout_does_not_mind_a_file_that_is_there(nam56r: Command, project: Path) -> None:
    (project / "recipe.nam56r.yaml").write_text("mine\n", "utf-8")
    assert nam56r("init", "--stdout").code == 0


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["model"], "is no recipe by its name"),
        (["model.yaml"], "ends in .nam56r.yaml"),
        (["nam56r.toml"], "is no recipe by its name"),
        (["-"], "is no recipe by its name"),
        ([""], "is no recipe by its name"),
        (["models/.nam56r.yaml"], "has no name"),
        (["--stdout", "--force"], "drop --force"),
        (["--target", "0.19.1"], "unknown target '0.19.1'"),
        (["--template", "nam56r", "--target", "0.16"], f"--target {V0_17.tag} or later"),
        (["--template", "dense"], "'dense'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_in_the_use_writes_nothing(
    nam56r: Command, project: Path, argv: list[str], said: str
) -> None:
    result = nam56r("init", *argv)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert tree(project) == [".git"]


def test_a_folder_in_the_place_of_the_file(nam56r: Command, project: Path) -> None:
    (project / "a.nam56r.yaml").mkdir()
    result = nam56r("init", "a.nam56r.yaml", "--force")
    assert result.code == 2
    assert "directory" in result.err
    assert tree(project) == [".git", "a.nam56r.yaml"]


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes only on POSIX systems")
def test_a_name_that_could_break_the_comment_does_not(nam56r: Command, project: Path) -> None:
    name = "a\nb\x1b.nam56r.yaml"
    assert nam56r("init", name).code == 0
    assert nam56r("check", name).code == 0
    assert "\x1b" not in (project / name).read_text("utf-8")
