"""Reports for the output formats: real recipes, analysed from memory, with all that a run adds.

Suppressions hold and fixes are resolved as the command does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from nam56r_core.analysis import Analysis, analyze
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.filtering import filter_diagnostics
from nam56r_core.recipe.extends import LoadedDocument
from nam56r_core.syntax.edits import edits_of
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.languages import YAML, language_of
from nam56r_core.text import SourceText
from nam56r_server.cli.output.report import (
    Folders,
    Report,
    ResolvedFix,
    SuppressedFinding,
)

HERE = Folders(PurePosixPath("/home/mary/models"), PurePosixPath("/home/mary/models"))
"""A run at the root of its repository."""

BASE = {"b.nam56r.yaml": "target: core_v0.19.0\nextra_args: [--fim-data]\n"}
EXTENDING = {"a.nam56r.yaml": "extends: b.nam56r.yaml\n"}
"""A recipe that can override what is wrong in its base."""


def report_of(
    recipes: Mapping[str, str | bytes],
    *,
    bases: Mapping[str, str | bytes] | None = None,
    folders: Folders | None = HERE,
) -> Report:
    """The report of recipes by name; `bases` are what they may extend, by the name they say."""
    known = {name: _loaded(name, text) for name, text in (bases or {}).items()}
    analyses = [
        analyze(_loaded(name, text), lambda _, reference: known[reference])
        for name, text in recipes.items()
    ]
    return report_from(analyses, tuple(recipes), folders=folders)


def report_from(
    analyses: Iterable[Analysis], files: tuple[str, ...] = (), *, folders: Folders | None = HERE
) -> Report:
    """The report of analysed recipes."""
    findings: list[Diagnostic] = []
    suppressed: list[SuppressedFinding] = []
    fixes: dict[int, Sequence[ResolvedFix]] = {}
    for analysis in analyses:
        trees = analysis.facts.inherited.trees
        filtered = filter_diagnostics(analysis.diagnostics, trees)
        accepted = [
            SuppressedFinding(item.diagnostic, item.suppression.reason)
            for item in filtered.suppressed
        ]
        for diagnostic in filtered.shown:
            fixes[id(diagnostic)] = _resolved(trees[0], diagnostic)
        findings += filtered.shown
        suppressed += accepted
    return Report(
        findings=tuple(findings),
        files=files,
        suppressed=tuple(suppressed),
        fixes=lambda diagnostic: fixes[id(diagnostic)],
        folders=folders,
        version=lambda: "1.2.3",
    )


def _loaded(name: str, text: str | bytes) -> LoadedDocument:
    data = text.encode("utf-8") if isinstance(text, str) else text
    return LoadedDocument(name, (language_of(name) or YAML).parse(SourceText(name, data)))


def _resolved(tree: SyntaxTree, diagnostic: Diagnostic) -> tuple[ResolvedFix, ...]:
    made = ((fix, edits_of(tree, fix.changes)) for fix in diagnostic.fixes)
    return tuple(ResolvedFix(fix, tree.source, edits) for fix, edits in made if edits)
