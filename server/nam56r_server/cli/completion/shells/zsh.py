"""The completion script for zsh: one function per command, in the words of `_arguments`.

Must not know any subcommand.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from nam56r_server.cli.completion.shells.tree import Command, Kind, Option, Value

_HEAD = """\
#compdef {name}
# zsh completion for {name}; made by `{name} completion zsh`.
"""

_TAIL = """
# Loaded as a function of $fpath, or sourced.
if [[ $funcstack[1] == _{name} ]]; then
  _{name} "$@"
else
  compdef _{name} {name}
fi
"""

_RECIPES = "_files -g '*.nam56r.(yaml|yml|toml|json)'"
_ACTIONS = {Kind.RECIPES: _RECIPES, Kind.FILES: "_files", Kind.DIRECTORIES: "_files -/"}
_NOTHING = " "

_SPECIAL = re.compile(r"([\[\]:\\])")
_NOT_BARE = re.compile(r"([^\w.,/@%+-])", re.ASCII)


def script(command: Command) -> str:
    """The script for a command and everything below it."""
    functions = "".join(_function(inner) for inner in command.all())
    return _HEAD.format(name=command.name) + functions + _TAIL.format(name=command.name)


def _function(command: Command) -> str:
    specs = [*_option_specs(command), *_value_specs(command)]
    lines = ["", f"{_name(command)}() {{"]
    if command.subcommands:
        specs += ["1: :->command", "*::: :->rest"]
        lines += ["  local context state state_descr line ret=1", "  typeset -A opt_args"]
    # Where subcommands follow, `--` is left in place for them, which -S would take away.
    end = "" if command.subcommands else " -S"
    call = [f"  _arguments -C -s{end}", *(f"    {shlex.quote(spec)}" for spec in specs)]
    joined = " \\\n".join(call)
    if command.subcommands:
        lines += [f"{joined} && ret=0", *_dispatch(command), "  return ret"]
    else:
        lines.append(joined)
    return "\n".join([*lines, "}", ""])


def _dispatch(command: Command) -> Iterator[str]:
    yield "  case $state in"
    yield "    command)"
    yield "      local -a commands=("
    for inner in command.subcommands:
        yield f"        {shlex.quote(f'{inner.name}:{inner.help}')}"
    yield "      )"
    yield "      _describe -t commands command commands && ret=0"
    yield "      ;;"
    yield "    rest)"
    # The inner command is completed as if it had been typed alone.
    yield '      words=($line[1] "${words[@]}")'
    yield "      (( CURRENT += 1 ))"
    yield "      case $line[1] in"
    for inner in command.subcommands:
        yield f"        {inner.name}) {_name(inner)} && ret=0 ;;"
    yield "      esac"
    yield "      ;;"
    yield "  esac"


def _option_specs(command: Command) -> Iterator[str]:
    for option in command.options:
        others = " ".join(option.names)
        exclusive = "*" if option.repeatable else f"({others})"
        for name in option.names:
            yield f"{exclusive}{name}{_takes(name, option)}"


def _takes(name: str, option: Option) -> str:
    told = f"[{_text(option.help)}]"
    if option.value is None:
        return told
    joined = "=" if name.startswith("--") else "+"
    return f"{joined}{told}{':' if option.value.optional else ''}{_message(option.value)}"


def _value_specs(command: Command) -> Iterator[str]:
    for number, value in enumerate(command.values):
        if command.many and number == len(command.values) - 1:
            yield f"*{_message(value)}"
        else:
            yield f"{number + 1}{':' if value.optional else ''}{_message(value)}"


def _message(value: Value) -> str:
    return f":{_text(value.name)}:{_action(value)}"


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _action(value: Value) -> str:
    words = " ".join(map(_bare, value.words))
    match value.kind:
        case Kind.WORDS if value.told:
            told = (
                f"{word}:{value.told[word]}" if word in value.told else word for word in value.words
            )
            return f"(({' '.join(_bare(entry) for entry in told)}))"
        case Kind.WORDS:
            return f"({words})"
        case Kind.LIST:
            return f"_sequence compadd - {words}"
        case kind:
            return _ACTIONS.get(kind, _NOTHING)


def _bare(word: str) -> str:
    return _NOT_BARE.sub(r"\\\1", word)


def _name(command: Command) -> str:
    return "_" + "_".join(command.path)
