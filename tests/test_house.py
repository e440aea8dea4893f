"""The house rules that a machine can hold: imports, formatting, types, generated documents."""

from __future__ import annotations

import ast
import functools
import os
import re
import subprocess
import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from pathspec import GitIgnoreSpec

from break_stages import FAULTS
from generate_docs import OUTPUT, replaced, table_row
from nam56r_core.alphabet import AUTHORED
from nam56r_core.targets.targets import KNOWN

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PACKAGES = (ROOT / "nam56r_core", ROOT / "server/nam56r_server")
MODULES = sorted(path for package in PACKAGES for path in package.rglob("*.py"))


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    # The tools look at the source tree, whatever is installed.
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'server'}"}
    return subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def passes(*command: str | Path) -> None:
    result = run(*command)
    assert result.returncode == 0, f"{' '.join(map(str, command))}\n{result.stdout}{result.stderr}"


def test_import_contracts_hold() -> None:
    passes(BIN / "lint-imports", "--no-cache")


def test_code_is_formatted() -> None:
    passes(BIN / "ruff", "format", "--check", "--no-cache", ".")


def test_code_is_linted() -> None:
    passes(BIN / "ruff", "check", "--no-cache", ".")


def test_types_are_strict() -> None:
    passes(BIN / "mypy", "--cache-dir", os.devnull)


def test_generated_documents_are_current() -> None:
    passes(sys.executable, ROOT / "tools/generate_docs.py", "--check")


def test_a_generated_part_without_its_markers_is_not_taken_for_current() -> None:
    text = "<!-- output: nam56r a -->\n<!-- end -->\n<!-- output: nam56r b -->\nold\n<!-- end -->\n"
    made = replaced(OUTPUT, text, lambda found: f"{found[2]}\n", 2)
    assert made == "a\n\nb\n\n"
    for lost in (text.replace("output: nam56r a", "output nam56r a"), ""):
        with pytest.raises(LookupError, match="look at the markers"):
            replaced(OUTPUT, lost, lambda found: "", lost.count("<!-- end -->"))


def test_a_cell_may_hold_the_sign_of_its_table() -> None:
    assert table_row("`a`", "one | other") == "| `a` | one \\| other |\n"


def test_every_module_says_what_it_is_for() -> None:
    none(named(path) for path in MODULES if not purpose(path))


ALIKE = ("cli", "cli/output/formats", "lsp/handlers")
"""Folders of the server whose modules are of one kind: the folder says what none of them knows."""

LIMITED: tuple[tuple[Path, tuple[str, ...]], ...] = (
    (PACKAGES[0], (".", "compare", "explanations", "glossary", "picture", "recipe")),
    (PACKAGES[0], ("ide", "ide/completion", "ide/hover", "syntax/edit")),
    (PACKAGES[0], ("settings", "targets", "templates")),
    (PACKAGES[1], (".", "project", "lsp", "lsp/services", "cli/output", "cli/completion/shells")),
)
"""Folders whose modules each say what they must not know."""


def test_a_module_says_what_it_must_not_know() -> None:
    folders = [package / name for package, names in LIMITED for name in names]
    none(named(folder) for folder in folders if not list(folder.glob("*.py")))
    modules = [path for folder in folders for path in folder.glob("*.py")]
    modules += [PACKAGES[1] / folder / "__init__.py" for folder in ALIKE]
    silent = [path for path in modules if "must not know" not in purpose(path).lower()]
    none(map(named, silent))


