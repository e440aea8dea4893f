"""Every rule has a page; its examples fire, what it says to write instead does not, and its fix
makes the one of the other."""

from __future__ import annotations

import pytest

from nam56r_core.rules import ALL
from nam56r_core.rules.base import Named
from nam56r_core.syntax.edits import edits_of
from nam56r_core.text import apply_edits
from support.recipes import MAIN, analyse, check_marks, read_marks, shown
from support.rule_pages import EXAMPLE, FIX, HEADINGS, INSTEAD, Block, Page, read_pages

PAGES = read_pages()
BY_NAME = {page.name: page for page in PAGES}
RUN = [block for page in PAGES for block in page.blocks if not block.is_result]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_every_rule_has_a_page(rule: Named) -> None:
    assert rule.name in BY_NAME
    assert BY_NAME[rule.name].summary == rule.summary


def test_no_page_is_about_a_rule_that_is_gone() -> None:
    assert sorted(set(BY_NAME) - {rule.name for rule in ALL}) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_has_its_headings_and_says_something_under_each(page: Page) -> None:
    assert tuple(page.prose) == HEADINGS
    assert page.of(EXAMPLE) and page.of(INSTEAD)
    for heading, prose in page.prose.items():
        assert prose.strip() or page.of(heading), heading


@pytest.mark.parametrize("block", RUN, ids=str)
def test_a_block_leads_to_exactly_the_marked_findings(block: Block) -> None:
    codes = {m.code for t in (block.text, *block.files.values()) for m in read_marks("", t)[1]}
    assert (block.page in codes) == (block.section == EXAMPLE)
    check_marks(
        block.text, target=block.options.get("target"), files=block.files, language=block.language
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_fix_is_what_the_page_says(page: Page) -> None:
    """`Safe: …` or `Unsafe: …` with the outcome below it, or `None: …` with the reason."""
    example = page.of(EXAMPLE)[0]
    text = read_marks(MAIN, example.text)[0]
    files = {name: read_marks(name, marked)[0] for name, marked in example.files.items()}
    result = analyse(
        text, target=example.options.get("target"), files=files, language=example.language
    )
    tree = result.facts.inherited.trees[0]
    word = page.prose[FIX].split(":", 1)[0].strip()
    offered = next(
        (
            (fix, edits)
            for diagnostic in shown(result)
            if diagnostic.code == page.name
            for fix in diagnostic.fixes
            if (edits := edits_of(tree, fix.changes)) is not None
        ),
        None,
    )
    assert word == ("None" if offered is None else "Safe" if offered[0].safe else "Unsafe")
    results = [block for block in page.of(FIX) if block.is_result]
    assert len(results) == (0 if offered is None else 1)
    if offered is not None:
        fixed = apply_edits(tree.source.data, offered[1]).decode()
        assert fixed.removeprefix(example.head) == "".join(results[0].lines)
