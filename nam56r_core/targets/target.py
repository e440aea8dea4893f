"""One Megatron-LM that a recipe is translated for: its catalog, and the release it descends from.

Must not know other targets.
"""

from __future__ import annotations

from dataclasses import dataclass

from nam56r_core.targets.catalog import Catalog
from nam56r_core.targets.releases import Release

BUNDLED = "nam56r"
"""The origin of a catalog that comes with nam56r."""


@dataclass(frozen=True, slots=True)
class Target:
    """A catalog with its lineage.

    `lineage` is the newest known release that the code descends from, which decides the facts that
    no catalog has (`judgments`). For a known release it is the release itself. `origin` says where
    the catalog is from: `BUNDLED`, or the checkout or file that it was read from.
    """

    catalog: Catalog
    lineage: Release
    origin: str = BUNDLED

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What a recipe calls it: the tag of a release."""
        return self.catalog.tag

    @property
    def short_name(self) -> str:
        """What messages call it: the version of a release."""
        return self.catalog.release

    @property
    def is_known_release(self) -> bool:
        """Whether it is one of the releases that come with nam56r, not code derived from one."""
        return self.name == self.lineage.tag

    def descends_from(self, release: Release) -> bool:
        """Whether the target is a known release, or comes after it."""
        return self.lineage >= release
