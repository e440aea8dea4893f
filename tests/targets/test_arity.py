"""`check_values` against a real argparse parser with the same options."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nam56r_core.targets.arity import (
    ValueProblemKind,
    check_values,
    expected_count,
    looks_like_option,
    needs_equals,
)
from nam56r_core.targets.catalog import Flag
from nam56r_core.targets.converters import convert
from nam56r_core.targets.releases import RELEASES, Release, load
from nam56r_core.targets.targets import KNOWN
from support.megatron_parser import MegatronParser, build_parser, build_parser_of


def argv_of(option: str, values: list[str]) -> list[str]:
    return [f"{option}={values[0]}"] if needs_equals(values) else [option, *values]


def assert_same_verdict(flag: Flag, option: str, values: list[str], parser: MegatronParser) -> None:
    problem = check_values(flag, values)
    accepted = parser.accepts(argv_of(option, values))
    if problem is None:
        assert accepted, (option, values)
    elif problem.kind is ValueProblemKind.LOOKS_LIKE_OPTION and not _surely_option(problem.value):
        # Python versions differ here; refusing is the safe side.
        pass
    else:
        assert not accepted, (option, values, problem)


def _surely_option(value: str | None) -> bool:
    return value is not None and value != "--" and " " not in value and value[1:2].isalpha()


@cache
def flags_with_different_shapes() -> tuple[Flag, ...]:
    """Every combination of name, action, count, converter and choices in any release."""
    shapes = {
        (flag.options, flag.action, flag.nargs, flag.type, flag.choices): flag
        for catalog in KNOWN.catalogs
        for flag in catalog.flags
    }
    return tuple(shapes.values())


FIXED_VALUES: tuple[list[str], ...] = (
    [], [""], ["1"], ["-1"], ["-.5"], ["-1e-5"], ["1e-5"], ["1_000"], [" 7 "], ["x"], ["True"],
    ["-"], ["-x"], ["--bf16"], ["-M*"], ["nan"], ["1,2"], ["(1,2)"], ["[1]*3+[0]"], ["([1]*2)*2"],
    ["1", "2"], ["1", "-2"], ["x", "-y"], ["a", "b", "c"], ["1", "2", "3"], ["1", "2", "3", "4"],
)  # fmt: skip


def test_every_flag_of_every_release() -> None:
    for flag in flags_with_different_shapes():
        parser = build_parser_of([flag])
        words = [[str(choice)] for choice in flag.choices]
        for option in flag.options:
            for values in (*FIXED_VALUES, *words):
                assert_same_verdict(flag, option, values, parser)


@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_whole_parser(release: Release) -> None:
    """One run with every option of a release at once, each with values that are fine."""
    catalog = load(release)
    argv: list[str] = []
    for flag in catalog.flags:
        values = _good_values(flag)
        assert check_values(flag, values) is None, flag.name
        argv += argv_of(flag.name, values)
    assert build_parser(catalog).accepts(argv)
    assert not build_parser(catalog).accepts([*argv, "--multi-token-prediction"])
    assert not build_parser(catalog).accepts(["--hidden-siz", "8"])


def _good_values(flag: Flag) -> list[str]:
    count = {None: 1, "+": 2, "*": 2}.get(flag.nargs, flag.nargs)
    assert isinstance(count, int)
    return [str(flag.choices[0]) if flag.choices else "1"] * count


_tokens = st.one_of(
    st.sampled_from(["", "1", "0", "-1", "3.5", "1e-3", "true", "full", "auto", "-x", "-"]),
    st.integers().map(str),
    st.floats().map(str),
    st.text(max_size=8),
    # Powers aside, which can take for ever to evaluate.
    st.text("01,[]()+*", max_size=10).filter(lambda text: "**" not in text),
)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_random_values(data: st.DataObject) -> None:
    catalog = load(data.draw(st.sampled_from(RELEASES)))
    flag = data.draw(st.sampled_from(catalog.flags))
    token = st.one_of(_tokens, st.sampled_from([str(choice) for choice in flag.choices] or ["2"]))
    values = data.draw(st.lists(token, max_size=4))
    option = data.draw(st.sampled_from(flag.options))
    assert_same_verdict(flag, option, values, build_parser(catalog))


@settings(max_examples=1500, deadline=None)
@given(st.text("0123,[]()+*", max_size=12).filter(lambda text: "**" not in text))
@example("([1]*3+[0])*2")
@example("[1][0]")
@example("[[1],[2]][1][0]")
@example("[1](2)")
@example("[*[1],2]")
@example("[1],2")
@example("+1+[1][0]")
@example("[01]")
@example("[1]*[1]")
@example("[1]+1")
def test_layer_lists_are_taken_as_python_takes_them(text: str) -> None:
    flag = load(RELEASES[-1]).flag("--moe-layer-freq")
    assert flag is not None
    assert_same_verdict(flag, flag.name, [text], _layer_list_parser())


@cache
def _layer_list_parser() -> MegatronParser:
    flag = load(RELEASES[-1]).flag("--moe-layer-freq")
    assert flag is not None
    return build_parser_of([flag])


def test_values_of_layer_lists() -> None:
    assert convert("moe_freq_type", "([1]*3+[0])*2") == [1, 1, 1, 0, 1, 1, 1, 0]
    assert convert("moe_freq_type", "2") == 2
    assert convert("moe_freq_type", "[2**3]") == [8]
    assert convert("tuple_type", "(127,0)") == (127, 0)
    for endless in ("[9**9**9]", "[1]*999999999", "[" + "9" * 5000 + "]", "(" * 500 + "[1]"):
        with pytest.raises(ValueError):
            convert("moe_freq_type", endless)
    with pytest.raises(KeyError):
        convert("a converter of tomorrow", "1")


def _flag(option: str, release: int = -1) -> Flag:
    flag = load(RELEASES[release]).flag(option)
    assert flag is not None
    return flag


def test_what_is_said() -> None:
    problem = check_values(_flag("--num-experts"), ["four"])
    assert problem is not None
    assert (problem.kind, problem.value) == (ValueProblemKind.TYPE, "four")
    assert problem.expected == "an integer"

    problem = check_values(_flag("--moe-token-dispatcher-type"), ["deepep"])
    assert problem is not None
    assert problem.kind is ValueProblemKind.CHOICE
    assert problem.expected == "one of allgather, alltoall, flex"

    problem = check_values(_flag("--bf16"), ["true"])
    assert problem is not None
    assert (problem.kind, problem.expected) == (ValueProblemKind.ARITY, "no value")


def test_a_word_up_to_0_15_and_a_list_after() -> None:
    """--cuda-graph-scope takes one word up to 0.15.3 and a list from 0.16.1 (parser dumps)."""
    before = check_values(_flag("--cuda-graph-scope", 3), ["full", "attn"])
    assert before is not None
    assert before.kind is ValueProblemKind.ARITY
    assert check_values(_flag("--cuda-graph-scope", 4), ["mamba", "attn"]) is None


def test_a_pattern_that_begins_with_a_dash() -> None:
    flag = _flag("--hybrid-layer-pattern")
    parser = build_parser(load(RELEASES[-1]))
    assert check_values(flag, ["-M*"]) is None
    assert needs_equals(["-M*"])
    assert parser.accepts(["--hybrid-layer-pattern=-M*"])
    assert not parser.accepts(["--hybrid-layer-pattern", "-M*"])


def test_looks_like_option() -> None:
    assert [
        value for value in ("-1", "-1.5", "-.5", "-", "", "5", "a-b") if looks_like_option(value)
    ] == []
    assert looks_like_option("-1e-5")
    assert looks_like_option("--lr")
    # The end-of-options mark helps nowhere.
    assert check_values(_flag("--hybrid-layer-pattern"), ["--"]) is not None
    assert check_values(_flag("--data-path"), ["a", "-b"]) is not None


def test_counts_in_words() -> None:
    shown = {expected_count(flag) for flag in flags_with_different_shapes()}
    assert shown == {
        "no value", "one value", "3 values", "one or more values", "any number of values",
    }  # fmt: skip
