"""TOML documents as people write them, from random choices: headers, dotted keys, inline tables,
every kind of string and number. What they mean is for `tomllib` to say.
"""

from __future__ import annotations

import json

from hypothesis import strategies as st

_KEYS = ("a", "b", "c", "a-b", "1", '"x y"', "'q'", '"\\u0061"')
_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)

_dotted = st.lists(st.sampled_from(_KEYS), min_size=1, max_size=3).map(".".join)
_spaced = st.lists(st.sampled_from(_KEYS), min_size=1, max_size=2).map(" . ".join)
_keys = st.one_of(st.sampled_from(_KEYS), _dotted, _spaced)

_strings = st.one_of(
    _TEXT.map(lambda text: json.dumps(text, ensure_ascii=False)),
    _TEXT.filter(lambda text: "'" not in text).map(lambda text: f"'{text}'"),
    _TEXT.filter(lambda text: "'" not in text).map(lambda text: f"'''\n{text}\n'x'''"),
    _TEXT.map(lambda text: f'"""{json.dumps(text, ensure_ascii=False)[1:-1]}\n\\\n  end"""'),
    st.sampled_from(('"""\r\na"""', '""""a" """', '"\\U0001F600\\t"', "''''a''''", '""""""')),
)
_numbers = st.one_of(
    st.integers(-(2**63), 2**63 - 1).map(str),
    st.floats().map(str),
    st.sampled_from(("1_000", "+1", "0xFF", "0o7_7", "0b1", "1e3", "-0.0", "6.0e-1_0", "+nan")),
)
_words = st.one_of(_strings, _numbers, st.sampled_from(("true", "false")))


def _array(items: list[str]) -> str:
    return "[" + ",\n  # comment\n ".join(items) + (", ]" if items else "\n]")


def _table(pairs: list[tuple[str, str]]) -> str:
    return "{ " + ", ".join(f"{key} = {value}" for key, value in pairs) + " }"


_values = st.recursive(
    _words,
    lambda values: st.one_of(
        st.lists(values, max_size=3).map(_array),
        st.lists(st.tuples(_keys, values.filter(lambda text: "\n" not in text)), max_size=3).map(
            _table
        ),
    ),
    max_leaves=5,
)
_statements = st.one_of(
    st.builds("{} = {}".format, _keys, _values),
    st.builds("{}={} # comment".format, _keys, _values),
    _keys.map("[{}]".format),
    _keys.map("[[{}]]".format),
    st.sampled_from(("", "  # comment")),
)

documents = st.builds(
    lambda lines, end: end.join([*lines, ""]),
    st.lists(_statements, max_size=8),
    st.sampled_from(("\n", "\r\n")),
)
"""Often valid, and often a key or table defined twice."""
