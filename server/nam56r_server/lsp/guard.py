"""One place where a failing handler is caught: it is logged with what it was about, answered as an
error, and nothing else suffers.

Must not know any feature.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcException, JsonRpcInternalError

if TYPE_CHECKING:
    from nam56r_server.lsp.server import Server

log = logging.getLogger("nam56r_server.lsp")

HANDLERS = "nam56r_server.lsp.handlers"


def guarded(ls: Server, method: str, where: str) -> Callable[[Any], Any]:
    """The handler `module.function` of a method."""

    def call(params: Any) -> Any:
        with _caught(ls, method, params):
            return _handler(where)(ls, params)

    return call


def guarded_later(ls: Server, method: str, where: str) -> Callable[[Any], Any]:
    """The same for a handler that lets others go first."""

    async def call(params: Any) -> Any:
        with _caught(ls, method, params):
            return await _handler(where)(ls, params)

    return call


@functools.cache
def _handler(where: str) -> Callable[[Server, Any], Any]:
    """Loaded when it is first needed: saying hello must not wait for the core."""
    module, _, function = where.partition(".")
    found: Callable[[Server, Any], Any] = getattr(import_module(f"{HANDLERS}.{module}"), function)
    return found


@contextmanager
def _caught(ls: Server, method: str, params: Any) -> Iterator[None]:
    try:
        yield
    except JsonRpcException:
        raise
    except Exception as problem:
        log_failure(ls, method, _about(params))
        raise JsonRpcInternalError(
            f"{method} failed: {type(problem).__name__}: {problem}"
        ) from problem


def log_failure(ls: Server, method: str, uri: str | None) -> None:
    """Log the exception that is being handled, with the document that it is about."""
    known = ls.session.documents.get(uri) if uri and ls.has_session else None
    version = known.version if known else "unknown"
    log.exception("%s failed (document %s, version %s)", method, uri or "none", version)


def _about(params: Any) -> str | None:
    """The URI of the document that a message is about. A command has it as its first argument;
    what is resolved carries it along."""
    uri = getattr(getattr(params, "text_document", None), "uri", None)
    arguments = getattr(params, "arguments", None)
    data = getattr(params, "data", None)
    if isinstance(arguments, list | tuple) and arguments:
        uri = arguments[0]
    elif isinstance(data, dict):
        uri = data.get("uri")
    return uri if isinstance(uri, str) else None
