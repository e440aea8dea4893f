"""Inlay hints: a recipe with its hints drawn into it, as an editor draws them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from nam56r_core.ide.inlay_hint import InlayHint, InlayHintKind, InlayHintOptions, inlay_hints
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML
from nam56r_core.text import TextEdit, TextRange, apply_edits
from support.cursor import view_of
from support.recipes import COMPLETE, EXPERTS

COUNTS = InlayHintOptions(stages=False, lowered=False)
STAGES = InlayHintOptions(counts=False, lowered=False)
LOWERED = InlayHintOptions(counts=False, stages=False)


def drawn(
    text: str,
    options: InlayHintOptions | None = None,
    language: Language = YAML,
    target: str | None = None,
    files: Mapping[str, str] | None = None,
) -> str:
    """The line or lines of the document that hints make different, with the hints in `⟨⟩`."""
    hints = inlay_hints(view_of(text, language, target=target, files=files), options)
    shown: dict[int, str] = {}
    for hint in hints:
        shown[hint.offset] = shown.get(hint.offset, "") + f"⟨{hint.label}⟩"
    edits = [TextEdit(TextRange(at, at), label) for at, label in shown.items()]
    after = apply_edits(text.encode(), edits).decode()
    return "\n".join(line for line in after.splitlines() if "⟨" in line)


def only_hint(text: str, options: InlayHintOptions, target: str | None = None) -> InlayHint:
    (hint,) = inlay_hints(view_of(text, target=target), options)
    return hint


REFERENCE = """\
extends: experts
pattern: AEMEAEMEAEMR  # as published
depth: 52
M: {mixer: authored}
"""

SEAMS = """\
seams:
  stack_spec: {module: mine.specs, name: stack}
  carry: {R: M}
