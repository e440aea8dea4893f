"""`nam56r plan`: every layer of a recipe and what it becomes."""
