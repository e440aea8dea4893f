"""The work of `nam56r init`."""

from __future__ import annotations

import argparse
import os
import shlex
from pathlib import Path

from nam56r_core.syntax.languages import language_of
from nam56r_core.targets.releases import MAIN, RELEASES, Release, find_release
from nam56r_core.templates import NotInReleaseError, new_recipe
from nam56r_server.cli.console import Console
from nam56r_server.cli.output.width import visible
from nam56r_server.errors import CommandError, UsageError
from nam56r_server.project import Output, shown, stem, write_outputs
from nam56r_server.project.project_file import RECIPE_SUFFIXES, is_recipe_name, printable


def start(options: argparse.Namespace, target: str | None) -> int:
    """Write a new recipe, or print it."""
    console = Console()
    path = Path(options.file)
    text = _text(options.template, _release(target), path)
    if options.stdout:
        console.data(text)
        return 0
    if os.path.lexists(path) and not options.force:
        raise CommandError(
            f"{shown(path)} is there already; name another file, or replace it with --force"
        )
    write_outputs([Output(path, text.encode("utf-8"))])
    name = _as_argument(shown(path))
    console.talk(f"Wrote {shown(path)}\nNext: nam56r check {name}\n      nam56r plan {name}\n")
    return 0


def _text(template: str, release: Release, path: Path) -> str:
    name = printable(path.name)
    language = language_of(name)
    if language is None or not is_recipe_name(name):
        raise UsageError(
            f"{shown(path)} is no recipe by its name, so `nam56r check` would not find it; a "
            f"recipe ends in {', '.join(RECIPE_SUFFIXES[:-1])} or {RECIPE_SUFFIXES[-1]}"
        )
    if not stem(name):
        raise UsageError(f"{shown(path)} has no name before its ending")
    try:
        return new_recipe(
            template, release, name=stem(name), file=_as_argument(name), language=language
        )
    except NotInReleaseError as problem:
        raise UsageError(
            f"the template {problem.template!r} needs {' and '.join(problem.words)}, which "
            f"{release.tag} does not build in a hybrid stack; --target {problem.since.tag} or "
            "later does"
        ) from problem


def _release(target: str | None) -> Release:
    """The release that was chosen, or the newest; a snapshot is for those who ask for it."""
    if target is None:
        return max(release for release in RELEASES if release is not MAIN)
    found = find_release(target)
    assert isinstance(found, Release), "the arguments were checked before"
    return found


def _as_argument(name: str) -> str:
    """A file name as a shell takes it, on one line that can be shown."""
    return shlex.quote(visible(name.replace("\n", "\ufffd")))
