"""Languages by the names that fenced blocks and file names use."""

from __future__ import annotations

from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import LANGUAGES

NAMED: dict[str, Language] = {language.name.lower(): language for language in LANGUAGES}
