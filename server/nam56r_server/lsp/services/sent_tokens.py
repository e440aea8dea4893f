"""The semantic tokens that the editor has, so that later ones can be sent as a difference.

Must not know what a token means.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count


@dataclass(frozen=True, slots=True)
class Sent:
    """Tokens, and the identifier that they were sent with."""

    result_id: str
    data: tuple[int, ...]


class SentTokens:
    """The last tokens of each document, by its URI."""

    def __init__(self) -> None:
        self._sent: dict[str, Sent] = {}
        self._numbers = count(1)

    def get(self, uri: str) -> Sent | None:
        return self._sent.get(uri)

    def send(self, uri: str, data: tuple[int, ...]) -> Sent:
        """Record tokens under a new identifier."""
        sent = self._sent[uri] = Sent(str(next(self._numbers)), data)
        return sent

    def closed(self, uri: str) -> None:
        self._sent.pop(uri, None)
