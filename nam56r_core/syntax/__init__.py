"""Recipe files as text: YAML, TOML and JSON, read into one value tree with the place of each value.

`yaml/`, `toml/` and `json/` know one language each. Must not know any recipe key, release or rule.
"""
