"""Recipe templates: what `nam56r init` writes, in each language, for each release.

Each template is a commented YAML file of this folder, which other languages transcribe. Must not
know where a recipe is written.
"""

from __future__ import annotations

from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import YAML
from nam56r_core.syntax.tree import MappingNode
from nam56r_core.targets.releases import Release
from nam56r_core.templates.template import NotInReleaseError, filled_template, template_names
from nam56r_core.text import SourceText

__all__ = ["NotInReleaseError", "new_recipe", "template_names"]


def new_recipe(template: str, release: Release, *, name: str, file: str, language: Language) -> str:
    """The text of a new recipe for a release.

    `name` is that of the model; `file` is how a command line names the recipe, on one line of
    printable characters. Raises `NotInReleaseError` where the release does not build the model of
    the template.
    """
    return transcribed(filled_template(template, release, name=name, file=file), language)


def transcribed(text: str, language: Language) -> str:
    """Plain YAML, written in another language."""
    source = SourceText.of("template", text)
    root = YAML.parse(source).root
    assert isinstance(root, MappingNode)
    return language.transcribe_yaml(source, root)
