"""Recipes: the schema, inheritance, and where every value was written."""
