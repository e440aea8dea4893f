"""Finds the effective value at a recipe path: written, inherited, derived, or the default.

A default is used only where the recipe certainly leaves the value out. Where a syntax error or an
unknown key may hide the value, there is no effective value: a finding about it could be false.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nam56r_core.changes import Path, Plain
from nam56r_core.dimensions.derive import DERIVATIONS
from nam56r_core.dimensions.model import Dimension, Origin
from nam56r_core.recipe.model import Recipe
from nam56r_core.recipe.origins import Origins
from nam56r_core.recipe.schema import option_at
from nam56r_core.targets.catalog import Catalog, FlagAction

ENTRY_SCRIPT_DEFAULTS: Mapping[Path, Plain] = {("data", "tokenizer_type"): "GPT2BPETokenizer"}
"""Defaults that the hybrid entry scripts pass to the parser (`args_defaults`; 0.12.3
pretrain_mamba.py:276, 0.19.0 pretrain_hybrid.py:460)."""

CONFIGURATION_DEFAULTS: Mapping[Path, Plain] = {("model", "rope_type"): "yarn"}
"""Defaults of the MLA configuration class, which the parser leaves open
(0.14.0 transformer_config.py, 0.19.0:2927)."""


@dataclass(eq=False)
class Dimensions:
    """Effective values of one recipe on one target. Without a target no default is known; what a
    release derives is the same in all of them.

    `may_hide` tells whether a value may be written where it could not be read.
    """

    recipe: Recipe
    origins: Origins
    catalog: Catalog | None
    may_hide: Callable[[Path], bool]
    _found: dict[Path, Dimension | None] = field(default_factory=dict, init=False, repr=False)

    def get(self, path: Path) -> Dimension | None:
        """The effective value with its origin; None where none is known."""
        if path not in self._found:
            self._found[path] = self._resolved(path)
        return self._found[path]

    def value(self, path: Path) -> Plain:
        """The effective value alone, None where none is known."""
        found = self.get(path)
        return found.value if found else None

    def number(self, path: Path) -> int | None:
        """The effective value where it is a whole number."""
        value = self.value(path)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def assumed(self, path: Path) -> Dimension | None:
        """The value that the release derives, or its default, if the recipe leaves it out."""
        return self._derived(path) or self._default(path)

    def _resolved(self, path: Path) -> Dimension | None:
        written = self._written(path)
        if written is not None or self.may_hide(path):
            return written
        return self.assumed(path)

    def _written(self, path: Path) -> Dimension | None:
        value: object = self.recipe
        for part in path:
            value = getattr(value, str(part), None)
        if value is None:
            return None
        node = self.origins.node(path)
        own = node is not None and node.source is self.origins.document
        assert isinstance(value, (str, int, float, list))
        return Dimension(path, value, Origin.WRITTEN if own else Origin.INHERITED)

    def _derived(self, path: Path) -> Dimension | None:
        rule = DERIVATIONS.get(path)
        if rule is None:
            return None
        values = [self.value(source) for source in rule.sources]
        if not all(isinstance(value, int) for value in values):
            return None
        result = rule.compute(*values)
        if result is None:
            return None
        return Dimension(path, result, Origin.DERIVED, rule.sources)

    def _default(self, path: Path) -> Dimension | None:
        option = option_at(path)
        if self.catalog is None or option is None:
            return None
        flag = self.catalog.flag(option)
        if flag is None:
            return None
        other = ENTRY_SCRIPT_DEFAULTS.get(path, CONFIGURATION_DEFAULTS.get(path))
        value: Plain = other if other is not None else flag.default
        # A switch is off until it is given, also one that turns something off.
        if flag.action in (FlagAction.STORE_TRUE, FlagAction.STORE_FALSE):
            value = False
        if value is None:
            return None
        return Dimension(path, value, Origin.DEFAULT)
