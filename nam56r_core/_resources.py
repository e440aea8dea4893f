"""The only reader of the files that ship inside the package.

Gives text by name and keeps it; must not know what a text means.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_CATALOGS = ("targets", "data")
_JSON = ".json"


@cache
def bundled_names(*folder: str, suffix: str) -> tuple[str, ...]:
    """Names (without the suffix) of the files in a folder of the package, sorted."""
    entries = files("nam56r_core").joinpath(*folder)
    if not entries.is_dir():
        return ()
    return tuple(
        sorted(
            entry.name.removesuffix(suffix)
            for entry in entries.iterdir()
            if entry.name.endswith(suffix)
        )
    )


@cache
def bundled_text(*path: str) -> str:
    """The text of one file of the package; raises `FileNotFoundError` for an unknown one."""
    return _read(*path)


def catalog_text(tag: str) -> str:
    """The JSON text of one catalog; not kept, as whoever reads it keeps the catalog."""
    return _read(*_CATALOGS, tag + _JSON)


def _read(*path: str) -> str:
    return files("nam56r_core").joinpath(*path).read_text(encoding="utf-8")
