"""The command `nam56r` with one thing broken, to see that the tests of the editors notice.

`NAM56R_TEST_BREAK` names it: `positions` counts columns in another unit than was agreed on with the
editor, `diagnostics` has no findings, `answers` has nothing but findings, `everything` takes every
document for a recipe. The product knows nothing of this.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from nam56r_core.text import PositionEncoding
from nam56r_server.__main__ import main
from nam56r_server.lsp import convert, findings, server
from nam56r_server.lsp.session import Session


def break_positions() -> None:
    agreed = convert.encoding_of

    def other(kind: object) -> PositionEncoding:
        is_bytes = agreed(kind) is PositionEncoding.UTF8
        return PositionEncoding.UTF16 if is_bytes else PositionEncoding.UTF8

    convert.encoding_of = other


def break_diagnostics() -> None:
    findings.findings_of = lambda session, convert, document: []


def break_answers() -> None:
    guarded = server.guarded
    kept = ("lifecycle", "text_document", "workspace", "diagnostic")

    def silent(method: str, context: object, load: Callable[[], object]) -> object:
        module = load().__module__.rpartition(".")[2]
        return guarded(method, context, load) if module in kept else lambda params: None

    server.guarded = silent


def break_everything() -> None:
    Session._is_named = lambda self, document: True


BREAKS = {
    "positions": break_positions,
    "diagnostics": break_diagnostics,
    "answers": break_answers,
    "everything": break_everything,
}

if __name__ == "__main__":
    BREAKS[os.environ["NAM56R_TEST_BREAK"]]()
    sys.exit(main())
