"""What the settings come to for one recipe.

Must not know how findings are filtered, nor where files are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from nam56r_core.diagnostics import Severity
from nam56r_core.filtering import EVERY_RULE, RuleChoice
from nam56r_core.settings.globs import matches
from nam56r_core.settings.model import RuleSettings, Settings
from nam56r_core.settings.read import ALL_RULES


@dataclass(frozen=True, slots=True)
class Overruling:
    """What a command line says, as the last layer: `select` replaces that of the settings and is
    reported although they ignore it; `ignore` wins over everything."""

    select: Sequence[str] | None = None
    ignore: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Effective:
    """`target` is only for a recipe that names none. `strict_defaults`: a value that a recipe
    leaves to the release is an error."""

    target: str | None
    rules: RuleChoice
    strict_defaults: bool = False


def effective(settings: Settings, path: str, overruling: Overruling | None = None) -> Effective:
    """`path` is the recipe's, relative to the folder of the settings, with POSIX slashes; empty for
    a recipe outside of it, which no override names."""
    overruling = overruling or Overruling()
    layers: list[RuleSettings] = [settings]
    for override in settings.overrides or ():
        if matches(override.files or (), path):
            layers.append(override)
    target = _last([layer.target for layer in layers])
    select = overruling.select or _last([layer.select for layer in layers])
    # What a later layer selects reports again, unless the same layer ignores it.
    ignored: frozenset[str] = frozenset()
    for layer in layers:
        ignored = _then(ignored, layer.select or (), layer.ignore or ())
    ignored = _then(ignored, overruling.select or (), overruling.ignore)
    chosen = EVERY_RULE if select is None else _selected(select)
    rules = RuleChoice(chosen - ignored, _severities(layers))
    return Effective(target, rules, bool(_last([layer.strict_defaults for layer in layers])))


def _then(ignored: frozenset[str], select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    """What is ignored after one more layer."""
    return (ignored - _selected(select)) | frozenset(ignore)


def _selected(names: Sequence[str]) -> frozenset[str]:
    return EVERY_RULE if ALL_RULES in names else EVERY_RULE & frozenset(names)


def _severities(layers: Sequence[RuleSettings]) -> Mapping[str, Severity]:
    return {
        name: Severity(level) for layer in layers for name, level in (layer.severity or {}).items()
    }


Value = TypeVar("Value")


def _last(values: Sequence[Value | None]) -> Value | None:
    return next((value for value in reversed(values) if value is not None), None)
