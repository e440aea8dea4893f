"""A file on which nam56r itself fails has that as its finding, and takes no other file with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import nam56r_core.analysis
from nam56r_core.diagnostics import Severity
from nam56r_core.glossary import terms
from nam56r_core.internal_error import INTERNAL_ERROR
from nam56r_core.rules import RULES
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_server.cli.parallel import FEWEST
from support.cli import RUNNABLE, Command, tree, write

WITH_A_FINDING = RUNNABLE.replace("pattern: AMAM", "pattern: AmAM")


def fail_on_bad(facts: Facts) -> Iterator[Finding]:
    if facts.recipe.name == "bad":
        raise KeyError("no such luck")
    yield from ()


FAULTY = Rule("faulty", Severity.ERROR, "Fails on a recipe named bad.", fail_on_bad)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more rule, which fails on some recipes."""
    analyze = nam56r_core.analysis.analyze

    def with_fault(*arguments: object, **keywords: object) -> object:
        return analyze(*arguments, rules=(*RULES, FAULTY), **keywords)  # type: ignore[arg-type]

    monkeypatch.setattr("nam56r_server.project.snapshot.analyze", with_fault)


@pytest.fixture(params=[0, FEWEST], ids=["few", "many"])
def recipes(request: pytest.FixtureRequest, project: Path) -> Path:
    write(project / "a.nam56r.yaml", WITH_A_FINDING)
    write(project / "bad.nam56r.yaml", RUNNABLE.replace("name: small", "name: bad"))
    write(project / "z.nam56r.yaml", WITH_A_FINDING)
    for number in range(request.param):
        write(project / f"clean{number:03}.nam56r.yaml", RUNNABLE)
    return project


@pytest.mark.usefixtures("faulty", "recipes")
class TestOneFileFails:
    @pytest.mark.parametrize("format_", ["full", "concise", "github", "junit"])
    def test_check_goes_on(self, nam56r: Command, format_: str) -> None:
        result = nam56r("check", "--output-format", format_)
        assert result.code == 2
        assert "a.nam56r.yaml" in result.out
        assert "bad.nam56r.yaml" in result.out
        assert "z.nam56r.yaml" in result.out
        assert "internal error in this file: KeyError: 'no such luck'" in result.out
        assert "KeyError while analysing bad.nam56r.yaml: 'no such luck'" in result.err
        assert "please report it" in result.err
        assert "nam56r itself failed on 1 recipe" in result.err
        assert "Traceback" not in result.err

    def test_data_has_the_finding_too(self, nam56r: Command) -> None:
        found = json.loads(nam56r("check", "--output-format", "json").out)
        codes = {item["place"]["file"]: item["code"] for item in found}
        assert codes["bad.nam56r.yaml"] == INTERNAL_ERROR.name
        assert codes["z.nam56r.yaml"] == "lower-case-letter"
        run = json.loads(nam56r("check", "--output-format", "sarif").out)["runs"][0]
        assert run["invocations"] == [{"executionSuccessful": False}]
        assert INTERNAL_ERROR.name in [rule["id"] for rule in run["tool"]["driver"]["rules"]]

    def test_the_traceback_is_shown_when_asked_for(
        self, nam56r: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("NAM56R_TRACEBACK", "1")
        assert "in fail_on_bad" in nam56r("check").err

    def test_export_goes_on(self, nam56r: Command, project: Path) -> None:
        result = nam56r("export", ".")
        assert result.code == 2
        assert "KeyError while analysing bad.nam56r.yaml" in result.err
        written = tree(project / "exports")
        assert "a.plan.json" in written
        assert "z.plan.json" in written
        assert "bad.plan.json" not in written

    def test_fixes_go_on(self, nam56r: Command, project: Path) -> None:
        result = nam56r("check", "--fix")
        assert result.code == 2
        assert (project / "a.nam56r.yaml").read_text() == RUNNABLE
        assert (project / "z.nam56r.yaml").read_text() == RUNNABLE

    def test_a_diff_goes_on(self, nam56r: Command) -> None:
        result = nam56r("check", "--diff")
        assert result.code == 2
        assert result.out.count("+pattern: AMAM") == 2

    def test_a_plan_says_what_happened(self, nam56r: Command) -> None:
        result = nam56r("plan", "bad.nam56r.yaml")
        assert result.code == 2
        assert result.out == ""
        assert "KeyError while analysing bad.nam56r.yaml" in result.err
        assert nam56r("plan", "z.nam56r.yaml").code == 1


def test_the_finding_has_a_page(nam56r: Command) -> None:
    assert INTERNAL_ERROR.name in terms()
    assert "NAM56R_TRACEBACK=1" in nam56r("explain", INTERNAL_ERROR.name).out


def test_broken_bytes_before_a_number_without_end(nam56r: Command, project: Path) -> None:
    """The example that once ended the command for all files."""
    write(project / "a.nam56r.yaml", b"name: \xff\ndepth: " + b"9" * 4001)
    write(project / "b.nam56r.yaml", WITH_A_FINDING)
    result = nam56r("check", "--output-format", "concise")
    assert result.code == 1
    assert "a number with thousands of digits" in result.out
    assert "b.nam56r.yaml" in result.out
