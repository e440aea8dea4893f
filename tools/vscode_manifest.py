"""The parts of the VS Code extension's manifest that the code knows: settings, semantic tokens, the
version.

What is written by hand in `editors/vscode/package.json` stays as it is.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from nam56r_core.ide.semantic_tokens import MODIFIERS, STANDARD_TYPE, TokenType
from nam56r_core.layers import Status
from nam56r_core.settings.editor import EditorSettings
from nam56r_core.targets.releases import RELEASES
from transcripts import ROOT

SECTION_TITLE = "Recipes"
TARGET = "nam56r.target"

TOKEN_SAYS: dict[TokenType, str] = {
    TokenType.ATTENTION: "Attention, in a pattern of layers.",
    TokenType.MOE: "Mixture of experts, in a pattern of layers.",
    TokenType.MAMBA: "Mamba, in a pattern of layers.",
    TokenType.RECURRENT: "Recurrent tail, in a pattern of layers.",
    TokenType.GATED_DELTA_NET: "Gated DeltaNet, in a pattern of layers.",
    TokenType.MLP: "MLP, in a pattern of layers.",
    TokenType.UNKNOWN_LAYER: "No known layer, in a pattern of layers.",
    TokenType.STAGE_BREAK: "Where a pipeline stage begins, in a pattern of layers.",
}
STATUS_SAYS: dict[Status, str] = {
    Status.NATIVE: "The target builds this layer from its own symbol.",
    Status.CUSTOM: "This layer runs through a declared seam.",
    Status.BLOCKED: "Neither native nor custom: nothing runs this layer.",
}
STATUS_STYLE: dict[Status, dict[str, bool]] = {
    Status.NATIVE: {"bold": True, "underline": False, "italic": False},
    Status.CUSTOM: {"bold": True, "underline": True, "italic": False},
    Status.BLOCKED: {"bold": False, "underline": False, "italic": True},
}
"""The colour says the family, so the status has the style: built, built on a seam, not built. What
a status has not is said, too: a theme may underline or embolden a scope."""

SCOPES: dict[TokenType, str] = {
    TokenType.ATTENTION: "keyword.control",
    TokenType.MOE: "entity.name.type",
    TokenType.MAMBA: "support.function",
    TokenType.RECURRENT: "constant.numeric",
    TokenType.GATED_DELTA_NET: "string.regexp",
    TokenType.MLP: "variable.other.property",
    TokenType.UNKNOWN_LAYER: "invalid",
    TokenType.STAGE_BREAK: "keyword.operator",
}
"""The TextMate scopes of themes that know no semantic tokens: those that most tell apart."""

LANGUAGES = ("yaml", "toml", "json")


def vscode_manifest() -> str:
    """`package.json`, with its generated parts made anew."""
    manifest = json.loads((ROOT / "editors/vscode/package.json").read_text("utf-8"))
    manifest["version"] = project_version()
    contributes = manifest["contributes"]
    by_hand = [part for part in contributes["configuration"] if part["title"] != SECTION_TITLE]
    contributes["configuration"] = [*by_hand, settings_section()]
    contributes["semanticTokenTypes"] = [
        {"id": kind.value, "superType": STANDARD_TYPE[kind], "description": TOKEN_SAYS[kind]}
        for kind in TokenType
    ]
    contributes["semanticTokenModifiers"] = [
        {"id": status.value, "description": STATUS_SAYS[status]} for status in MODIFIERS
    ]
    contributes["semanticTokenScopes"] = [
        {"scopes": {kind.value: [f"{SCOPES[kind]}.nam56r", SCOPES[kind]] for kind in TokenType}}
    ]
    contributes["configurationDefaults"]["editor.semanticTokenColorCustomizations"] = {
        "rules": {
            f"{kind.value}.{status.value}": STATUS_STYLE[status]
            for kind in TokenType
            for status in MODIFIERS
        }
    }
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


def project_version() -> str:
    project: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    return project


def settings_section() -> dict[str, Any]:
    """The settings that the server reads, from their model."""
    return {
        "id": "recipes",
        "title": SECTION_TITLE,
        "order": 2,
        "properties": {
            name: {
                **editable(field, shape),
                "scope": "resource",
                "markdownDescription": field.description or "",
                **(target_list() if name == TARGET else {}),
            }
            for name, field, shape in settings_below("nam56r", EditorSettings)
        },
    }


def target_list() -> dict[str, Any]:
    """The releases as a list to choose from, with an empty choice first."""
    labels = ["(none: a recipe without a target is reported)", *target_tags()]
    return {"enum": ["", *target_tags()], "enumItemLabels": labels}


def target_tags() -> list[str]:
    """The newest first."""
    return [release.tag for release in reversed(RELEASES)]


def settings_below(
    prefix: str, model: type[BaseModel]
) -> Iterator[tuple[str, FieldInfo, dict[str, Any]]]:
    """Each setting with its JSON Schema, those of nested sections under their full names."""
    shapes = model.model_json_schema(by_alias=True)["properties"]
    for field_name, field in model.model_fields.items():
        key = field.alias or field_name
        if isinstance(field.default, BaseModel):
            yield from settings_below(f"{prefix}.{key}", type(field.default))
            continue
        yield f"{prefix}.{key}", field, shapes[key]


def editable(field: FieldInfo, shape: dict[str, Any]) -> dict[str, Any]:
    """The type and the default that the settings page has a box for: for `null` it has none, so an
    empty string stands for it, which the server takes for none."""
    if "anyOf" not in shape:
        return {"type": shape["type"], "default": field.default}
    (kind,) = (part["type"] for part in shape["anyOf"] if part["type"] != "null")
    if kind != "string":
        raise ValueError(f"no box of the settings page can be empty for an optional {kind}")
    return {"type": kind, "default": field.default or ""}
