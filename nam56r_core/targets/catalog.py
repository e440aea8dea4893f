"""What one Megatron-LM release is: its pattern alphabet, its launch facts and every flag it takes.

Values only. A catalog is one self-contained JSON document in `data/`, written by
`tools/build_catalogs.py` from the release's own argument parser and from facts read by hand.
Must not know other releases, recipes, or where the documents are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from nam56r_core.layers import LayerKind

Scalar = str | int | float | bool | None
FlagDefault = Scalar | tuple[Scalar, ...]
CheckedBy = Literal["construction", "validate_args"]
Provider = Literal["megatron", "modelopt"]


class FlagAction(Enum):
    """What the parser does when it meets the option; the values are argparse's own words."""

    STORE = "store"
    STORE_TRUE = "store_true"
    STORE_FALSE = "store_false"
    BOOLEAN_OPTIONAL = "boolean_optional"


@dataclass(frozen=True, slots=True)
class Flag:
    """One option of a release's argument parser.

    `nargs` is argparse's: `None` one value, a number exactly that many, `*` and `+`; every action
    but `STORE` has 0. `type` is `int`, `float`, `str`, `bool` (which takes any text) or the name
    of Megatron's own converter; `None` means text. `choices` are the values the parser takes,
    empty when it takes anything; a converter that refuses unknown words lists them here too.
    `deprecated` means that the release itself calls this very option deprecated, not that its
    help merely mentions the word about something else. `hidden` options are left out of `--help`.
    `provider` is `modelopt` for options that exist only where `nvidia-modelopt` is installed.
    """

    options: tuple[str, ...]
    dest: str
    action: FlagAction
    nargs: int | str | None
    type: str | None
    choices: tuple[str | int | float, ...]
    default: FlagDefault
    deprecated: bool
    hidden: bool
    group: str
    provider: Provider

    @property
    def name(self) -> str:
        """The option string under which the flag is listed."""
        return self.options[0]

    @property
    def takes_value(self) -> bool:
        return self.action is FlagAction.STORE

    @property
    def needs_modelopt(self) -> bool:
        """Whether a parser knows the option only beside a package that may not be installed."""
        return self.provider == "modelopt"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One layer character of a release's pattern; `builds` is the class of the working module."""

    char: str
    kind: LayerKind
    builds: str


@dataclass(frozen=True, slots=True)
class PatternSyntax:
    """How a release takes a hybrid pattern.

    `superseded_flag` is an older option that still works and may not stand beside `flag`.
    `needs_num_layers`: the layer count must be given beside the pattern (and must agree).
    `checked_by`: who looks at the letters first, `validate_args` on any machine or only the
    `construction` of the model on the GPU node.
    """

    flag: str
    superseded_flag: str | None
    stage_separator: str | None
    mtp_separator: str | None
    needs_num_layers: bool
    checked_by: CheckedBy


@dataclass(frozen=True, slots=True)
class StackSpec:
    """The stock `--spec MODULE NAME` of a hybrid stack; `aliases` are older pairs that resolve."""

    module: str
    name: str
    required: bool
    aliases: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything this project knows about one release.

    `package_version` is what the release's package reports, which can differ from its tag.
    `exclusive` are pairs of symbols that may not share a part (the main part, one MTP part) of
    a pattern. `python_requires` is the release's own demand, `None` where it declares none.
    """

    release: str
    tag: str
    commit: str
    package_version: str
    python_requires: str | None
    entry_script: str
    other_entry_scripts: tuple[str, ...]
    stack_spec: StackSpec
    pattern: PatternSyntax
    symbols: tuple[Symbol, ...]
    exclusive: tuple[tuple[str, str], ...]
    flags: tuple[Flag, ...] = field(repr=False)
    _by_option: Mapping[str, Flag] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {option: flag for flag in self.flags for option in flag.options}
        object.__setattr__(self, "_by_option", index)

    def __hash__(self) -> int:
        # Catalogs key caches; hashing eight hundred flags each time would cost more than they save.
        return hash((self.tag, self.commit))

    @property
    def options(self) -> tuple[str, ...]:
        """Every option string, in catalog order."""
        return tuple(self._by_option)

    def flag(self, option: str) -> Flag | None:
        """The flag with this exact option string; the parsers accept no abbreviations."""
        return self._by_option.get(option)

    def symbol(self, char: str) -> Symbol | None:
        return next((symbol for symbol in self.symbols if symbol.char == char), None)

    def symbol_for(self, kind: LayerKind) -> Symbol | None:
        """The symbol that builds this kind of layer, if the release has one."""
        return next((symbol for symbol in self.symbols if symbol.kind is kind), None)

    def kinds_in(self, part: str) -> tuple[LayerKind, ...]:
        """What the symbols of a pattern's part stand for; characters that are none are left out."""
        return tuple(symbol.kind for char in part if (symbol := self.symbol(char)) is not None)

    def excludes(self, one: str, other: str) -> bool:
        """Whether two symbols may not share a part of a pattern."""
        return (one, other) in self.exclusive or (other, one) in self.exclusive
