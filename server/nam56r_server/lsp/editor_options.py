"""What an editor says of itself in `initializationOptions`, beyond the protocol.

What does not have the shape that docs/protocol.md names counts as not said. Must not know which
editor it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lsprotocol import types


@dataclass(frozen=True, slots=True)
class EditorOptions:
    """How an editor offers completions.

    `suggest` opens its list of completions. `enter_takes_changes_only`: of a list that the editor
    opened itself, Enter takes an item only where it would change the text.
    """

    suggest: types.Command | None = None
    enter_takes_changes_only: bool = False

    @classmethod
    def read(cls, options: Any) -> EditorOptions:
        if not isinstance(options, dict):
            return cls()
        command, arguments = options.get("suggestCommand"), options.get("suggestArguments")
        suggest = None
        if isinstance(command, str):
            taken = arguments if isinstance(arguments, list) else None
            suggest = types.Command("Show the values", command, arguments=taken)
        return cls(suggest, options.get("enterTakesChangesOnly") is True)
