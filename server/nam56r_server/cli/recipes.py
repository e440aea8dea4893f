"""From the paths of a command line to analysed recipes, with findings ready to be shown.

Must not know what a subcommand does with them.
"""

from __future__ import annotations

import argparse
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from nam56r_core.analysis import Analysis
from nam56r_core.diagnostics import Diagnostic, Location
from nam56r_core.filtering import Filtered
from nam56r_core.internal_error import internal_error
from nam56r_core.link_outside_project import link_outside_project
from nam56r_core.plural import counted
from nam56r_core.recipe.extends import LoadedDocument
from nam56r_core.rules.names import rule_names
from nam56r_core.settings import Effective, Overruling
from nam56r_core.settings.read import ALL_RULES
from nam56r_core.spelling import nearest
from nam56r_core.syntax.language import SyntaxTree
from nam56r_core.syntax.languages import looks_like
from nam56r_core.text import SourceText
from nam56r_server.cli.console import Console
from nam56r_server.cli.parallel import in_order
from nam56r_server.errors import CommandError, InternalError, SettingsError, UsageError
from nam56r_server.project import (
    STANDARD_INPUT,
    Excluded,
    LinkOutsideProjectError,
    ProjectFile,
    SettingsFinder,
    excluded,
    find_recipes,
    load_file,
    load_reference,
    load_standard_input,
    path_name,
    project_file,
    shown,
)
from nam56r_server.project.snapshot import Snapshot, snapshot

STDIN = "-"

Reduced = TypeVar("Reduced")


@dataclass(frozen=True)
class Analysed:
    """One recipe with everything that is known about it."""

    file: ProjectFile
    snapshot: Snapshot

    @property
    def analysis(self) -> Analysis:
        return self.snapshot.analysis

    @property
    def name(self) -> str:
        """What programs call the recipe: its path from the current directory."""
        return path_name(self.file.path)

    @property
    def tree(self) -> SyntaxTree:
        """The recipe's own document; its name is the one that people see."""
        tree = self.analysis.facts.inherited.trees[0]
        return replace(tree, source=SourceText(self.name, tree.source.data))

    @property
    def documents(self) -> tuple[ProjectFile, ...]:
        """The recipe and the bases that it is made of."""
        _, *bases = self.analysis.facts.inherited.trees
        return (self.file, *(ProjectFile(self.file.root, base.source.name) for base in bases))

    @cached_property
    def filtered(self) -> Filtered:
        """The findings after settings and suppressions, with the files called what they are called
        on the terminal; in the snapshot they have their names in the project, as in exports."""
        found = self.snapshot.filtered
        accepted = for_people([item.diagnostic for item in found.suppressed], self.file)
        return Filtered(
            for_people(found.shown, self.file),
            tuple(
                replace(item, diagnostic=diagnostic)
                for item, diagnostic in zip(found.suppressed, accepted, strict=True)
            ),
        )

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """The findings that are shown."""
        return self.filtered.shown


@dataclass(frozen=True)
class Unanalysed:
    """A recipe that has one finding and no analysis."""

    name: str
    finding: Diagnostic


@dataclass(frozen=True)
class Broken(Unanalysed):
    """A recipe on which nam56r itself failed."""

    words: str
    traceback: str

    @classmethod
    def by(cls, problem: Exception, name: str) -> Broken:
        cause = problem.__cause__ if isinstance(problem, InternalError) else None
        origin = cause if isinstance(cause, Exception) else problem
        finding = internal_error(SourceText(name, b""), origin)
        words = " ".join(f"{type(origin).__name__} while analysing {name}: {origin}".split())
        return cls(name, finding, words, "".join(traceback.format_exception(problem)))


@dataclass(frozen=True)
class _Unreadable:
    """Why a recipe could not be read."""

    words: str


