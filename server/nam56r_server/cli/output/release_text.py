"""Releases as text for people: a table of all, or a page about one.

Must not know streams.
"""

from __future__ import annotations

from collections.abc import Sequence

from nam56r_core.targets.arity import expected_count
from nam56r_core.targets.catalog import Catalog, Flag, FlagAction
from nam56r_server.cli.console import Style
from nam56r_server.cli.output.release_fields import CHECKED, NO_PYTHON, value
from nam56r_server.cli.output.table import Column, render_table
from nam56r_server.cli.output.wrap import labelled

_LABEL = 14


def table(catalogs: Sequence[Catalog], style: Style, width: int) -> str:
    """One release a line, oldest first."""
    columns = [
        Column("target"),
        Column("symbols"),
        Column("stages"),
        Column("MTP"),
        Column("flags", right=True),
        Column("pattern flag"),
        Column("entry script"),
    ]
    rows = [
        [
            catalog.tag,
            " ".join(symbol.char for symbol in catalog.symbols),
            catalog.pattern.stage_separator or "-",
            catalog.pattern.mtp_separator or "-",
            str(len(catalog.flags)),
            catalog.pattern.flag,
            catalog.entry_script,
        ]
        for catalog in catalogs
    ]
    return render_table(columns, rows, width, style)


def page(catalog: Catalog, flags: Sequence[Flag] | None, style: Style, width: int) -> str:
    """Everything about one release; its flags where they are given."""
    lines = [style.paint(catalog.tag, "bold")]
    facts = [
        ("commit", catalog.commit),
        ("package", f"megatron-core {catalog.package_version}"),
        ("Python", catalog.python_requires or NO_PYTHON),
        ("entry script", catalog.entry_script),
        ("also", ", ".join(catalog.other_entry_scripts)),
        ("stack spec", _spec(catalog)),
        ("pattern", _pattern(catalog)),
        ("checked", CHECKED[catalog.pattern.checked_by]),
        ("stages", _separator(catalog.pattern.stage_separator, "stage breaks")),
        ("MTP", _separator(catalog.pattern.mtp_separator, "parts for MTP")),
        ("flags", _flag_count(catalog)),
    ]
    for label, text in facts:
        if text:
            lines += labelled(label, text, _LABEL, width)
    text = "".join(line + "\n" for line in lines)
    symbols = [[s.char, s.kind.value, s.builds] for s in catalog.symbols]
    text += "\n" + render_table(
        [Column("symbol"), Column("kind"), Column("builds")], symbols, width, style
    )
    if catalog.exclusive:
        pairs = ", ".join(f"`{left}` and `{right}`" for left, right in catalog.exclusive)
        text += f"\nnever together in one part of a pattern: {pairs}\n"
    if flags:
        text += "\n" + _flags(flags, style, width)
    return text


def _spec(catalog: Catalog) -> str:
    need = "required" if catalog.stack_spec.required else "the default"
    return f"--spec {catalog.stack_spec.module} {catalog.stack_spec.name} ({need})"


def _pattern(catalog: Catalog) -> str:
    pattern = catalog.pattern
    text = pattern.flag
    if pattern.superseded_flag:
        text += f" ({pattern.superseded_flag} still works and is deprecated)"
    if pattern.needs_num_layers:
        text += ", with --num-layers beside it"
    return text


def _separator(char: str | None, what: str) -> str:
    return f"`{char}` in the pattern marks {what}" if char else "none in the pattern"


def _flag_count(catalog: Catalog) -> str:
    deprecated = sum(flag.deprecated for flag in catalog.flags)
    return f"{len(catalog.flags)}, {deprecated} of them deprecated (--flags shows them)"


def _flags(flags: Sequence[Flag], style: Style, width: int) -> str:
    rows = [[flag.name, describe(flag)] for flag in flags]
    return render_table([Column("flag"), Column("takes")], rows, width, style)


def describe(flag: Flag) -> str:
    """A flag in a few words: its other names, what it takes, its default."""
    parts = []
    if flag.takes_value:
        count = f" ({expected_count(flag)})" if flag.nargs is not None else ""
        choices = " | ".join(str(choice) for choice in flag.choices)
        parts.append((choices or flag.type or "str") + count)
    elif flag.action is FlagAction.BOOLEAN_OPTIONAL:
        parts.append("a switch, also as --no-…")
    else:
        parts.append("a switch")
    if flag.takes_value and flag.default is not None:
        parts.append(f"default {value(flag.default)}")
    if flag.deprecated:
        parts.append("deprecated")
    if flag.provider != "megatron":
        parts.append(f"only with nvidia-{flag.provider}")
    others = ", ".join(flag.options[1:])
    return "; ".join(parts) + (f" (also {others})" if others else "")
