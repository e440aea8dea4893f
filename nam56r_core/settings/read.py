"""From a TOML document to settings, with everything in it that cannot be followed.

A half-written file still gives settings: what is wrong is left out and said. Must not know where
the file is, nor which command asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nam56r_core.changes import Path
from nam56r_core.diagnostics import Diagnostic, Location, Severity
from nam56r_core.recipe.origins import Origins, dotted
from nam56r_core.recipe.validate import FieldFault, FieldProblem, fit
from nam56r_core.rules.names import rule_names
from nam56r_core.settings.globs import glob_fault
from nam56r_core.settings.model import Settings
from nam56r_core.spelling import nearest
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.tree import MappingNode, SequenceNode, node_at
from nam56r_core.targets.releases import UnknownTarget, find_release
from nam56r_core.text import TextRange

CODE = "invalid-settings"
ALL_RULES = "all"
"""What `select` may hold besides names."""

TABLE: Path = ("tool", "nam56r")
"""Where the settings stand in `pyproject.toml`."""

_HEADER = re.compile(rb"^[ \t]*\[+[ \t]*tool[ \t]*\.[ \t]*nam56r\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SettingsReading:
    """Settings that can be followed, and one finding for each part that cannot."""

    settings: Settings
    diagnostics: tuple[Diagnostic, ...]


def has_table(tree: SyntaxTree) -> bool:
    """Whether a `pyproject.toml` speaks to us at all, be it in words that cannot be read."""
    if Origins(_root(tree, ()), tree.source).node(TABLE) is not None:
        return True
    return bool(tree.problems) and _HEADER.search(tree.source.data) is not None


def read_settings(tree: SyntaxTree, table: Path = ()) -> SettingsReading:
    """The settings at `table` of a document."""
    whole = Origins(_root(tree, ()), tree.source)
    root = _root(tree, table)
    origins = Origins(root, tree.source)
    settings, problems = fit(Settings, origins) if root else (Settings(), ())
    found = [
        *_syntax(tree),
        *(_field(problem, origins) for problem in problems),
        *_names(origins),
    ]
    if table and root is None and whole.node(table) is not None:
        name = dotted(table)
        found.append(_finding(f"`{name}` must be a table: `[{name}]`", whole.value(table)))
    return SettingsReading(settings, tuple(sorted(found, key=lambda d: d.sort_key)))


def _root(tree: SyntaxTree, table: Path) -> MappingNode | None:
    node = node_at(tree.root, table)
    return node if isinstance(node, MappingNode) else None


def _finding(message: str, location: Location) -> Diagnostic:
    return Diagnostic(CODE, Severity.ERROR, message, location)


def _syntax(tree: SyntaxTree) -> Iterator[Diagnostic]:
    for problem in tree.problems:
        yield _finding(f"this cannot be read as TOML: {problem.detail}", problem.location)
    if tree.root is not None and not isinstance(tree.root, MappingNode):
        yield _finding("settings are keys and values", Location(tree.source, TextRange(0, 0)))


def _field(problem: FieldProblem, origins: Origins) -> Diagnostic:
    if problem.fault is FieldFault.UNKNOWN_KEY:
        step = f"did you mean `{problem.nearest}`?" if problem.nearest else problem.expected
        return _finding(f"`{problem.name}` is no setting; {step}", problem.location)
    step = f"; did you mean `{problem.nearest}`?" if problem.nearest else ""
    return _finding(f"`{problem.name}` must be {problem.expected}{step}", problem.location)


def _names(origins: Origins) -> Iterator[Diagnostic]:
    """What fits the schema and still names nothing: rules, targets, patterns."""
    overrides = origins.node(("overrides",))
    count = len(overrides.items) if isinstance(overrides, SequenceNode) else 0
    for base in ((), *(("overrides", index) for index in range(count))):
        yield from _rules(origins, base)
        yield from _target(origins, (*base, "target"))
        for key in ("exclude", "recipes", "files"):
            yield from _globs(origins, (*base, key))
        if base and origins.node((*base, "files")) is None:
            yield _finding(
                f"`{dotted(base)}` names no files, so it changes nothing; add `files`",
                origins.value(base),
            )


def _rules(origins: Origins, base: Path) -> Iterator[Diagnostic]:
    for key in ("select", "ignore"):
        for path, name in _texts(origins, (*base, key)):
            if not (key == "select" and name == ALL_RULES):
                yield from _rule(name, origins.value(path))
    severity = origins.node((*base, "severity"))
    for entry in severity.entries if isinstance(severity, MappingNode) else ():
        yield from _rule(entry.name, entry.key.location)


def _rule(name: str, location: Location) -> Iterator[Diagnostic]:
    if name not in rule_names():
        close = nearest(name, rule_names(), 1)
        step = f"did you mean `{close[0]}`?" if close else "`nam56r explain --all` lists them"
        yield _finding(f"`{name}` is no rule; {step}", location)


def _target(origins: Origins, path: Path) -> Iterator[Diagnostic]:
    node = origins.scalar(path)
    if node is None or not isinstance(node.value, str):
        return
    found = find_release(node.value)
    if isinstance(found, UnknownTarget):
        near = " or ".join(f"`{tag}`" for tag in found.nearest)
        what = f"`{node.value}` is no known target"
        step = f"did you mean {near}?" if near else "`nam56r targets` lists all"
        if found.beyond:
            what, step = f"{what}: it is {found.beyond}", f"name that, {near}"
        yield _finding(f"{what}; {step}", node.location)


def _globs(origins: Origins, path: Path) -> Iterator[Diagnostic]:
    for place, glob in _texts(origins, path):
        fault = glob_fault(glob)
        if fault:
            yield _finding(f"`{glob}` is no usable pattern: {fault}", origins.value(place))


def _texts(origins: Origins, path: Path) -> Iterator[tuple[Path, str]]:
    node = origins.node(path)
    for index, item in enumerate(node.items if isinstance(node, SequenceNode) else ()):
        value = getattr(item, "value", None)
        if isinstance(value, str):
            yield (*path, index), value
