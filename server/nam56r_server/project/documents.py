"""Reading documents: recipes by path or from standard input, and the bases that they extend.

Must not know what a recipe means, nor who asks.
"""

from __future__ import annotations

from pathlib import Path

from nam56r_core.recipe.extends import ExtendsFault, LoadedDocument, NotLoaded
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import DEFAULT, FILE_ENDINGS, language_of
from nam56r_core.text import SourceText
from nam56r_server.errors import CommandError, UsageError
from nam56r_server.project.files import (
    MAX_BYTES,
    TOO_LARGE,
    MissingFileError,
    UnreadableError,
    read_file,
    standard_input_stream,
)
from nam56r_server.project.project_file import (
    MARKERS,
    STANDARD_INPUT,
    ProjectFile,
    marker_in,
    project_file,
    shown,
)

Fingerprint = tuple[object, ...]
"""Equal for two reads of a document as long as it did not change in between."""


class LinkOutsideProjectError(CommandError):
    """A recipe is a link that leads out of its project, and nobody named it."""


def load_document(path: Path) -> LoadedDocument:
    """The recipe at a path that somebody named; raises `CommandError` when it cannot be read."""
    return load_file(project_file(path), named=True)


def load_file(file: ProjectFile, *, named: bool = False) -> LoadedDocument:
    """The recipe in a file; raises `CommandError` when it cannot be read. Only one that a person
    `named` may be a link out of its project."""
    language = language_of(file.relative)
    if language is None:
        raise UsageError(f"{shown(file.path)} is no recipe; its name must end in {_suffixes()}")
    if not named and _leads_outside(file):
        raise LinkOutsideProjectError(
            f"{shown(file.path)} is a symbolic link that leads out of the project, so it was not "
            "opened; copy the file into the project, or name the link"
        )
    try:
        data = read_file(file.path)
    except UnreadableError as problem:
        raise CommandError(f"cannot read {shown(file.path)}: {problem}") from problem
    return _document(file, data, language)


def load_standard_input(filename: str | None) -> tuple[ProjectFile, LoadedDocument]:
    """The recipe on standard input. `filename` names its file (which need not exist), so that
    `extends` finds its bases and the name says the language; without it the text is YAML."""
    file = project_file(Path(filename or STANDARD_INPUT))
    language = language_of(file.relative) if filename else DEFAULT
    if language is None:
        raise UsageError(f"--stdin-filename {filename} is no recipe; it must end in {_suffixes()}")
    data = standard_input_stream().read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise CommandError(f"cannot read {STANDARD_INPUT}: {TOO_LARGE}")
    return file, _document(file, data, language)


def load_reference(identity: str, reference: str) -> LoadedDocument | NotLoaded:
    """A base recipe, relative to the document that names it; never from outside the project.

    This is the loader that the core is given. Details name files by their place in the project:
    they end up in exports, which say the same on every machine.
    """
    found = resolve_reference(identity, reference)
    if isinstance(found, NotLoaded):
        return found
    language = language_of(found.relative)
    assert language is not None
    try:
        data = read_file(found.path)
    except MissingFileError:
        return NotLoaded(ExtendsFault.NOT_FOUND, found.name)
    except UnreadableError as problem:
        return NotLoaded(ExtendsFault.UNREADABLE, str(problem))
    return _document(found, data, language)


def resolve_reference(identity: str, reference: str) -> ProjectFile | NotLoaded:
    """Where a reference leads, links followed; the file is not opened and need not exist."""
    naming = ProjectFile.from_identity(identity)
    try:
        path = (naming.path.parent / reference).resolve()
    except OSError as problem:
        return NotLoaded(ExtendsFault.UNREADABLE, problem.strerror or "no usable path")
    except RuntimeError:
        return NotLoaded(ExtendsFault.UNREADABLE, "a symbolic link leads back to itself")
    except ValueError:
        return NotLoaded(ExtendsFault.UNREADABLE, "no usable path: it holds a NUL character")
    if not path.is_relative_to(naming.root):
        return NotLoaded(ExtendsFault.OUTSIDE_PROJECT, _boundary(naming.root))
    found = naming.sibling(path)
    if language_of(found.relative) is None:
        return NotLoaded(ExtendsFault.UNREADABLE, f"its name must end in {_suffixes()}")
    return found


def fingerprint_of(file: ProjectFile) -> Fingerprint | None:
    """Differs after a file was written, or replaced by one of the same size and time, as by an
    archive; None if the file does not exist."""
    try:
        status = file.path.stat()
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns)


def _leads_outside(file: ProjectFile) -> bool:
    """Whether a file is a link out of its project; one that leads nowhere is not."""
    try:
        return file.path.is_symlink() and not file.path.resolve().is_relative_to(file.root)
    except (OSError, RuntimeError):
        return False


def _boundary(root: Path) -> str:
    marker = marker_in(root)
    if marker:
        return f"the project is the folder that holds `{marker}`"
    markers = ", ".join(f"`{name}`" for name in MARKERS)
    return f"the project is the recipe's own folder, as none above it holds one of {markers}"


def _document(file: ProjectFile, data: bytes, language: Language) -> LoadedDocument:
    return LoadedDocument(file.identity, language.parse(SourceText(file.name, data)))


def _suffixes() -> str:
    return ", ".join(FILE_ENDINGS[:-1]) + " or " + FILE_ENDINGS[-1]
