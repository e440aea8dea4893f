"""SVG documents of plans and comparisons: valid, whole, the same every time, safe to embed."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nam56r_core.analysis import Analysis
from nam56r_core.messages.reasons import reason_words
from nam56r_core.picture.boxes import MARGIN, WIDTH
from nam56r_core.picture.compare_picture import compare_picture
from nam56r_core.picture.plan_picture import plan_picture
from nam56r_core.picture.style import THEMES
from nam56r_core.picture.svg import SANS, escape, lines_of, shortened, text_width
from nam56r_core.targets.releases import RELEASES
from support.examples import EXAMPLES, analyse_example, stem
from support.recipes import analyse

SVG = "{http://www.w3.org/2000/svg}"


def drawn(analysis: Analysis, theme: str = "auto") -> ElementTree.Element:
    return ElementTree.fromstring(plan_picture(analysis, theme))


def boxes(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [element for element in root.iter(f"{SVG}g") if "data-layer" in element.attrib]


def words(root: ElementTree.Element) -> str:
    return "\n".join(element.text or "" for element in root.iter(f"{SVG}text"))


def shape(box: ElementTree.Element) -> list[str]:
    """The kinds of shapes in a box, without its text."""
    return [e.attrib["class"] for e in box if e.tag != f"{SVG}text" and "class" in e.attrib]


@pytest.mark.parametrize("release", RELEASES, ids=str)
@pytest.mark.parametrize("recipe", EXAMPLES, ids=stem)
def test_a_box_for_every_layer(recipe: Path, release: object) -> None:
    analysis = analyse_example(recipe, str(release))
    found = boxes(drawn(analysis))
    assert [
        (int(box.attrib["data-layer"]), box.attrib["data-letter"], box.attrib["data-status"])
        for box in found
    ] == [(layer.index, layer.letter, layer.status.value) for layer in analysis.plan.layers]
    for box, layer in zip(found, analysis.plan.layers, strict=True):
        tooltip = box.findtext(f"{SVG}title") or ""
        assert f"layer number {layer.layer_number} (index {layer.index})" in tooltip
        assert (
            f"{layer.status.value}: {reason_words(layer.verdict.reason, analysis.plan.target)}"
            in tooltip
        )


def test_a_status_is_told_without_colour() -> None:
    """By the ground and by the mark; the three differ in both."""
    recipe = "extends: authored\npattern: AMR\ndepth: 3\nseams: {carry: {R: null}}\n"
    native, custom, blocked = boxes(drawn(analyse(recipe)))
    assert shape(native) == ["box", "fill"]
    assert shape(custom) == ["box", "hatch", "line", "fill"]
    assert shape(blocked) == ["box", "cross", "line"]


def test_what_a_reader_is_told() -> None:
    root = drawn(analyse_example(next(r for r in EXAMPLES if stem(r) == "nam56r")))
    text = words(root)
    for part in (
        "NAM56R",
        "core_v0.19.0",
        "Not runnable: 17 of 52 layers are blocked (`M`, `R`); 6 errors",
        "35 native (solid)",
        "17 blocked (crossed)",
        "1–12",
        "engram",
        "13 × self-attention → `*` SelfAttention",
        "1 × `*-`: one `/*-` part of the pattern per depth",
    ):
        assert part in text, part
    description = root.findtext(f"{SVG}desc") or ""
    assert root.findtext(f"{SVG}title") == "NAM56R for core_v0.19.0"
    assert "A × 13, E × 22, M × 13, R × 4" in description


def test_stages_have_titles() -> None:
    text = words(drawn(analyse_example(next(r for r in EXAMPLES if "pp2" in stem(r)))))
    assert text.count("pipeline rank ") == 4


def test_a_release_that_would_build_it_is_named() -> None:
    text = words(drawn(analyse_example(next(r for r in EXAMPLES if stem(r).endswith("0.18")))))
    assert "native from 0.19.0 (`+`)" in text


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_from_elsewhere(theme: str) -> None:
    """No script, font, image, link or reference, so that the picture may be shown anywhere."""
    for recipe in EXAMPLES:
        text = plan_picture(analyse_example(recipe), theme)
        root = ElementTree.fromstring(text)
        names = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert names == {"svg", "title", "desc", "style", "rect", "text", "g", "path", "circle"}
        assert "url(" not in text and "@import" not in text and "@font-face" not in text
        attributes = {name for element in root.iter() for name in element.attrib}
        assert not {name for name in attributes if name == "id" or "href" in name}
        assert not {name for name in attributes if name.startswith("on")}
        assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]


def test_the_style_speaks_of_this_picture_only() -> None:
    """The style sheet of a picture inside a page is one for the whole page."""
    style = drawn(analyse("name: x\n")).findtext(f"{SVG}style") or ""
    rules = style.replace("@media (prefers-color-scheme: dark) {", "")
    rules = rules.replace("@supports (color: var(--nam56r-ink)) {", "")
    selectors = [part for line in re.findall(r"^ *([^{}]+?) *\{", rules, re.M)
                 for part in line.split(", ")]  # fmt: skip
    assert len(selectors) > 40
    assert {selector.split()[0] for selector in selectors} == {".nam56r"}


def test_themes() -> None:
    analysis = analyse_example(EXAMPLES[0])
    auto, light, dark = (plan_picture(analysis, theme) for theme in ("auto", "light", "dark"))
    switch = "@media (prefers-color-scheme: dark)"
    assert switch in auto and switch not in light and switch not in dark
    assert "var(" not in light and "var(" not in dark
    paper = re.compile(r"\.nam56r \.paper \{ fill: (#\w{6});")
    assert paper.findall(light) == ["#ffffff"]
    assert paper.findall(dark) == ["#0d1117"]
    # Programs without CSS variables see the plain rules and skip those inside `@supports`.
    plain, supports, themed = auto.partition("@supports (color: var(--nam56r-ink)) {")
    assert supports and "var(" not in plain
    rule = re.compile(r"(\.nam56r [^{]+ \{ [a-z-]+): (?:#\w{6}|var\(--[\w-]+\));")
    assert rule.findall(plain) == rule.findall(themed)


def test_every_variable_has_both_values() -> None:
    text = plan_picture(analyse_example(EXAMPLES[0]))
    used = set(re.findall(r"var\((--[\w-]+)\)", text))
    given = Counter(re.findall(r"(--[\w-]+): #", text))
    assert used and dict.fromkeys(used, 2) == {name: given[name] for name in used}


def test_same_bytes() -> None:
    for recipe in EXAMPLES:
        analyse_example.cache_clear()
        first = plan_picture(analyse_example(recipe))
        analyse_example.cache_clear()
        assert plan_picture(analyse_example(recipe)) == first


def inside(root: ElementTree.Element) -> None:
    """Every box and every line of text lies in the picture."""
    height = float(root.attrib["height"])
    for rect in root.iter(f"{SVG}rect"):
        x, y, w, h = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        assert x >= 0 and y >= 0 and x + w <= WIDTH and y + h <= height
    for text in root.iter(f"{SVG}text"):
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        assert 0 <= x <= WIDTH and 0 < y < height
        kinds = text.attrib["class"].split()
        if "end" not in kinds and not {"letter", "little", "symbol", "tagged"} & set(kinds):
            size = 20 if "name" in kinds else 9.5 if "number" in kinds else 12
            assert x + text_width(text.text or "", size, 0.5) <= WIDTH - MARGIN + 1, text.text


def apart(root: ElementTree.Element) -> None:
    """No two layers share a point."""
    places = []
    for box in boxes(root):
        rect = box.find(f"{SVG}rect")
        assert rect is not None
        places.append(tuple(float(rect.attrib[name]) for name in ("y", "x", "height", "width")))
    for (y, x, _, width), (other_y, other_x, _, _) in pairwise(places):
        assert other_y > y or other_x >= x + width
    rows = sorted({(y, height) for y, _, height, _ in places})
    for (y, height), (other_y, _) in pairwise(rows):
        assert other_y >= y + height


@pytest.mark.parametrize(
    ("pattern", "depth"),
    [("A", 1), ("AEM", 52), ("AM", 512), ("AM", 514), ("AEMEAEMEAEME", 10_000)],
)
def test_any_depth(pattern: str, depth: int) -> None:
    root = drawn(analyse(f"extends: experts\npattern: {pattern}\ndepth: {depth}\n"))
    assert len(boxes(root)) == depth
    inside(root)
    apart(root)
    assert ("drawn small" in words(root)) is (depth > 512)
    assert float(root.attrib["height"]) < 6000


@pytest.mark.parametrize(
    "text",
    ["", "name: x\n", "[", "pattern: AXM\n", "extends: complete\ntarget: null\n",
     "extends: complete\nmtp: {mtp_num_layers: 64, pattern: '" + "*-" * 300 + "'}\n",
     "extends: complete\nfeatures: {engram: {layer_indices: [0]}, mhc: {layer_indices: [0]}}\n",
     "extends: complete\npattern: 𝔸漢<&é\ndepth: 9\n",
     "extends: complete\nparallel: {pipeline_model_parallel_size: 3}\n",
     "extends: complete\ndepth: 80\nparallel: {pipeline_model_parallel_size: 40}\n"],
)  # fmt: skip
def test_what_is_hardly_a_recipe(text: str) -> None:
    root = drawn(analyse(text))
    inside(root)
    apart(root)


@given(st.text(max_size=200))
def test_any_name(name: str) -> None:
    text = f"extends: complete\nname: {json.dumps(name)}\npattern: {json.dumps(name[:20])}\n"
    result = analyse(text)
    for theme in THEMES:
        plan_picture(result, theme).encode("utf-8")
    inside(drawn(result))
    ElementTree.fromstring(compare_picture(result, analyse("extends: complete\n")))


@given(st.text())
def test_escaped_text_is_read_back(text: str) -> None:
    element = ElementTree.fromstring(f'<a b="{escape(text)}">{escape(text)}</a>')
    assert element.text == element.attrib["b"] or not text
    if text.isprintable():
        assert element.attrib["b"] == text


def test_markup_in_a_name_stays_text() -> None:
    root = drawn(analyse("extends: complete\nname: '</text><script>&\"\u202e'\n"))
    assert root.findtext(f"{SVG}title") == '</text><script>&"\ufffd for core_v0.19.0'
    assert not list(root.iter(f"{SVG}script"))


def test_cutting_and_breaking() -> None:
    assert shortened("a  b", 100, 10, 0.5) == "a b"
    assert shortened("abcdef", 20, 10, 0.5) == "abc…"
    assert text_width("漢a", 10, 0.5) == 15
    assert lines_of("aa bb cc", 25, 10, 0.5, 3) == ["aa bb", "cc"]
    assert lines_of("aa bb cc dd ee ff", 25, 10, 0.5, 2) == ["aa bb", "cc d…"]
    assert lines_of("", 25, 10, 0.5, 2) == []
    assert lines_of("aa bbbbbbbbcc", 25, 10, 0.5, 4) == ["aa", "bbbbb", "bbbcc"]
    assert lines_of("b" * 99, 25, 10, 0.5, 2) == ["bbbbb", "bbbb…"]


def test_capitals_are_wider_than_sentences() -> None:
    """A pattern is nothing else; in the fonts of readers a capital takes 0.7 of its size."""
    assert text_width("AEM", 10, SANS) > 0.7 * 30


def test_a_pattern_that_is_spelled_out_is_shown_whole() -> None:
    pattern = "AEMEAEMEAEME" * 8
    root = drawn(analyse(f"extends: experts\npattern: {pattern}\ndepth: {len(pattern)}\n"))
    inside(root)
    lines = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert pattern in "".join(lines)
    assert not [line for line in lines if "…" in line]


def test_the_numbers_are_said_to_be_layer_numbers() -> None:
    assert "number: layer number" in words(drawn(analyse("extends: complete\n")))
    assert "layer number" not in words(drawn(analyse("pattern: ''\n")))


def test_a_family_is_called_by_its_words() -> None:
    (recipe,) = (recipe for recipe in EXAMPLES if stem(recipe) == "nam56r")
    text = plan_picture(analyse_example(recipe))
    assert "recurrent rank 0" in text
    assert "recurrent_tail" not in text


def test_what_matters_most_of_a_comparison_is_told_whole() -> None:
    recipes = {stem(recipe): recipe for recipe in EXAMPLES}
    old = analyse("extends: complete\ntarget: null\npattern: AXM\ndepth: 3\nM: null\n")
    root = ElementTree.fromstring(compare_picture(old, analyse_example(recipes["nam56r"])))
    summary = [t.text or "" for t in root.iter(f"{SVG}text") if t.attrib["class"] == "muted"]
    assert summary
    assert not [line for line in summary if "…" in line]
    inside(root)


PAIRS = [("nam56r-dsa-0.18", "nam56r-dsa"), ("nam56r", "nam56r-quarter"), ("nam56r", "nam56r")]


@pytest.mark.parametrize("names", PAIRS, ids=" ".join)
def test_a_comparison_shows_both_stacks(names: tuple[str, str]) -> None:
    recipes = {stem(recipe): recipe for recipe in EXAMPLES}
    old, new = (analyse_example(recipes[name]) for name in names)
    root = ElementTree.fromstring(compare_picture(old, new))
    assert len(boxes(root)) == len(old.plan.layers) + len(new.plan.layers)
    inside(root)
    rings = [e for e in root.iter(f"{SVG}rect") if e.attrib["class"] == "ring"]
    expected = {"nam56r-dsa": 2 * 13, "nam56r-quarter": 4 + 39 + 4, "nam56r": 0}[names[1]]
    assert len(rings) == expected


def test_a_comparison_says_what_changes() -> None:
    recipes = {stem(recipe): recipe for recipe in EXAMPLES}
    dsa = recipes["nam56r-dsa"]
    root = ElementTree.fromstring(
        compare_picture(analyse_example(dsa), analyse_example(dsa, "core_v0.18.2"))
    )
    text = words(root)
    assert "0.19.0 → 0.18.2" in text
    assert "4 attention layers: native → blocked" in text
    assert "native from 0.19.0 (`+`)" in text


def test_a_comparison_says_all_that_differs() -> None:
    """Also what is in no layer: a picture that is silent would say that nothing differs."""
    text = "extends: complete\nseams: {{owner: {0}}}\nfeatures: {{fim: {{rate: 0.5}}}}\n"
    text += "M: {{mamba_num_heads: {1}}}\nlaunch: {{environment: {{A: '{1}'}}}}\n"
    old, new = (analyse(text.format(*given), target="core_v0.12.3") for given in ("x4", "y8"))
    said = words(ElementTree.fromstring(compare_picture(old, new)))
    assert "environment A: 4 → 8" in said
    assert "(--mamba-num-heads): 4 → 8, withheld as before" in said
    assert "answered for by y" in said
