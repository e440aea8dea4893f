"""Megatron-Bridge dotted overrides for the arguments that have one, and a list of those that
have none."""

from __future__ import annotations

from nam56r_core.export.bundle import Arg
from nam56r_core.export.formats.base import Export
from nam56r_core.export.formats.shell import comments, one_line
from nam56r_core.targets.bridge import NoOverride, bridge_override


def render(export: Export) -> str:
    """One override a line, as Hydra reads it (a shell needs quotes around each).

    What is not runnable gets none at all: unlike Megatron-LM, which stops without a pattern, a base
    recipe of Megatron-Bridge has one of its own and would train that.
    Arguments without an override follow as comments, each with the reason.
    """
    if not export.bundle.runnable:
        return comments(export) + "# no override is written: a base recipe would start without it\n"
    overrides: list[str] = []
    without: list[str] = []
    for arg in export.bundle.args:
        answer = bridge_override(arg.option, arg.values, export.plan.native_kinds)
        if isinstance(answer, NoOverride):
            without.append(f"# {one_line(_said(arg))}: {one_line(answer.reason)}\n")
        else:
            overrides += [one_line(word) + "\n" for word in answer]
    head = "# without an override in Megatron-Bridge:\n" if without else ""
    return comments(export) + "".join(overrides) + head + "".join(without)


def _said(arg: Arg) -> str:
    return " ".join(arg.tokens)
