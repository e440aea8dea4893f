"""The templates: YAML with `$words` to fill in, and lines that some releases do not get.

`#: if WORD` (or `#: if not WORD`) up to `#: end` is kept where the release builds WORD; `#: needs
WORD …` is a template that is nothing without. Must not know what a template says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Template

from nam56r_core._resources import bundled_names, bundled_text
from nam56r_core.layers import LayerKind
from nam56r_core.syntax.write_scalars import double_quoted
from nam56r_core.targets.judgments import MTP_SINCE, NATIVE_SINCE
from nam56r_core.targets.releases import V0_17, Release

_FOLDER = "templates"
_SUFFIX = ".yaml"
_DIRECTIVE = "#: "

_SINCE = {
    "experts": NATIVE_SINCE[LayerKind.MOE],
    "mtp": MTP_SINCE,
    "hybrid_by_pattern": V0_17,
}
"""The words of the directives, with the first release of each: the one that builds it in a hybrid
stack, or (`hybrid_by_pattern`) that needs no `--is-hybrid-model` beside the pattern."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_NOT_A_TEXT = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


class NotInReleaseError(Exception):
    """A release does not build what a template is about; `since` is the first one that does."""

    def __init__(self, template: str, words: tuple[str, ...], since: Release) -> None:
        super().__init__(template, words, since)
        self.template = template
        self.words = words
        self.since = since


def template_names() -> tuple[str, ...]:
    """The templates there are, sorted."""
    return bundled_names(_FOLDER, suffix=_SUFFIX)


def filled_template(template: str, release: Release, *, name: str, file: str) -> str:
    """A template filled in for a release; raises `NotInReleaseError`."""
    lines = bundled_text(_FOLDER, template + _SUFFIX).splitlines(keepends=True)
    return Template("".join(_kept(template, lines, release))).substitute(
        name=_scalar(name),
        target=release.tag,
        check=f"nam56r check {file}",
        plan=f"nam56r plan {file}",
        experts_since=_SINCE["experts"].tag,
    )


def _kept(template: str, lines: list[str], release: Release) -> Iterator[str]:
    keep = True
    for line in lines:
        if not line.startswith(_DIRECTIVE):
            if keep:
                yield line
            continue
        match line.removeprefix(_DIRECTIVE).split():
            case ["if", "not", word]:
                keep = release < _SINCE[word]
            case ["if", word]:
                keep = release >= _SINCE[word]
            case ["end"]:
                keep = True
            case ["needs", *words]:
                since = max(_SINCE[word] for word in words)
                if release < since:
                    raise NotInReleaseError(template, tuple(words), since)
            case _:
                raise ValueError(f"{template}: what is {line!r}?")


def _scalar(text: str) -> str:
    """A text as YAML, bare where nobody could take it for something else."""
    bare = _PLAIN.fullmatch(text) and text.lower() not in _NOT_A_TEXT
    return text if bare else double_quoted(text)
