"""Completion in documents as they are while they are typed: cut off anywhere, with slips, with a
fresh line at every key."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nam56r_core.changes import Path
from nam56r_core.ide.completion import CompletionKind, complete
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, LANGUAGES, TOML, YAML
from nam56r_core.syntax.tree import Entry, MappingNode, Node, plain
from nam56r_core.templates import transcribed
from nam56r_core.text import SourceText
from support.completions import BESIDE, applied, check_ranges
from support.cursor import view_of
from support.documents import DOCUMENTS, TOKENS
from support.examples import EXAMPLES
from support.mutations import mutated

YAML_EXAMPLES = [path.read_text("utf-8") for path in EXAMPLES if path.suffix == ".yaml"]
FULL = max(YAML_EXAMPLES, key=len)


def _as_json(text: str) -> str:
    return json.dumps(plain(YAML.parse(SourceText.of("it", text)).root), indent=2) + "\n"


RECIPES = {
    YAML: YAML_EXAMPLES,
    JSON: [_as_json(text) for text in YAML_EXAMPLES],
    TOML: [
        *(path.read_text("utf-8") for path in EXAMPLES if path.suffix == ".toml"),
        transcribed(FULL, TOML),
    ],
}
HALF_TYPED = (
    "E:\n  num",
    "extra_args:\n  - --",
    "extra_args = [",
    "# nam56r: ignore[",
    "{",
    '"',
    ": ",
)


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
@given(data=st.data())
def test_a_document_that_is_cut_off_anywhere(language: Language, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(RECIPES[language]))
    view = view_of(text[: data.draw(st.integers(0, len(text)))], language)
    offset = len(view.source.data)
    completions = complete(view, offset, files=lambda typed: BESIDE)
    check_ranges(view, offset, completions)
    for completion in completions[:20]:
        assert len(applied(view, completion).problems) <= len(view.tree.problems), completion


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
@given(data=st.data())
def test_a_document_with_slips(language: Language, data: st.DataObject) -> None:
    documents = [*RECIPES[language], *DOCUMENTS[language]]
    view = view_of(data.draw(mutated(documents, [*TOKENS[language], *HALF_TYPED])), language)
    size = len(view.source.data)
    for offset in data.draw(st.lists(st.integers(0, size), min_size=1, max_size=30)):
        completions = complete(view, offset, files=lambda typed: BESIDE)
        check_ranges(view, offset, completions)
        for completion in completions:
            applied(view, completion)


def _entries(node: Node, path: Path = ()) -> Iterator[tuple[Path, Entry]]:
    """The entries of a document with the path of their section."""
    if isinstance(node, MappingNode):
        for entry in node.entries:
            yield path, entry
            yield from _entries(entry.value, (*path, entry.name))


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
def test_a_fresh_line_before_any_key_takes_a_key_of_its_section(language: Language) -> None:
    text = (
        RECIPES[language][-1] if language is TOML else RECIPES[language][YAML_EXAMPLES.index(FULL)]
    )
    source = SourceText.of("it", text)
    root = language.parse(source).root
    assert root is not None
    tried = 0
    for section, entry in _entries(root):
        at = source.line_range(source.line_of(entry.key.range.start))
        lead = source.data[at.start : entry.key.range.start]
        if lead.strip():
            continue  # the key of a table of TOML, or of a section on one line
        before, after = source.data[: at.start] + lead, source.data[at.start :]
        view = view_of((before + b"\n" + after).decode(), language)
        keys = [c for c in complete(view, len(before)) if not c.label.startswith("[")]
        if language is not TOML or section:
            assert {c.kind for c in keys} <= {CompletionKind.KEY, CompletionKind.SECTION}
        for completion in keys[:3]:
            tree = applied(view, completion)
            node: Node | None = tree.root
            for part in section:
                node = node.get(str(part)) if isinstance(node, MappingNode) else None
            assert isinstance(node, MappingNode) and node.entry(completion.label), section
            assert node.entry(entry.name)
            assert not tree.problems
            tried += 1
    assert tried > 100
