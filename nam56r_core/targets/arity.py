"""Whether a release's parser takes these values for this flag, before any token is written.

Follows argparse of Python 3.11 to 3.14, which all releases use without abbreviations; where those
differ, what one of them refuses is refused here. Must not know what a value means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from nam56r_core.targets.catalog import Flag
from nam56r_core.targets.converters import convert

# As in argparse up to Python 3.13; 3.14 also knows exponents, so `-1e-5` must not be relied on.
_NEGATIVE_NUMBER = re.compile(r"-\d+|-\d*\.\d+")
_END_OF_OPTIONS = "--"

_TYPE_WORDS = {
    "int": "an integer",
    "float": "a number",
    "moe_freq_type": "an integer or a list such as ([1]*3+[0])*2",
    "no_rope_freq_type": "an integer or a list such as ([1]*3+[0])*2",
    "la_freq_type": "an integer or a list such as ([1]*3+[0])*2",
    "tuple_type": "integers separated by commas",
}


class ValueProblemKind(Enum):
    """What is wrong with the values of a flag."""

    ARITY = "arity"
    TYPE = "type"
    CHOICE = "choice"
    LOOKS_LIKE_OPTION = "looks-like-option"


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """Why the parser refuses; `value` is the first offender, `expected` says what would pass."""

    kind: ValueProblemKind
    value: str | None
    expected: str


def check_values(flag: Flag, values: Sequence[str]) -> ValueProblem | None:
    """The first problem with the values that are to follow a flag, or None if it takes them.

    A single value that could be taken for an option passes if it is written as `--flag=value`
    (see `needs_equals`); in a list of values nothing can help it.
    """
    if not _count_fits(flag.nargs, len(values)):
        return ValueProblem(ValueProblemKind.ARITY, None, expected_count(flag))
    for value in values:
        if value == _END_OF_OPTIONS:
            return ValueProblem(ValueProblemKind.LOOKS_LIKE_OPTION, value, "another value")
        # `--flag=value` gives exactly one value, which does not help a list.
        if looks_like_option(value) and len(values) > 1:
            return ValueProblem(
                ValueProblemKind.LOOKS_LIKE_OPTION, value, "a value that does not begin with -"
            )
    for value in values:
        try:
            converted = convert(flag.type, value)
        except ValueError:
            words = _TYPE_WORDS.get(flag.type or "", f"what {flag.type} takes")
            return ValueProblem(ValueProblemKind.TYPE, value, words)
        if flag.choices and converted not in flag.choices:
            words = "one of " + ", ".join(str(choice) for choice in flag.choices)
            return ValueProblem(ValueProblemKind.CHOICE, value, words)
    return None


def needs_equals(values: Sequence[str]) -> bool:
    """Whether the values must be written as one token, `--flag=value`.

    A pattern that begins with `-` is the case that people meet: as a token of its own argparse
    takes it for an option.
    """
    return len(values) == 1 and looks_like_option(values[0])


def looks_like_option(value: str) -> bool:
    """Whether a token may be taken for an option rather than for a value.

    With a space in it argparse takes most such tokens for values; that is not relied on.
    """
    return len(value) > 1 and value[0] == "-" and _NEGATIVE_NUMBER.fullmatch(value) is None


def expected_count(flag: Flag) -> str:
    """How many values a flag takes, in words."""
    match flag.nargs:
        case None | 1:
            return "one value"
        case "+":
            return "one or more values"
        case "*":
            return "any number of values"
        case 0:
            return "no value"
        case count:
            return f"{count} values"


def _count_fits(nargs: int | str | None, count: int) -> bool:
    if nargs is None:
        return count == 1
    if isinstance(nargs, int):
        return count == nargs
    return nargs == "*" or count > 0
