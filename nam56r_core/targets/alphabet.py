"""The alphabet of a target's own patterns.

Must not know who writes in it.
"""

from __future__ import annotations

from functools import lru_cache

from nam56r_core.alphabet import Alphabet
from nam56r_core.layers import FAMILY_OF
from nam56r_core.targets.catalog import Catalog


@lru_cache(32)
def alphabet_of(catalog: Catalog) -> Alphabet:
    """The symbols of a catalog and its separators."""
    return Alphabet(
        families={symbol.char: FAMILY_OF[symbol.kind] for symbol in catalog.symbols},
        letters={symbol.kind: symbol.char for symbol in catalog.symbols},
        kinds={symbol.char: symbol.kind for symbol in catalog.symbols},
        stage_break=catalog.pattern.stage_separator,
        part_break=catalog.pattern.mtp_separator,
    )
