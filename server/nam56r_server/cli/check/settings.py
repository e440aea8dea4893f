"""The work of `nam56r check --show-settings`: what holds for each recipe, and why.

Must not know how settings come about.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from nam56r_core.rules import ALL
from nam56r_core.settings import Effective, Settings
from nam56r_server.cli.console import Console
from nam56r_server.cli.recipes import Reading, nothing_to_do
from nam56r_server.project import shown


def show_settings(options: argparse.Namespace, target: str | None) -> int:
    """The settings of every recipe, as TOML that could be written down again."""
    console = Console(color=options.color, quiet=options.quiet)
    reading = Reading(options, target, console)
    files = reading.select(options.paths)
    for file in files:
        path = file.path if file else reading.stdin_file().path
        found = reading.settings.of(path)
        source = shown(found.path) if found.path else "none found: these are the defaults"
        console.out(f"# {shown(path)}\n# settings: {source}\n")
        console.out(_as_toml(found.settings, reading.effective(path), target) + "\n")
    for item in reading.excluded:
        console.out(
            f"# {shown(item.path)}\n# settings: {shown(item.settings)}\n"
            f"# left alone: `exclude` has the pattern `{item.pattern}`\n\n"
        )
    if not files:
        console.talk(nothing_to_do(reading.excluded))
    return 0 if files or reading.excluded else 2


def _as_toml(settings: Settings, chosen: Effective, target: str | None) -> str:
    lines = [
        f"{name} = [{_listed(patterns)}]"
        for name, patterns in (("exclude", settings.exclude), ("recipes", settings.recipes))
        if patterns
    ]
    if target:
        lines.append(f'target = "{target}"  # from the command line, over the recipe\'s own')
    elif chosen.target:
        lines.append(f'target = "{chosen.target}"  # for a recipe that names none')
    ignored = [rule.name for rule in ALL if rule.name not in chosen.rules.enabled]
    reporting = len(ALL) - len(ignored)
    if reporting <= len(ignored):
        names = [rule.name for rule in ALL if rule.name in chosen.rules.enabled]
        lines.append(f"select = [{_listed(names)}]  # {reporting} of {len(ALL)} rules")
    else:
        lines.append(f"ignore = [{_listed(ignored)}]  # {reporting} of {len(ALL)} rules report")
    if chosen.rules.severity:
        lines.append("\n[severity]")
        lines += [f'{name} = "{level.value}"' for name, level in chosen.rules.severity.items()]
    return "\n".join(lines) + "\n"


def _listed(names: Sequence[str]) -> str:
    """Texts as TOML has them, which are those of JSON."""
    return ", ".join(json.dumps(name, ensure_ascii=False) for name in names)
