"""The work of `nam56r targets`."""

from __future__ import annotations

import argparse
from fnmatch import fnmatchcase

from nam56r_core.targets.catalog import Catalog, Flag
from nam56r_core.targets.diff import diff
from nam56r_core.targets.nearest_flags import nearest_flags
from nam56r_core.targets.target import Target
from nam56r_core.targets.targets import KNOWN
from nam56r_server.cli.console import Console
from nam56r_server.cli.output import release_diff, release_text
from nam56r_server.cli.output.release_json import catalog_json, diff_json, dump, summary_json


def listing(options: argparse.Namespace) -> int:
    """Every release, oldest first."""
    console = Console()
    catalogs = KNOWN.catalogs
    if options.output_format == "json":
        console.data(dump([summary_json(catalog) for catalog in catalogs]))
    else:
        console.out(release_text.table(catalogs, console.out_style, console.width()))
    return 0


def show(options: argparse.Namespace) -> int:
    """One release; its flags on demand."""
    console = Console()
    catalog = _catalog(options.target)
    flags = None if options.flags is None else _matching(catalog, options.flags)
    if options.output_format == "json":
        console.data(dump(catalog_json(catalog, flags)))
    else:
        console.out(release_text.page(catalog, flags, console.out_style, console.width()))
    if flags == []:
        near = nearest_flags(catalog, options.flags)
        hint = f"; nearest are {', '.join(near)}" if near else ""
        console.talk(f"No flag of {catalog.tag} matches {options.flags!r}{hint}\n")
    return 0


def compare(options: argparse.Namespace) -> int:
    """What changes from one release to another."""
    console = Console()
    changes = diff(_catalog(options.old), _catalog(options.new))
    if options.output_format == "json":
        console.data(dump(diff_json(changes)))
    else:
        console.out(release_diff.text(changes, console.out_style, console.width()))
    return 0


def _catalog(name: str) -> Catalog:
    found = KNOWN.find(name)
    assert isinstance(found, Target), "the arguments were checked before"
    return found.catalog


def _matching(catalog: Catalog, pattern: str) -> list[Flag]:
    glob = any(char in pattern for char in "*?[")
    return [
        flag
        for flag in catalog.flags
        if any(
            (fnmatchcase(option, pattern) or fnmatchcase(option.lstrip("-"), pattern))
            if glob
            else pattern in option
            for option in flag.options
        )
    ]
