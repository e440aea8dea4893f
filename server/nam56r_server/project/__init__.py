"""Everything about a project's files: which they are, reading them, writing what is made of them.

The command line and the language server open and list no files of their own.

Must not know the command line, the editor protocol, nor what a recipe means.
"""

from nam56r_server.project.discovery import (
    Discovered,
    Excluded,
    excluded,
    files_for_reference,
    find_recipes,
    recipes_in,
    walk_recipes,
)
from nam56r_server.project.documents import (
    Fingerprint,
    LinkOutsideProjectError,
    fingerprint_of,
    load_document,
    load_file,
    load_reference,
    load_standard_input,
    resolve_reference,
)
from nam56r_server.project.files import standard_input
from nam56r_server.project.outputs import (
    Output,
    OutputState,
    in_place_of,
    is_stream,
    state_of,
    write_outputs,
    write_stream,
)
from nam56r_server.project.project_file import (
    STANDARD_INPUT,
    ProjectFile,
    path_name,
    project_file,
    project_root,
    shown,
    stem,
)
from nam56r_server.project.repository import common_root, repository_root
from nam56r_server.project.settings import FindsSettings, ProjectSettings, SettingsFinder

__all__ = [
    "STANDARD_INPUT",
    "Discovered",
    "Excluded",
    "FindsSettings",
    "Fingerprint",
    "LinkOutsideProjectError",
    "Output",
    "OutputState",
    "ProjectFile",
    "ProjectSettings",
    "SettingsFinder",
    "common_root",
    "excluded",
    "files_for_reference",
    "find_recipes",
    "fingerprint_of",
    "in_place_of",
    "is_stream",
    "load_document",
    "load_file",
    "load_reference",
    "load_standard_input",
    "path_name",
    "project_file",
    "project_root",
    "recipes_in",
    "repository_root",
    "resolve_reference",
    "shown",
    "standard_input",
    "state_of",
    "stem",
    "walk_recipes",
    "write_outputs",
    "write_stream",
]
