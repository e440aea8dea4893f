"""A key that is being typed costs only its own findings."""

from __future__ import annotations

import pytest

from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import TOML, YAML
from support.cursor import view_of

YAML_TEXT = """\
name: x
target: core_v0.19.0
pattern: AEMR
depth: 4
model:
  hidden_size: 3584
  unheard: 3
training:
  lr: high
"""
TOML_TEXT = """\
name = "x"
target = "core_v0.19.0"
pattern = "AEMR"
depth = 4
[model]
hidden_size = 3584
unheard = 3
[training]
lr = "high"
"""


def found(text: str, language: Language) -> list[tuple[str, str]]:
    shown = view_of(text, language).filtered.shown
    return sorted((diagnostic.code, diagnostic.message) for diagnostic in shown)


@pytest.mark.parametrize(
    ("language", "text", "before", "line"),
    [
        (YAML, YAML_TEXT, "depth", "swig\n"),
        (YAML, YAML_TEXT, "model", "swig\n"),
        (YAML, YAML_TEXT, "  hidden", "  swig\n"),
        (YAML, YAML_TEXT, "  unheard", "  swig  \n"),
        (YAML, YAML_TEXT, "training", "  swig\n"),
        (YAML, YAML_TEXT, "", "swig\n"),
        (TOML, TOML_TEXT, "depth", "swig\n"),
        (TOML, TOML_TEXT, "unheard", "swig\n"),
        (TOML, TOML_TEXT, "[training", "swig\n"),
        (TOML, TOML_TEXT, "", "swig"),
    ],
)
def test_the_other_findings_stay(language: Language, text: str, before: str, line: str) -> None:
    at = text.index(before) if before else len(text)
    typed = found(text[:at] + line + text[at:], language)
    assert [item for item in typed if item[0] != "syntax-error"] == found(text, language)
    assert len(typed) == len(found(text, language)) + 1


@pytest.mark.parametrize("typed", ["num_att", "num_attention_heads"])
def test_what_a_key_may_become_is_not_missing(typed: str) -> None:
    missing = ("missing-dimension", "num_attention_heads")

    def misses(text: str) -> bool:
        return any(code == missing[0] and missing[1] in words for code, words in found(text, YAML))

    text = YAML_TEXT.replace("  unheard: 3\n", "  swiglu: true\n")
    assert misses(text)
    assert not misses(text.replace("  swiglu: true\n", f"  swiglu: true\n  {typed}\n"))


def test_a_section_without_its_colon_still_hides_its_keys() -> None:
    """The lines below it cannot be read, so nothing is known to be missing."""
    codes = {code for code, _ in found(YAML_TEXT.replace("model:", "model"), YAML)}
    assert "missing-dimension" not in codes
