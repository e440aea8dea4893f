"""Write the catalogs in `nam56r_core/targets/data` from raw measurements and hand-read facts.

    python tools/build_catalogs.py RAW_FOLDER [OUTPUT_FOLDER] [--check] [--evidence GITDIR]

RAW_FOLDER holds `catalog-<release>.json`, each a dump of a release's own argument parser. The
program that dumps it is not part of this project, as it runs Megatron-LM; whatever writes this
will do:

    release, tag, commit, package_version    which source was dumped (the tag of main is `HEAD`)
    entry_scripts                            names of the scripts that train a hybrid model
    entry_uses_modelopt_args                 whether these add the options of ModelOpt
    arguments                                one object per action of the parser:
      options            its option strings, the first is its name
      dest, nargs, default, required, const, choices, group
                         as argparse holds them; `default` is the value, a list for several, and
                         `group` the title of the argument group
      kind               `store`, `store_true`, `store_false` or `BooleanOptionalAction`
      type               the name of the converter (`int`, `moe_freq_type`), null for none
      words              what a converter takes that refuses other words, found by calling it
      hidden             whether it is left out of `--help`
      deprecated         whether argparse itself is told so
      provider           `modelopt` for an option that comes with that package, else `megatron`

Other fields are not read. `--check` writes nothing and fails if a file would change. `--evidence`
reads, in a git mirror of Megatron-LM, every line that a hand-read fact names and fails where the
line says something else.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Run from a checkout, installed or not.
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import hand_read_facts as facts  # noqa: E402
from nam56r_core.targets.catalog import Catalog, Flag, FlagAction  # noqa: E402
from nam56r_core.targets.encoding import catalog_from_json, catalog_to_json  # noqa: E402
from nam56r_core.targets.releases import MAIN, RELEASES, Release  # noqa: E402

DATA = ROOT / "nam56r_core" / "targets" / "data"

_ACTIONS = {
    "store": FlagAction.STORE,
    "store_true": FlagAction.STORE_TRUE,
    "store_false": FlagAction.STORE_FALSE,
    "BooleanOptionalAction": FlagAction.BOOLEAN_OPTIONAL,
}


def build(raw: Mapping[str, Any], release: Release) -> Catalog:
    """One catalog; fails where the measurement says something this project has no word for."""
    expected = "HEAD" if release == MAIN else release.tag
    if (raw["release"], raw["tag"]) != (release.name, expected):
        raise SystemExit(f"{release}: the raw catalog is about {raw['release']} {raw['tag']}")
    entry, others = facts.entry_scripts(release)
    if set(raw["entry_scripts"]) != {entry, *others}:
        raise SystemExit(f"{release}: entry scripts {raw['entry_scripts']} are not {entry, others}")
    # ModelOpt's options were measured in every release, but up to 0.14 the hybrid entry script does
    # not add them to its parser (only pretrain_gpt.py does).
    arguments = [
        argument
        for argument in raw["arguments"]
        if argument["provider"] != "modelopt" or raw["entry_uses_modelopt_args"]
    ]
    flags = sorted((_flag(argument, release) for argument in arguments), key=lambda flag: flag.name)
    catalog = Catalog(
        release=release.name,
        tag=release.tag,
        commit=raw["commit"],
        package_version=raw["package_version"],
        python_requires=facts.python_requires(release),
        entry_script=entry,
        other_entry_scripts=others,
        stack_spec=facts.stack_spec(release),
        pattern=facts.pattern_syntax(release),
        symbols=facts.symbols(release),
        exclusive=facts.exclusive(release),
        flags=tuple(flags),
    )
    for option in (catalog.pattern.flag, catalog.pattern.superseded_flag):
        if option is not None and catalog.flag(option) is None:
            raise SystemExit(f"{release}: no option {option}")
    return catalog


def _flag(raw: Mapping[str, Any], release: Release) -> Flag:
    name = raw["options"][0]
    if raw["required"] or raw["const"] is not None:
        raise SystemExit(f"{release} {name}: required and const options have no place here")
    if raw["choices"] and raw["words"]:
        raise SystemExit(f"{release} {name}: both choices and words")
    action = _ACTIONS[raw["kind"]]
    stores = action is FlagAction.STORE
    nargs = raw["nargs"]
    if isinstance(nargs, str) and nargs.isdigit():
        nargs = int(nargs)
    # An action without a value converts nothing, whatever type it was declared with.
    type_name = raw["type"] if stores else None
    default = raw["default"]
    return Flag(
        options=tuple(raw["options"]),
        dest=raw["dest"],
        action=action,
        nargs=nargs if stores else 0,
        type=type_name,
        # Some parsers list None as a choice, which no word on a command line can be.
        choices=tuple(
            choice for choice in raw["choices"] or raw["words"] or () if choice is not None
        ),
        default=tuple(default) if isinstance(default, list) else default,
        # `mentions_deprecation` is not used: those texts speak of another option, of one of the
        # values, of a file format, or of a plan to deprecate. All of them were read; the two that
        # do speak of the option itself are listed with the hand-read facts.
        deprecated=raw["deprecated"] or (release.name, name) in facts.DEPRECATED_TOO,
        hidden=raw["hidden"],
        group=raw["group"],
        provider=raw["provider"],
    )


def check_evidence(git_dir: str) -> list[str]:
    """What the lines named by the facts say differently, read in a git mirror."""

    @cache
    def lines(commit: str, path: str) -> list[str]:
        command = ["git", f"--git-dir={git_dir}", "show", f"{commit}:{path}"]
        shown = subprocess.run(command, capture_output=True, text=True, check=True)
        return shown.stdout.splitlines()

    problems = []
    for fact in facts.FACTS:
        for place in fact.places:
            commit = place.release.tag
            if place.release == MAIN:
                commit = catalog_from_json((DATA / f"{MAIN.tag}.json").read_text("utf-8")).commit
            line = lines(commit, place.path)[place.line - 1]
            if place.word not in line:
                problems.append(
                    f"{fact.subject} {fact.value}: {place.release} {place.path}:{place.line} "
                    f"has no {place.word}: {line.strip()}"
                )
    return problems


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("raw", type=Path)
    parser.add_argument("output", type=Path, nargs="?", default=DATA)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--evidence", metavar="GITDIR")
    options = parser.parse_args(argv)
    stale = []
    for release in RELEASES:
        raw_path = options.raw / f"catalog-{release.name}.json"
        catalog = build(json.loads(raw_path.read_text("utf-8")), release)
        text = catalog_to_json(catalog)
        if catalog_from_json(text) != catalog:
            raise SystemExit(f"{release}: the document does not read back as what was written")
        path = options.output / f"{release.tag}.json"
        if not options.check:
            path.write_text(text, "utf-8", newline="\n")
        elif not path.exists() or path.read_bytes() != text.encode():
            stale.append(str(path))
    for line in stale:
        print(f"out of date: {line}")
    problems = check_evidence(options.evidence) if options.evidence else []
    for line in problems:
        print(line)
    return 1 if stale or problems else 0


if __name__ == "__main__":
    sys.exit(main())
