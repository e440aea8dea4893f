"""A file that is not the one that was meant is told once, or in a few findings."""

from __future__ import annotations

import random

import pytest

from nam56r_core.rules.wording import MOST
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import LANGUAGES
from support.recipes import analyse

NOISE = random.Random(1).randbytes(4000)


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
@pytest.mark.parametrize("data", [NOISE, bytes(range(1, 32)) * 40], ids=["bytes", "controls"])
def test_what_is_no_text_is_one_finding(language: Language, data: bytes) -> None:
    result = analyse(data, language=language)
    assert [d.code for d in result.diagnostics] == ["syntax-error"]
    assert "more than 64 others" in result.diagnostics[0].message


def test_a_few_bytes_of_another_encoding_are_told_one_by_one() -> None:
    text = "".join(f"# f\xfcr {number}\n" for number in range(9)) + "extends: complete\n"
    result = analyse(text.encode("latin-1"))
    assert [d.message.partition(";")[0] for d in result.diagnostics] == [
        "broken YAML: not UTF-8: byte FC"
    ] * 9


@pytest.mark.parametrize(
    ("line", "code"), [("  extra: {}\n", "unknown-key"), ("'{}' '\n", "syntax-error")]
)
def test_of_many_faults_the_rest_is_counted(line: str, code: str) -> None:
    head = "extends: complete\nA:\n" if code == "unknown-key" else ""
    lines = "".join(line.replace("extra", f"extra{n}").format(n) for n in range(3 * MOST))
    found = [d for d in analyse(head + lines).diagnostics if d.code == code]
    assert len(found) == MOST + 1
    assert "more of these from here on" in found[-1].message


@pytest.mark.parametrize(
    ("head", "item", "code"),
    [
        ("extra_args:\n", "  - --num-layrs-{}\n", "flag-not-in-target"),
        ("extra_args:\n", "  - num-layers {}\n", "not-an-option"),
        ("extra_args:\n", "  - {}: 1\n", "invalid-value"),
        ("depth: 4000\nfeatures:\n  mod:\n    layer_indices:\n", "    - {}\n", "feature-misplaced"),
        ("features:\n  mod:\n    layer_indices:\n", "    - 9{}\n", "feature-beyond-depth"),
        ("", "# nam56r: ignore[unknwn-ky-{}]: why\n", "invalid-suppression"),
        ("A:\n  dsa:\n    family_ranks:\n", "    - 9{}\n", "dsa-rank"),
    ],
)
def test_of_many_wrong_items_the_rest_is_counted(head: str, item: str, code: str) -> None:
    text = "extends: complete\n" + head + "".join(item.format(n) for n in range(4 * MOST))
    found = [d for d in analyse(text).diagnostics if d.code == code]
    assert len(found) == MOST + 1
    assert "more of these from here on" in found[-1].message
