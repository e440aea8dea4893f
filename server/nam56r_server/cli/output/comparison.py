"""A comparison as text for people: how both sides stand, then what differs, part by part.

Must not know streams, nor how differences are found.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.compare import sentences
from nam56r_core.compare.model import Comparison
from nam56r_core.compare.sentences import Sentence
from nam56r_core.messages.plan import STATUS_MARK
from nam56r_core.plural import counted
from nam56r_server.cli.console import Style
from nam56r_server.cli.output.plan_table import ascii_only, mark_of, status_counts
from nam56r_server.cli.output.width import visible
from nam56r_server.cli.output.wrap import wrapped

_COLOR = {True: "green", False: "red", None: "yellow"}
_INDENT = 4


def comparison_text(
    comparison: Comparison, names: tuple[str, str], style: Style, width: int
) -> str:
    """The whole text, at most `width` columns wide where words allow it; `names` are what the two
    recipes are called on the terminal."""
    lines = [style.paint(visible(sentences.headline(comparison)), "bold")]
    for label, side, name in zip(
        ("old", "new"), (comparison.old, comparison.new), names, strict=True
    ):
        lines.append(f"{label}  {visible(name)} on {side.target or 'no known target'}")
        counts = status_counts(side.status_counts, style)
        lines.append(f"     {counted(side.layer_count, 'layer')}: {counts}")
    lines += _sentence(sentences.verdict(comparison), style, width)
    for title, told in sentences.SECTIONS:
        found = list(told(comparison))
        if found:
            lines += ["", style.paint(title, "bold")]
        for sentence in found:
            lines += _sentence(sentence, style, width)
    if comparison.same:
        lines.append("no difference")
    text = "".join(line + "\n" for line in lines)
    return text if style.unicode else _plain(text, style)


def _sentence(sentence: Sentence, style: Style, width: int) -> Iterator[str]:
    color = _COLOR[sentence.better]
    first, *rest = wrapped(sentence.text, width - 2)
    yield f"{style.paint(sentence.sign, color)} {first}"
    yield from (f"  {line}" for line in rest)
    for detail in sentence.details:
        first, *rest = wrapped(detail, width - _INDENT - 2)
        yield " " * _INDENT + first
        yield from (" " * (_INDENT + 2) + line for line in rest)


def _plain(text: str, style: Style) -> str:
    for status, mark in STATUS_MARK.items():
        text = text.replace(mark, mark_of(status, style))
    return ascii_only(text)
