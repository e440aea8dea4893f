"""The command `nam56r` with one thing broken, to see that the tests of the editors notice.

`NAM56R_TEST_BREAK=positions` counts columns in another unit than was agreed on with the editor,
`NAM56R_TEST_BREAK=diagnostics` has no findings. The product knows nothing of this.
"""

from __future__ import annotations

import os
import sys

from nam56r_core.text import PositionEncoding
from nam56r_server.__main__ import main
from nam56r_server.lsp import convert, findings


def break_positions() -> None:
    agreed = convert.encoding_of

    def other(kind: object) -> PositionEncoding:
        is_bytes = agreed(kind) is PositionEncoding.UTF8
        return PositionEncoding.UTF16 if is_bytes else PositionEncoding.UTF8

    convert.encoding_of = other


def break_diagnostics() -> None:
    findings.findings_of = lambda ls, document: []


if __name__ == "__main__":
    {"positions": break_positions, "diagnostics": break_diagnostics}[
        os.environ["NAM56R_TEST_BREAK"]
    ]()
    sys.exit(main())
