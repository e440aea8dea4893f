"""What changes between two releases, as values.

Order is fixed (symbols as the alphabet grew, flags by name), so equal inputs give equal output.
Must not know how a difference is shown, nor which of two releases is the older one: the caller
says what is `old` and what is `new`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from nam56r_core.targets.catalog import Catalog, Flag, PatternSyntax, StackSpec, Symbol


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One named property, before and after."""

    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class SymbolChange:
    """A character that both releases have and that builds another thing."""

    char: str
    old: Symbol
    new: Symbol


@dataclass(frozen=True, slots=True)
class FlagChange:
    """A flag that both releases have; `option` is a string under which both take it.

    The heading of `--help` under which a flag stands does not count as a change.
    """

    option: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class CatalogDiff:
    """Everything that differs between two catalogs; `old` and `new` are their tags.

    `pattern` and `launch` hold the changed properties of the pattern's syntax (flag, separators,
    who checks) and of starting a run (scripts, stack spec, Python). `newly_deprecated` are options
    that both releases have and only the new one calls deprecated.
    """

    old: str
    new: str
    symbols_gained: tuple[Symbol, ...]
    symbols_lost: tuple[Symbol, ...]
    symbols_changed: tuple[SymbolChange, ...]
    exclusive_gained: tuple[tuple[str, str], ...]
    exclusive_lost: tuple[tuple[str, str], ...]
    pattern: tuple[FieldChange, ...]
    launch: tuple[FieldChange, ...]
    flags_gained: tuple[Flag, ...]
    flags_lost: tuple[Flag, ...]
    flags_changed: tuple[FlagChange, ...]
    newly_deprecated: tuple[str, ...]


def diff(old: Catalog, new: Catalog) -> CatalogDiff:
    """What somebody meets who moves from one release to the other."""
    changed = tuple(_changed_flags(old, new))
    return CatalogDiff(
        old=old.tag,
        new=new.tag,
        symbols_gained=_missing_symbols(new, old),
        symbols_lost=_missing_symbols(old, new),
        symbols_changed=tuple(
            SymbolChange(symbol.char, symbol, other)
            for symbol in old.symbols
            if (other := new.symbol(symbol.char)) is not None and other != symbol
        ),
        exclusive_gained=_missing_pairs(new, old),
        exclusive_lost=_missing_pairs(old, new),
        pattern=_compare(_as_mapping(old.pattern), _as_mapping(new.pattern)),
        launch=_compare(_launch(old), _launch(new)),
        flags_gained=_missing_flags(new, old),
        flags_lost=_missing_flags(old, new),
        flags_changed=changed,
        newly_deprecated=tuple(
            flag.option
            for flag in changed
            if any(change.field == "deprecated" and change.new is True for change in flag.changes)
        ),
    )


def _missing_symbols(having: Catalog, lacking: Catalog) -> tuple[Symbol, ...]:
    return tuple(symbol for symbol in having.symbols if lacking.symbol(symbol.char) is None)


def _missing_pairs(having: Catalog, lacking: Catalog) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in having.exclusive if not lacking.excludes(*pair))


def _counterpart(flag: Flag, other: Catalog) -> tuple[str, Flag] | None:
    """The flag of the other release that takes one of this flag's option strings."""
    for option in flag.options:
        if (match := other.flag(option)) is not None:
            return option, match
    return None


def _missing_flags(having: Catalog, lacking: Catalog) -> tuple[Flag, ...]:
    return tuple(flag for flag in _by_name(having) if _counterpart(flag, lacking) is None)


def _changed_flags(old: Catalog, new: Catalog) -> Iterable[FlagChange]:
    for flag in _by_name(old):
        if (found := _counterpart(flag, new)) is not None:
            option, other = found
            changes = _compare(_as_mapping(flag), _as_mapping(other))
            if changes:
                yield FlagChange(option, changes)


def _by_name(catalog: Catalog) -> list[Flag]:
    return sorted(catalog.flags, key=lambda flag: flag.name)


def _launch(catalog: Catalog) -> dict[str, object]:
    spec = {f"stack_spec.{name}": value for name, value in _as_mapping(catalog.stack_spec).items()}
    return {
        "package_version": catalog.package_version,
        "python_requires": catalog.python_requires,
        "entry_script": catalog.entry_script,
        "other_entry_scripts": catalog.other_entry_scripts,
        **spec,
    }


def _as_mapping(value: Flag | PatternSyntax | StackSpec) -> dict[str, object]:
    """The fields that matter of a dataclass, in their order."""
    return {
        field.name: getattr(value, field.name) for field in fields(value) if field.name != "group"
    }


def _compare(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, value, new[name])
        for name, value in old.items()
        # Python has 1 == True and 0 == 0.0, which are different defaults to a reader.
        if (type(value), value) != (type(new[name]), new[name])
    )
