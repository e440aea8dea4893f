"""Tunes the cyclic garbage collector: runs it rarely and freezes long-lived objects.

An analysis makes thousands of objects and drops those of the one before, none of them in cycles.
With Python's own thresholds an edit would pay for several collections. Must not know what is kept.
"""

from __future__ import annotations

import gc

NEW_OBJECTS = 50_000
"""New objects before the youngest generation is collected; an analysis keeps fewer."""


def tune() -> None:
    """Freeze all objects that exist now, and raise the thresholds."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 50)
