"""A key that is being typed costs only its own findings."""

from __future__ import annotations

import pytest

from nam56r_core.syntax.tree import Host
from support.cursor import view_of

YAML = """\
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
TOML = """\
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


def found(text: str, host: Host) -> list[tuple[str, str]]:
    shown = view_of(text, host).screened.shown
    return sorted((diagnostic.code, diagnostic.message) for diagnostic in shown)


@pytest.mark.parametrize(
    ("host", "text", "before", "line"),
    [
        (Host.YAML, YAML, "depth", "swig\n"),
        (Host.YAML, YAML, "model", "swig\n"),
        (Host.YAML, YAML, "  hidden", "  swig\n"),
        (Host.YAML, YAML, "  unheard", "  swig  \n"),
        (Host.YAML, YAML, "training", "  swig\n"),
        (Host.YAML, YAML, "", "swig\n"),
        (Host.TOML, TOML, "depth", "swig\n"),
        (Host.TOML, TOML, "unheard", "swig\n"),
        (Host.TOML, TOML, "[training", "swig\n"),
        (Host.TOML, TOML, "", "swig"),
    ],
)
def test_the_other_findings_stay(host: Host, text: str, before: str, line: str) -> None:
    at = text.index(before) if before else len(text)
    typed = found(text[:at] + line + text[at:], host)
    assert [item for item in typed if item[0] != "syntax-error"] == found(text, host)
    assert len(typed) == len(found(text, host)) + 1


@pytest.mark.parametrize("typed", ["num_att", "num_attention_heads"])
def test_what_a_key_may_become_is_not_missing(typed: str) -> None:
    missing = ("missing-dimension", "num_attention_heads")

    def misses(text: str) -> bool:
        return any(
            code == missing[0] and missing[1] in words for code, words in found(text, Host.YAML)
        )

    text = YAML.replace("  unheard: 3\n", "  swiglu: true\n")
    assert misses(text)
    assert not misses(text.replace("  swiglu: true\n", f"  swiglu: true\n  {typed}\n"))


def test_a_section_without_its_colon_still_hides_its_keys() -> None:
    """The lines below it cannot be read, so nothing is known to be missing."""
    codes = {code for code, _ in found(YAML.replace("model:", "model"), Host.YAML)}
    assert "missing-dimension" not in codes
