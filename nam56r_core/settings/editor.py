"""What a person may set in the editor: what is shown beside the text, and what counts as a recipe.

What must be the same for everybody stands in the project's settings instead. Must not know any
editor.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator


class EditorSection(BaseModel):
    """Names are those of the editor's settings; what is unknown is passed by, as editors send
    settings of other versions."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class InlayHints(EditorSection):
    """`nam56r.inlayHints`."""

    counts: bool = Field(default=True, description="Show how many layers each letter becomes.")
    stages: bool = Field(default=True, description="Show where pipeline stages begin.")
    lowered: bool = Field(
        default=True,
        description="Show the pattern that Megatron is given: in the tooltip of the counts, or, "
        "without counts, behind the pattern.",
    )


class EditorSettings(EditorSection):
    """`nam56r`: the settings of one person in one folder."""

    target: str | None = Field(
        default=None, description="The Megatron-LM release of recipes that name none."
    )
    configuration: str | None = Field(
        default=None,
        description="A nam56r.toml or pyproject.toml to use instead of the nearest one.",
    )
    detect: bool = Field(
        default=False,
        description="Take every YAML, TOML or JSON document with the keys `pattern` and `target` "
        "for a recipe, whatever its name.",
    )
    inlay_hints: InlayHints = Field(
        default=InlayHints(), alias="inlayHints", description="What is shown inside the text."
    )
    code_lens: bool = Field(
        default=True,
        alias="codeLens",
        description="Show the status of the recipe above its first line.",
    )
    workspace_diagnostics: bool = Field(
        default=True,
        alias="workspaceDiagnostics",
        description="Report findings of recipes that are not open, where the editor asks for them.",
    )

    @field_validator("target", "configuration", mode="before")
    @classmethod
    def _of_an_empty_box(cls, value: Any) -> Any:
        """An editor whose settings are boxes for text has an empty one for none."""
        return None if value == "" else value


def editor_settings(values: Any) -> EditorSettings:
    """The settings that an editor sent; what does not fit is as if it had not been sent."""
    values = dict(values) if isinstance(values, dict) else {}
    while True:
        try:
            return EditorSettings.model_validate(values)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                values.pop(fault["loc"][0], None)
