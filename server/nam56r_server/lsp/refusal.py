"""What an editor, or who sits at it, asked for and cannot have: an answer like any other, which is
neither logged as a failure nor shown as one of the server.

Must not know any feature.
"""

from __future__ import annotations

from lsprotocol import types
from pygls.exceptions import JsonRpcException


class Refusal(JsonRpcException):
    """An error for the editor to tell; `message` says what to do instead."""

    def __init__(
        self,
        message: str,
        code: types.ErrorCodes | types.LSPErrorCodes = types.ErrorCodes.InvalidParams,
    ) -> None:
        super().__init__(message, code)
