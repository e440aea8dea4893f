"""`nam56r explain`: names in, explanations out, as text, Markdown and JSON."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest

from nam56r_core._resources import bundled_text
from nam56r_core.glossary import terms
from nam56r_core.rules import ALL
from nam56r_core.targets.releases import RELEASES, V0_15, load
from nam56r_server.cli.console import Style
from nam56r_server.cli.explain.args import KINDS, as_typed
from nam56r_server.cli.output.markdown import render
from nam56r_server.cli.output.width import text_width
from support.cli import Command

PLAIN = Style(color=False)
COLOR = Style(color=True)


@cache
def validator() -> jsonschema.Draft7Validator:
    schema = json.loads(bundled_text("export", "schema", "explanations-1.schema.json"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def as_json(nam56r: Command, *argv: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(nam56r("explain", *argv, "--output-format", "json").out)
    validator().validate(document)
    return document


def titles(text: str) -> list[str]:
    """The first lines of what is shown: two empty lines are between."""
    return [part.splitlines()[0] for part in text.split("\n\n\n")]


def test_a_letter_is_explained_with_its_section(nam56r: Command) -> None:
    result = nam56r("explain", "A")
    assert (result.code, result.err) == (0, "")
    assert titles(result.out) == ["`A`, the attention letter", "`A` (recipe key)"]
    assert "\nSee also\nterms    pattern, self-attention, mla" in result.out


def test_text_is_no_wider_than_it_should_be(nam56r: Command) -> None:
    lines = nam56r("explain", "--all", "--kind", "term").out.splitlines()
    assert max(map(text_width, lines)) <= 100


@pytest.mark.parametrize(
    ("argv", "found"),
    [
        (["--num-experts"], ["`--num-experts` (Megatron-LM flag)"]),
        (
            ["carrier", "--num-experts", "missing-depth"],
            ["Carrier", "`--num-experts` (Megatron-LM flag)", "`missing-depth` (rule, error)"],
        ),
        (
            ["--lr", "--seed", "--quiet"],
            ["`--lr` (Megatron-LM flag)", "`--seed` (Megatron-LM flag)"],
        ),
        (["-", "*"], ["`-` (Megatron-LM symbol)", "`*` (Megatron-LM symbol)"]),
        (["mla", "MLA"], ["Multi-head latent attention (MLA)"]),
        (["D", "--kind", "symbol"], ["`D` (Megatron-LM symbol)"]),
    ],
    ids=" ".join,
)
def test_names_are_explained_in_order(nam56r: Command, argv: list[str], found: list[str]) -> None:
    result = nam56r("explain", *argv)
    assert result.code == 0
    assert titles(result.out) == found


def test_the_order_typed_counts_whatever_argparse_makes_of_it() -> None:
    argv = ["explain", "--b", "a", "--kind", "term", "c"]
    assert as_typed(["a", "c", "--b"], argv) == ["--b", "a", "c"]


def test_options_of_the_command_are_no_flags_of_megatron() -> None:
    """Or these flags could be asked for only without their dashes."""
    options = {"--help", "--all", "--kind", "--target", "--output-format", "--color", "--quiet"}
    assert {o for r in RELEASES for o in load(r).options if o in options} == set()


def test_other_commands_still_refuse_unknown_options(nam56r: Command) -> None:
    result = nam56r("targets", "--num-experts")
    assert (result.code, result.out) == (2, "")
    assert "there is no option '--num-experts'" in result.err


def test_a_rule_shows_its_examples_as_they_are(nam56r: Command) -> None:
    out = nam56r("explain", "lower-case-letter").out
    assert "\n    pattern: AEm\n    #          ^ error[lower-case-letter]: " in out
    assert "over=" not in out and "```" not in out
    assert "\nWhy\n" in out


def test_an_unknown_name_says_what_is_near_after_the_others(nam56r: Command) -> None:
    result = nam56r("explain", "carier", "mla", "--optimzer", "qqqq")
    assert result.code == 2
    assert titles(result.out) == ["Multi-head latent attention (MLA)"]
    assert result.err.splitlines() == [
        "nam56r: error: no rule, term, key, flag or symbol is called 'carier'; did you mean "
        "`carrier` or `carry`?",
        "nam56r: error: no rule, term, key, flag or symbol is called '--optimzer'; did you mean "
        "`--optimizer`?",
        "nam56r: error: no rule, term, key, flag or symbol is called 'qqqq'; `nam56r explain --all`"
        " has everything",
    ]


def test_a_name_of_another_kind_is_unknown(nam56r: Command) -> None:
    result = nam56r("explain", "carrier", "--kind", "rule", "--kind", "flag")
    assert (result.code, result.out) == (2, "")
    assert "no rule or flag is called 'carrier'" in result.err


@pytest.mark.parametrize("argv", [[], ["--all", "A"], ["--kind", "rule"]], ids=str)
def test_names_or_all_must_be_asked_for(nam56r: Command, argv: list[str]) -> None:
    result = nam56r("explain", *argv)
    assert (result.code, result.out) == (2, "")
    assert "names, or --all for everything" in result.err
    assert "`nam56r explain --help`" in result.err


def test_everything_leaves_the_flags_out_and_says_so(nam56r: Command) -> None:
    result = nam56r("explain", "--all")
    assert result.code == 0
    found = titles(result.out)
    assert not [title for title in found if "flag)" in title]
    assert "(rule, " in found[0]
    assert {term.title for term in terms().values()} <= set(found)
    assert "`nam56r explain --all --kind flag` shows them" in result.err
    assert nam56r("explain", "--all", "--quiet") == type(result)(0, result.out, "")


def test_everything_of_one_kind(nam56r: Command) -> None:
    found = as_json(nam56r, "--all", "--kind", "rule")["explanations"]
    assert sorted(entry["name"] for entry in found) == sorted(rule.name for rule in ALL)
    flags = as_json(nam56r, "--all", "--kind", "flag", "--target", "0.15")
    assert flags["target"] == "core_v0.15.3"
    assert len(flags["explanations"]) == len(load(V0_15).flags)
    assert {entry["facts"]["release"] for entry in flags["explanations"]} == {"core_v0.15.3"}


def test_all_of_it_fits_the_schema(nam56r: Command) -> None:
    for kind in KINDS:
        entries = as_json(nam56r, "--all", "--kind", kind)["explanations"]
        assert {entry["kind"] for entry in entries} == {kind}


def test_the_schema_refuses_facts_of_another_kind(nam56r: Command) -> None:
    document = as_json(nam56r, "M")
    term, _key, symbol = document["explanations"]
    term["facts"], symbol["facts"] = symbol["facts"], term["facts"]
    assert not validator().is_valid(document)


def test_json_holds_what_was_asked_and_what_is_unknown(nam56r: Command) -> None:
    document = as_json(nam56r, "GDN", "--optimzer")
    (entry,) = document["explanations"]
    assert (entry["asked"], entry["kind"], entry["name"]) == ("GDN", "term", "gated-delta-net")
    assert {"kind": "symbol", "name": "G"} in entry["links"]
    assert entry["facts"]["kinds"] == ["gated-delta-net"]
    assert document["unknown"] == [{"name": "--optimzer", "nearest": ["--optimizer"]}]
    assert document["target"] is None


def test_a_target_shows_its_own_form_of_a_flag(nam56r: Command) -> None:
    old = nam56r("explain", "--optimizer", "--target", "0.15").out
    new = nam56r("explain", "--optimizer").out
    assert "one of `adam`, `sgd`." in old and "Changes" not in old
    assert "`muon`" in new and "\nChanges\n" in new


def test_an_unknown_target_is_told_before_anything_else(nam56r: Command) -> None:
    result = nam56r("explain", "A", "--target", "0.99")
    assert (result.code, result.out) == (2, "")
    assert (
        "unknown target '0.99'; it is newer than the newest known release: name that, core_v0.19.0;"
        in result.err
    )


def test_markdown_can_be_read_by_itself(nam56r: Command) -> None:
    out = nam56r("explain", "A", "--lr", "--output-format", "markdown").out
    heads = [line for line in out.splitlines() if line.startswith("# ")]
    assert heads == [
        "# `A`, the attention letter",
        "# `A` (recipe key)",
        "# `--lr` (Megatron-LM flag)",
    ]
    assert "- terms: `pattern`, `self-attention`" in out
    assert "](" not in out


def test_titles_and_headings_are_bold_only_in_colour(nam56r: Command) -> None:
    assert "\x1b" not in nam56r("explain", "missing-target").out
    painted = nam56r("explain", "missing-target", "--color", "always").out
    assert painted.startswith("\x1b[1m`missing-target` (rule, error)\x1b[0m\n")
    assert "\x1b[1mWhy\x1b[0m\n" in painted


def test_paragraphs_are_wrapped_and_code_is_not() -> None:
    long = "word " * 30
    text = f"# Title\n{long.strip()}\nmore\n\n```yaml\n{long}\n```\nafter"
    shown = render(text, PLAIN, 40).splitlines()
    assert shown[0] == "Title"
    assert "    " + long.rstrip() in shown
    assert all(text_width(line) <= 40 for line in shown if not line.startswith("    "))
    assert shown[-2:] == ["", "after"]
    assert not [line for line in shown if "```" in line or "#" in line]
    assert render("## Head", COLOR, 40) == "\x1b[1mHead\x1b[0m"


def test_lists_hang_and_go_on() -> None:
    text = "- one two three four five six\n- seven\n  eight\n\n12. nine"
    assert render(text, PLAIN, 20).splitlines() == [
        "- one two three four",
        "  five six",
        "- seven eight",
        "",
        "12. nine",
    ]


def test_tables_stand_in_columns_and_keep_their_bars() -> None:
    text = "| a | b |\n| --- | --- |\n| `\\|` | x |\n| longer | |"
    assert render(text, PLAIN, 40).splitlines() == ["a       b", "`|`     x", "longer"]


def test_code_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in render("```text\na\x1b[31mb\n```\n\nc\x1bd", PLAIN, 40)


def test_an_open_fence_ends_with_the_text() -> None:
    assert render("```text\na\n\nb", PLAIN, 40).splitlines() == ["    a", "", "    b"]


@pytest.mark.parametrize("name", ["core_v0.19.0", "0.19.0", "0.19"])
def test_a_release_is_shown_by_another_command(nam56r: Command, name: str) -> None:
    result = nam56r("explain", name)
    assert (result.code, result.out) == (2, "")
    assert f"'{name}' is a Megatron-LM release; `nam56r targets show core_v0.19.0`" in result.err
    assert nam56r("targets", "show", "core_v0.19.0").code == 0