def test_no_module_outgrows_a_reader() -> None:
    lines = {named(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    none(f"{name}: {count} lines" for name, count in lines.items() if count > 500)


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Counts every import: for types only, and inside of functions."""
    none(map(" -> ".join, circles(import_graph())))


def import_graph() -> dict[str, set[str]]:
    """The modules that each module of the project imports."""
    modules = {module_name(path): path for path in MODULES}
    return {name: set(imported(name, path, modules)) for name, path in modules.items()}


def imported(name: str, path: Path, modules: Container[str]) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno} is relative"
            for alias in node.names:
                member = f"{node.module}.{alias.name}"
                found = member if member in modules else str(node.module)
                if found in modules and found != name:
                    yield found


def circles(graph: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """A shortest circle through each module that is in one, without those named before."""
    reported: set[str] = set()
    for start in sorted(graph):
        paths = [[start]]
        seen: set[str] = set()
        while paths and start not in reported:
            path = paths.pop(0)
            for target in sorted(graph[path[-1]]):
                if target == start:
                    reported.update(path)
                    yield [*path, start]
                    break
                if target not in seen:
                    seen.add(target)
                    paths.append([*path, target])


def test_a_circle_is_found() -> None:
    graph = {"a": ["b"], "b": ["c", "d"], "c": ["d"], "d": ["b"], "e": ["e2"], "e2": []}
    assert list(circles(graph)) == [["b", "d", "b"], ["c", "d", "b", "c"]]


def module_name(path: Path) -> str:
    package = next(package for package in PACKAGES if path.is_relative_to(package))
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


# What may stand in a pattern, authored or Megatron's.
ALPHABETS = {*AUTHORED, *(s.char for c in KNOWN.catalogs for s in c.symbols)}


LANGUAGES = {"YAML", "TOML", "JSON"}
NAMES_A_LANGUAGE = {
    "nam56r_core/templates/__init__.py": "templates are YAML files",
    "server/nam56r_server/project/settings.py": "settings files are TOML",
    "server/nam56r_server/lsp/documents.py": "editors name languages by ids of their own",
}
"""Modules outside `syntax/` that name a language, each with the reason. None decides by it."""

COMMANDS = "server/nam56r_server/cli/"
"""Here `json` is a format of output."""


def test_only_syntax_decides_by_language() -> None:
    """All other code asks a `Language`, so that a further language changes nothing there."""
    syntax = PACKAGES[0] / "syntax"
    found: dict[str, list[int]] = {}
    for path in MODULES:
        if not path.is_relative_to(syntax) and (lines := [*lines_that_name_a_language(path)]):
            found[named(path)] = lines
    none(f"{name}:{found[name]}" for name in found if name not in NAMES_A_LANGUAGE)
    none(f"{name}: no longer names a language" for name in NAMES_A_LANGUAGE if name not in found)


def lines_that_name_a_language(path: Path) -> Iterator[int]:
    """The lines that import one language, or compare with the name or file ending of one."""
    words = {ending for name in LANGUAGES for ending in (name, name.lower(), f".{name.lower()}")}
    words |= {".yml"}
    if named(path).startswith(COMMANDS):
        words -= {"json"}
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom):
            module = (node.module or "").partition("nam56r_core.syntax.")[2]
            is_one = module.partition(".")[0].upper() in LANGUAGES
            if is_one or (module and LANGUAGES & {alias.name for alias in node.names}):
                yield node.lineno
        elif isinstance(node, ast.Compare | ast.MatchValue):
            texts = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
            if texts & words:
                yield node.lineno


def test_no_table_maps_characters_to_characters() -> None:
    """The alphabets share characters, so that a translation goes through `LayerKind`."""
    none(f"{named(path)}:{line}" for path in MODULES for line in character_tables(path))


def character_tables(path: Path) -> Iterator[int]:
    """The lines with a table from characters of a pattern to others."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Dict) and node.keys:
            texts = [getattr(part, "value", None) for part in (*node.keys, *node.values)]
            if all(isinstance(text, str) and text and {*text} <= ALPHABETS for text in texts):
                yield node.lineno
        elif isinstance(node, ast.Attribute) and node.attr == "maketrans":
            yield node.lineno


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def purpose(path: Path) -> str:
    """What a module says of itself, on one line."""
    return " ".join((ast.get_docstring(parsed(path)) or "").split())


def none(offenders: Iterable[str]) -> None:
    """Fail and name every offender: the usual report of two lists leaves most of them out."""
    found = list(offenders)
    assert not found, "\n".join(["", *found])


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_package_says_that_it_is_typed() -> None:
    none(named(path) for path in PACKAGES if not (path / "py.typed").is_file())


def test_the_readme_names_the_test_command_that_ci_runs() -> None:
    command = "bash tests/run"
    assert f"\n{command}\n" in (ROOT / "README.md").read_text("utf-8")
    assert (ROOT / ".ci/run").read_text("utf-8").rstrip().endswith(command)


ARCHITECTURE = (ROOT / "docs/architecture.md").read_text("utf-8")
FOLDERS = ("benchmarks", "docs", "editors", "examples", "nam56r_core", "server", "tests", "tools")


def test_architecture_names_only_what_exists() -> None:
    names = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*)`", ARCHITECTURE)
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_the_map_of_the_architecture_is_complete() -> None:
    the_map = ARCHITECTURE.partition("## The map")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([\w./-]+)`", the_map))
    parts = {f"{path.relative_to(ROOT)}" for package in PACKAGES for path in package.glob("*.py")}
    parts -= {f"{package.relative_to(ROOT)}/__init__.py" for package in PACKAGES}
    parts |= {
        f"{path.parent.relative_to(ROOT)}/"
        for package in PACKAGES
        for path in package.glob("*/__init__.py")
    }
    parts |= {f"{folder}/" for folder in FOLDERS if folder != "server"}
    assert sorted(parts - named) == []


def test_every_folder_at_the_root_is_known() -> None:
    ignored = GitIgnoreSpec.from_lines((ROOT / ".gitignore").read_text("utf-8").splitlines())
    folders = [path.name for path in ROOT.iterdir() if path.is_dir()]
    known = [name for name in folders if not (name[0] == "." or ignored.match_file(f"{name}/"))]
    assert sorted(known) == list(FOLDERS)


def test_the_faults_of_break_stages_still_apply() -> None:
    """Otherwise a stage would be tested unbroken."""
    assert len({fault.stage for fault in FAULTS}) == len(FAULTS) == 8
    none(
        f"{fault.stage}: {fault.file} has not exactly one `{fault.line}`"
        for fault in FAULTS
        if (ROOT / fault.file).read_text("utf-8").count(fault.line) != 1
    )
