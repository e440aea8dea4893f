"""When Python looks for garbage that holds itself: seldom, and not among what stays for good.

An analysis makes thousands of objects and drops those of the one before, none of them in circles;
with Python's own limits an edit would pay for several searches, now and then one of everything.
Must not know what is kept.
"""

from __future__ import annotations

import gc

NEW_OBJECTS = 50_000
"""So many more objects than before, and the young ones are searched; an analysis keeps fewer."""


def settle() -> None:
    """All that is loaded now stays: it is not searched again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 50)
