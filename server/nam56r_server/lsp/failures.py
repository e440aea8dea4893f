"""The log entry of a failure, with the document that it is about.

Must not know what failed.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nam56r_server.lsp.documents import Documents

log = logging.getLogger("nam56r_server.lsp")


def log_failure(documents: Documents, method: str, uri: str | None) -> None:
    """Log the exception that is being handled."""
    known = documents.get(uri) if uri else None
    version = known.version if known else "unknown"
    log.exception("%s failed (document %s, version %s)", method, uri or "none", version)
