"""How TOML writes comments: a `#` anywhere outside a string.

Must not know what a comment says.
"""

from __future__ import annotations

import re

from nam56r_core.syntax.comments import CommentSyntax

_STRING = (
    rb"\"{3}(?:[^\"\\]|\\.|\"{1,2}(?!\"))*(?:\"{3,5}|\Z)|'{3}.*?(?:'{3,5}|\Z)"
    rb"|\"(?:[^\"\\]|\\.)*(?:\"|\Z)|'[^']*(?:'|\Z)"
)

COMMENTS = CommentSyntax(re.compile(rb"#"), re.compile(_STRING + rb"|(?P<mark>#)"))
