"""Every completion that is offered, applied: the document is no worse than before, and says what
the completion promised at the place where it was asked for."""

from __future__ import annotations

import json

import pytest

from nam56r_core.ide.completion import Completion, CompletionKind
from nam56r_core.syntax.language import Language, SyntaxTree
from nam56r_core.syntax.languages import JSON, LANGUAGES, TOML, YAML
from nam56r_core.syntax.tree import MappingNode, Node, plain
from support.completion_cases import CHARACTERS, FLAGS, KEYS, UNCLOSED, VALUES
from support.completions import Offered, applied, check_ranges, offered, path_of

Case = tuple[LANGUAGES, str, str]


def _value(tree: SyntaxTree, dotted: str) -> object:
    node: Node | None = tree.root
    for part in path_of(dotted):
        node = node.get(str(part)) if isinstance(node, MappingNode) else None
    return plain(node)


def _checked(case: Case) -> tuple[Offered, list[tuple[Completion, SyntaxTree]]]:
    """What a place offers, each with the document that it makes."""
    language, text, _ = case
    found = offered(text, language)
    assert found.completions, "nothing is offered"
    assert len(set(found.labels)) == len(found.labels)
    check_ranges(found.view, found.offset, found.completions)
    trees = [(completion, found.applied(completion)) for completion in found.completions]
    for completion, tree in trees:
        problems = [problem.detail for problem in tree.problems]
        assert len(problems) <= len(found.view.tree.problems), (completion.label, problems)
    return found, trees


@pytest.mark.parametrize("case", KEYS, ids=lambda case: f"{case[0]}:{case[1]!r}")
def test_a_key_is_in_its_section_afterwards(case: Case) -> None:
    found, trees = _checked(case)
    for completion, tree in trees:
        assert completion.kind in (CompletionKind.KEY, CompletionKind.SECTION)
        if completion.label.startswith("["):
            assert _value(tree, completion.label.strip("[]")) == {}
        else:
            assert completion.label in _keys(tree, case[2])
        if not found.view.tree.problems:
            where = completion.edit.range
            typed = found.view.source.slice(where).strip("\"'")
            assert set(_keys(tree, "")) >= set(_keys(found.view.tree, "")) - {typed}


def _keys(tree: SyntaxTree, dotted: str) -> list[str]:
    value = _value(tree, dotted)
    return list(value) if isinstance(value, dict) else []


@pytest.mark.parametrize("case", VALUES, ids=lambda case: f"{case[0]}:{case[1]!r}")
def test_a_value_is_that_of_its_key_afterwards(case: Case) -> None:
    for completion, tree in _checked(case)[1]:
        value = _value(tree, case[2])
        said = value if isinstance(value, list) else [value]
        labels = [item if isinstance(item, str) else json.dumps(item) for item in said]
        assert completion.label in labels


@pytest.mark.parametrize("case", CHARACTERS, ids=lambda case: f"{case[0]}:{case[1]!r}")
def test_a_character_stands_where_the_cursor_was(case: Case) -> None:
    found, trees = _checked(case)
    typed = _value(found.view.tree, case[2])
    before = typed if isinstance(typed, str) else ""
    cursor = found.view.source.data[: found.offset].decode()
    place = max((n for n in range(len(before) + 1) if cursor.endswith(before[:n])), default=0)
    for completion, tree in trees:
        assert _value(tree, case[2]) == before[:place] + completion.label + before[place:]


@pytest.mark.parametrize("case", FLAGS, ids=lambda case: f"{case[0]}:{case[1]!r}")
def test_a_flag_begins_its_item_afterwards(case: Case) -> None:
    for completion, tree in _checked(case)[1]:
        items = _value(tree, case[2])
        assert isinstance(items, list)
        assert completion.label in [str(item).split()[0] for item in items]
        assert completion.kind is CompletionKind.FLAG


@pytest.mark.parametrize("case", KEYS, ids=lambda case: f"{case[0]}:{case[1]!r}")
def test_without_tab_stops_no_value_is_made_up_for_a_key(case: Case) -> None:
    found = offered(case[1], case[0])
    for completion in found.completions:
        if completion.plain is not None:
            tree = found.applied_plainly(completion)
            value = _value(tree, ".".join(filter(None, (case[2], completion.label))))
            assert value in (None, {}, [None]), (completion.label, tree.source.data)


@pytest.mark.parametrize("case", FLAGS, ids=lambda case: f"{case[0]}:{case[1]!r}")
def test_without_tab_stops_no_value_is_made_up_for_a_flag(case: Case) -> None:
    found = offered(case[1], case[0])
    stopped = [completion for completion in found.completions if completion.plain is not None]
    for completion in stopped:
        items = _value(found.applied_plainly(completion), case[2])
        assert isinstance(items, list)
        assert completion.label in [str(item).strip() for item in items], completion.plain