"""


def test_counts() -> None:
    assert drawn(REFERENCE, COUNTS) == (
        "pattern: AEMEAEMEAEMR⟨13 A · 22 E · 13 M · 4 R⟩  # as published"
    )


def test_the_tooltip_tells_custom_layers_from_blocked_ones() -> None:
    assert "4 layers, custom" in only_hint(REFERENCE + SEAMS, COUNTS).tooltip
    without_carrier = SEAMS.replace("carry: {R: M}", "owner: me")
    tooltip = only_hint(REFERENCE + without_carrier, COUNTS).tooltip
    assert "13 layers, custom" in tooltip
    assert "4 layers, blocked" in tooltip


@pytest.mark.parametrize("depth", [52, 1000])
def test_one_short_hint_stands_behind_a_pattern(depth: int) -> None:
    """More would push what is written out of sight."""
    for text in (REFERENCE, "pattern: AEMRDGQWXYZ|AEMR\n", "pattern: abcdefghijklmnopqrstuvwxyz\n"):
        view = view_of(text.replace("depth: 52", f"depth: {depth}"))
        (hint,) = [h for h in inlay_hints(view) if h.kind is not InlayHintKind.STAGES]
        assert len(hint.label) <= 40
        assert "Megatron is given no pattern" in hint.tooltip


def test_counts_of_many_letters_are_summed_up() -> None:
    assert only_hint("pattern: ABCDEFGHI\n", COUNTS).label == "9 layers"


def test_counts_of_a_native_recipe() -> None:
    assert drawn(COMPLETE, COUNTS) == "pattern: AM⟨2 A · 2 M⟩"


def test_the_tooltip_of_the_counts_gives_the_reasons() -> None:
    hint = only_hint(REFERENCE, COUNTS)
    letters = [paragraph[:3] for paragraph in hint.tooltip.split("\n\n")]
    assert letters == ["`A`", "`E`", "`M`", "`R`"]
    assert "`R`: 4 layers, blocked; 0.19.0 has no symbol for the M2RNN recurrence" in hint.tooltip


def test_a_tooltip_does_not_grow_with_the_pattern() -> None:
    letters = "".join(chr(code) for code in range(0x3B1, 0x3B1 + 24))
    hint = only_hint(f"pattern: {letters}\n", COUNTS)
    assert hint.tooltip.endswith("\n\n… and 8 more.")


@pytest.mark.parametrize(
    "text, language, shown",
    [
        ('pattern: "A"  # why\n', YAML, 'pattern: "A"⟨1 A⟩  # why'),
        ("pattern: |\n  A\n\n\n", YAML, "  A⟨1 A · 1⟩"),
        ("pattern = 'A' # why\n", TOML, "pattern = 'A'⟨1 A⟩ # why"),
        (
            '{"pattern": "A", "depth": 1}',
            JSON,
            '{"pattern": "A"⟨1 A⟩, "depth": 1}',
        ),
    ],
)
def test_hints_stand_behind_the_value(text: str, language: Language, shown: str) -> None:
    assert drawn(text, COUNTS, language).startswith(shown)


def test_stages_of_a_pattern_with_breaks() -> None:
    text = "extends: complete\npattern: AMM|AMM\ndepth: 6\n"
    cut = "parallel: {pipeline_model_parallel_size: 2}\n"
    assert drawn(text + cut, STAGES) == "pattern: ⟨rank 0:⟩AMM|⟨rank 1:⟩AMM"


def test_virtual_stages() -> None:
    text = "extends: complete\npattern: A|M|M|A\ndepth: 4\n"
    cut = "parallel: {pipeline_model_parallel_size: 2}\n"
    assert drawn(text + cut, STAGES) == (
        "pattern: ⟨rank 0 vpp 0:⟩A|⟨rank 1 vpp 0:⟩M|⟨rank 0 vpp 1:⟩M|⟨rank 1 vpp 1:⟩A"
    )
    hint = inlay_hints(view_of(text + cut), STAGES)[2]
    assert hint.tooltip.startswith("Pipeline rank 0, virtual stage 1, builds layer 3.\n\n")


def test_stages_of_a_tiled_pattern_name_their_first_layer() -> None:
    # Seven layers a rank: the second begins at the second letter of the second tile.
    text = "extends: complete\npattern: AMM\ndepth: 14\n"
    cut = "parallel: {pipeline_model_parallel_size: 2}\n"
    assert drawn(text + cut, STAGES) == ("pattern: ⟨rank 0 from layer 1:⟩A⟨rank 1 from layer 8:⟩MM")
    _, second = inlay_hints(view_of(text + cut), STAGES)
    assert second.tooltip.startswith("Pipeline rank 1 builds layers 8 to 14.\n\n")
    assert second.tooltip.endswith(": 7 + 7 layers.")


def test_several_stages_at_one_letter() -> None:
    text = "extends: complete\npattern: AM\ndepth: {}\nparallel:\n"
    text += "  pipeline_model_parallel_size: {}\n"
    assert drawn(text.format(8, 4), STAGES) == "pattern: ⟨4 stages from layers 1, 3, 5, 7:⟩AM"
    many = text.format(40, 20)
    assert drawn(many, STAGES) == "pattern: ⟨20 stages from layers 1, 3, 5, 7, …:⟩AM"
    assert only_hint(many, STAGES).tooltip.endswith(" 31 to 32.\n\n… and 4 more.")


def test_uneven_stages() -> None:
    text = "extends: complete\npattern: AM\ndepth: 4\n"
    cut = "parallel: {pipeline_model_parallel_size: 2, decoder_first_pipeline_num_layers: 1}\n"
    assert drawn(text + cut, STAGES, target="core_v0.19.0") == (
        "pattern: ⟨rank 0 from layer 1:⟩A⟨rank 1 from layer 2:⟩M"
    )


def test_no_stages_where_nothing_is_or_can_be_cut() -> None:
    assert drawn(COMPLETE, STAGES) == ""
    text = "extends: complete\npattern: AM|AM\ndepth: 4\n"
    assert drawn(text + "parallel: {pipeline_model_parallel_size: 3}\n", STAGES) == ""


def test_what_megatron_is_given() -> None:
    assert drawn(COMPLETE, LOWERED) == "pattern: AM⟨→ *M*M⟩"
    hint = only_hint(COMPLETE, LOWERED)
    assert hint.tooltip == "`--hybrid-layer-pattern` for core_v0.19.0: `*M*M`"


def test_a_long_pattern_shows_its_ends() -> None:
    text = EXPERTS.replace("depth: 6", "depth: 52") + 'mtp: {mtp_num_layers: 1, pattern: "*-"}\n'
    assert drawn(text, LOWERED) == "pattern: AEM⟨→ *EM*EM*EM*EM…M*EM*/*-⟩"
    assert f"`{'*EM' * 17}*/*-`" in only_hint(text, LOWERED).tooltip


def test_a_pattern_is_withheld_with_the_reason() -> None:
    assert drawn(REFERENCE, LOWERED) == "pattern: AEMEAEMEAEMR⟨→ withheld⟩  # as published"
    tooltip = only_hint(REFERENCE, LOWERED).tooltip
    assert "17 of 52 layers are blocked (`M`, `R`)" in tooltip
    assert f"`{'*EME*EME*EMR' * 4}*EME`" in tooltip


def test_a_pattern_is_withheld_for_any_error() -> None:
    broken = COMPLETE.replace("hidden_size: 1024", "hidden_size: wide")
    assert drawn(broken, LOWERED) == "pattern: AM⟨→ withheld⟩"


def test_an_inherited_pattern_has_no_hints_anywhere() -> None:
    assert drawn("extends: complete\ndepth: 8\n") == ""


def test_a_pattern_without_letters_has_no_hints() -> None:
    assert drawn('pattern: ""\n') == drawn("pattern: \n") == drawn("depth: 4\n") == ""


def test_each_kind_can_be_switched_off() -> None:
    text = COMPLETE + "parallel: {pipeline_model_parallel_size: 2}\n"
    kinds = [[hint.kind for hint in inlay_hints(view_of(text), one)] for one in (COUNTS, LOWERED)]
    assert kinds == [[InlayHintKind.COUNTS], [InlayHintKind.LOWERED]]
    assert {hint.kind for hint in inlay_hints(view_of(text), STAGES)} == {InlayHintKind.STAGES}
    assert inlay_hints(view_of(text), InlayHintOptions(False, False, False)) == ()
    together = [hint.kind for hint in inlay_hints(view_of(text))]
    assert set(together) == {InlayHintKind.STAGES, InlayHintKind.COUNTS}


def test_a_part_of_a_document() -> None:
    text = COMPLETE + "parallel: {pipeline_model_parallel_size: 2}\n"
    view = view_of(text)
    start = view.source.data.index(b"pattern")
    line = view.source.line_range(view.source.line_of(start))
    assert inlay_hints(view, within=line) == inlay_hints(view)
    assert inlay_hints(view, within=TextRange(0, start)) == ()
