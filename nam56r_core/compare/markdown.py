"""A comparison as Markdown, for editors.

Must not know how differences are found.
"""

from __future__ import annotations

from nam56r_core.compare import sentences
from nam56r_core.compare.model import Comparison


def comparison_markdown(comparison: Comparison) -> str:
    """How both sides stand, then what differs, part by part."""
    lines = [f"# {sentences.headline(comparison)}", "", f"- {sentences.verdict(comparison).text}"]
    for title, told in sentences.SECTIONS:
        items = list(told(comparison))
        if items:
            lines += ["", f"## {title}", ""]
        for item in items:
            lines += [f"- {item.text}", *(f"  - {detail}" for detail in item.details)]
    return "\n".join(lines) + "\n"
