"""Commands: what they refuse, and how they say that they take a while."""

from __future__ import annotations

from support.recipes import COMPLETE
from support.wire import INVALID_PARAMS

from .conftest import Begin

URI = "untitled:a.nam56r.yaml"


def test_what_cannot_be_done_is_no_failure(begin: Begin) -> None:
    """It is answered with what to do instead, and is neither logged nor shown as an error."""
    wire = begin()
    wire.hello()
    wire.open(URI, COMPLETE)
    for command, arguments in (
        ("nam56r.compareTargets", [URI, "no-such-target"]),
        ("nam56r.showPlan", ["untitled:other"]),
        ("nam56r.export", [URI]),
        ("nam56r.applyFix", [URI]),
        ("nam56r.applyFix", [URI, {"uri": URI}]),
    ):
        params = {"command": command, "arguments": arguments}
        error = wire.refused("workspace/executeCommand", params)
        assert error["code"] == INVALID_PARAMS, command
        assert error["message"]
    wire.works()
    assert not [m for m in wire.received if m.get("method") == "window/logMessage"]
    assert wire.end() == 0
    assert "Traceback" not in wire.log
    assert "ERROR" not in wire.log