@pytest.mark.parametrize(
    ("language", "text", "label", "after"),
    [
        (YAML, "model:\n  $0\n", "swiglu", "model:\n  swiglu: \n"),
        (YAML, "$0\n", "extra_args", "extra_args:\n  - \n"),
        (YAML, "$0\n", "E", "E:\n  \n"),
        (YAML, "A: {$0, qk_layernorm: true}\n", "dsa", "A: {dsa: , qk_layernorm: true}\n"),
        (TOML, "[E]\nnum$0\n", "num_experts", "[E]\nnum_experts = \n"),
        (TOML, "$0\n", "target", "target = \n"),
        (TOML, "$0\n", "E", "[E]\n\n"),
        (JSON, '{"model": {$0}}', "swiglu", '{"model": {"swiglu": }}'),
        (JSON, '{"na$0": "x"}', "name", '{"name": "x"}'),
        (YAML, "extra_args: [$0]\n", "--seed", "extra_args: [--seed ]\n"),
        (TOML, 'extra_args = ["$0"]\n', "--seed", 'extra_args = ["--seed "]\n'),
        (YAML, "extra_args:\n  - --s$0 x\n", "--seed", "extra_args:\n  - --seed x\n"),
        (YAML, "# nam56r: ig$0\n", "ignore", "# nam56r: ignore[\n"),
        (
            YAML,
            "# nam56r: ignore[$0\n",
            "depth-mismatch",
            "# nam56r: ignore[depth-mismatch]: \n",
        ),
    ],
)
def test_the_text_afterwards_without_tab_stops(
    language: Language, text: str, label: str, after: str
) -> None:
    found = offered(text, language)
    assert found.applied_plainly(found.named(label)).source.data.decode() == after


@pytest.mark.parametrize(
    ("language", "text", "rest", "path"), UNCLOSED, ids=[repr(case[1]) for case in UNCLOSED]
)
def test_what_is_left_open_is_right_once_it_is_closed(
    language: Language, text: str, rest: str, path: str
) -> None:
    found = offered(text, language)
    assert found.completions, "nothing is offered"
    check_ranges(found.view, found.offset, found.completions)
    for completion in found.completions:
        tree = applied(found.view, completion, rest)
        assert not tree.problems
        value = _value(tree, path)
        values = value if isinstance(value, list | dict) else [value]
        assert completion.label in [str(item).split()[0] for item in values]


