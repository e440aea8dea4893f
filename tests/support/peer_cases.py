"""Reads `tests/peers/*.md`: what other tools got wrong, as documents for ours.

A failure is a heading of the second level with a line `Peers:`, what went wrong there, and two
cases (headings of the third level): the situation in which they fail, and its good neighbour. A
case is a folder: each block is a file of it, named by `file=` (up to the end of the line), with the
marks of `support.recipes`. Words before that say what cannot be seen: `cr` and `bom`.

The recipes of `support.recipes.BASES` are there, too, as `complete.yaml` and so on. A block `run`
is the command, ` < FILE` behind it for standard input, and, where they are not what follows from
the marks, `exit code N` and words that standard error must have. Without it the folder is checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from support.recipes import Mark, read_marks

FOLDER = Path(__file__).resolve().parent.parent / "peers"

_FAILURE = re.compile(
    r"^## (?P<title>.+)\n\nPeers: (?P<peers>.+)\n\n(?P<story>(?:[^#`\n].*\n|\n)+)"
    r"(?P<cases>(?:### (?:(?!^## ).*\n)+){2})",
    re.M,
)
_CASE = re.compile(r"^### (?P<title>.+)\n(?P<blocks>(?:(?!^### ).*\n)+)", re.M)
_BLOCK = re.compile(r"^```(?P<head>.+)\n(?P<text>(?:(?!^```).*\n)*)^```\n", re.M)
_THREAD = re.compile(r"[\w.-]+/[\w.-]+#\d+")
_RUN = re.compile(r"\$ nam56r (?P<argv>[^<\n]+?)(?: < (?P<stdin>.+))?\n(?P<rest>(?:.*\n)*)")
_CODE = re.compile(r"^exit code (\d)\n", re.M)


@dataclass
class PeerCase:
    """One folder and what the command makes of it. `stdin` names the file that is read from
    standard input, `code` and `told` are None and empty where the marks say everything."""

    failure: str
    title: str
    files: dict[str, bytes] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    argv: tuple[str, ...] = ("check",)
    stdin: str | None = None
    code: int | None = None
    told: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.failure}: {self.title}"

    def run(self, text: str) -> None:
        """Take in a block `run`."""
        run = _RUN.fullmatch(text)
        assert run, f"{self}: {text!r} is no command"
        self.argv, self.stdin = tuple(run["argv"].split()), run["stdin"]
        code = _CODE.search(run["rest"])
        self.code = int(code[1]) if code else None
        self.told = tuple(_CODE.sub("", run["rest"]).splitlines())

    def add(self, options: list[str], name: str, text: str) -> None:
        """Take in a file."""
        assert name and name not in self.files, f"{self}: a block has a name of its own"
        text, marks = read_marks(name, text)
        if "cr" in options:
            text = text.replace("\n", "\r")
        first = "\ufeff" if "bom" in options else ""
        moved = len(first.encode())
        self.marks += [replace(m, start=m.start + moved, end=m.end + moved) for m in marks]
        self.files[name] = (first + text).encode()


def read_peer_cases() -> list[PeerCase]:
    themes = sorted(path for path in FOLDER.glob("*.md") if path.stem != "README")
    return [case for path in themes for case in _read(path)]


def _read(path: Path) -> list[PeerCase]:
    text = path.read_text("utf-8")
    assert text.startswith(f"# {path.stem}\n"), f"{path.name} begins with its name"
    failures = list(_FAILURE.finditer(text))
    titles = re.findall(r"^## (.+)$", _BLOCK.sub("", text), re.M)
    assert [match["title"] for match in failures] == titles, f"{path.name}: not each is a failure"
    return [case for match in failures for case in _cases(path, match)]


def _cases(path: Path, failure: re.Match[str]) -> list[PeerCase]:
    assert all(_THREAD.fullmatch(peer) for peer in failure["peers"].split(", ")), failure["peers"]
    found = []
    for match in _CASE.finditer(failure["cases"]):
        case = PeerCase(f"{path.stem}: {failure['title']}", match["title"])
        left = _BLOCK.sub(lambda block, case=case: _take(case, block), match["blocks"])
        assert not left.strip(), f"{case}: what is this?\n{left}"
        found.append(case)
    assert len(found) == 2, f"{failure['title']}: a failure has a pair of cases"
    return found


def _take(case: PeerCase, block: re.Match[str]) -> str:
    head, _, name = block["head"].partition(" file=")
    language, *options = head.split()
    if language == "run":
        case.run(block["text"])
    else:
        case.add(options, name, block["text"])
    return ""
