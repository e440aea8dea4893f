"""What a hover says about a recipe key: what it means and takes, the flag behind it with its
default, and what it comes to here: the argument it becomes, the value that it overrides.

Must not know where the cursor is.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from nam56r_core.changes import Path
from nam56r_core.dimensions.wording import origin, written
from nam56r_core.explanations.flag_words import default
from nam56r_core.explanations.model import Topic
from nam56r_core.ide.hover.text import code, meaning, part_of
from nam56r_core.ide.letters import HOOKS, section_at
from nam56r_core.ide.statuses import in_words
from nam56r_core.ide.view import View
from nam56r_core.layers import FAMILY_OF_SECTION
from nam56r_core.messages import plan as wording
from nam56r_core.messages.reasons import reason_words
from nam56r_core.recipe.describe import KeyDescription, all_keys
from nam56r_core.recipe.origins import dotted
from nam56r_core.syntax.tree import ScalarNode, node_at

Fact = tuple[str, str]

STACK_KEYS: tuple[Path, ...] = (("pattern",), ("depth",))
"""The keys whose arguments Megatron must not be given unless every layer can be built."""


def key_part(view: View, path: Path) -> str:
    """A key with its facts; empty for one that no recipe has."""
    key = key_at(path)
    if key is None:
        return ""
    facts = [
        *_flag(view, key),
        *arguments(view, path),
        *_base(view, path),
        *_plan(view, path),
        *_supplied(view, path),
    ]
    return part_of(meaning(key.name, Topic.KEY, view.facts.target), facts)


def key_at(path: Path) -> KeyDescription | None:
    """The key that a path leads to: without the positions of a list, and without a name that the
    author chose, such as that of an environment variable."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    known = all_keys().get(dotted(path))
    if known is None and path:
        above = all_keys().get(dotted(path[:-1]))
        return above if above and above.opens is None else None
    return known


def _flag(view: View, key: KeyDescription) -> Iterator[Fact]:
    flag = view.catalog.flag(key.option) if view.catalog and key.option else None
    if flag is not None and view.catalog is not None:
        yield f"Default in {view.catalog.release}", default(flag)


def arguments(view: View, path: Path) -> Iterator[Fact]:
    """What a key becomes on this target; of a section, nothing."""
    name = dotted(path)
    draft = view.facts.draft
    for arg in (*draft.args, *draft.launch.graph_capture):
        if arg.key == name:
            yield "Lowers to", code(shlex.join(arg.tokens))
    for withheld in draft.withheld:
        if withheld.key == name:
            yield "Withheld", f"{code(withheld.option)}, {withheld.reason(view.plan.target)}"
    if path in STACK_KEYS and view.plan.withheld:
        yield "Withheld", reason_words(view.plan.withheld, view.plan.target)


def _base(view: View, path: Path) -> Iterator[Fact]:
    """The value of the bases that an own one stands over."""
    base = node_at(view.facts.inherited.base, path)
    if isinstance(base, ScalarNode) and base.value is not None:
        yield "Overrides", f"{code(base.source.slice(base.range))} of {base.source.name}"


def _supplied(view: View, section: Path) -> Iterator[Fact]:
    """The values that the release supplies in a section, because no file sets them."""
    release = view.catalog.release if view.catalog else ""
    for found in view.facts.assumed_dimensions:
        if found.path[:-1] == section:
            value = f"{code(f'{found.path[-1]}: {written(found.value)}')} ({origin(found)})"
            yield f"Supplied by {release}", value


def _plan(view: View, path: Path) -> Iterator[Fact]:
    """What a section or seam is about: the layers of a letter, a feature's code."""
    section = section_at(path)
    if section is not None:
        family = FAMILY_OF_SECTION[section]
        layers = [layer for layer in view.plan.layers if layer.family is family]
        yield "In the stack", in_words(layers) if layers else "no layer"
    for seam in view.plan.seams:
        if path in (("features", seam.name), (*HOOKS, seam.name)):
            yield "Seam", wording.seam(seam, view.plan)
