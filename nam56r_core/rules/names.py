"""The names of all rules, for those that must know them without knowing the rules.

A rule may not import the registry, which imports it; the pages beside the rules have their names.
"""

from __future__ import annotations

import re
from functools import cache

from nam56r_core._resources import bundled_names, bundled_text

_EXAMPLE_OPTIONS = re.compile(r"^(```\w+) .*$", re.MULTILINE)


@cache
def rule_names() -> tuple[str, ...]:
    """Every rule's name, sorted."""
    return tuple(stem.replace("_", "-") for stem in bundled_names("rules", suffix=".md"))


def page(name: str) -> str:
    """The Markdown page of a rule; raises `FileNotFoundError` for an unknown one."""
    return bundled_text("rules", name.replace("-", "_") + ".md")


def for_readers(page_text: str) -> str:
    """A page without the options behind the language of an example, which are for the tests."""
    return _EXAMPLE_OPTIONS.sub(r"\1", page_text)
