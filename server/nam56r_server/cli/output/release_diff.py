"""What changes between two releases, as text for people.

Must not know streams.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nam56r_core.targets.catalog import Symbol
from nam56r_core.targets.diff import CatalogDiff, FieldChange
from nam56r_server.cli.console import Style
from nam56r_server.cli.output.release_fields import in_words
from nam56r_server.cli.output.release_text import describe
from nam56r_server.cli.output.wrap import labelled


def text(changes: CatalogDiff, style: Style, width: int) -> str:
    """Sections for what differs, symbols first; flags with `+`, `-` and `~`."""
    lines = [style.paint(f"{changes.old} -> {changes.new}", "bold")]
    sections = (
        ("Symbols", _symbols(changes)),
        ("Pattern", _fields(changes.pattern)),
        ("Launch", _fields(changes.launch)),
        (f"Flags gained: {len(changes.flags_gained)}", _gained(changes)),
        (f"Flags lost: {len(changes.flags_lost)}", _lost(changes)),
        (f"Flags changed: {len(changes.flags_changed)}", _changed(changes)),
    )
    empty = True
    for title, entries in sections:
        found = list(entries)
        if found:
            empty = False
            lines += ["", style.paint(title, "bold")]
        for sign, entry in found:
            first, *rest = labelled(sign, entry, 1, width)
            color = {"+": "green", "-": "red"}.get(sign, "yellow")
            lines += [style.paint(first[:1], color) + first[1:], *rest]
    if empty:
        lines.append("no difference")
    return "".join(line + "\n" for line in lines)


def _symbols(changes: CatalogDiff) -> Iterator[tuple[str, str]]:
    for symbol in changes.symbols_gained:
        yield "+", _symbol(symbol)
    for symbol in changes.symbols_lost:
        yield "-", _symbol(symbol)
    for change in changes.symbols_changed:
        old, new = change.old, change.new
        kind = f", {old.kind.value} -> {new.kind.value}" if old.kind is not new.kind else ""
        yield "~", f"`{change.char}` builds {old.builds} -> {new.builds}{kind}"
    for left, right in changes.exclusive_gained:
        yield "~", f"`{left}` and `{right}` may not share a part of a pattern any more"
    for left, right in changes.exclusive_lost:
        yield "~", f"`{left}` and `{right}` may share a part of a pattern now"


def _symbol(symbol: Symbol) -> str:
    return f"`{symbol.char}` {symbol.kind.value}, builds {symbol.builds}"


def _fields(changes: Iterable[FieldChange]) -> Iterator[tuple[str, str]]:
    for change in changes:
        yield "~", _change(change)


def _change(change: FieldChange) -> str:
    name, value = in_words(change.field)
    return f"{name}: {value(change.old)} -> {value(change.new)}"


def _gained(changes: CatalogDiff) -> Iterator[tuple[str, str]]:
    for flag in changes.flags_gained:
        yield "+", f"{flag.name}: {describe(flag)}"


def _lost(changes: CatalogDiff) -> Iterator[tuple[str, str]]:
    for flag in changes.flags_lost:
        yield "-", f"{flag.name}: {describe(flag)}"


def _changed(changes: CatalogDiff) -> Iterator[tuple[str, str]]:
    for flag in changes.flags_changed:
        if flag.option in changes.newly_deprecated and len(flag.changes) == 1:
            yield "~", f"{flag.option}: deprecated now"
        else:
            yield "~", f"{flag.option}: " + "; ".join(_change(change) for change in flag.changes)
