"""The public API: it is what `docs/api.md` describes, and costs nothing before it is used."""

from __future__ import annotations

import doctest
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nam56r_core

PAGE = Path(__file__).resolve().parents[2] / "docs/api.md"


def test_the_examples_of_the_page_run() -> None:
    text = re.sub(r"^```.*$", "", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    example = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    assert len(example.examples) > 20
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(example, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("name", nam56r_core.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(nam56r_core, name)
    if inspect.isclass(value) or inspect.isroutine(value):
        assert inspect.getdoc(value), name
        assert value.__module__.startswith("nam56r_core."), name
    assert name in dir(nam56r_core)


@pytest.mark.parametrize("name", ["analyse", "parse", "rules_of", "_missing"])
def test_a_name_that_is_not_public_is_no_attribute(name: str) -> None:
    with pytest.raises(AttributeError, match=name):
        getattr(nam56r_core, name)


def test_the_import_alone_loads_no_other_module() -> None:
    code = (
        "import sys, nam56r_core\n"
        "print([name for name in sys.modules if name.startswith('nam56r_core.')])\n"
        "print('pydantic' in sys.modules)\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split("\n")[:2] == ["[]", "False"]


def test_public_names_are_sorted_and_each_has_one_home() -> None:
    homes = [name for names in nam56r_core._HOME.values() for name in names]
    assert sorted(homes) == sorted(nam56r_core.__all__)
    assert len(set(homes)) == len(homes)
