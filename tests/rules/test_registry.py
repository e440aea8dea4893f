"""The registry: every rule file is in it, named like its file, and has cases on both sides."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

import nam56r_core
import nam56r_server
from nam56r_core import rules
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.rules import ALL
from nam56r_core.rules.base import Named
from support.every_case import analyse_case
from support.recipes import shown
from support.rule_cases import FIRES, FOLDER, SILENT, read_cases

NOT_RULES = {"__init__", "argv", "base", "fixes", "names", "wording"}
MODULES = sorted(
    path.stem for path in Path(rules.__file__).parent.glob("*.py") if path.stem not in NOT_RULES
)
CASES = read_cases()
NAMES = [rule.name for rule in ALL]

STEP = re.compile(
    r"(?:[;:,] |\bor )(?:add|break|change|choose|configure|correct|declare|define|did you mean|look"
    r"|lower|make|move|name|pass|put|raise|remove|retarget|save|set|shorten|use|write)\b"
    r"| must be "
)
"""What a person is told to do, after what is wrong."""


@pytest.mark.parametrize("module", MODULES)
def test_every_rule_file_is_registered_under_its_own_name(module: str) -> None:
    rule: Named = importlib.import_module(f"nam56r_core.rules.{module}").RULE
    assert rule in ALL
    assert rule.name == module.replace("_", "-")


def test_a_rule_is_named_by_its_own_file_only() -> None:
    """What treats one rule in a way of its own belongs to that rule, where all can see it."""
    packages = (Path(nam56r_core.__file__).parent, Path(nam56r_server.__file__).parent)
    naming = [
        f"{path.name}: {node.value}"
        for package in packages
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in NAMES
        if path.stem != node.value.replace("-", "_")
    ]
    assert naming == []


def test_every_registered_rule_has_a_file_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES) == len(MODULES)
    assert {name.replace("-", "_") for name in NAMES} == set(MODULES)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_rule_introduces_itself(rule: Named) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert re.fullmatch(r"[^\n]+\.", rule.summary)
    module = importlib.import_module(f"nam56r_core.rules.{rule.name.replace('-', '_')}")
    assert (module.__doc__ or "").startswith(f"{rule.name}: ")


@pytest.mark.parametrize("section", [FIRES, SILENT])
def test_every_rule_has_a_case(section: str) -> None:
    with_cases = {case.rule for case in CASES if case.section == section}
    assert sorted(set(NAMES) - with_cases) == []


def test_no_case_is_about_a_rule_that_is_gone() -> None:
    assert sorted({path.stem for path in FOLDER.glob("*.md")} - set(NAMES)) == []


def findings() -> list[Diagnostic]:
    """What the firing cases lead to."""
    found = []
    for case in CASES:
        if case.section == FIRES:
            found += [d for d in shown(analyse_case(case)) if d.code == case.rule]
    return found


def test_messages_name_the_thing_and_the_next_step() -> None:
    """One sentence in lower case, the thing in backquotes or a count, and what to do about it.
    What is wrong with the syntax is said by where it is."""
    for finding in findings():
        message = finding.message
        assert not message.endswith("."), message
        assert "\n" not in message, message
        assert not message[0].isupper() or message.startswith("MLA"), message
        assert STEP.search(message) or finding.code == "syntax-error", message


def test_related_places_say_what_is_there() -> None:
    for finding in findings():
        for related in finding.related:
            assert related.message, finding.code
            where = related.location.range
            assert 0 <= where.start <= where.end <= len(related.location.source.data)
            assert related.location != finding.location, finding.code
