"""The version of the installed distribution.

Must not know who asks.
"""

from __future__ import annotations


def version() -> str | None:
    """Such as `0.2.0`; None when running from a source tree that is not installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("nam56r")
    except PackageNotFoundError:
        return None