class Reading:
    """Finds, reads and analyses recipes, each by its settings.

    `failed` counts those that could not be read, `unopened` links out of their project, `broken`
    those on which nam56r itself failed, and `unwritten` those that could not be written with their
    fixes. `excluded` holds the files and folders that the settings leave out.
    """

    def __init__(self, options: argparse.Namespace, target: str | None, console: Console) -> None:
        self.console = console
        self.settings = SettingsFinder(config=options.config, isolated=options.isolated)
        self.failed = 0
        self.broken = 0
        self.unopened = 0
        self.unwritten = 0
        self.excluded: tuple[Excluded, ...] = ()
        self._named: frozenset[ProjectFile] = frozenset()
        self.stdin_filename: str | None = options.stdin_filename
        self._target = target
        self._overruling = overruling(options)

    def select(self, paths: Sequence[str]) -> list[ProjectFile | None]:
        """The recipes that a command line names; None stands for standard input."""
        if STDIN not in paths:
            if self.stdin_filename is not None:
                raise UsageError(
                    "--stdin-filename is for a recipe from standard input: give `-` as path"
                )
            found = find_recipes(paths, self.settings)
            self.excluded, self._named = found.excluded, found.named
            return list(found.files)
        if len(paths) > 1:
            raise UsageError("`-` (standard input) is one recipe and stands alone among the paths")
        if self.stdin_filename is not None:
            path = self.stdin_file().path
            found_out = excluded(path, self.settings.of(path))
            if found_out is not None:
                self.excluded = (found_out,)
                return []
        return [None]

    def only(self, path: str, what: str) -> Analysed:
        """The one recipe that a path leads to; `what` is made of it, in words."""
        files = self.select([path])
        if not files and self.excluded:
            raise CommandError(
                f"{left_out(self.excluded[0])}; take it out there, or give --isolated"
                if len(self.excluded) == 1
                else nothing_to_do(self.excluded).rstrip()
            )
        if len(files) != 1:
            raise UsageError(f"{path} holds {len(files)} recipes, and {what} is of one")
        return self.one(files[0])

    def all(
        self, files: Sequence[ProjectFile | None], reduce: Callable[[Analysed], Reduced]
    ) -> Iterator[Reduced | Unanalysed]:
        """What `reduce` makes of each recipe that can be read, in order; many are analysed on all
        processors, so it must be small and picklable. The others are reported and counted; one on
        which nam56r itself fails is `Broken`, a link out of its project is `Unanalysed`."""

        def attempt(file: ProjectFile | None) -> Reduced | Unanalysed | _Unreadable:
            try:
                return reduce(self.one(file))
            except (UsageError, SettingsError):
                raise
            except LinkOutsideProjectError:
                name = self._name(file)
                return Unanalysed(name, link_outside_project(SourceText(name, b"")))
            except CommandError as problem:
                return _Unreadable(str(problem))
            except Exception as problem:
                return Broken.by(problem, self._name(file))

        for number, (file, found) in enumerate(
            zip(files, in_order(attempt, files), strict=True), 1
        ):
            if file is not None:
                self.console.progress(number, len(files), shown(file.path))
            if isinstance(found, _Unreadable):
                self.tell(CommandError(found.words))
                continue
            if isinstance(found, Broken):
                self.tell_broken(found)
            elif isinstance(found, Unanalysed):
                self.unopened += 1
            yield found
        self.console.progress_ends()

    def _name(self, file: ProjectFile | None) -> str:
        return self.stdin_filename or STANDARD_INPUT if file is None else shown(file.path)

    def tell_broken(self, broken: Broken) -> None:
        """A recipe on which nam56r itself failed; the others are still looked at."""
        self.broken += 1
        self.console.progress_ends()
        if os.environ.get("NAM56R_TRACEBACK") == "1":
            self.console.error(broken.traceback)
        self.console.error(
            f"nam56r: internal error: {broken.words}\n"
            "nam56r: this is a bug in nam56r; please report it with the recipe and the traceback "
            "that NAM56R_TRACEBACK=1 shows\n"
        )

    def one(self, file: ProjectFile | None) -> Analysed:
        """One recipe; raises `CommandError` if it cannot be read."""
        if file is None:
            return self.analysed(*self.standard_input())
        return self.analysed(file, self.load(file))

    def load(self, file: ProjectFile) -> LoadedDocument:
        """The text of a recipe; raises `CommandError` if it cannot be read."""
        return load_file(file, named=file in self._named)

    def standard_input(self) -> tuple[ProjectFile, LoadedDocument]:
        """The recipe from standard input. It is never taken for what it looks like, but who forgot
        to say its language is told how to."""
        file, document = load_standard_input(self.stdin_filename)
        likely = looks_like(document.tree) if self.stdin_filename is None else None
        if likely is not None:
            taken = document.tree.language.name
            self.console.talk(
                f"nam56r: the recipe from standard input is read as {taken} and looks like "
                f"{likely.name}; if it is, give --stdin-filename "
                f"recipe.nam56r{likely.file_endings[0]}\n"
            )
        return file, document

    def tell(self, problem: CommandError) -> None:
        """A recipe that cannot be read; the others are still looked at."""
        self.failed += 1
        self._tell(problem)

    def tell_unwritten(self, problem: CommandError) -> None:
        """A recipe that cannot be written; the others still are."""
        self.unwritten += 1
        self._tell(problem)

    def _tell(self, problem: CommandError) -> None:
        self.console.progress_ends()
        self.console.error(f"nam56r: error: {problem}\n")

    def effective(self, path: Path) -> Effective:
        """What settings and command line come to for one recipe."""
        return self.settings.of(path).effective(path, self._overruling)

    def stdin_file(self) -> ProjectFile:
        """Where the recipe from standard input would be."""
        return project_file(Path(self.stdin_filename or STANDARD_INPUT))

    def analysed(self, file: ProjectFile, document: LoadedDocument) -> Analysed:
        """A recipe whose text is at hand."""
        chosen = self.effective(file.path)
        try:
            return Analysed(file, snapshot(document, load_reference, chosen, self._target))
        except Exception as problem:
            raise InternalError(
                f"{type(problem).__name__} while analysing {shown(file.path)}: {problem}"
            ) from problem


