"""The pictures of the VS Code walkthrough: the plan of its own recipe, and two releases compared.

Each is drawn for dark and for light themes, as an image cannot follow the editor's.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from transcripts import ROOT, printed

MEDIA = "editors/vscode/media"
NAME = "recipe.nam56r.yaml"
COMMANDS = {
    "plan": f"plan {NAME} --output-format svg",
    "compare": f"compare {NAME} --target core_v0.15.3 --target core_v0.19.0 --output-format svg",
}


def recipe() -> str:
    """The recipe that the walkthrough shows."""
    page = (ROOT / MEDIA / "recipe.md").read_text("utf-8")
    found = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    if found is None:
        raise ValueError(f"{MEDIA}/recipe.md shows no recipe")
    return found[1]


def picture(command: str, theme: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / NAME).write_text(recipe(), "utf-8")
        return printed(f"{command} --theme {theme}", Path(folder))


WALKTHROUGH_PICTURES: dict[str, Callable[[], str]] = {
    f"{MEDIA}/{name}-{theme}.svg": partial(picture, command, theme)
    for name, command in COMMANDS.items()
    for theme in ("dark", "light")
}
