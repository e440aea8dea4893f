"""Files that may be recipes or bases, by their names, as editors match them.

Must not know what is done with one.
"""

from __future__ import annotations

HERE = "*.{yaml,yml,toml,json}"
"""A base, or a recipe by a setting, may have any name with one of these endings."""

BELOW = f"**/{HERE}"
"""The same in all folders."""
