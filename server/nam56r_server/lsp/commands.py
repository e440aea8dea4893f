"""The names of the commands, as editors know them."""

from __future__ import annotations

EXPORT = "nam56r.export"
SHOW_PLAN = "nam56r.showPlan"
COMPARE_TARGETS = "nam56r.compareTargets"
