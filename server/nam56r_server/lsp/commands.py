"""The names of the commands, as editors know them.

Must not know what they do.
"""

from __future__ import annotations

EXPORT = "nam56r.export"
SHOW_PLAN = "nam56r.showPlan"
COMPARE_TARGETS = "nam56r.compareTargets"
APPLY_FIX = "nam56r.applyFix"
SHOW_PLACE = "nam56r.showPlace"

WITH_PROGRESS = frozenset({EXPORT, COMPARE_TARGETS})
"""Those that say while they run that they do."""
