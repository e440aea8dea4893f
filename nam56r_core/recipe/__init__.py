"""Recipes: the schema, inheritance, and where every value was written.

Must not know releases, nor where documents are kept.
"""
