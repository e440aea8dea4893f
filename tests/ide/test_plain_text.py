"""Prose for editors that show no Markdown."""

from __future__ import annotations

import pytest

from nam56r_core.ide.plain_text import plain_text

MARKDOWN = """\
**`A|B`, a *letter* of 2 ** 3**

## What it is

Read [the page](other.md#part) of `**kwargs`, `[x](y)` and ``a ` b``,
which goes on; an [open bracket stays, as `does this.

- one
  goes on
- **two**

1. first

---

| head | second |
| --- | --- |
| `a\\|b` | **x** |
| longer cell | y |

```yaml
pattern: "A|M"  # **

  deeper
```
"""

PLAIN = """\
`A|B`, a *letter* of 2 ** 3

What it is

Read the page of `**kwargs`, `[x](y)` and ``a ` b``, which goes on; an [open bracket stays, as \
`does this.

- one goes on
- two

1. first

head         second
`a|b`        x
longer cell  y

    pattern: "A|M"  # **

      deeper"""


def test_the_words_stay_and_the_marks_go() -> None:
    assert plain_text(MARKDOWN) == PLAIN


@pytest.mark.parametrize("text", ["", "`", "**", "[", "[a](", "``` ", "[`](`)", "``a`"])
def test_text_that_marks_nothing(text: str) -> None:
    assert isinstance(plain_text(text), str)
