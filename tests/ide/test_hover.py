"""Hovers: what is said about each kind of thing, and about how much of the text it is said.

The texts for the reference recipe are committed in `hovers/`; `UPDATE_SNAPSHOTS=1` writes them
anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nam56r_core.explanations import explain
from nam56r_core.explanations.model import Explanation, Topic
from nam56r_core.ide.hover import hover
from nam56r_core.ide.hover.letter import MOST_ROWS
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from nam56r_core.targets.releases import V0_19
from nam56r_core.targets.targets import known_target
from support.cursor import Range, in_source, read_marked, view_of
from support.snapshots import check_snapshot

FOLDER = Path(__file__).parent / "hovers"
EXAMPLES = Path(__file__).parents[2] / "examples"
EXTRA = """
extra_args: ["--log-throughput", "--moe-layer-freq 2"]
# nam56r: ignore-file[unresolved-layer]: the seams come with the next release
"""


def said(text: str, language: Language = YAML, files: dict[str, str] | None = None) -> str:
    """What the hover at the cursor says; the marks of the text are exactly what it is about."""
    marked = read_marked(text)
    view = view_of(marked.text, language, files=files)
    found = hover(view, marked.cursor)
    ranges: list[Range] = in_source(view.source, [found.range] if found else [])
    assert ranges == list(marked.ranges)
    return found.markdown if found else ""


def flagship(before: str, after: str) -> str:
    """The reference recipe with a cursor between two texts that stand together once."""
    text = (EXAMPLES / "nam56r.nam56r.yaml").read_text(encoding="utf-8") + EXTRA
    assert text.count(before + after) == 1
    return text.replace(before + after, f"{before}$0{after}")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("letter-a", "pattern: ", "AEMEAEMEAEMR"),
        ("letter-e", "pattern: A", "EMEAEMEAEMR"),
        ("letter-m", "pattern: AE", "MEAEMEAEMR"),
        ("letter-r", "pattern: AEMEAEMEAEM", "R"),
        ("key", "  num_", "experts: 16"),
        ("section", "\n", "R:\n"),
        ("feature", "  eng", "ram:\n"),
        ("value", "moe_router_dtype: ", "fp32"),
        ("value-and-term", "position_embedding_type: r", "ope"),
        ("target", "target: ", "core_v0.19.0"),
        ("layer", "layer_indices: [0, ", "12, 24, 36]"),
        ("symbol", 'pattern: "', '*-"'),
        ("flag", "--moe-layer", "-freq 2"),
        ("flag-value", "--moe-layer-freq ", "2"),
        ("switch", "--log", "-throughput"),
        ("term", "It is fail", " closed on purpose"),
        ("term-name", "# NAM", "56R as authored"),
        ("rule", "ignore-file[unresolved", "-layer]"),
    ],
)
def test_the_reference_recipe(name: str, before: str, after: str) -> None:
    marked = read_marked(flagship(before, after))
    view = view_of(marked.text)
    found = hover(view, marked.cursor)
    assert found is not None
    about = f"On `{view.source.slice(found.range)}`:\n\n{found.markdown}\n"
    check_snapshot(FOLDER / f"{name}.md", about)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (YAML, "E:\n  num_$0experts: 8\n# ^^^^^^^^^^^^^\n"),
        (YAML, "E: {num_experts$0: 8}\n#   ^^^^^^^^^^^^^\n"),
        (TOML, "[E]\n$0num_experts = 8\n^^^^^^^^^^^^^\n"),
        (TOML, "E.num_$0experts = 8\n# ^^^^^^^^^^^^^\n"),
        (JSON, '{"E": {"num$0_experts": 8}}\n#     ^^^^^^^^^^^^^^^\n'),
    ],
)
def test_a_key_says_what_explain_says_and_what_it_comes_to(language: Language, text: str) -> None:
    known = explain("E.num_experts", known_target(V0_19), (Topic.KEY,))
    assert isinstance(known, Explanation)
    recipe = {
        YAML: "target: core_v0.19.0\npattern: E\n" + text,
        TOML: 'target = "core_v0.19.0"\npattern = "E"\n' + text,
        JSON: text.replace("{", '{"target": "core_v0.19.0", "pattern": "E",\n', 1),
    }
    found = said(recipe[language], language)
    assert known.meanings[0].body in found
    assert "- Default in 0.19.0: none\n- Lowers to: `--num-experts 8`" in found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (YAML, "target: core_v0.18.2\npattern: AE$0MR\n#          ^^^\ndepth: 8\n"),
        (YAML, 'target: core_v0.18.2\npattern: "AEM$0"\n#           ^\ndepth: 6\n'),
        (TOML, "target = 'core_v0.18.2'\npattern = 'AE$0M'\n#            ^^^\ndepth = 6\n"),
        (
            JSON,
            '{"target": "core_v0.18.2", "depth": 6,\n"pattern": "AE$0M"}\n#             ^^^\n',
        ),
    ],
)
def test_a_letter_in_each_language(language: Language, text: str) -> None:
    found = said(text, language)
    assert found.startswith("**`M`, the state-space letter**")
    assert "○ **blocked** on core_v0.18.2: `M.mixer` does not say which Mamba is meant" in found


def test_a_letter_says_from_when_it_is_native() -> None:
    found = said(
        """\
