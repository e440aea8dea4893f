"""Settings: what can be followed is, what cannot is said under the very words."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nam56r_core.diagnostics import Severity
from nam56r_core.filtering import EVERY_RULE
from nam56r_core.settings import (
    TABLE,
    Overruling,
    Settings,
    effective,
    has_table,
    read_settings,
)
from nam56r_core.settings.globs import glob_fault, matches
from nam56r_core.settings.model import Override
from nam56r_core.syntax.languages import TOML
from nam56r_core.text import SourceText
from support.recipes import read_marks

GOOD = """\
target = "core_v0.18.2"
select = ["all"]
ignore = ["mtp-without-positions"]
strict-defaults = true
exclude = ["old/", "*.draft.nam56r.yaml"]
recipes = ["configs/*.yaml"]

[severity]
missing-dimension = "warning"

[[overrides]]
files = ["experiments/**"]
ignore = ["unresolved-layer"]
severity = {seam-unused = "error"}
"""


def read(text: str, table: tuple[str, ...] = ()) -> tuple[Settings, list[str]]:
    """The settings, and their findings as `text under the carets: message`."""
    tree = TOML.parse(SourceText.of("nam56r.toml", text))
    reading = read_settings(tree, table)
    return reading.settings, [
        f"{d.location.source.slice(d.location.range)}: {d.message}" for d in reading.diagnostics
    ]


def test_all_that_there_is() -> None:
    settings, findings = read(GOOD)
    assert findings == []
    assert settings.target == "core_v0.18.2"
    assert settings.strict_defaults
    assert settings.severity == {"missing-dimension": "warning"}
    assert settings.overrides and settings.overrides[0].files == ["experiments/**"]


def test_a_table_of_pyproject() -> None:
    text = '[project]\nname = "x"\n\n[tool.nam56r]\ntarget = "core_v0.19.0"\n'
    tree = TOML.parse(SourceText.of("pyproject.toml", text))
    assert has_table(tree)
    assert read(text, TABLE)[0].target == "core_v0.19.0"
    assert not has_table(TOML.parse(SourceText.of("pyproject.toml", "[tool.x]\na = 1\n")))


@pytest.mark.parametrize(
    "text",
    [
        '[project]\nname = = "x"\n\n[tool.nam56r]\nignore = []\n',
        '[tool.nam56r]\nexclude = ["a.*"\n',
        "[tool.nam56r\n",
        "[tool]\nnam56r = 3\n",
        "[[tool.nam56r]]\nignore = []\n",
    ],
)
def test_a_pyproject_that_speaks_to_us_must_be_readable(text: str) -> None:
    """What is lost in a broken file could be what is meant."""
    assert has_table(TOML.parse(SourceText.of("pyproject.toml", text)))
    assert read(text, TABLE)[1]


def test_a_broken_pyproject_of_somebody_else_is_not_ours() -> None:
    text = '[project]\nname = = "x"\n'
    assert not has_table(TOML.parse(SourceText.of("pyproject.toml", text)))


MISTAKES = [
    ("ignored = []", ["ignored: `ignored` is no setting; did you mean `ignore`?"]),
    ('ignore = "seam-unused"', ['"seam-unused": `ignore` must be a list']),
    ('ignore = ["seam-unusd"]', ['"seam-unusd": `seam-unusd` is no rule; did you mean']),
    ('select = ["all", "every"]', ['"every": `every` is no rule']),
    ('[severity]\nseam-unused = "warn"', ['"warn": `severity.seam-unused` must be `error`']),
    ('[severity]\nseam = "error"', ["seam: `seam` is no rule"]),
    ('target = "core_v9"', ['"core_v9": `core_v9` is no known target']),
    (
        'target = "core_v0.20.0"',
        [
            '"core_v0.20.0": `core_v0.20.0` is no known target: it is newer than the newest known '
            "release; name that, `core_v0.19.0`"
        ],
    ),
    ('[[overrides]]\nignore = ["seam-unused"]', ["`overrides[0]` names no files"]),
    (
        "[[overrides]]\nfiles = []",
        ["[]: `overrides[0].files` must be a list that is not empty"],
    ),
    ("select = []", ["[]: `select` must be a list that is not empty"]),
    (
        '[[overrides]]\nfiles = ["a"]\nselect = []',
        ["[]: `overrides[0].select` must be a list that is not empty"],
    ),
    ('[[overrides]]\nfiles = ["a"]\nfile = "b"', ["file: `overrides[0].file` is no setting"]),
    ('exclude = ["!"]', ["`!` is no usable pattern"]),
    ('exclude = ["../x"]', ["`../x` is no usable pattern: it leads out of the folder"]),
    ('exclude = ["./x"]', ["`./x` is no usable pattern: a part `.` matches nothing"]),
    ('recipes = ["[a"]', ["`[a` is no usable pattern: a bracket is not closed"]),
    *(
        (f"exclude = ['{glob}']", [f"`{glob}` is no usable pattern: {fault}"])
        for glob, fault in (
            ("[]", "a bracket is not closed, as a `]` that comes first stands for itself"),
            ("a/[^]/b", "a bracket is not closed, as a `]`"),
            ("[!]", "a bracket is not closed, as a `]`"),
            ("[a/b].yaml", "a bracket is not closed"),
            ("[[:alpha:]]", "`[:…:]` in brackets is not known here"),
            ("[\\]]", "`\\` means nothing in brackets"),
            ("[z-a]", "bad character range"),
            ("[a--b]", "a character stands twice in a row in brackets"),
            ("[!a&&b]", "a character stands twice in a row in brackets"),
            ("[[a]", "a `[` cannot come first in brackets"),
            ("[^[]", "a `[` cannot come first in brackets"),
            ("/", "it matches nothing"),
            ("   ", "it matches nothing"),
            ("a//b", "nothing stands between two `/`"),
            ("#a", "it is a comment"),
        )
    ),
    ("ignore = [", ["this cannot be read as TOML"]),
]


@pytest.mark.parametrize(("text", "expected"), MISTAKES, ids=[text for text, _ in MISTAKES])
def test_mistakes_are_told_at_their_place(text: str, expected: list[str]) -> None:
    _, findings = read(text)
    assert len(findings) == len(expected), findings
    for finding, part in zip(findings, expected, strict=True):
        assert part in finding


@pytest.mark.parametrize(
    ("glob", "matched", "other"),
    [
        ("[]a]", "]", "b"),
        ("[!]]", "b", "]"),
        ("[a[]", "[", "b"),
        ("[a&b]", "&", "c"),
        ("[--0]", ".", "a"),
        (r"\[]", "[]", "]"),
        (r"\#a", "#a", "a"),
    ],
)
def test_brackets_are_those_of_gitignore(glob: str, matched: str, other: str) -> None:
    settings, findings = read(f"exclude = ['{glob}']")
    assert findings == []
    assert matches(settings.exclude or (), matched)
    assert not matches(settings.exclude or (), other)


@given(st.text("[]!^-/\\*?ab:.#& |~=\n", max_size=9))
def test_any_pattern_is_refused_or_used(glob: str) -> None:
    if glob_fault(glob) is None:
        matches([glob], "a/b.yaml")


def test_what_is_right_holds_beside_what_is_wrong() -> None:
    settings, findings = read('ignore = ["seam-unused"]\nselekt = []\n')
    assert settings.ignore == ["seam-unused"]
    assert len(findings) == 1


def test_every_rule_is_heard_unless_something_else_is_said() -> None:
    assert effective(Settings(), "a.nam56r.yaml").rules.enabled == EVERY_RULE


def test_settings_for_some_files() -> None:
    settings, _ = read(GOOD)
    here = effective(settings, "a.nam56r.yaml")
    there = effective(settings, "experiments/deep/a.nam56r.yaml")
    assert "unresolved-layer" in here.rules.enabled
    assert "unresolved-layer" not in there.rules.enabled
    assert "mtp-without-positions" not in there.rules.enabled
    assert here.rules.severity == {"missing-dimension": Severity.WARNING}
    assert there.rules.severity["seam-unused"] is Severity.ERROR
    assert there.target == "core_v0.18.2"


def test_defaults_may_be_strict_for_some_files() -> None:
    settings = Settings.model_validate(
        {
            "strict-defaults": True,
            "overrides": [{"files": ["drafts/**"], "strict-defaults": False}],
        }
    )
    assert effective(settings, "a.nam56r.yaml").strict_defaults
    assert not effective(settings, "drafts/a.nam56r.yaml").strict_defaults
    assert not effective(Settings(), "a.nam56r.yaml").strict_defaults


def test_a_later_layer_selects_again_what_an_earlier_one_ignored() -> None:
    settings = Settings(
        ignore=["seam-unused"], overrides=[Override(files=["*.toml"], select=["seam-unused"])]
    )
    assert effective(settings, "a.toml").rules.enabled == {"seam-unused"}


@pytest.mark.parametrize("selected", ["seam-unused", "all"])
def test_all_hears_again_as_a_name_does(selected: str) -> None:
    ignoring = Settings(ignore=["seam-unused"])
    overridden = Settings(
        ignore=["seam-unused"], overrides=[Override(files=["*.toml"], select=[selected])]
    )
    both = Settings(select=[selected], ignore=["seam-unused"])
    on_command_line = Overruling(select=[selected])
    for settings, overruling in (
        (overridden, None),
        (ignoring, on_command_line),
        (both, on_command_line),
    ):
        assert "seam-unused" in effective(settings, "a.toml", overruling).rules.enabled
    # In its own layer and from the command line, `ignore` is the stronger.
    assert "seam-unused" not in effective(both, "a.toml").rules.enabled
    stopped = Overruling(select=[selected], ignore=["seam-unused"])
    assert "seam-unused" not in effective(overridden, "a.toml", stopped).rules.enabled


def test_what_an_override_ignores_stays_ignored_after_it_selects() -> None:
    override = Override(files=["*"], select=["all"], ignore=["seam-unused"])
    settings = Settings(ignore=["missing-depth"], overrides=[override])
    assert effective(settings, "a").rules.enabled == EVERY_RULE - {"seam-unused"}


def test_a_recipe_outside_of_the_folder_is_named_by_no_override() -> None:
    override = Override(files=["*", "**"], ignore=["seam-unused"])
    settings = Settings(overrides=[override])
    assert effective(settings, "").rules.enabled == EVERY_RULE


def test_the_command_line_has_the_last_word() -> None:
    settings = Settings(select=["seam-unused", "missing-depth"], ignore=["missing-depth"])
    chosen = effective(settings, "a", Overruling(select=["missing-depth"]))
    assert chosen.rules.enabled == {"missing-depth"}
    chosen = effective(settings, "a", Overruling(ignore=["seam-unused"]))
    assert chosen.rules.enabled == frozenset()


@pytest.mark.parametrize(
    "text", ["", "a", "[", "tool = 1", "[tool]\nnam56r = 1", "overrides = [1]"]
)
def test_nothing_raises(text: str) -> None:
    read(text)
    read(text, TABLE)


def test_marks_are_for_recipes_only() -> None:
    """The sign of a suppression is no mark of the tests."""
    text = textwrap.dedent(GOOD)
    assert read_marks("", text) == (text, [])
