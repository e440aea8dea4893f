"""Makes text safe for a terminal and for the log of a CI job; every stream of people goes through.

Names of files and values of recipes come from outside. They must neither steer a terminal nor give
a command to the program that reads a job's log. Must not know what is shown.
"""

from __future__ import annotations

import re

from nam56r_core.printable import visible_char

_OWN_SEQUENCE = re.compile(r"(\x1b\[[0-9;]*[mK])")
"""What the console itself writes: colours, and the end of a progress line."""

_COMMAND_AT_START = re.compile(r"^(\s*)(?=::)", re.MULTILINE)
_COMMAND_ANYWHERE = re.compile(r"##(?=\[)")
_BREAK = "\u200b"
"""Takes no room on a screen, and no reader of commands skips it."""


def for_terminal(text: str) -> str:
    """Text with signs in place of control characters, line breaks and own colours apart.

    GitHub reads a line that begins with `::` as a command, and `##[` anywhere in a line; an
    invisible character keeps such text from being one.
    """
    parts = _OWN_SEQUENCE.split(text)
    # The parts at odd positions are the sequences.
    clean = "".join(part if at % 2 else _visible(part) for at, part in enumerate(parts))
    return without_old_commands(_COMMAND_AT_START.sub(rf"\1{_BREAK}", clean))


def without_old_commands(text: str) -> str:
    """Text in which `##[` begins no command."""
    return _COMMAND_ANYWHERE.sub(f"##{_BREAK}", text)


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(char if char in "\n\t" else visible_char(char) for char in text)
