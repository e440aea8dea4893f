"""Settings for the whole suite: bounded, repeatable property tests, and no silent skips in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

FULL = os.environ.get("NAM56R_FULL") == "1"

settings.register_profile(
    "nam56r",
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("nam56r")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    """With NAM56R_FULL=1 a skipped test is a failed one: CI must have what each test needs."""
    report: pytest.TestReport = yield
    if FULL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped although NAM56R_FULL=1: {report.longrepr}"
    return report
