"""The targets that a name can stand for, in order of age, and what can be asked of all of them.

Catalogs that come with nam56r are read on first use, each only once. Must not know any recipe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from nam56r_core.layers import FAMILY_OF, LayerKind
from nam56r_core.targets.catalog import Catalog, Symbol
from nam56r_core.targets.releases import (
    MAIN,
    RELEASES,
    Release,
    UnknownTarget,
    find_release,
    load,
)
from nam56r_core.targets.target import Target


@dataclass(frozen=True, slots=True)
class FirstNative:
    """The first later target that builds a kind of layer natively, from its own `symbol`."""

    target: Target
    symbol: str

    def __str__(self) -> str:
        return f"native from {self.target.short_name} (`{self.symbol}`)"


class Targets:
    """An ordered set of targets, oldest first: the known releases, and others behind the release
    that each descends from. Compares by identity."""

    def __init__(
        self, releases: Sequence[Release] = RELEASES, others: Sequence[Target] = ()
    ) -> None:
        self._releases = tuple(sorted(releases))
        self._others = tuple(others)
        self._with_flag: dict[str, tuple[Target, ...]] = {}

    def __iter__(self) -> Iterator[Target]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._releases) + len(self._others)

    @cached_property
    def _all(self) -> tuple[Target, ...]:
        known = [known_target(release) for release in self._releases]
        # Sorting is stable: a release comes before what descends from it.
        return tuple(sorted((*known, *self._others), key=lambda target: target.lineage))

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each target; reads no catalog that comes with nam56r."""
        named = [(release, release.tag) for release in self._releases]
        named += [(other.lineage, other.name) for other in self._others]
        return tuple(name for _, name in sorted(named, key=lambda entry: entry[0]))

    @property
    def catalogs(self) -> tuple[Catalog, ...]:
        """The catalog of each target."""
        return tuple(target.catalog for target in self)

    @property
    def newest(self) -> Target:
        """The newest known release or snapshot."""
        return known_target(self._releases[-1])

    @property
    def newest_release(self) -> Target:
        """The newest known release; a snapshot of the development branch is none."""
        return known_target(max(release for release in self._releases if release is not MAIN))

    def find(self, name: str) -> Target | UnknownTarget:
        """The target that a name stands for, by the rules of `find_release`. The name and the
        commit of another target come first."""
        for other in self._others:
            if name in (other.name, other.short_name, other.catalog.commit):
                return other
        found = find_release(name)
        if isinstance(found, Release):
            if found in self._releases:
                return known_target(found)
            return UnknownTarget(name, ())
        return found

    def with_flag(self, option: str) -> tuple[Target, ...]:
        """The targets whose parser knows an option string, oldest first."""
        found = self._with_flag.get(option)
        if found is None:
            found = tuple(target for target in self if target.catalog.flag(option) is not None)
            self._with_flag[option] = found
        return found

    def only_with_modelopt(self, option: str) -> bool:
        """Whether the targets that know an option know it only where nvidia-modelopt is
        installed."""
        flags = [target.catalog.flag(option) for target in self.with_flag(option)]
        return bool(flags) and all(flag is not None and flag.needs_modelopt for flag in flags)

    def first_native(
        self, kind: LayerKind, beside: Sequence[LayerKind], after: Target
    ) -> FirstNative | None:
        """The first target after another in which a kind of layer is native, together with the
        kinds beside it.

        None for a kind that no target builds, and where `after` could build it itself, so that
        something else keeps the layer from it.
        """
        if _symbol(kind, beside, after.catalog) is not None:
            return None
        for target in self:
            if target.lineage > after.lineage:
                symbol = _symbol(kind, beside, target.catalog)
                if symbol is not None:
                    return FirstNative(target, symbol.char)
        return None

    def in_words(self, targets: Sequence[Target]) -> str:
        """Some of these targets, oldest first, as spans: `every release`, `from 0.16.1`,
        `from 0.13.1 to 0.16.1`."""
        if not targets:
            return "no release"
        if len(targets) == len(self):
            return "every release"
        place = {target.name: at for at, target in enumerate(self)}
        spans: list[list[Target]] = []
        for target in targets:
            if spans and place[spans[-1][-1].name] + 1 == place[target.name]:
                spans[-1].append(target)
            else:
                spans.append([target])
        return ", ".join(self._span(span) for span in spans)

    def _span(self, span: Sequence[Target]) -> str:
        first, last = span[0], span[-1]
        if first is last:
            return f"only in {first.short_name}"
        if last is self._all[-1]:
            return f"from {first.short_name}"
        if first is self._all[0]:
            return f"up to {last.short_name}"
        return f"from {first.short_name} to {last.short_name}"


@cache
def known_target(release: Release) -> Target:
    """The target of a release that comes with nam56r; reads its catalog."""
    return Target(load(release), release)


def _symbol(kind: LayerKind, beside: Sequence[LayerKind], catalog: Catalog) -> Symbol | None:
    """The symbol from which a catalog would build a kind beside the others of its stack."""
    symbol = catalog.symbol_for(kind)
    if symbol is None:
        return None
    for neighbour in beside:
        other = catalog.symbol_for(neighbour)
        if other is None and FAMILY_OF[neighbour] is FAMILY_OF[kind]:
            return None  # all layers of a family then ride on its carrier
        if other is not None and catalog.excludes(symbol.char, other.char):
            return None
    return symbol


KNOWN = Targets()
"""The releases that come with nam56r."""
