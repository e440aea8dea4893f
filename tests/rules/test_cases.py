"""Every rule on the recipes of its case file: fires at exactly the marked bytes, or is silent."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from nam56r_core.recipe.model import Recipe
from nam56r_core.syntax.tree import plain
from nam56r_core.targets.releases import RELEASES, V0_12, V0_18, Release
from support.recipes import BASES, analyse, check_marks, read_marks
from support.rule_cases import FIRES, Case, read_cases

CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    """A silent case may carry marks of other rules: what it says is then still said in full."""
    texts = [case.text, *case.files.values()]
    codes = {mark.code for text in texts for mark in read_marks("", text)[1]}
    assert (case.rule in codes) == (case.section == FIRES)
    check_marks(
        case.text,
        target=case.target,
        files=case.files,
        language=case.language,
        strict_defaults=case.strict_defaults,
    )


@pytest.mark.parametrize("name", BASES)
def test_the_bases_have_no_finding_of_their_own(name: str) -> None:
    result = analyse(BASES[name])
    assert result.diagnostics == ()
    assert result.runnable


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_the_complete_base_runs_on_every_release(release: Release) -> None:
    result = analyse("extends: complete\n", target=release.tag)
    assert result.diagnostics == ()
    assert result.runnable


PLACES = [None, "nowhere", *(release.tag for release in RELEASES)]


@pytest.mark.parametrize("name", BASES)
def test_no_rule_needs_a_section_or_a_target(name: str) -> None:
    """Any section may be missing or empty while a recipe is being written."""
    for section in Recipe.model_fields:
        for value in ("null", "{}"):
            for target in PLACES:
                own = "" if target else "target: null\n"
                text = f"extends: {name}\n{own}{section}: {value}\n"
                if section not in ("extends", "target"):
                    analyse(text, target=target)


def keys(node: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield (*path, name)
            yield from keys(value, (*path, name))


@pytest.mark.parametrize("name", BASES)
def test_no_rule_needs_a_key(name: str) -> None:
    """Nor any single key, nor a layout that is only half said."""
    layout = "parallel: {tensor_model_parallel_size: 2, context_parallel_size: 2}\n"
    layout += "precision: {fp8_format: hybrid}\nmtp: {mtp_num_layers: 1}\n"
    for path in keys(plain(analyse(BASES[name]).facts.origins.root)):
        null: object = None
        for part in reversed(path):
            null = {part: null}
        if path[0] not in ("extends", "target"):
            for target in (V0_12.tag, V0_18.tag, RELEASES[-1].tag):
                merged = f"extends: [{name}, layout, null]\n"
                files = {"layout": layout, "null": json.dumps(null)}
                analyse(merged, target=target, files=files)


@pytest.mark.parametrize("text", ["", "a", "- a", "{}", "pattern: A\n", "extends: 1\n", "M: {}\n"])
def test_no_rule_needs_a_recipe(text: str) -> None:
    for target in PLACES:
        assert not analyse(text, target=target).runnable
