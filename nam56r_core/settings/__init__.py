"""The settings of a project: their model, how they are read, what they come to for one recipe.

Must not know where settings are kept, nor who asks.
"""

from nam56r_core.settings.effective import Effective, Overruling, effective
from nam56r_core.settings.model import Settings
from nam56r_core.settings.read import TABLE, SettingsReading, has_table, read_settings

__all__ = [
    "TABLE",
    "Effective",
    "Overruling",
    "Settings",
    "SettingsReading",
    "effective",
    "has_table",
    "read_settings",
]
