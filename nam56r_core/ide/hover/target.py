"""What a hover says about the target: which release it is and what its patterns are made of.

Must not know where the cursor is.
"""

from __future__ import annotations

from nam56r_core.explanations.wording import bullets, table
from nam56r_core.ide.hover.text import part
from nam56r_core.ide.view import View
from nam56r_core.plan.status import KIND_TITLE
from nam56r_core.targets.catalog import Catalog


def target_part(view: View) -> str:
    """The release that the recipe is translated for; empty for a name of none."""
    return release_part(view.catalog) if view.catalog else ""


def release_part(catalog: Catalog) -> str:
    """The symbols of a release with the block of each, and the syntax of its patterns."""
    rows = ((f"`{s.char}`", f"{KIND_TITLE[s.kind]}, `{s.builds}`") for s in catalog.symbols)
    return part(
        f"`{catalog.tag}` (Megatron-LM release)",
        table(("symbol", "builds"), rows),
        bullets(_facts(catalog)),
    )


def _facts(catalog: Catalog) -> list[tuple[str, str]]:
    pattern = catalog.pattern
    return [
        ("Stages", f"`{pattern.stage_separator}`" if pattern.stage_separator else "no separator"),
        ("Multi-token prediction", f"`{pattern.mtp_separator}`" if pattern.mtp_separator else ""),
        ("Flag of the pattern", f"`{pattern.flag}`"),
        ("Entry script", f"`{catalog.entry_script}`"),
        ("Flags", str(len(catalog.flags))),
    ]
