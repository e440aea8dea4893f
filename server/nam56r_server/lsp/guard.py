"""Calls handlers, and catches what they raise: it is logged with the document that it is about and
answered as an error, and nothing else is affected.

Must not know any feature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pygls.exceptions import JsonRpcException, JsonRpcInternalError

from nam56r_server.lsp.failures import log_failure

if TYPE_CHECKING:
    from nam56r_server.lsp.context import Context

Handler = Callable[["Context", Any], Any]


def guarded(
    method: str, context: Callable[[], Context], load: Callable[[], Handler]
) -> Callable[[Any], Any]:
    """A function for the library that calls a handler; both are loaded when it is first called."""

    def call(params: Any) -> Any:
        given = context()
        with _caught(given, method, params):
            return load()(given, params)

    return call


def guarded_async(
    method: str, context: Callable[[], Context], load: Callable[[], Handler]
) -> Callable[[Any], Any]:
    """The same for a coroutine."""

    async def call(params: Any) -> Any:
        given = context()
        with _caught(given, method, params):
            return await load()(given, params)

    return call


@contextmanager
def _caught(context: Context, method: str, params: Any) -> Iterator[None]:
    try:
        yield
    except JsonRpcException:
        raise
    except Exception as problem:
        log_failure(context.session.documents, method, _about(params))
        raise JsonRpcInternalError(
            f"{method} failed: {type(problem).__name__}: {problem}"
        ) from problem


def _about(params: Any) -> str | None:
    """The URI of the document that a message is about. A command has it as its first argument, a
    request to resolve something in its data."""
    uri = getattr(getattr(params, "text_document", None), "uri", None)
    arguments = getattr(params, "arguments", None)
    data = getattr(params, "data", None)
    if isinstance(arguments, list | tuple) and arguments:
        uri = arguments[0]
    elif isinstance(data, dict):
        uri = data.get("uri")
    return uri if isinstance(uri, str) else None
