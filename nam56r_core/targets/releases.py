"""The releases that this project knows, in order, and the way to their catalogs.

A catalog is read when it is first asked for, and only that one. Must not know what is in a catalog
beyond its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from nam56r_core._resources import catalog_text
from nam56r_core.spelling import nearest
from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.encoding import catalog_from_json

_VERSION = re.compile(
    r"(?:core_)?(?:(?P<branch>r)|v)?(?P<number>(?P<minor>\d{1,3}\.\d{1,3})(?P<patch>\.\d{1,3})?)",
    re.ASCII,
)
_PATCHES: Mapping[str, tuple[str, ...]] = {
    "0.12": ("0.12.0", "0.12.1", "0.12.2"),
    "0.13": ("0.13.0",),
    "0.15": ("0.15.0", "0.15.1", "0.15.2"),
    "0.16": ("0.16.0",),
    "0.17": ("0.17.0",),
    "0.18": ("0.18.0",),
}
"""The tags of Megatron-LM beside the known releases, by minor version. Each has the pattern
alphabet of the known release (compared tag by tag)."""

_COMMIT = re.compile(r"[0-9a-f]{7,40}", re.ASCII)
_BRANCHES = ("main", "dev", "master")
"""Branches of Megatron-LM that move, so that their names stand for no release."""

_MINOR = re.compile(r"(?<![\d.])\d{1,9}\.\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """One release; releases compare by age, so rules can say since and until.

    `name` is the short name (`0.19.0`), `tag` the git tag, which is also the target's name.
    """

    rank: int
    name: str = field(compare=False)
    tag: str = field(compare=False)

    def __str__(self) -> str:
        return self.tag


V0_12 = Release(0, "0.12.3", "core_v0.12.3")
V0_13 = Release(1, "0.13.1", "core_v0.13.1")
V0_14 = Release(2, "0.14.0", "core_v0.14.0")
V0_15 = Release(3, "0.15.3", "core_v0.15.3")
V0_16 = Release(4, "0.16.1", "core_v0.16.1")
V0_17 = Release(5, "0.17.1", "core_v0.17.1")
V0_18 = Release(6, "0.18.2", "core_v0.18.2")
V0_19 = Release(7, "0.19.0", "core_v0.19.0")
MAIN = Release(8, "main-2026-08-22", "main-2026-08-22")
"""A snapshot of the development branch. Megatron-LM has no tag for it: the name is ours, after
the day of its commit (the catalog has the commit)."""

RELEASES: tuple[Release, ...] = (V0_12, V0_13, V0_14, V0_15, V0_16, V0_17, V0_18, V0_19, MAIN)

_BY_NAME = {name: release for release in RELEASES for name in (release.name, release.tag)}


@dataclass(frozen=True, slots=True)
class UnknownTarget:
    """A name that is no target; `nearest` are tags that somebody may have meant.

    `beyond` says of a version outside the known ones on which side it is, else it is empty.
    """

    name: str
    nearest: tuple[str, ...]
    beyond: str = ""


def find_release(name: str) -> Release | UnknownTarget:
    """The release that a name stands for.

    Accepted are its tag (`core_v0.19.0`) with or without `core_`, its version with or without `v`,
    its minor version if only one release has it, and the commit of its catalog (7 digits or more).
    Another patch of a minor version (`core_v0.18.0`) and its release branch (`core_r0.18.0`) stand
    for the one release that is known of it; `is_exact` tells them apart.
    """
    release = _BY_NAME.get(name) or _by_version(name) or _by_commit(name)
    if release is not None:
        return release
    if name in _BRANCHES:
        return UnknownTarget(name, (MAIN.tag,))
    minor = _MINOR.search(name)
    if minor is None:
        return UnknownTarget(name, _spelled_like(name))
    matches = [r for r in reversed(RELEASES) if r.name.startswith(minor[0] + ".")]
    if minor[0] == name and len(matches) == 1:
        return matches[0]
    if matches:
        return UnknownTarget(name, tuple(release.tag for release in matches))
    return _without_catalog(name, _numbers(minor[0]))


def spellings() -> tuple[str, ...]:
    """Every name that a recipe may give a target, but for shortened commits: tags first, the newest
    before the others."""
    newest = RELEASES[::-1]
    minors = [minor for release in newest if (minor := _MINOR.match(release.name))]
    numbers = [release.name for release in newest]
    numbers += [minor[0] for minor in minors]
    numbers += [number for minor in minors for number in _PATCHES.get(minor[0], ())]
    prefixes = ("", "v", "core_", "core_v", "r", "core_r")
    names = [release.tag for release in newest]
    names += [f"{prefix}{number}" for number in numbers for prefix in prefixes]
    names += [load(release).commit for release in newest]
    return tuple(dict.fromkeys(name for name in names if find_release(name) in RELEASES))


def is_exact(name: str, release: Release) -> bool:
    """Whether a name that stands for a release means just that release, and not another patch of
    its minor version, whose options may differ."""
    version = _VERSION.fullmatch(name)
    if version is None or version["patch"] is None:
        return True
    return version["branch"] is None and version["number"] == release.name


def _by_version(name: str) -> Release | None:
    version = _VERSION.fullmatch(name)
    if version is None:
        return None
    minor, number = version["minor"], version["number"]
    same_minor = [r for r in RELEASES if r.name.startswith(f"{minor}.")]
    known = [release.name for release in same_minor]
    exists = number in (minor, *known, *_PATCHES.get(minor, ()))
    return same_minor[0] if len(same_minor) == 1 and exists else None


def _by_commit(name: str) -> Release | None:
    if _COMMIT.fullmatch(name) is None:
        return None
    found = [release for release in RELEASES if load(release).commit.startswith(name)]
    return found[0] if len(found) == 1 else None


def _spelled_like(name: str) -> tuple[str, ...]:
    # Short names are closer to what people type than tags are; the answer names tags.
    near = nearest(name, reversed(_BY_NAME), limit=6)
    return tuple(dict.fromkeys(_BY_NAME[known].tag for known in near))[:3]


def _without_catalog(name: str, version: tuple[int, ...]) -> UnknownTarget:
    """A version whose minor no known release has: how it is spelled says nothing of its age."""
    tagged = [release for release in RELEASES if _MINOR.match(release.name)]
    older = [release for release in tagged if _numbers(release.name) < version]
    newer = [release for release in tagged if _numbers(release.name) > version]
    if not newer:
        return UnknownTarget(name, (older[-1].tag,), "newer than the newest known release")
    if not older:
        return UnknownTarget(name, (newer[0].tag,), "older than the oldest known release")
    return UnknownTarget(name, (newer[0].tag, older[-1].tag))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


@cache
def load(release: Release) -> Catalog:
    """The catalog of a release; read once."""
    catalog = catalog_from_json(catalog_text(release.tag))
    if (catalog.release, catalog.tag) != (release.name, release.tag):
        raise ValueError(f"catalog.tag: the catalog of {release.tag} says {catalog.tag}")
    return catalog


def release_named(name: str) -> Release:
    """A known release by its short name or tag, written in code; raises `KeyError` for one that
    does not exist."""
    return _BY_NAME[name]
