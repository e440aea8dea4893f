"""What a change means for plain values: what a document must say afterwards, and the smaller
changes that a change comes down to.

Must not know how any language is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nam56r_core.changes import Change, Path, Plain, Remove, RenameKey, SetValue
from nam56r_core.syntax.editor import CannotEditError
from nam56r_core.syntax.tree import same


def values_after(old: object, change: SetValue | Remove | RenameKey) -> tuple[object, ...]:
    """What a document that said `old` may say after the change; raises `CannotEditError`.

    A removal may take the mappings above with it that it left empty: an empty mapping sets
    nothing. An empty list does set something, and stays.
    """
    match change:
        case SetValue(path, value):
            return (_with_value(old, path, value),)
        case RenameKey(path, name):
            return (_renamed(old, path, name),)
        case Remove(path):
            return tuple(_without(old, path))


def steps_of(old: object, change: SetValue) -> list[Change]:
    """A value set, as changes that each replace one value that is there, add one entry or item
    whose parent is there, or remove one.

    A mapping becomes another entry by entry and a list item by item, so that everything written
    beside what stays is kept.
    """
    node = old
    path, value = change.path, change.value
    for depth, step in enumerate(path):
        child = _child(node, step)
        if child is None:
            at = depth if node is None else depth + 1
            after = change.after if at == len(path) else ()
            return [SetValue(path[:at], _nested(path[at:], value), after)]
        node = child[0]
    return _differences(path, node, value)


def _normal(value: object) -> object:
    """A plain value with the types that a reader gives."""
    if isinstance(value, Mapping):
        return {str(key): _normal(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_normal(item) for item in value]
    return value


def _nested(path: Path, value: Plain) -> Plain:
    """The value that gives `value` at a path where nothing is yet."""
    for step in reversed(path):
        if isinstance(step, str):
            value = {step: value}
        elif step == 0:
            value = [value]
        else:
            raise CannotEditError
    return value


def _child(node: object, step: str | int) -> tuple[object] | None:
    if isinstance(node, dict) and isinstance(step, str):
        return (node[step],) if step in node else None
    if isinstance(node, list) and isinstance(step, int) and 0 <= step <= len(node):
        return (node[step],) if step < len(node) else None
    if node is None:
        return None
    raise CannotEditError


def _parent(old: object, path: Path) -> tuple[dict[str, object] | list[object], str | int]:
    """The collection that holds what is at a path, which must be there, and its last step."""
    if not path:
        raise CannotEditError
    node: object = old
    for step in path:
        parent = node
        child = _child(node, step)
        if child is None:
            raise CannotEditError
        node = child[0]
    assert isinstance(parent, dict | list)
    return parent, path[-1]


def _with_value(old: object, path: Path, value: Plain) -> object:
    if not path:
        return _normal(value)
    step, *rest = path
    child = _child(old, step)
    new = _with_value(child[0] if child else None, tuple(rest), value)
    if isinstance(old, list) and isinstance(step, int):
        return [*old[:step], new, *old[step + 1 :]]
    if isinstance(old, dict):
        return {**old, step: new}
    if step == 0:
        return [new]
    if isinstance(step, int):
        raise CannotEditError
    return {step: new}


def _without(old: object, path: Path) -> Iterable[object]:
    parent, _ = _parent(old, path)
    value = _replaced(old, path, [])
    yield value
    while isinstance(parent, dict) and len(parent) == 1 and path[:-1]:
        path = path[:-1]
        parent, _ = _parent(old, path)
        if isinstance(parent, dict):
            yield _replaced(old, path, [])


def _renamed(old: object, path: Path, name: str) -> object:
    parent, key = _parent(old, path)
    if not isinstance(parent, dict) or not isinstance(key, str):
        raise CannotEditError
    if name != key and name in parent:
        raise CannotEditError
    return _replaced(old, path, [(name, parent[key])])


def _replaced(old: object, path: Path, entries: list[tuple[str, object]]) -> object:
    """The value with other entries, or none, in place of the one at a path."""
    step, *rest = path
    if isinstance(old, dict):
        if not rest:
            return {k: v for key in old for k, v in (entries if key == step else [(key, old[key])])}
        assert isinstance(step, str)
        return {**old, step: _replaced(old[step], tuple(rest), entries)}
    assert isinstance(old, list) and isinstance(step, int)
    if not rest:
        return [*old[:step], *old[step + 1 :]]
    return [*old[:step], _replaced(old[step], tuple(rest), entries), *old[step + 1 :]]


def _differences(path: Path, old: object, new: Plain) -> list[Change]:
    if same(old, _normal(new)):
        return []
    if isinstance(old, dict) and isinstance(new, Mapping) and new:
        sets: list[Change] = []
        for key, value in new.items():
            where = (*path, key)
            sets += _differences(where, old[key], value) if key in old else [SetValue(where, value)]
        return [*sets, *(Remove((*path, key)) for key in old if key not in new)]
    if isinstance(old, list) and old and isinstance(_normal(new), list) and new:
        assert not isinstance(new, str | int | float | Mapping)
        return _differences_of_items(path, old, list(new))
    return [SetValue(path, new)]


def _differences_of_items(path: Path, old: list[object], new: list[Plain]) -> list[Change]:
    """Items that are equal at both ends stay; as nothing can be inserted between items, a list
    that grows keeps only those at the beginning."""
    first = _equal_items(old, new)
    last = _equal_items(old[first:][::-1], new[first:][::-1]) if len(new) <= len(old) else 0
    before, after = old[first : len(old) - last], new[first : len(new) - last]
    changes: list[Change] = []
    for index, value in enumerate(after, first):
        if index < first + len(before):
            changes += _differences((*path, index), old[index], value)
        else:
            changes.append(SetValue((*path, index), value))
    surplus = range(first + len(after), first + len(before))
    return [*changes, *(Remove((*path, index)) for index in reversed(surplus))]


def _equal_items(old: list[object], new: list[Plain]) -> int:
    count = 0
    for left, right in zip(old, new, strict=False):
        if not same(left, _normal(right)):
            break
        count += 1
    return count
