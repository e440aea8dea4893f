"""Completion of keys and sections: those that the schema has at a place and the recipe has not.

Must not know how values are offered.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.explanations.model import Link, Topic
from nam56r_core.ide.completion.insert import key_template
from nam56r_core.ide.completion.item import Completion, CompletionKind
from nam56r_core.ide.completion.shape import Shape, section_at, shape_at
from nam56r_core.ide.letters import HOOKS
from nam56r_core.ide.view import View
from nam56r_core.layers import FAMILY_OF_SECTION
from nam56r_core.recipe.describe import KeyDescription, all_keys
from nam56r_core.recipe.origins import Origins, dotted
from nam56r_core.syntax.context import HeaderContext, KeyContext
from nam56r_core.syntax.snippet import Form
from nam56r_core.syntax.tree import MappingNode, node_at
from nam56r_core.targets.catalog import Catalog
from nam56r_core.text import TextEdit, TextRange


def key_completions(view: View, context: KeyContext) -> Iterator[Completion]:
    """The keys that are not yet in the section; in TOML also the tables that may begin there."""
    section = section_at(context.path)
    if section is None:
        return
    present = context.present | _keys_in(view, context.path, context.token.range)
    for index, name in enumerate(section.model_fields):
        path, shape = (*context.path, name), shape_at((*context.path, name))
        if name not in present and shape is not None:
            yield _completion(view, context, path, shape, index)
    if context.takes_header and context.path:
        yield from _headers_below(view, context)


def header_completions(view: View, context: HeaderContext) -> Iterator[Completion]:
    """The tables that a TOML recipe does not have yet, inside the brackets of a header."""
    closer = "" if context.closed else "]"
    for index, path in enumerate(_new_tables(view, context.token.range)):
        edit = TextEdit(context.token.range, dotted(path) + closer)
        yield _table(path, dotted(path), edit, index)


def _completion(
    view: View, context: KeyContext, path: Path, shape: Shape, index: int
) -> Completion:
    key = all_keys()[dotted(path)]
    name = str(path[-1])
    template = key_template(view.language, context, name, shape)
    flag = view.catalog.flag(key.option) if view.catalog and key.option else None
    fits = key.option is None or view.catalog is None or flag is not None
    return Completion(
        label=name,
        kind=CompletionKind.SECTION if Form.MAPPING in shape.forms else CompletionKind.KEY,
        detail=_detail(key, view.catalog, fits=fits),
        documentation=Link(Topic.KEY, key.name),
        edit=TextEdit(context.token.range, template.snippet),
        sort_key=f"{_rank(view, path, fits=fits)}{index:03}",
        filter_text=context.token.quote + name,
        extra=context.surroundings.elsewhere,
        deprecated=flag is not None and flag.deprecated,
        plain=template.plain,
        values_follow=not context.has_mark and _has_few_values(path, shape, view.catalog),
    )


def _has_few_values(path: Path, shape: Shape, catalog: Catalog | None) -> bool:
    """Whether a list of values can be shown for a key; that of a switch is in its tab stop."""
    if Form.MAPPING in shape.forms or shape.first is Form.SWITCH:
        return False
    option = all_keys()[dotted(path)].option
    flag = catalog.flag(option) if catalog and option else None
    return path == ("target",) or bool(shape.words) or bool(flag and flag.choices)


def _detail(key: KeyDescription, catalog: Catalog | None, *, fits: bool) -> str:
    if key.opens is not None:
        return key.says
    parts = [key.value_and_unit.replace("`", "")]
    if key.option is not None:
        parts.append(key.option)
    if not fits and catalog is not None:
        parts.append(f"not in {catalog.tag}")
    return "; ".join(parts)


def _rank(view: View, path: Path, *, fits: bool) -> int:
    """Keys that would do something come first."""
    if not fits:
        return 2
    match path:
        case (str(section),) if section in FAMILY_OF_SECTION and view.plan.layers:
            return 0 if FAMILY_OF_SECTION[section] in view.plan.families else 1
        case (*section, str(feature)) if tuple(section) == HOOKS:
            return 0 if view.facts.written(("features", feature)) else 1
    return 0


def _keys_in(view: View, path: Path, but: TextRange) -> frozenset[str]:
    """The keys of a section in the recipe's own document, without the one that is being typed."""
    node = node_at(view.tree.root, path)
    if not isinstance(node, MappingNode):
        return frozenset()
    return frozenset(entry.name for entry in node.entries if not entry.key.range.overlaps(but))


# ------------------------------------------------------------------------- tables of TOML


def _headers_below(view: View, context: KeyContext) -> Iterator[Completion]:
    """Tables elsewhere in the recipe, offered behind the last key of another one."""
    if context.token.quote:
        return
    for index, path in enumerate(_new_tables(view, context.token.range)):
        header = view.language.table_header(path)
        if header is not None and path[:-1] != context.path:
            edit = TextEdit(context.token.range, header + context.surroundings.below)
            yield _table(path, header, edit, 500 + index)


def _table(path: Path, label: str, edit: TextEdit, index: int) -> Completion:
    return Completion(
        label=label,
        kind=CompletionKind.SECTION,
        detail=all_keys()[dotted(path)].says,
        documentation=Link(Topic.KEY, dotted(path)),
        edit=edit,
        sort_key=f"1{index:03}",
        filter_text=label,
    )


def _new_tables(view: View, but: TextRange) -> Iterator[Path]:
    """The tables that may still be opened by a header, in the schema's order."""
    for name, key in all_keys().items():
        path: Path = tuple(name.split("."))
        shape = shape_at(path)
        is_table = shape is not None and Form.MAPPING in shape.forms
        if is_table and (key.opens is None or _has_values(path)) and not _is_said(view, path, but):
            yield path


def _has_values(path: Path) -> bool:
    """Whether a section has keys of its own, and not only sections."""
    section = section_at(path)
    shapes = (shape_at((*path, name)) for name in section.model_fields) if section else ()
    return any(shape is not None and Form.MAPPING not in shape.forms for shape in shapes)


def _is_said(view: View, path: Path, but: TextRange) -> bool:
    """Whether a recipe has a table already, apart from the one that is being typed."""
    root = view.tree.root
    origins = Origins(root if isinstance(root, MappingNode) else None, view.source)
    if origins.node(path) is None:
        return False
    entry = origins.entry(path)
    return entry is None or not entry.key.range.touches(but.end)
