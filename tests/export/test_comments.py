"""What no key says is in no export: a comment more, and every file stays as it is."""

from __future__ import annotations

from nam56r_core.analysis import Analysis
from nam56r_core.export.formats import json, launch
from nam56r_core.export.formats.base import Export
from nam56r_core.syntax.languages import JSON
from support.recipes import analyse, read_marks
from support.rule_cases import read_cases


def exported(result: Analysis) -> str:
    export = Export(result.plan, result.bundle, result.diagnostics, result.facts.assumed_dimensions)
    return json.render(export) + launch.render(export)


def test_a_comment_changes_no_export() -> None:
    """Over all cases of all rules: findings, withheld settings and notes of every kind."""
    compared = 0
    for case in read_cases():
        if case.language is JSON:
            continue
        text = read_marks("", case.text)[0]
        files = {name: read_marks(name, marked)[0] for name, marked in case.files.items()}
        commented = {name: f"# why\n\n{text}" for name, text in files.items()}
        before = analyse(text, target=case.target, files=files, language=case.language)
        after = analyse(
            f"# why\n\n{text}", target=case.target, files=commented, language=case.language
        )
        assert exported(before) == exported(after), case.text
        compared += 1
    assert compared > 300
