"""Statistics: one line a rule, most findings first."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

from nam56r_server.cli.console import Style
from nam56r_server.cli.output.report import Report
from nam56r_server.cli.output.statistics import statistics, statistics_json
from support.every_case import report_of_all_cases
from support.reports import BASE, EXTENDING, report_of


def test_every_finding_is_counted_once() -> None:
    report = report_of_all_cases()
    expected = Counter(diagnostic.code for diagnostic in report.findings)
    found = json.loads(statistics_json(report))
    assert {item["code"]: item["count"] for item in found} == expected
    order = [(-item["count"], item["code"]) for item in found]
    assert order == sorted(order)


def test_columns_stand_under_each_other() -> None:
    *lines, safe, unsafe = statistics(report_of_all_cases()).splitlines()
    assert (safe[:4], unsafe[:4]) == ("[*] ", "[+] ")
    column = max(len(line.split()[0]) for line in lines) + len("  [*]  ")
    for line in lines:
        assert line[column - 1] == " " != line[column]
    assert sum("[*]" in line for line in lines) not in (0, len(lines))


def test_only_what_fix_ends_is_fixable() -> None:
    report = report_of({"a.nam56r.yaml": "pattern: aRm\nR: {mixer: m2rnn}\nE: {}\n"})
    found = {item["code"]: item for item in json.loads(statistics_json(report))}
    assert found["lower-case-letter"] == {
        "code": "lower-case-letter",
        "count": 2,
        "fixable": 2,
        "fixable_unsafe": 0,
    }
    assert found["section-without-letter"]["fixable"] == 0


def test_what_only_an_unsafe_fix_ends_is_counted_beside() -> None:
    report = report_of({"a.nam56r.yaml": "pattern: aRm\nR: {mixer: m2rnn}\nE: {}\n"})
    found = {item["code"]: item for item in json.loads(statistics_json(report))}
    assert found["section-without-letter"]["fixable_unsafe"] == 1
    unsafe = sum(item["fixable_unsafe"] for item in found.values())
    assert statistics(report).splitlines()[-2:] == [
        "[*] --fix ends 2 of these",
        f"[+] --fix --unsafe-fixes may end {unsafe} more",
    ]
    alone = statistics(report_of({"a.nam56r.yaml": "pattern: R\nE: {}\n"}))
    assert "--fix ends" not in alone
    assert alone.splitlines()[-1].endswith(" of these")


def test_without_fixes_there_is_no_column_for_them() -> None:
    text = statistics(report_of(EXTENDING, bases=BASE))
    assert text and "[*]" not in text
    assert "1  feature-by-flag\n" in text


def test_nothing_is_nothing() -> None:
    assert (statistics(Report(())), statistics_json(Report(()))) == ("", "[]\n")


def test_colour_changes_nothing_but_colour() -> None:
    report = report_of({"a.nam56r.yaml": "pattern: a\n"})
    colored = statistics(replace(report, style=Style(color=True)))
    assert "\x1b[32m[*]\x1b[0m" in colored
    assert colored.replace("\x1b[32m", "").replace("\x1b[0m", "") == statistics(report)
