"""flag-deprecated: a flag that the target itself calls deprecated."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Applicability, Change, Fix, Path, RenameKey, SetValue
from nam56r_core.diagnostics import Severity, Tag
from nam56r_core.export.bundle import Arg
from nam56r_core.recipe.origins import dotted
from nam56r_core.rules.base import Facts, Finding, Rule, place_of
from nam56r_core.rules.fixes import in_base, is_own, path_of, removal

CAPTURE: Path = ("launch", "cuda_graph")

SUCCESSORS: dict[str, tuple[str, str | None]] = {
    "--enable-cuda-graph": ("cuda_graph_impl", "local"),
    "--external-cuda-graph": ("cuda_graph_impl", "transformer_engine"),
    "--cuda-graph-scope": ("cuda_graph_modules", None),
}
"""The key of `launch.cuda_graph` that means the same, and its value where it is not that of the
old key: validation puts the old flag into the new one (0.15.3 arguments.py:472, 0.19.0:605)."""

IDLE = frozenset(
    {"--use-mcore-models", "--use-dist-ckpt", "--dist-ckpt-format", "--ckpt-fully-parallel-save"}
)
"""Taken and never read, in every release but for a warning (0.12.3 arguments.py:916-933 and 1757,
0.19.0:1711-1728 and 2813)."""


def check(facts: Facts) -> Iterator[Finding]:
    catalog = facts.catalog
    if catalog is None:
        return
    for arg in (*facts.draft.args, *facts.draft.launch.graph_capture):
        flag = catalog.flag(arg.option)
        if flag is not None and flag.deprecated:
            step, fixes = _cure(arg, facts)
            yield Finding(
                f"`{arg.option}` is deprecated in {catalog.release} and may be gone in the next; "
                + step,
                place_of(arg),
                fixes=fixes,
                identity=(arg.option,),
            )


def _cure(arg: Arg, facts: Facts) -> tuple[str, tuple[Fix, ...]]:
    """What to do about a deprecated flag, as a step and as fixes."""
    path = path_of(arg.key)
    if arg.option in IDLE:
        out = removal(facts, path, safe=True, title=f"Remove `{arg.option}`")
        return "remove it: nothing reads it any more", (out,)
    if arg.option not in SUCCESSORS:
        return "look for what takes its place in the `--help` of the release", ()
    name, value = SUCCESSORS[arg.option]
    new = (*CAPTURE, name)
    setting = f"`{dotted(new)}`" if value is None else f"`{dotted(new)}: {value}`"
    step = f"write {setting}"
    if not is_own(facts, path) or in_base(facts, path) or facts.written(new):
        return step, ()
    changes: tuple[Change, ...] = (RenameKey(path, name),)
    if value is not None:
        changes += (SetValue(new, value),)
    return step, (Fix(f"Write {setting}", changes, Applicability.SAFE),)


RULE = Rule(
    "flag-deprecated",
    Severity.WARNING,
    "A flag that the target deprecates.",
    check,
    Tag.DEPRECATED,
)
