"""Effective values: what a size or choice is on the target, and where the value comes from.

A value is written in the recipe, inherited from a base, derived by the release from other values,
or the default of the release. Rules, hovers and plans read effective values here, so each default
and each derivation is stated once. Must not know rules, and nothing about how values are shown.
"""
