"""Reads `tests/rules/cases/*.md`: for each rule, recipes on which it fires or stays silent.

A case is a heading of the third level with one or more fenced blocks below it. The language of a
block is the language of the recipe; a block with `file=name` is a document that the recipe extends,
`target=tag` overrides the recipe's own target, `defaults=strict` is the setting `strict-defaults`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import YAML
from support.languages import NAMED

FOLDER = Path(__file__).resolve().parent.parent / "rules/cases"
FIRES, SILENT = "fires", "stays silent"

_FENCE = re.compile(r"```(?P<language>yaml|toml|json)(?P<options>( \w+=\S+)*)")


@dataclass
class Case:
    """One marked recipe. `rule` is the name of the file, and of the rule that the case is about."""

    rule: str
    section: str
    title: str
    text: str = ""
    language: Language = YAML
    target: str | None = None
    strict_defaults: bool = False
    files: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.rule}: {self.title}"


def read_cases() -> list[Case]:
    """All cases, by rule."""
    return [case for path in sorted(FOLDER.glob("*.md")) for case in _read(path)]


def _read(path: Path) -> list[Case]:
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == f"# {path.stem}", f"{path.name} begins with the name of its rule"
    cases: list[Case] = []
    section = ""
    block: list[str] | None = None
    options: dict[str, str] = {}
    language = YAML
    for number, line in enumerate(lines, start=1):
        where = f"{path.name}:{number}"
        if block is not None and line != "```":
            block.append(line + "\n")
        elif block is not None:
            _keep(cases[-1], "".join(block), language, options, where)
            block = None
        elif line.startswith("```"):
            fence = _FENCE.fullmatch(line)
            assert fence and cases, f"{where}: a block has a language and stands below a title"
            language = NAMED[fence["language"]]
            options = dict(option.split("=", 1) for option in fence["options"].split())
            block = []
        elif line.startswith("## "):
            section = line.removeprefix("## ")
            assert section in (FIRES, SILENT), f"{where}: no section {section!r}"
        elif line.startswith("### "):
            assert section, f"{where}: a case stands in a section"
            cases.append(Case(path.stem, section, line.removeprefix("### ")))
    assert block is None, f"{path.name}: a block has no end"
    assert all(case.text for case in cases), f"{path.name}: a case has no recipe"
    return cases


def _keep(case: Case, text: str, language: Language, options: dict[str, str], where: str) -> None:
    if "file" in options:
        case.files[options["file"]] = text
        return
    assert not case.text, f"{where}: a case has one recipe"
    case.text, case.language, case.target = text, language, options.get("target")
    case.strict_defaults = options.get("defaults") == "strict"
