"""The completion script for bash (4 or later); it needs no other package.

Must not know any subcommand.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from nam56r_server.cli.completion.shells.tree import Command, Kind, Value

_SCRIPT = """\
# bash completion for {name}; made by `{name} completion bash`.

# What may stand at a place: `takes` becomes a kind and its words. A place is a command with an
# option that waits for its value, the number of a value, `-` for an option or `+` for a subcommand.
_{name}_takes() {{
  case $1 in
{cases}
    *) takes=() && return 1 ;;
  esac
}}

_{name}_reply() {{
  local kind=$1 found
  shift
  case $kind in
    words) ;;
    list)
      # The names before the last comma stay as they are.
      [[ $cur != *,* ]] || set -- "${{@/#/${{cur%,*}},}}"
      compopt -o nospace
      ;;
    recipes | files | directories)
      # Names in quotes are matched by bash itself, which knows how to read them.
      compopt -o filenames -o default
      while IFS= read -r found; do
        if [[ -d $found || $kind == files || $found =~ \\.nam56r\\.(ya?ml|toml|json)$ ]]; then
          COMPREPLY+=("$found")
        fi
      done < <(
        if [[ $kind == directories ]]; then compgen -d -- "$cur"; else compgen -f -- "$cur"; fi
      )
      return
      ;;
    *) return ;;
  esac
  for found; do
    if [[ $found == "$cur"* ]]; then
      printf -v found %q "$found"
      COMPREPLY+=("$found")
    fi
  done
}}

_{name}() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} path={name} place=0 option= rest= word i
  local -a takes
  COMPREPLY=()
  [[ $cur != = ]] || cur=
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${{COMP_WORDS[i]}}
    if [[ $word == = ]]; then
      continue # bash takes `--option=value` apart
    elif [[ -n $option && $word != -* ]]; then
      option=
    elif [[ -z $rest && $word == -?* ]]; then
      option=
      [[ $word != -- ]] || rest=1
      ! _{name}_takes "$path $word" || option=$word
    elif _{name}_takes "$path +" && [[ " ${{takes[*]:1}} " == *" $word "* ]]; then
      path+=" $word" place=0 option=
    else
      ((place++))
    fi
  done
  if [[ -n $option && $cur != -* ]]; then
    place=$option
  elif [[ -z $rest && $cur == -* ]]; then
    place=-
  elif [[ $place == 0 ]] && _{name}_takes "$path +"; then
    place=+
  fi
  _{name}_takes "$path $place" && _{name}_reply "${{takes[@]}}"
}}

complete -F _{name} {name}
"""


def script(command: Command) -> str:
    """The script for a command and everything below it."""
    return _SCRIPT.format(name=command.name, cases="\n".join(_cases(command)))


def _cases(root: Command) -> Iterator[str]:
    """One case for all places that take the same."""
    places: dict[tuple[str, ...], list[str]] = {}
    for command in root.all():
        for place, takes in _places(command):
            places.setdefault(takes, []).append(f'"{" ".join(command.path)} "{place}')
    for takes, patterns in places.items():
        said = " ".join(shlex.quote(word) for word in takes)
        yield f"    {' | '.join(patterns)})\n      takes=({said}) ;;"


def _places(command: Command) -> Iterator[tuple[str, tuple[str, ...]]]:
    names = tuple(name for option in command.options for name in option.names)
    if names:
        dashed = (word for value in command.values for word in value.dashed if word not in names)
        yield "-", ("words", *names, *dashed)
    if command.subcommands:
        yield "+", ("words", *(subcommand.name for subcommand in command.subcommands))
    for option in command.options:
        if option.value is not None:
            for name in option.names:
                yield name, _takes(option.value)
    for number, value in enumerate(command.values):
        last = number == len(command.values) - 1
        yield ("[0-9]*" if command.many and last else str(number)), _takes(value)


def _takes(value: Value) -> tuple[str, ...]:
    words = value.words if value.kind in (Kind.WORDS, Kind.LIST) else ()
    return (value.kind.value, *words)
