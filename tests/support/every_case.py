"""All recipes that the case files of the rules hold, analysed: findings of every rule."""

from __future__ import annotations

from functools import cache

from nam56r_core.analysis import Analysis
from nam56r_server.cli.output.report import Report
from support.recipes import MAIN, analyse, read_marks
from support.reports import report_from
from support.rule_cases import read_cases


@cache
def report_of_all_cases() -> Report:
    """One report; every document is called what its recipe calls it, so that many share a name."""
    return report_from(analyses_of_all_cases(), (MAIN,))


@cache
def analyses_of_all_cases() -> list[Analysis]:
    return [
        analyse(
            read_marks(MAIN, case.text)[0],
            target=case.target,
            files={name: read_marks(name, text)[0] for name, text in case.files.items()},
            host=case.host,
        )
        for case in read_cases()
    ]
