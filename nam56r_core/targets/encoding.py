"""Catalogs to and from their JSON documents.

The form is ours and byte-stable: the header first, then one flag per line, sorted, and a key is
left out where it has its usual value. Must not know where the documents are kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import TypeVar, cast, get_args

from nam56r_core.layers import LayerKind
from nam56r_core.targets.catalog import (
    Catalog,
    CheckedBy,
    Flag,
    FlagAction,
    FlagDefault,
    PatternSyntax,
    Provider,
    Scalar,
    StackSpec,
    Symbol,
)

FORMAT = 1
_T = TypeVar("_T")
_ACTIONS = {action.value: action for action in FlagAction}
_KINDS = {kind.value: kind for kind in LayerKind}
_FLAG_KEYS = frozenset(field.name for field in fields(Flag))
_CATALOG_KEYS = frozenset(field.name for field in fields(Catalog) if field.init) | {"format"}


def catalog_from_json(document: str | Mapping[str, object]) -> Catalog:
    """Read one catalog; raises `ValueError` that names the field when the document is not one."""
    data: object = json.loads(document) if isinstance(document, str) else document
    table = _table(data, "catalog")
    _only_known(table, _CATALOG_KEYS, "catalog")
    if table.get("format") != FORMAT:
        raise ValueError(f"catalog.format: expected {FORMAT}, found {table.get('format')!r}")
    flags = tuple(
        _flag(entry, index) for index, entry in enumerate(_items(table, "flags", "catalog"))
    )
    _refuse_duplicates([option for flag in flags for option in flag.options], "catalog.flags")
    symbols = tuple(
        _symbol(entry, f"catalog.symbols[{index}]")
        for index, entry in enumerate(_items(table, "symbols", "catalog"))
    )
    _refuse_duplicates([symbol.char for symbol in symbols], "catalog.symbols")
    exclusive = _pairs(table, "exclusive", "catalog")
    known = {symbol.char for symbol in symbols}
    for pair in exclusive:
        if not known.issuperset(pair):
            raise ValueError(f"catalog.exclusive: {pair!r} names a symbol that is not in symbols")
    return Catalog(
        release=_get(table, "release", str, "catalog"),
        tag=_get(table, "tag", str, "catalog"),
        commit=_get(table, "commit", str, "catalog"),
        package_version=_get(table, "package_version", str, "catalog"),
        python_requires=_optional_text(table, "python_requires", "catalog"),
        entry_script=_get(table, "entry_script", str, "catalog"),
        other_entry_scripts=_texts(table, "other_entry_scripts", "catalog"),
        stack_spec=_stack_spec(table.get("stack_spec")),
        pattern=_pattern(table.get("pattern")),
        symbols=symbols,
        exclusive=exclusive,
        flags=flags,
    )


def catalog_to_json(catalog: Catalog) -> str:
    """The document of a catalog, always the same bytes for the same catalog."""
    spec, pattern = catalog.stack_spec, catalog.pattern
    header: list[tuple[str, object]] = [
        ("format", FORMAT),
        ("release", catalog.release),
        ("tag", catalog.tag),
        ("commit", catalog.commit),
        ("package_version", catalog.package_version),
        ("python_requires", catalog.python_requires),
        ("entry_script", catalog.entry_script),
        ("other_entry_scripts", catalog.other_entry_scripts),
        (
            "stack_spec",
            {
                "module": spec.module,
                "name": spec.name,
                "required": spec.required,
                "aliases": spec.aliases,
            },
        ),
        (
            "pattern",
            {
                "flag": pattern.flag,
                "superseded_flag": pattern.superseded_flag,
                "stage_separator": pattern.stage_separator,
                "mtp_separator": pattern.mtp_separator,
                "needs_num_layers": pattern.needs_num_layers,
                "checked_by": pattern.checked_by,
            },
        ),
    ]
    lines = [f"{_dump(key)}: {_dump(value)}" for key, value in header]
    symbols = [
        {"char": symbol.char, "kind": symbol.kind.value, "builds": symbol.builds}
        for symbol in catalog.symbols
    ]
    flags = [_flag_entry(flag) for flag in sorted(catalog.flags, key=lambda flag: flag.name)]
    lines.append(f'"symbols": {_block(symbols)}')
    lines.append(f'"exclusive": {_dump(catalog.exclusive)}')
    lines.append(f'"flags": {_block(flags)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _block(entries: Sequence[Mapping[str, object]]) -> str:
    return "[\n" + ",\n".join(_dump(entry) for entry in entries) + "\n]"


def _flag_entry(flag: Flag) -> dict[str, object]:
    entry: dict[str, object] = {"options": flag.options, "dest": flag.dest}
    entry["action"] = flag.action.value
    if flag.takes_value and flag.nargs is not None:
        entry["nargs"] = flag.nargs
    if flag.type is not None:
        entry["type"] = flag.type
    if flag.choices:
        entry["choices"] = flag.choices
    if flag.default is not None:
        entry["default"] = flag.default
    if flag.deprecated:
        entry["deprecated"] = True
    if flag.hidden:
        entry["hidden"] = True
    entry["group"] = flag.group
    if flag.provider != "megatron":
        entry["provider"] = flag.provider
    return entry


def _flag(entry: object, index: int) -> Flag:
    # Eight hundred of these per catalog: the places in messages are made only when needed.
    where = f"catalog.flags[{index}]"
    table = _table(entry, where)
    if not _FLAG_KEYS.issuperset(table):
        _only_known(table, _FLAG_KEYS, where)
    options = _texts(table, "options", where)
    if not options or not all(option.startswith("-") for option in options):
        raise ValueError(f"{where}.options: {options!r} is not a list of option strings")
    action = _ACTIONS.get(_get(table, "action", str, where))
    if action is None:
        raise ValueError(f"{where}.action: {table['action']!r} is none of {', '.join(_ACTIONS)}")
    nargs = table.get("nargs")
    if not (nargs is None or nargs in ("*", "+") or (type(nargs) is int and nargs > 0)):
        raise ValueError(f"{where}.nargs: {nargs!r} is not a count, '*' or '+'")
    if action is not FlagAction.STORE:
        if nargs is not None:
            raise ValueError(f"{where}.nargs: {action.value} takes no values")
        nargs = 0
    choices = table.get("choices", [])
    if not isinstance(choices, list) or not all(type(c) in (str, int, float) for c in choices):
        raise ValueError(f"{where}.choices: {choices!r} is not a list of words or numbers")
    provider = table.get("provider", "megatron")
    if provider not in get_args(Provider):
        raise ValueError(f"{where}.provider: {provider!r} is not a provider")
    flag = Flag(
        options=tuple(options),
        dest=_get(table, "dest", str, where),
        action=action,
        nargs=nargs,
        type=_optional_text(table, "type", where),
        choices=tuple(choices),
        default=_default(table.get("default"), where),
        deprecated=_optional_bool(table, "deprecated", where),
        hidden=_optional_bool(table, "hidden", where),
        group=_get(table, "group", str, where),
        provider=cast("Provider", provider),
    )
    return _shared(flag, repr((flag.default, flag.choices)))


@cache
def _shared(flag: Flag, values: str) -> Flag:
    """The one object for flags that are the same in several catalogs, as most are. `values` tells
    apart what Python holds for equal: 1, 1.0 and True."""
    return flag


def _default(value: object, where: str) -> FlagDefault:
    if isinstance(value, list):
        return tuple(_scalar(item, where) for item in value)
    return _scalar(value, where)


def _scalar(value: object, where: str) -> Scalar:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise ValueError(f"{where}.default: {value!r} is not a plain value")


def _symbol(entry: object, where: str) -> Symbol:
    table = _table(entry, where)
    char = _get(table, "char", str, where)
    if len(char) != 1:
        raise ValueError(f"{where}.char: {char!r} is not one character")
    kind = _KINDS.get(_get(table, "kind", str, where))
    if kind is None:
        raise ValueError(f"{where}.kind: {table['kind']!r} is not a kind of layer")
    return Symbol(char, kind, _get(table, "builds", str, where))


def _pattern(value: object) -> PatternSyntax:
    where = "catalog.pattern"
    table = _table(value, where)
    checked_by = table.get("checked_by")
    if checked_by not in get_args(CheckedBy):
        raise ValueError(f"{where}.checked_by: {checked_by!r} is not a known place")
    return PatternSyntax(
        flag=_get(table, "flag", str, where),
        superseded_flag=_optional_text(table, "superseded_flag", where),
        stage_separator=_optional_text(table, "stage_separator", where),
        mtp_separator=_optional_text(table, "mtp_separator", where),
        needs_num_layers=_get(table, "needs_num_layers", bool, where),
        checked_by=cast("CheckedBy", checked_by),
    )


def _stack_spec(value: object) -> StackSpec:
    where = "catalog.stack_spec"
    table = _table(value, where)
    return StackSpec(
        module=_get(table, "module", str, where),
        name=_get(table, "name", str, where),
        required=_get(table, "required", bool, where),
        aliases=_pairs(table, "aliases", where),
    )


def _table(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}: expected an object, found {type(value).__name__}")
    return value


def _only_known(table: Mapping[str, object], known: frozenset[str], where: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise ValueError(f"{where}.{unknown[0]}: unknown field")


def _get(table: Mapping[str, object], key: str, kind: type[_T], where: str) -> _T:
    value = table.get(key)
    if type(value) is not kind:
        found = "nothing" if key not in table else type(value).__name__
        raise ValueError(f"{where}.{key}: expected {kind.__name__}, found {found}")
    return value


def _optional_text(table: Mapping[str, object], key: str, where: str) -> str | None:
    return None if table.get(key) is None else _get(table, key, str, where)


def _optional_bool(table: Mapping[str, object], key: str, where: str) -> bool:
    return key in table and _get(table, key, bool, where)


def _items(table: Mapping[str, object], key: str, where: str) -> Sequence[object]:
    value = table.get(key)
    if not isinstance(value, list | tuple):
        raise ValueError(f"{where}.{key}: expected a list")
    return value


def _texts(table: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    values = _items(table, key, where)
    texts = tuple(value for value in values if isinstance(value, str))
    if len(texts) != len(values):
        raise ValueError(f"{where}.{key}: expected a list of texts")
    return texts


def _pairs(table: Mapping[str, object], key: str, where: str) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for index, entry in enumerate(_items(table, key, where)):
        match entry:
            case [str(one), str(other)]:
                pairs.append((one, other))
            case _:
                raise ValueError(f"{where}.{key}[{index}]: expected a pair of texts")
    return tuple(pairs)


def _refuse_duplicates(names: Sequence[str], where: str) -> None:
    if len(set(names)) != len(names):
        twice = next(name for index, name in enumerate(names) if name in names[:index])
        raise ValueError(f"{where}: {twice!r} appears twice")