extends: sparse
target: core_v0.18.2
pattern: $0AM
#        ^^^
A:
  dsa:
    family_ranks: [0]
"""
    )
    assert "multi-head latent attention (MLA)" in found
    assert "native from 0.19.0 (`+`)" in found
    assert "layer 1: 0.18.2 builds DeepSeek sparse attention" in found
    assert "| 2 | 3 | 1 | nothing |" in found


def test_a_letter_with_two_verdicts_says_which_layers_have_which() -> None:
    found = said(
        """\
extends: sparse
pattern: $0AM
#        ^^^
depth: 8
A:
  dsa:
    family_ranks: [0, 2]
seams:
  stack_spec: {module: mine, name: stack}
  carry: {A: "*"}
"""
    )
    assert "layers 1, 5: " in found
    assert "layers 3, 7: " in found
    assert "| 0 | 1 | 0 | `D`, `AbsorbedMLASelfAttention` |" in found


def test_a_letter_names_the_seam_of_its_own_layers_only() -> None:
    found = said(
        """\
extends: sparse
target: core_v0.17.1
pattern: A$0A
#         ^^^
depth: 2
A:
  dsa:
    family_ranks: [0]
"""
    )
    assert "- Seam: multi-head latent attention (MLA) at 1 layer" in found
    assert found.count("- Seam: ") == 1


def test_a_carried_letter_lowers_to_its_carrier() -> None:
    found = said("extends: authored\npattern: AM$0R\n#          ^^^\n")
    assert "◐ **custom** on core_v0.19.0" in found
    assert "| 2 | 3 | 0 | `M`, your code |" in found
    assert "provided by `mine.specs stack`, riding on `M`" in found


def test_a_letter_that_is_tiled_often_is_shown_by_its_first_layers() -> None:
    found = said("extends: complete\npattern: $0A\n#        ^^^\ndepth: 40\n")
    assert f"| {MOST_ROWS - 1} | {MOST_ROWS} |" in found
    assert f"| {MOST_ROWS} | {MOST_ROWS + 1} |" not in found
    assert f"… and {40 - MOST_ROWS} more, up to layer number 40." in found


def test_a_letter_says_its_stage_where_the_stack_is_cut() -> None:
    text = """\
extends: complete
pattern: AM|A$0M
#           ^^^
depth: 4
parallel:
  pipeline_model_parallel_size: 2
