"""A real argparse parser with a release's options, to judge argument lists by.

Built from the catalog and nothing else of the product: it must not import `targets/arity.py` or
`targets/converters.py`, which are checked against it. The converters below say again, as closely
as possible, what Megatron-LM's own do.
"""

from __future__ import annotations

import argparse
import re
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NoReturn

from nam56r_core.targets.catalog import Catalog, Flag, FlagAction


class ParserRefusalError(Exception):
    """The parser did not take an argument list; the text is its own message."""


class MegatronParser(argparse.ArgumentParser):
    """Raises instead of printing and leaving."""

    def error(self, message: str) -> NoReturn:
        raise ParserRefusalError(message)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        raise ParserRefusalError(message or f"exit {status}")

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        try:
            return super().parse_args(args, namespace)
        except ParserRefusalError:
            raise
        except Exception as error:
            # Some converters raise what argparse does not catch; the run ends all the same.
            raise ParserRefusalError(f"{type(error).__name__}: {error}") from error

    def accepts(self, argv: Sequence[str]) -> bool:
        try:
            self.parse_args(list(argv))
        except ParserRefusalError:
            return False
        return True


@cache
def build_parser(catalog: Catalog) -> MegatronParser:
    """The parser of a release, all options in it. Do not change what it returns."""
    return build_parser_of(catalog.flags)


def build_parser_of(flags: Sequence[Flag]) -> MegatronParser:
    """A parser with some flags only."""
    parser = MegatronParser(allow_abbrev=False)
    for flag in flags:
        _add(parser, flag)
    return parser


def _add(parser: MegatronParser, flag: Flag) -> None:
    keywords: dict[str, Any] = {"dest": flag.dest, "default": _plain(flag.default)}
    names = list(flag.options)
    match flag.action:
        case FlagAction.STORE_TRUE | FlagAction.STORE_FALSE:
            keywords["action"] = flag.action.value
        case FlagAction.BOOLEAN_OPTIONAL:
            keywords["action"] = argparse.BooleanOptionalAction
            # It adds the `--no-` names itself.
            names = [name for name in names if not name.startswith("--no-")]
        case FlagAction.STORE:
            keywords["nargs"] = flag.nargs
            keywords["type"] = _converter(flag)
            if flag.choices:
                keywords["choices"] = list(flag.choices)
    action = parser.add_argument(*names, **keywords)
    assert sorted(action.option_strings) == sorted(flag.options)


def _plain(default: object) -> object:
    return list(default) if isinstance(default, tuple) else default


def _converter(flag: Flag) -> Callable[[str], Any]:
    match flag.type:
        case None | "str":
            return str
        case "int" | "float" | "bool":
            return {"int": int, "float": float, "bool": bool}[flag.type]
        case "moe_freq_type" | "no_rope_freq_type" | "la_freq_type":
            return _frequency
        case "tuple_type":
            return lambda text: tuple(int(item) for item in text.strip("()").split(","))
        case _:
            # Looked up in an enumeration: an unknown word is a KeyError.
            members = {str(choice): choice for choice in flag.choices}
            return lambda text: members[text]


def _frequency(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if "[" not in value:
        return int(value)
    if re.search(r"[^,\d\[\]\(\)\+\*]", value):
        raise ValueError(value)
    with warnings.catch_warnings():
        # The compiler remarks on things like `[1](2)`.
        warnings.simplefilter("ignore")
        return eval(value)
