"""Room for the value of a new key in YAML.

Must not know which key it is.
"""

from __future__ import annotations

from nam56r_core.syntax.context import Surroundings
from nam56r_core.syntax.snippet import SWITCH, Form, Template


def new_value(form: Form, item: Form | None, surroundings: Surroundings) -> Template:
    """What follows the colon. A scalar needs nothing, because an empty one is a value as well."""
    if surroundings.opened:
        return Template("", None)
    below = surroundings.below
    match form:
        case Form.MAPPING if below:
            return Template(f"{below}$0", below)
        case Form.MAPPING:
            return Template(" {$0}", " ")
        case Form.LIST if below and item is Form.TEXT:
            return Template(f"{below}- $0", f"{below}- ")
        case Form.LIST:
            return Template(" [$0]", " ")
        case Form.SWITCH:
            return Template(f" {SWITCH}", " ")
    return Template(" ", None)
