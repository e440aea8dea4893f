"""Settings for the whole suite: bounded property tests, and no silent skips in CI.

Property tests use the same examples on every run, and new ones with NAM56R_FRESH=1.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# A run that was started in the background may inherit that these are ignored, and would hand it to
# the servers and commands whose end the tests observe.
for inherited in (signal.SIGHUP, signal.SIGINT):
    if signal.getsignal(inherited) is signal.SIG_IGN:
        signal.signal(
            inherited, signal.default_int_handler if inherited == signal.SIGINT else signal.SIG_DFL
        )

FULL = os.environ.get("NAM56R_FULL") == "1"

settings.register_profile(
    "fixed",
    deadline=None,
    derandomize=True,
    max_examples=int(os.environ.get("NAM56R_EXAMPLES", "100")),
    print_blob=True,
    # How long an example takes and how often one is rejected depend on the machine and on chance.
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)
# Without a database workers share nothing: the report of a failure says how to reproduce it.
settings.register_profile("fresh", settings.get_profile("fixed"), derandomize=False, database=None)
settings.load_profile("fresh" if os.environ.get("NAM56R_FRESH") == "1" else "fixed")


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
