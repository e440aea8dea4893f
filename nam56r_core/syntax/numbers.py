"""How long a number may be, in every language.

Must not know how any language writes one.
"""

LONGEST_NUMBER = 4000
"""Characters of a number; the interpreter refuses to read much longer ones (a guard against
quadratic time)."""

TOO_LONG = "a number with thousands of digits"
"""What is said of a longer one, which nobody can mean."""
