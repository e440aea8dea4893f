"""What Megatron-LM's own argument converters take, one small function for each.

A function gives the converted value or raises `ValueError`; where the original raises something
that argparse does not catch, it is a refusal all the same. Nothing is ever executed.
Must not know flags or releases; the names are those under which catalogs record the converters.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

_LARGEST_LIST = 100_000
_LARGEST_BITS = 4096
_NOT_IN_PATTERN = re.compile(r"[^,\d\[\]\(\)\+\*]")


def convert(type_name: str | None, text: str) -> object:
    """The value that a converter makes of a text; raises `ValueError` when it refuses.

    Raises `KeyError` for a converter that is not known here.
    """
    return _CONVERTERS[type_name](text)


def _layer_frequency(text: str) -> object:
    """A number, or a list written with `[]`, `()`, `+` and `*`.

    The three converters of this kind have one body (0.12.3 arguments.py:260, 0.13.1:279,
    0.16.1:256; unchanged up to main): with a `[` in it the text may hold only `, 0-9 [ ] ( ) + *`
    and is evaluated as Python, otherwise it goes to `int`.
    """
    if "[" not in text:
        return int(text)
    if _NOT_IN_PATTERN.search(text):
        raise ValueError("a list may hold only digits, commas, brackets, + and *")
    try:
        return _evaluate(ast.parse(text, mode="eval").body)
    except (SyntaxError, TypeError, IndexError, RecursionError, MemoryError) as error:
        raise ValueError("not a list expression") from error


def _evaluate(node: ast.expr) -> object:
    """The value of an expression that those characters can write, with a bound on its size."""
    match node:
        case ast.Constant(value=int(number)):
            return number
        case ast.List(elts=items):
            return _elements(items)
        case ast.Tuple(elts=items):
            return tuple(_elements(items))
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            value = _evaluate(operand)
            if isinstance(value, int):
                return value
        case ast.BinOp(left=left, op=op, right=right):
            return _combine(op, _evaluate(left), _evaluate(right))
        case ast.Subscript(value=of, slice=index):
            value, place = _evaluate(of), _evaluate(index)
            if isinstance(value, list | tuple) and isinstance(place, int):
                return value[place]
        case _:
            # A call: neither numbers nor lists can be called.
            pass
    raise TypeError("not an operation on numbers and lists")


def _elements(items: list[ast.expr]) -> list[object]:
    values: list[object] = []
    for item in items:
        if isinstance(item, ast.Starred):
            inner = _evaluate(item.value)
            if not isinstance(inner, list | tuple):
                raise TypeError("only a list can be unpacked")
            values.extend(inner)
        else:
            values.append(_evaluate(item))
    return values


def _combine(op: ast.operator, left: object, right: object) -> object:
    match op, left, right:
        case ast.Add(), int(), int():
            return _bounded(left + right)
        case ast.Add(), list(), list():
            return left + right
        case ast.Add(), tuple(), tuple():
            return left + right
        case ast.Mult(), int(), int():
            return _bounded(left * right)
        case ast.Mult(), list() | tuple(), int():
            return _repeat(left, right)
        case ast.Mult(), int(), list() | tuple():
            return _repeat(right, left)
        case ast.Pow(), int(), int() if left.bit_length() * right <= _LARGEST_BITS:
            return left**right
        case _:
            raise TypeError("not an operation on numbers and lists")


def _bounded(number: int) -> int:
    if number.bit_length() > _LARGEST_BITS:
        raise ValueError("too large a number")
    return number


def _repeat(values: list[object] | tuple[object, ...], times: int) -> object:
    # A longer list describes no model; evaluating it would only fill the memory.
    if len(values) * times > _LARGEST_LIST:
        raise ValueError("too long a list")
    return values * times


def _integers(text: str) -> tuple[int, ...]:
    """Integers with commas between, round brackets around them or not (0.15.3 arguments.py:335)."""
    return tuple(int(part) for part in text.strip("()").split(","))


def _text(text: str) -> str:
    return text


_CONVERTERS: dict[str | None, Callable[[str], object]] = {
    None: _text,
    "str": _text,
    "int": int,
    "float": float,
    # argparse calls bool() on the text, so any text is taken and only the empty one is false.
    "bool": bool,
    "moe_freq_type": _layer_frequency,
    "no_rope_freq_type": _layer_frequency,
    "la_freq_type": _layer_frequency,
    "tuple_type": _integers,
    # The rest look a word up among the members of an enumeration, whose names the catalogs have as
    # choices; the choices then decide. An unknown word raises a KeyError there, which argparse
    # does not catch: a traceback instead of a message.
    # --attention-backend up to 0.15.3 (arguments.py:1562 there) and --cuda-graph-scope in 0.16.1
    # (:1430) and 0.17.1 (:1777), where the word `full` passes besides the members.
    "<lambda>": _text,
    # Config fields that are enumerations (0.16.1 argument_utils.py:91). Signal names have aliases
    # (SIGCLD) that Python would resolve too; they are not listed and so refused here.
    "enum_type_handler": _text,
    # 0.18.2 arguments.py:266: three words pass besides the members.
    "_parse_cuda_graph_modules_arg": _text,
}

KNOWN_CONVERTERS: frozenset[str | None] = frozenset(_CONVERTERS)
