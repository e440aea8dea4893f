"""Comments are found behind strings, and not in them."""

from __future__ import annotations

import pytest

from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML


@pytest.mark.parametrize(
    ("language", "line", "comment"),
    [
        (YAML, "a: b # c", "# c"),
        (YAML, "# c", "# c"),
        (YAML, "a: b#c", None),
        (YAML, "a: 'x # y' # c", "# c"),
        (YAML, "a: 'x'' # y' # c", "# c"),
        (YAML, "a: '''' # c", "# c"),
        (YAML, "a: 'x'' # y", None),
        (YAML, "- ['x'' # y', '# z'] # c", "# c"),
        (YAML, "a: it's so # c", "# c"),
        (YAML, 'a: "x\\" # y" # c', "# c"),
        (YAML, 'a: "x # y', None),
        (TOML, "a = 1 # c", "# c"),
        (TOML, "a = 1# c", "# c"),
        (TOML, "a = 'x # y' # c", "# c"),
        (TOML, "a = 'x\\' # c", "# c"),
        (TOML, "a = ['x','# y'] # c", "# c"),
        (TOML, 'a = "x\\" # y" # c', "# c"),
        (TOML, "a = '''it's # y''' # c", "# c"),
        (TOML, 'a = """say "x # y" to""" # c', "# c"),
        (TOML, 'a = """x # y""""" # c', "# c"),
        (TOML, 'a = """x " # y', None),
        (TOML, "a = '''x ' # y", None),
        (TOML, 'a = "" # c', "# c"),
        (TOML, "a = '' # c", "# c"),
        (JSON, '{"a": "x # y"} # c', None),
        (JSON, "# c", None),
        (JSON, "{'a': 'x'' # y'}", None),
    ],
)
def test_where_the_comment_of_a_line_begins(
    language: Language, line: str, comment: str | None
) -> None:
    comments = language.comments
    start = comments.start_in(line.encode()) if comments else None
    assert (line[start:] if start is not None else None) == comment
