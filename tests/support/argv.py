"""Argument lists as the record of verdicts identifies them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence


def digest(argv: Sequence[str]) -> str:
    """SHA-256 of an argument list, written as JSON."""
    return hashlib.sha256(json.dumps(list(argv)).encode()).hexdigest()
