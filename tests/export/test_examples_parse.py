"""Every example on every release: the tokens parse, or an issue says why there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from nam56r_core.diagnostics import Severity
from nam56r_core.targets.releases import RELEASES, Release, load
from support.examples import EXAMPLES, analyse_example, stem
from support.megatron_parser import build_parser

CASES = [
    pytest.param(recipe, release, id=f"{stem(recipe)}@{release.tag}")
    for recipe in EXAMPLES
    for release in RELEASES
]


@pytest.mark.parametrize(("recipe", "release"), CASES)
def test_tokens_parse_on_the_release(recipe: Path, release: Release) -> None:
    result = analyse_example(recipe, release.tag)
    catalog = load(release)
    parsed = vars(build_parser(catalog).parse_args(list(result.bundle.argv)))
    for arg in result.bundle.args:
        flag = catalog.flag(arg.option)
        assert flag is not None
        assert parsed[flag.dest] != flag.default or not arg.values or _same(flag.default, arg)
    pattern = catalog.flag(catalog.pattern.flag)
    assert pattern is not None
    if result.runnable:
        assert parsed[pattern.dest] == result.plan.hybrid_layer_pattern
    else:
        assert parsed[pattern.dest] is None
        assert parsed["num_layers"] is None
        assert any(d.severity is Severity.ERROR for d in result.diagnostics)
        assert any("pattern is withheld" in note for note in result.bundle.custom_notes)


def _same(default: object, arg: object) -> bool:
    """An argument may restate the release's default."""
    values = getattr(arg, "values", ())
    spoken = [str(item) for item in default] if isinstance(default, tuple) else [str(default)]
    return [_number(v) for v in values] == [_number(v) for v in spoken]


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


@pytest.mark.parametrize("recipe", EXAMPLES, ids=stem)
def test_every_key_of_an_export_points_at_what_was_written(recipe: Path) -> None:
    for arg in analyse_example(recipe).bundle.args:
        written = arg.location.source.slice(arg.location.range)
        if arg.group in ("stack", "extra"):
            continue
        for value in arg.values:
            assert any(_number(part) == _number(value) for part in written.strip("\"'").split())
