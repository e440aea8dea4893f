"""Standard output belongs to the protocol: whatever else is printed goes to standard error.

Must not know what is written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO


@contextmanager
def protected_output() -> Iterator[BinaryIO]:
    """The stream for the protocol. Meanwhile a stray `print`, also one of compiled code, lands on
    standard error; afterwards everything is as it was, though the stream may have been closed."""
    sys.stdout.flush()
    descriptor = sys.stdout.fileno()
    kept = os.dup(descriptor)
    os.dup2(sys.stderr.fileno(), descriptor)
    output = os.fdopen(os.dup(kept), "wb")
    try:
        yield output
    finally:
        with suppress(BrokenPipeError):
            output.close()
        os.dup2(kept, descriptor)
        os.close(kept)
