"""The command `nam56r` with one thing broken, to see that the tests of the editors notice.

`NAM56R_TEST_BREAK` names it: `positions` counts columns in another unit than was agreed on with the
editor, `diagnostics` has no findings, `answers` has nothing but findings, `everything` takes every
document for a recipe. The product knows nothing of this.
"""

from __future__ import annotations

import os
import sys

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
    findings.findings_of = lambda ls, document: []


def break_answers() -> None:
    guarded = server.guarded
    kept = ("life.", "text_document.", "workspace.", "diagnostic.")

    def silent(ls: object, method: str, where: str) -> object:
        return guarded(ls, method, where) if where.startswith(kept) else lambda params: None

    server.guarded = silent


def break_everything() -> None:
    Session._is_recipe = lambda self, document, tree: True


BREAKS = {
    "positions": break_positions,
    "diagnostics": break_diagnostics,
    "answers": break_answers,
    "everything": break_everything,
}

if __name__ == "__main__":
    BREAKS[os.environ["NAM56R_TEST_BREAK"]]()
    sys.exit(main())
