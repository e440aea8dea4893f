"""Explanations as text for people, as Markdown and as JSON.

The JSON has the shape of `nam56r_core/export/schema/explanations-1.schema.json`.
Must not know streams.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nam56r_core.explanations.model import Explanation, Link, Meaning, Topic, Unknown
from nam56r_server.cli.console import Style
from nam56r_server.cli.output.markdown import render
from nam56r_server.cli.output.release_json import Json, dump, plain
from nam56r_server.cli.output.wrap import labelled

FORMAT = "nam56r-explanations/1"

_PLURAL = {
    Topic.RULE: "rules",
    Topic.TERM: "terms",
    Topic.KEY: "keys",
    Topic.FLAG: "flags",
    Topic.SYMBOL: "symbols",
}
_LABEL = max(len(word) for word in _PLURAL.values())


def as_text(meanings: Sequence[Meaning], style: Style, width: int) -> str:
    """For a terminal; two empty lines between meanings."""
    return "\n\n".join(_text(meaning, style, width) for meaning in meanings)


def as_markdown(meanings: Sequence[Meaning]) -> str:
    """One Markdown text, each meaning under a heading of the first level."""
    return "\n".join(_markdown(meaning) for meaning in meanings)


def as_json(answers: Sequence[Explanation | Unknown], target: str | None) -> str:
    """One JSON object; every answer stands under the name that was asked."""
    return dump(
        {
            "format": FORMAT,
            "target": target,
            "explanations": [
                {"asked": answer.name, **_meaning_json(meaning)}
                for answer in answers
                if isinstance(answer, Explanation)
                for meaning in answer.meanings
            ],
            "unknown": [
                {"name": answer.name, "nearest": list(answer.nearest)}
                for answer in answers
                if isinstance(answer, Unknown)
            ],
        }
    )


def _text(meaning: Meaning, style: Style, width: int) -> str:
    parts = [style.paint(meaning.title, "bold"), "", render(meaning.body, style, width)]
    see = list(_by_topic(meaning.links))
    if see:
        parts += ["", style.paint("See also", "bold")]
        for topic, names in see:
            parts += labelled(_PLURAL[topic], ", ".join(names), _LABEL, width)
    return "".join(part + "\n" for part in parts)


def _markdown(meaning: Meaning) -> str:
    lines = [f"# {meaning.title}", "", meaning.body]
    see = list(_by_topic(meaning.links))
    if see:
        lines += ["", "See also:", ""]
        for topic, names in see:
            lines.append(f"- {_PLURAL[topic]}: " + ", ".join(f"`{name}`" for name in names))
    return "".join(line + "\n" for line in lines)


def _by_topic(links: Sequence[Link]) -> Iterator[tuple[Topic, list[str]]]:
    for topic in Topic:
        names = [link.name for link in links if link.topic is topic]
        if names:
            yield topic, names


def _meaning_json(meaning: Meaning) -> Json:
    return {
        "kind": meaning.topic.value,
        "name": meaning.name,
        "title": meaning.title,
        "markdown": meaning.body,
        "links": [{"kind": link.topic.value, "name": link.name} for link in meaning.links],
        "facts": plain(meaning.facts),
    }
