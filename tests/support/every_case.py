"""All recipes that the case files of the rules hold, analysed: findings of every rule."""

from __future__ import annotations

from functools import cache

from nam56r_core.analysis import Analysis
from nam56r_server.cli.output.report import Report
from support.recipes import MAIN, analyse, read_marks
from support.reports import report_from
from support.rule_cases import Case, read_cases


@cache
def report_of_all_cases() -> Report:
    """One report; every document is called what its recipe calls it, so that many share a name."""
    return report_from(analyses_of_all_cases(), (MAIN,))


@cache
def analyses_of_all_cases() -> list[Analysis]:
    return [analyse_case(case) for case in read_cases()]


def unmarked(case: Case) -> tuple[str, dict[str, str]]:
    """The recipe of a case and the documents that it extends, without the marks."""
    files = {name: read_marks(name, text)[0] for name, text in case.files.items()}
    return read_marks(MAIN, case.text)[0], files


def analyse_case(
    case: Case, text: str | None = None, files: dict[str, str] | None = None
) -> Analysis:
    """The analysis of a case, or of other texts in its place."""
    plain, plain_files = unmarked(case)
    return analyse(
        plain if text is None else text,
        target=case.target,
        files=plain_files if files is None else files,
        language=case.language,
        strict_defaults=case.strict_defaults,
    )
