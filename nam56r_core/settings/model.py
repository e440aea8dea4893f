"""The settings of a project: which rules report, where, and how severely.

One model for the command line, the editor and the manual. Settings change what is shown and what is
looked at; only `target` reaches a plan, and only that of a recipe that names none. Must not know
where settings are kept.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from nam56r_core.recipe.field import Section, Text, key

Level = Literal["error", "warning", "info"]
Names = list[Text]
Globs = list[Text]
Severities = dict[str, Level]

_GLOBS = (
    "Patterns as in `.gitignore`, relative to the folder of the settings (`*.yaml`, `old/`, `a/**`)"
)


class RuleSettings(Section):
    """What may differ from one group of recipes to the next."""

    target: Text | None = key(
        "The Megatron-LM release of recipes that name none, such as `core_v0.19.0`."
    )
    select: Annotated[Names, Field(min_length=1)] | None = key(
        "Names of the rules that report, or `all`; without it all do. In an entry of "
        "`overrides` it replaces what was selected before it, and what it selects reports again "
        "although it was ignored before it."
    )
    ignore: Names | None = key(
        "Names of rules that do not report, also where the `select` beside it or before it has "
        "them."
    )
    strict_defaults: bool | None = key(
        "Report each value that a recipe leaves to the release as an error. Otherwise the default "
        "of the release applies, and a hint can write it down.",
        alias="strict-defaults",
    )
    severity: Severities | None = key(
        "The severity of a rule, by its name: `error`, `warning` or `info`. The rule's own one "
        "still decides whether a recipe is runnable."
    )


class Override(RuleSettings):
    """`overrides`: settings for some files; later entries win over earlier ones."""

    files: Annotated[Globs, Field(min_length=1)] | None = key(f"Which files. {_GLOBS}.")


class Settings(RuleSettings):
    """`nam56r.toml`, or `[tool.nam56r]` in `pyproject.toml`; the nearest one above a recipe is
    used, alone."""

    exclude: Globs | None = key(f"Files that are left alone, also when they are named. {_GLOBS}.")
    recipes: Globs | None = key(
        f"Files that are recipes although their names do not end in `.nam56r.yaml`. {_GLOBS}."
    )
    overrides: list[Override] | None = key("Settings for some files; later entries win.")
