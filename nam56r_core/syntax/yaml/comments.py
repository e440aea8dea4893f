"""How YAML writes comments: a `#` at the beginning of a line or behind white space.

Must not know what a comment says.
"""

from __future__ import annotations

import re

from nam56r_core.syntax.comments import CommentSyntax

_MARK = rb"(?:(?<=[ \t\r\n])|\A)#"
# Two single quotes are one in a string. A string follows no letter: `it's` begins none.
_STRING = rb"(?:\A|(?<=[ \t\[{,:]))(?:\"(?:[^\"\\]|\\.)*(?:\"|\Z)|'(?:[^']|'')*(?:'|\Z))"

COMMENTS = CommentSyntax(re.compile(_MARK), re.compile(_STRING + rb"|(?P<mark>" + _MARK + rb")"))
