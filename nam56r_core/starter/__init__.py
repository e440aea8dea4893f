"""Starter recipes: what `nam56r init` writes, in each language, for each release.

Each is one commented YAML file of this folder; the other languages are made from it. Must not
know where a starter is written.
"""

from __future__ import annotations

from nam56r_core.starter.languages import written_in
from nam56r_core.starter.template import NotInReleaseError, template_names, yaml_starter
from nam56r_core.syntax.tree import Host
from nam56r_core.targets.releases import Release

__all__ = ["NotInReleaseError", "starter", "template_names"]


def starter(template: str, release: Release, *, name: str, file: str, host: Host) -> str:
    """A recipe for a release, as the text of a file.

    `name` is that of the model; `file` is how a command line names the recipe, on one line of
    printable characters. Raises `NotInReleaseError` where the release does not build what the
    template is about.
    """
    return written_in(host, yaml_starter(template, release, name=name, file=file))
