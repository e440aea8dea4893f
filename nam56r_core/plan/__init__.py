"""The plan: what a target makes of every layer of a recipe."""