"""
    assert "| 2 | 3 | 1 | `*`, `SelfAttention` | rank 1, virtual stage 0 |" in said(
        text.replace("A$0M", "$0AM")
    )
    assert (
        "stage"
        not in said("extends: complete\npattern: A$0M\n#         ^^^\n").partition("\n\n`M`")[0]
    )


def test_a_stage_break_says_how_the_stack_is_cut() -> None:
    found = said("extends: complete\npattern: AM$0|AM\n#          ^^^\ndepth: 4\n")
    assert "Behind layer 2." in found
    assert "marks the break between two pipeline stages" in found


def test_a_letter_that_the_stack_has_no_room_for() -> None:
    found = said("extends: complete\npattern: AMAM$0A\n#            ^^^\ndepth: 4\n")
    assert "No layer: `depth` is 4, and this is letter 5." in found


def test_a_symbol_in_the_pattern_is_explained_as_what_it_is() -> None:
    found = said("target: core_v0.19.0\npattern: A$0*\n#         ^^^\n")
    assert "`*` is no letter of the recipe alphabet" in found
    assert "**`*` (Megatron-LM symbol)**" in found


def test_a_carrier_is_explained_as_the_symbol() -> None:
    found = said("extends: authored\nseams:\n  carry:\n    R: M$0\n    #  ^\n")
    assert found.startswith("**`M` (Megatron-LM symbol)**")
    assert "`seams.carry.R` (recipe key)" in found


@pytest.mark.parametrize("value", ["true", "null"])
def test_a_value_over_one_of_a_base_says_so(value: str) -> None:
    files = {"base": "precision: {bf16: false}\n"}
    marks = "^" * len(value)
    found = said(f"extends: base\nprecision:\n  bf16: $0{value}\n  #       {marks}\n", files=files)
    assert "- Overrides: `false` of base" in found


def test_a_value_over_nothing_says_nothing() -> None:
    text = "extends: base\nprecision:\n  bf16: $0true\n  #     ^^^^^^\n"
    assert "Overrides" not in said(text, files={"base": "precision: {bf16: null}\n"})
    assert "Overrides" not in said(text, files={"base": "name: base\n"})


@pytest.mark.parametrize("key", ["pattern$0: AR", "depth$0: 2"])
def test_the_keys_of_the_stack_say_why_it_is_withheld(key: str) -> None:
    other = "depth: 2" if "pattern" in key else "pattern: AR"
    marks = "^" * key.index(":")
    found = said(f"target: core_v0.19.0\n{key}\n{marks}\n{other}\n")
    assert "- Withheld: 1 of 2 layers is blocked (`R`)" in found


def test_an_item_without_dashes_is_no_flag() -> None:
    found = said(
        "target: core_v0.19.0\nextra_args: [num$0-experts 8]\n#            ^^^^^^^^^^^^^^^\n"
    )
    assert found.startswith("**`extra_args` (recipe key)**")


def test_a_key_before_a_comment_is_a_key() -> None:
    assert said("na$0me: x # MTP\n^^^^^^\n").startswith("**`name` (recipe key)**")


def test_what_becomes_no_argument_says_why() -> None:
    text = "target: core_v0.12.3\nE:\n  moe_$0latent_size: 8\n# ^^^^^^^^^^^^^^^^^\n"
    assert "- Withheld: `--moe-latent-size`, no expert layer can be built" in said(text)
    text = "target: core_v0.19.0\nextra_args:\n- --$0nope 3\n# ^^^^^^^^^^\n"
    assert "- Withheld: `--nope`, the target has no such flag" in said(text)


@pytest.mark.parametrize(
    ("language", "text", "title"),
    [
        (YAML, "# about M$0TP\n#       ^^^^^\nname: x\n", "Multi-token prediction (MTP)"),
        (
            YAML,
            "name: x # multi-token$0  prediction!\n#         ^^^^^^^^^^^^^^^^^^^^^^^^^\n",
            "Multi-token prediction (MTP)",
        ),
        (YAML, "name: x # two carrier$0s\n#             ^^^^^^^^^^\n", "Carrier"),
        (YAML, "# M$0TP depths\n# ^^^^^^^^^^^^\nname: x\n", "Multi-token prediction (MTP)"),
        (YAML, "# 13 A$0, 22 E\n#    ^\nname: x\n", "`A`, the attention letter"),
        (YAML, "# A$0 attention\n# ^\nname: x\n", "`A`, the attention letter"),
        (YAML, "# with --lr$0 only\n#      ^^^^\nname: x\n", "`--lr` (Megatron-LM flag)"),
        (
            TOML,
            "name = 'x' # is fail-$0closed\n#               ^^^^^^^^^^^^^\n",
            "Fail-closed",
        ),
    ],
)
def test_words_of_a_comment(language: Language, text: str, title: str) -> None:
    assert said(text, language).startswith(f"**{title}")


@pytest.mark.parametrize(
    "text",
    [
        "# a reMTP$0x\nname: x\n",
        "# éMTP$0\nname: x\n",
        "# A$0 model\nname: x\n",
        "# see m$0e\nname: x\n",
        "# --no-such-flag$0\nname: x\n",
        "# nam56r: ignore-file[no-such-rule$0]: x\nname: x\n",
        "# nam56r: ignore-file[Unresolved-Layer$0]: x\nname: x\n",
        "unknown$0: 1\n",
        "E:\n  unknown$0: 1\n",
        "E: {$0  num_experts: 1}\n",
        "$0\n",
        "$0",
    ],
)
def test_nothing_is_said_about_nothing(text: str) -> None:
    marked = read_marked(text)
    found = hover(view_of(marked.text), marked.cursor)
    assert found is None, found


def test_a_sign_in_a_text_begins_no_comment() -> None:
    found = said('name: "is #1 MTP$0"\n#     ^^^^^^^^^^^^^\n')
    assert found.startswith("**`name` (recipe key)**")
    assert "**Multi-token prediction (MTP)**" in found


def test_an_environment_variable_is_explained_by_its_section() -> None:
    found = said("launch:\n  environment:\n    NCCL$0_DEBUG: x\n#   ^^^^^^^^^^^^\n")
    assert found.startswith("**`launch.environment` (recipe key)**")


def test_a_section_lists_what_the_release_supplies() -> None:
    text = "extends: complete\nM$0:\n^\n  mamba_state_dim: null\n"
    assert "- Supplied by 0.19.0: `mamba_state_dim: 128` (the default)\n" in said(text) + "\n"
