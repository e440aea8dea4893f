"""The only package that touches the disk: finds recipes, reads them, writes what is made of them.

Must not know the command line, the editor protocol, nor what a recipe means.
"""

from nam56r_server.project.discovery import find_recipes
from nam56r_server.project.documents import (
    load_document,
    load_place,
    load_reference,
    load_standard_input,
)
from nam56r_server.project.outputs import Output, OutputState, state_of, write_outputs
from nam56r_server.project.places import STANDARD_INPUT, Place, place_of, shown, stem

__all__ = [
    "STANDARD_INPUT",
    "Output",
    "OutputState",
    "Place",
    "find_recipes",
    "load_document",
    "load_place",
    "load_reference",
    "load_standard_input",
    "place_of",
    "shown",
    "state_of",
    "stem",
    "write_outputs",
]
