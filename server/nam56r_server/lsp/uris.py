"""URIs and paths: the editor speaks of the one, the disk of the other.

Must not know what a document is.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

_DRIVE = re.compile(r"/[A-Za-z]:")


def path_of(uri: str) -> Path | None:
    """The path of a `file:` URI; None for any other (`untitled:`, `git:`, what is no URI)."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    if parts.scheme != "file" or "\0" in (path := unquote(parts.path)):
        return None
    if parts.netloc:
        return Path(f"//{parts.netloc}{path}")
    if _DRIVE.match(path) and Path("C:/").is_absolute():
        return Path(path[1:])
    return Path(path)


def uri_of(path: Path) -> str:
    """The URI of an absolute path, escaped as far as the standard asks."""
    text = path.as_posix()
    if not text.startswith("/"):
        text = "/" + text
    return "file://" + quote(text, safe="/:@!$&'()*+,;=~")


def name_of(uri: str) -> str:
    """What people call a document: the last part of its path."""
    return PurePosixPath(unquote(uri.split("?")[0])).name or uri