def overruling(options: argparse.Namespace) -> Overruling:
    """What `--select` and `--ignore` say; raises `UsageError` for a name that is no rule, and for a
    selection of none."""
    given = getattr(options, "select", None)
    select = _names(given, may_be_all=True)
    if given is not None and not select:
        raise UsageError("--select names no rule; name some, or `all`, or drop it")
    ignore = _names(getattr(options, "ignore", None), may_be_all=False)
    return Overruling(select or None, ignore)


def _names(given: Sequence[str] | None, *, may_be_all: bool) -> tuple[str, ...]:
    names = tuple(name.strip() for text in given or () for name in text.split(",") if name.strip())
    for name in names:
        if name not in rule_names() and not (may_be_all and name == ALL_RULES):
            close = nearest(name, rule_names(), 1)
            step = f"did you mean {close[0]}?" if close else "`nam56r explain --all` lists them"
            raise UsageError(f"{name!r} is no rule; {step}")
    return names


def for_people(diagnostics: Sequence[Diagnostic], file: ProjectFile) -> tuple[Diagnostic, ...]:
    """Findings with their files called what they are called on the terminal."""
    renamed: dict[SourceText, SourceText] = {}

    def rename(location: Location) -> Location:
        source = location.source
        if source not in renamed:
            name = path_name(ProjectFile(file.root, source.name).path)
            renamed[source] = SourceText(name, source.data)
        return replace(location, source=renamed[source])

    return tuple(
        replace(
            diagnostic,
            location=rename(diagnostic.location),
            related=tuple(
                replace(related, location=rename(related.location))
                for related in diagnostic.related
            ),
        )
        for diagnostic in diagnostics
    )


def nothing_to_do(excluded: Sequence[Excluded]) -> str:
    """Why a command had no recipe to look at."""
    match excluded:
        case []:
            return "No recipes found: their names end in .nam56r.yaml, .yml, .toml or .json\n"
        case [one]:
            return f"Nothing to do: {left_out(one)}\n"
        case _:
            return (
                f"Nothing to do: {counted(len(excluded), 'path')} excluded by the settings; "
                "`nam56r check --show-settings` names the pattern of each\n"
            )


def left_out(item: Excluded) -> str:
    """Which pattern leaves a path out."""
    return (
        f"{shown(item.path)} is excluded by the settings: `exclude` in {shown(item.settings)} has "
        f"the pattern `{item.pattern}`"
    )
