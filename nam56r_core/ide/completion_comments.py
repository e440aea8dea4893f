"""What can be written in a comment: the words of a suppression, and the names of rules.

Must not know what a rule reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nam56r_core.explain.model import Link, Topic
from nam56r_core.ide.completion_item import Completion, CompletionKind
from nam56r_core.ide.view import View
from nam56r_core.rules.names import rule_names
from nam56r_core.suppressions import MARK, Scope
from nam56r_core.syntax.nodes import Host
from nam56r_core.text import TextEdit, TextRange

_STRING = rb"\"(?:[^\"\\]|\\.)*(?:\"|\Z)|'[^']*(?:'|\Z)"
_HASH = {
    Host.YAML: re.compile(rb"(?:\A|(?<=[ \t\[{,:]))(?:" + _STRING + rb")|(?:\A|(?<=[ \t]))(?P<hash>#)"),
    Host.TOML: re.compile(_STRING + rb"|(?P<hash>#)"),
}
