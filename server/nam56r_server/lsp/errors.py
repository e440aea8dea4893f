"""Errors that a request is answered with on purpose: they are neither logged nor shown as failures
of the server.

Must not know any feature.
"""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcException


class Refusal(JsonRpcException):
    """A request that cannot be met; `message` says what to do instead."""

    def __init__(
        self,
        message: str,
        code: types.ErrorCodes | types.LSPErrorCodes = types.ErrorCodes.InvalidParams,
    ) -> None:
        super().__init__(message, code)
