"""The benchmark measures what it says: recipes of the length asked for, text that comes back, stale
findings that are counted, and numbers for everything. How fast anything is, no test asks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from nam56r_core.analysis import Analysis, analyze
from nam56r_core.diagnostics import Severity
from nam56r_core.recipe.extends import ExtendsFault, LoadedDocument, NotLoaded
from nam56r_core.syntax.languages import TOML, YAML
from nam56r_core.syntax.tree import plain
from nam56r_core.text import SourceText
from support.languages import NAMED

pytestmark = pytest.mark.alone

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
LENGTHS = (60, 1_000, 10_000)
ONLY = ("--only", "baseline", "nam56r", "--lines", "60")
BURST = 50
"""Edits in the burst of a quick run."""


@pytest.fixture(scope="module")
def parts() -> Any:
    """The benchmark's own modules, which are no package: they run as a folder."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import measure
        import recipes
        import report
        import typist

        yield {"recipes": recipes, "typist": typist, "measure": measure, "report": report}
    finally:
        sys.path.remove(str(BENCHMARKS))


# ---------------------------------------------------------------------------- recipes


def _analysed(text: str, language: str) -> Analysis:
    tree = NAMED[language].parse(SourceText.of("recipe", text))
    assert tree.problems == ()
    return analyze(
        LoadedDocument("recipe", tree), lambda _, name: NotLoaded(ExtendsFault.NOT_FOUND, name)
    )


@pytest.mark.parametrize("language", ("yaml", "toml"))
@pytest.mark.parametrize("lines", LENGTHS)
def test_recipe_has_its_length_and_no_flag_that_does_not_exist(
    parts: Any, language: str, lines: int
) -> None:
    recipe = parts["recipes"].make_recipe(language, lines)
    assert recipe.text.count("\n") == lines
    found = {d.code for d in _analysed(recipe.text, language).diagnostics}
    # Its own code is not declared, and two options bring features of their own.
    assert found <= {"unresolved-layer", "feature-by-flag"}


@pytest.mark.parametrize("lines", LENGTHS)
def test_both_languages_say_the_same(parts: Any, lines: int) -> None:
    yaml, toml = (
        language.parse(SourceText.of("recipe", parts["recipes"].make_recipe(name, lines).text))
        for name, language in (("yaml", YAML), ("toml", TOML))
    )
    assert plain(yaml.root) == plain(toml.root)


@pytest.mark.parametrize("language", ("yaml", "toml"))
def test_a_broken_recipe_has_an_error_that_the_whole_one_has_not(parts: Any, language: str) -> None:
    recipe = parts["recipes"].make_recipe(language, 60)
    whole, broken = (
        {d.code for d in _analysed(t, language).diagnostics if d.severity is Severity.ERROR}
        for t in (recipe.text, recipe.broken)
    )
    assert "invalid-value" in broken - whole


@pytest.mark.parametrize("language", ("yaml", "toml"))
@pytest.mark.parametrize("letters", (1, 4))
def test_what_is_typed_is_taken_back(parts: Any, language: str, letters: int) -> None:
    recipe = parts["recipes"].make_recipe(language, 60)
    edits = parts["typist"].typed(recipe, letters)
    applied = parts["typist"].applied
    texts = [applied(recipe.text, edits[:count]) for count in range(len(edits) + 1)]
    assert texts[-1] == recipe.text
    assert all(abs(len(after) - len(text)) == 1 for text, after in pairwise(texts))
    # Half-way everything is typed, so the pattern is longer and the last option is no flag.
    half = texts[len(edits) // 2]
    assert len(half) == len(recipe.text) + len(edits) // 2
    assert "flag-not-in-target" in {d.code for d in _analysed(half, language).diagnostics}


def test_percentiles_are_values_that_were_measured(parts: Any) -> None:
    percentile = parts["measure"].percentile
    values = [float(n) for n in range(1, 201)]
    assert percentile(reversed(values), 0.99) == 198
    assert percentile([3.0], 0.99) == 3
    assert percentile(values, 0.5) == 100


# ------------------------------------------------------------------------------- the run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """A quick run of the baseline and ours on the shortest recipe: its report and its values."""
    values = tmp_path_factory.mktemp("benchmark") / "values.json"
    ended = subprocess.run(
        [sys.executable, str(BENCHMARKS), "--quick", "--json", str(values), *ONLY],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ended.returncode == 0, ended.stderr
    results = json.loads(values.read_text(encoding="utf-8"))["results"]
    return ended.stdout, {result["server"]: result for result in results}


def test_every_value_is_measured(run: tuple[str, dict[str, Any]]) -> None:
    _, results = run
    assert set(results) == {"baseline", "nam56r"}
    for name, result in results.items():
        assert result["failed"] is None
        for what in ("initialize", "open", "edit"):
            assert result[what] and all(took > 0 for took in result[what]), (name, what)
    for what in ("hover", "completion", "semantic_tokens", "code_action"):
        assert results["baseline"][what] == []
        assert all(took > 0 for took in results["nam56r"][what]) and results["nam56r"][what]


def test_findings_are_the_servers_own(run: tuple[str, dict[str, Any]], parts: Any) -> None:
    _, results = run
    recipe = parts["recipes"].make_recipe("yaml", 60)
    assert results["baseline"]["findings"] == 1
    assert results["nam56r"]["findings"] == len(_analysed(recipe.text, "yaml").diagnostics)


def test_stale_publishes_are_counted(run: tuple[str, dict[str, Any]]) -> None:
    """The baseline answers every single edit, so all but the last answer are stale."""
    _, results = run
    assert results["baseline"]["burst"]["stale"] == BURST - 1
    assert results["nam56r"]["burst"]["stale"] < BURST - 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")
def test_memory_and_processor_time_are_asked_of_the_servers(
    run: tuple[str, dict[str, Any]],
) -> None:
    _, results = run
    for result in results.values():
        assert 2**23 < result["memory"] < 2**31
        assert 0 <= result["processor_per_edit"] < 10


def test_the_report_names_servers_targets_and_that_it_was_quick(
    run: tuple[str, dict[str, Any]],
) -> None:
    report, _ = run
    assert "A QUICK run" in report
    assert "## 60 lines" in report and "| baseline pygls" in report
    assert "| initialize | ≤ 1.15× |" in report
    assert "tombi was SKIPPED" in report or "tombi" in os.environ.get("PATH", "")


def test_a_server_that_does_not_look_at_recipes_fails(parts: Any, tmp_path: Path) -> None:
    """The baseline says the same of everything; one that says nothing must not be measured."""
    import servers

    silent = tmp_path / "silent.py"
    text = (BENCHMARKS / "baseline_server.py").read_text(encoding="utf-8")
    silent.write_text(text.replace("[DIAGNOSTIC]", "[]"), encoding="utf-8")
    server = servers.Server("silent", "yaml", (sys.executable, str(silent)), "0")
    (result,), _ = parts["measure"].measure([server], [60], parts["measure"].QUICK, tmp_path)
    assert result.failed and "wrong value" in result.failed
    assert result.edit == []