@pytest.mark.parametrize(
    ("language", "text", "label", "after"),
    [
        (YAML, "E:\n  num_ex$0\n", "num_experts", "E:\n  num_experts: \n"),
        (YAML, "name: x\n$0\n", "E", "name: x\nE:\n  \n"),
        (YAML, "E:\n   num_experts: 1\n$0\n", "M", "E:\n   num_experts: 1\nM:\n   \n"),
        (YAML, "A:\n    d$0\n", "dsa", "A:\n    dsa:\n        \n"),
        (YAML, "A:\r\n  d$0\r\n", "dsa", "A:\r\n  dsa:\r\n    \r\n"),
        (YAML, "A:\n  d$0: {}\n", "dsa", "A:\n  dsa: {}\n"),
        (YAML, "A: {$0}\n", "dsa", "A: {dsa: {}}\n"),
        # over a key whose lines are there already
        *(
            (
                YAML,
                f"features:\n  {typed}\n    layer_indices: [0]\n  ngram_hash:\n    orders: [2]\n",
                "engram",
                "features:\n  engram:\n    layer_indices: [0]\n  ngram_hash:\n    orders: [2]\n",
            )
            for typed in ("engr$0:", "engr$0", "engram$0:", "$0engram:")
        ),
        (
            YAML,
            "launch:\n  torch$0run:\n    nnodes: 1\n",
            "torchrun",
            "launch:\n  torchrun:\n    nnodes: 1\n",
        ),
        (
            YAML,
            "A:\n    ds$0\n      dsa_indexer_topk: 4\nM:\n  mixer: native\n",
            "dsa",
            "A:\n    dsa:\n      dsa_indexer_topk: 4\nM:\n  mixer: native\n",
        ),
        (YAML, "$0", "extra_args", "extra_args:\n  - "),
        (
            YAML,
            "features:\n  engram: {l$0}\n",
            "layer_indices",
            "features:\n  engram: {layer_indices: []}\n",
        ),
        (
            YAML,
            "A: {qk_layernorm: true $0}\n",
            "q_lora_rank",
            "A: {qk_layernorm: true, q_lora_rank: }\n",
        ),
        (
            YAML,
            "E:\n    num_experts: 4\n  $0\n",
            "moe_latent_size",
            "E:\n    num_experts: 4\n    moe_latent_size: \n",
        ),
        (YAML, "target: 'co$0'\n", "core_v0.19.0", "target: 'core_v0.19.0'\n"),
        (YAML, "mtp:\n  pattern: $0\n", "*", 'mtp:\n  pattern: "*"\n'),
        (YAML, "mtp:\n  pattern: M$0\n", "*", "mtp:\n  pattern: M*\n"),
        (YAML, "mtp:\n  pattern: $0M\n", "*", 'mtp:\n  pattern: "*M"\n'),
        (YAML, "pattern: A$0M\n", "|", "pattern: A|M\n"),
        (
            YAML,
            "extra_args:\n  - --timing-log-l$0\n",
            "--empty-unused-memory-level",
            "extra_args:\n  - --empty-unused-memory-level 0\n",
        ),
        (
            YAML,
            "extra_args:\n  - --empty-unused-memory-level $0\n",
            "2",
            "extra_args:\n  - --empty-unused-memory-level 2\n",
        ),
        (
            YAML,
            "extra_args:\n  - --empty-unused-memory-level=$0\n",
            "2",
            "extra_args:\n  - --empty-unused-memory-level=2\n",
        ),
        (
            YAML,
            'extra_args:\n  - "--empty-unused-memory-level 1$0\n',
            "2",
            'extra_args:\n  - "--empty-unused-memory-level 2"\n',
        ),
        (
            YAML,
            "extra_args:\n  - --tensorboard-d$0 runs\n",
            "--logits-load-dir",
            "extra_args:\n  - --logits-load-dir runs\n",
        ),
        (TOML, "$0\n", "E", "[E]\n\n"),
        (TOML, "$0\ndepth = 3\n", "E", "E = {}\ndepth = 3\n"),
        (TOML, "[A]\nds$0\n", "dsa", "[A]\n[A.dsa]\n\n"),
        (YAML, 'pattern: "A$0M', "E", 'pattern: "AEM'),
        (TOML, "pattern = A$0M\n", "E", 'pattern = "AEM"\n'),
        (
            YAML,
            "E:\n$0\n  num_experts: 1\n",
            "moe_latent_size",
            "E:\n  moe_latent_size: \n  num_experts: 1\n",
        ),
        (TOML, "[A]\nds$0\nq_lora_rank = 3\n", "dsa", "[A]\ndsa = {}\nq_lora_rank = 3\n"),
        (TOML, "[A]\nqk_layernorm = true\n$0\n", "[E]", "[A]\nqk_layernorm = true\n[E]\n\n"),
        (TOML, "[E]\nnum$0\n", "num_experts", "[E]\nnum_experts = nan\n"),
        (TOML, "[fea$0\n", "features.engram", "[features.engram]\n"),
        (TOML, "[features.$0]\n", "features.engram", "[features.engram]\n"),
        *(
            (
                TOML,
                f"{pair}\n{header}\n",
                "features.engram",
                f"{pair}\n[features.engram]\n",
            )
            for pair in ('pattern = "A"', "depth = 4", "extra_args = []", "E = {num_experts = 4}")
            for header in ("[$0", "[$0]", "[fea$0", "[features.$0", "[features.$0]")
        ),
        (TOML, "E.$0\n", "num_experts", "E.num_experts = nan\n"),
        (TOML, "$0\n", "target", 'target = ""\n'),
        (JSON, "$0", "E", '{\n  "E": {}\n}'),
        (JSON, '{"E": {"num$0"}}', "num_experts", '{"E": {"num_experts": null}}'),
        (JSON, '{"na$0": "x"}', "name", '{"name": "x"}'),
        (JSON, '{\n  "name": "x"\n  $0\n}\n', "E", '{\n  "name": "x",\n  "E": {}\n}\n'),
        (
            JSON,
            '{\n  $0\n  "name": "x"\n}\n',
            "depth",
            '{\n  "depth": null,\n  "name": "x"\n}\n',
        ),
        (JSON, '{"model": {$0}}', "swiglu", '{"model": {"swiglu": true}}'),
    ],
)
def test_the_text_afterwards(language: Language, text: str, label: str, after: str) -> None:
    assert offered(text, language).text_with(label) == after


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (YAML, "nobody:\n  $0\n"),
        (JSON, '$0\n{\n  "name": "x"\n}\n'),
        (YAML, "name: $0\n"),
        (YAML, "name: x y $0 z\n"),
        (YAML, "depth: $0\n"),
        (YAML, "E: $0\n"),
        (YAML, "E:\n  num_experts$0 4\n"),
        (YAML, "name: |\n  some\n  tar$0\n"),
        (YAML, "name: >-\n  some\n    deeper\n    $0\n"),
        (YAML, "name: 'one\n  tar$0'\n"),
        (YAML, "target: &x $0\n"),
        (YAML, "target: core # rel$0\n"),
        (YAML, "  $0# a comment\n"),
        (YAML, "launch:\n  environment:\n    $0\n"),
        (YAML, "- $0\n"),
        (YAML, "E: [$0]\n"),
        (YAML, "extra_args:\n  - --no-such-flag $0\n"),
        (YAML, "extra_args:\n  - --log-throughput $0\n"),
        (TOML, "depth = $0\n"),
        (TOML, "[[A]]\n$0\n"),
        (TOML, "[nobody]\n$0\n"),
        (TOML, 'target $0 = "x"\n'),
        (TOML, 'target = "x" $0\n'),
        (TOML, 'target = "x" # $0 y\n'),
        (JSON, '{"name": "x"} $0'),
        (JSON, '{"E" $0}'),
        (JSON, '{"target": $0 "x"}'),
        (JSON, "[$0]"),
        (JSON, '{"nobody": {"$0"}}'),
    ],
)
def test_where_nothing_is_offered(language: Language, text: str) -> None:
    assert offered(text, language).labels == []
