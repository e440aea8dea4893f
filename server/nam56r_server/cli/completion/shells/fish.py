"""The completion script for fish: one line for everything that may be typed, and where.

Must not know any subcommand.
"""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_server.cli.completion.shells.tree import Command, Kind, Option, Value

_SCRIPT = """\
# fish completion for {name}; made by `{name} completion fish`.

# Whether the words before the cursor are of a command; with a number, also whether the cursor is at
# its value of that number (from 0), or with `many` at that one or a later one.
function __{name}_at
    set -l path {name}
    set -l place 0
    set -l waits 0
    for word in (commandline -opc)[2..-1]
        if test $waits = 1; and not string match -q -- '-*' $word
            set waits 0
            continue
        end
        set waits 0
        switch "$path $word"
            case {paths}
                set path "$path $word"
                set place 0
            case {waiting}
                set waits 1
            case '*'
                string match -qr -- '^-.' $word; or set place (math $place + 1)
        end
    end
    test "$path" = "$argv[1]"; or return 1
    set -q argv[2]; or return 0
    test $place -eq $argv[2]; or set -q argv[3]; and test $place -ge $argv[2]
end

function __{name}_recipes
    __fish_complete_path (commandline -ct) |
        string match -r -- '^.*(?:/|\\.nam56r\\.(?:yaml|yml|toml|json))(?:\\t.*)?$'
end

complete -c {name} -f
{lines}
"""


def script(command: Command) -> str:
    """The script for a command and everything below it."""
    paths = [" ".join(inner.path) for inner in command.all()][1:]
    waiting = [
        f"{' '.join(inner.path)} {name}"
        for inner in command.all()
        for option in inner.options
        if option.value is not None
        for name in option.names
    ]
    return _SCRIPT.format(
        name=command.name,
        paths=" ".join(map(_quoted, paths)),
        waiting=" ".join(map(_quoted, waiting)),
        lines="\n".join(line for inner in command.all() for line in _lines(inner)),
    )


def _lines(command: Command) -> Iterator[str]:
    name = command.path[0]
    here = f"__{name}_at {_quoted(' '.join(command.path))}"
    start = f"complete -c {name} -n "
    for inner in command.subcommands:
        yield f"{start}{_quoted(f'{here} 0')} -a {inner.name} -d {_quoted(inner.help)}"
    for option in command.options:
        yield f"{start}{_quoted(here)}{_spelled(option, name)} -d {_quoted(option.help)}"
    for number, value in enumerate(command.values):
        many = " many" if command.many and number == len(command.values) - 1 else ""
        condition = _quoted(f"{here} {number}{many}")
        # A word needs nobody to say that it is a TARGET, and told of each it is only noise.
        told = "" if value.words else f" -d {_quoted(value.name)}"
        yield f"{start}{condition}{_offered(value, name)}{told}"


def _spelled(option: Option, name: str) -> str:
    names = "".join(
        f" -l {spelling[2:]}" if spelling.startswith("--") else f" -s {spelling[1:]}"
        for spelling in option.names
    )
    value = option.value
    if value is None:
        return names
    must = "" if value.optional else " -r"
    return f"{names}{must}{_offered(value, name, owned=True)}"


def _offered(value: Value, name: str, *, owned: bool = False) -> str:
    """What may be typed there; `owned` by an option, which has a description of its own."""
    words = " ".join(map(_quoted, value.words))
    match value.kind:
        case Kind.WORDS if owned:
            # What stands behind a tab is said of a word in place of what is said of the option.
            told = " ".join(f"{word}\\t{_quoted(value.told.get(word, ''))}" for word in value.words)
            return f" -f -a {_quoted(told)}"
        case Kind.WORDS:
            return f" -f -a {_quoted(words)}"
        case Kind.LIST:
            printed = _quoted(f"printf '%s\\n' {words}")
            return f" -f -a {_quoted(f'(__fish_complete_list , {printed})')}"
        case Kind.RECIPES:
            return f" -f -a '(__{name}_recipes)'"
        case Kind.DIRECTORIES:
            return " -f -a '(__fish_complete_directories)'"
        case Kind.FILES:
            return " -F"
        case Kind.TEXT:
            return " -f"


def _quoted(text: str) -> str:
    """A text in single quotes, in which fish reads two escapes."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
