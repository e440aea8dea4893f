"""Reads the page of each rule, `nam56r_core/rules/NAME.md`, whose examples are run.

A block of a page is laid over a base of `support.recipes.BASES` (`over=NAME`), so that it shows
only its own point; `file=` and `target=` mean what they mean in a case file. The block marked
`fixed` is what the first fix makes of the first example.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import nam56r_core.rules
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import TOML, YAML
from support.languages import NAMED

FOLDER = Path(nam56r_core.rules.__file__).parent
REPORTS, WHY, EXAMPLE, INSTEAD, FIX = (
    "What it reports",
    "Why",
    "Example",
    "Use instead",
    "Fix",
)
HEADINGS = (REPORTS, WHY, EXAMPLE, INSTEAD, FIX)

_FENCE = re.compile(r"```(?P<language>yaml|toml|json)(?P<options>( \w+(=\S+)?)*)")
_OVER = {YAML: "extends: {}\n", TOML: 'extends = "{}"\n'}


@dataclass
class Block:
    """One marked recipe of a page; `text` begins with the line that lays it over its base."""

    page: str
    section: str
    language: Language
    lines: list[str]
    options: dict[str, str]
    files: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> str:
        over = self.options.get("over")
        return _OVER[self.language].format(over) if over else ""

    @property
    def text(self) -> str:
        return self.head + "".join(self.lines)

    @property
    def is_result(self) -> bool:
        return "fixed" in self.options

    def __str__(self) -> str:
        return f"{self.page}: {self.section}"


@dataclass
class Page:
    """One page: the first paragraph, and the prose and the blocks of each section."""

    name: str
    summary: str
    prose: dict[str, str]
    blocks: list[Block]

    def of(self, section: str) -> list[Block]:
        return [block for block in self.blocks if block.section == section]


def read_page(path: Path) -> Page:
    name = path.stem.replace("_", "-")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    assert lines[0] == f"# {name}\n", f"{path.name} begins with the name of its rule"
    page = Page(name, "", {}, [])
    section = ""
    block: Block | None = None
    for line in lines[1:]:
        if block is not None and line.rstrip() != "```":
            block.lines.append(line)
        elif block is not None:
            _keep(page, block)
            block = None
        elif line.startswith("```"):
            fence = _FENCE.fullmatch(line.rstrip())
            assert fence, f"{path.name}: {line!r}"
            options = dict((*o.split("=", 1), "")[:2] for o in fence["options"].split())
            block = Block(name, section, NAMED[fence["language"]], [], options)
        elif line.startswith("## "):
            section = line.removeprefix("## ").strip()
            page.prose[section] = ""
        elif section:
            page.prose[section] += line
        else:
            page.summary += line
    page.summary = page.summary.strip()
    return page


def _keep(page: Page, block: Block) -> None:
    if "file" in block.options:
        page.blocks[-1].files[block.options["file"]] = "".join(block.lines)
    else:
        page.blocks.append(block)


def read_pages() -> list[Page]:
    return [read_page(path) for path in sorted(FOLDER.glob("*.md"))]
