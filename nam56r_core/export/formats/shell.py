"""A bash array of the arguments, quoted, grouped by concern."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from nam56r_core.export.bundle import Arg
from nam56r_core.export.formats.base import Export
from nam56r_core.printable import visible_char


def render(export: Export) -> str:
    """`MEGATRON_ARGS=( … )`, to be sourced; the notes stand above it as comments."""
    head = comments(export)
    return head + array("MEGATRON_ARGS", export.bundle.args)


def comments(export: Export) -> str:
    """What a reader must know before the arguments, one comment line each."""
    bundle = export.bundle
    lines = [
        f"{export.plan.name or 'recipe'} for Megatron-LM {bundle.target or 'of no release'}",
        "runnable" if bundle.runnable else "NOT RUNNABLE",
        *bundle.custom_notes,
    ]
    return "".join(f"# {one_line(line)}\n" for line in lines)


def array(name: str, args: Iterable[Arg]) -> str:
    """A bash array with one option a line, groups marked by comments."""
    lines = [f"{name}=("]
    group = None
    for arg in args:
        if arg.group != group:
            group = arg.group
            lines.append(f"  # {group}")
        lines.append("  " + " ".join(shlex.quote(token) for token in arg.tokens))
    lines.append(")")
    return "\n".join(lines) + "\n"


def one_line(text: str) -> str:
    """Text without line breaks, so that a comment cannot end early and become a command; what
    steers a terminal or turns the direction of the text is shown as a sign."""
    return "".join(visible_char(char) for char in " ".join(text.split()))
