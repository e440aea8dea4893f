"""Places where completion offers something: `$0` is the cursor, beside it the key or section that
it is in. Whole and half-typed documents, in each language."""

from __future__ import annotations

from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, TOML, YAML

Y, T, J = YAML, TOML, JSON


def lists_of_layers(path: str) -> list[tuple[Language, str]]:
    """A stack of A, E, A, A with a list that names the first A, `$0` where another item may be."""
    head = "pattern: AEAA\ndepth: 4\n"
    *above, name = path.split(".")
    block = "".join(f"{'  ' * depth}{key}:\n" for depth, key in enumerate(above))
    lead = "  " * len(above)
    table = f"pattern = 'AEAA'\ndepth = 4\n[{'.'.join(above)}]\n{name} = "
    opened = "".join(f'"{key}": {{' for key in above) + f'"{name}": '
    object_ = f'{{"pattern": "AEAA", "depth": 4, {opened}'
    closed = "}" * (len(above) + 1)
    return [
        (Y, f"{head}{block}{lead}{name}:\n{lead}  - 0\n{lead}  - $0\n"),
        (Y, f"{head}{block}{lead}{name}:\n{lead}- 0\n{lead}- 1$0\n"),
        (Y, f"{head}{block}{lead}{name}:\n{lead}  - $0\n{lead}  - 0\n"),
        (Y, f"{head}{block}{lead}{name}:\n{lead}  - 0\n{lead}  $0\n"),
        (Y, f"{head}{block}{lead}{name}: [0, $0]\n"),
        (Y, f"{head}{block}{lead}{name}: [$0, 0]\n"),
        (Y, f"{head}{block}{lead}{name}: [0, 9$0]\n"),
        (Y, f"{head}{block}{lead}{name}: [\n{lead}  0,\n{lead}  $0\n{lead}]\n"),
        (T, f"{table}[0, $0]\n"),
        (T, f"{table}[\n  0,\n  $0\n]\n"),
        (T, f"{table}[2$0, 0]\n"),
        (J, f"{object_}[0, $0]{closed}"),
        (J, f"{object_}[0, 7$0]{closed}"),
        (J, f"{object_}[\n 0 $0\n]{closed}"),
    ]


KEYS = (
    # an empty document
    (Y, "$0", ""),
    (Y, "# only a comment\n$0\n", ""),
    (Y, "---\n$0\n", ""),
    (Y, "na$0", ""),
    (T, "$0", ""),
    (J, "$0", ""),
    (J, "  pat$0\n", ""),
    (J, "{$0}", ""),
    (J, "{$0", ""),
    # blank lines: the indentation decides
    (Y, "name: x\n$0\ndepth: 4\n", ""),
    (Y, "E:\n  num_experts: 4\n$0", ""),
    (Y, "E:\n  num_experts: 4\n  $0", "E"),
    (Y, "E:\n  $0\nM:\n  mixer: native\n", "E"),
    (Y, "E:\n    num_experts: 4\n  $0\nname: x\n", "E"),
    (Y, "E:\n  num_experts: 4\n      $0\n", "E"),
    (Y, "E:\n  num_experts: 4\n$0\n  moe_router_topk: 2\n", "E"),
    (Y, "E:\n$0\n  moe_router_topk: 2\n", "E"),
    (Y, "E:\n  # why\n  $0\n\n  moe_router_topk: 2\n", "E"),
    (Y, "A:\n  dsa:\n    dsa_indexer_topk: 4\n    $0", "A.dsa"),
    (Y, "A:\n  dsa:\n    dsa_indexer_topk: 4\n  $0", "A"),
    (Y, "A:\n  dsa:\n    family_ranks:\n      - 1\n    $0\n", "A.dsa"),
    (Y, "extra_args:\n- --log-throughput\n$0", ""),
    (Y, "E: {num_experts: 4}\n$0\n", ""),
    (Y, "E: {num_experts: 4\n$0\nname: x\n", ""),
    (Y, "E:\n \t$0\n", "E"),
    (Y, "E:\r\n  num_experts: 4\r\n  $0\r\n", "E"),
    (Y, "\ufeffname: x\n$0\n", ""),
    (T, "[E]\n$0\n", "E"),
    (T, "[E]\n$0\n[M]\n", "E"),
    (T, "[model]\n$0\nhidden_size = 3\n", "model"),
    (T, 'name = "x"\n$0\ndepth = 3\n', ""),
    (T, 'extra_args = [\n  "--log-throughput",\n]\n$0\n', ""),
    (T, "[E]\r\n$0\r\n", "E"),
    (J, '{\n  "name": "x",\n  $0\n}\n', ""),
    (J, '{\n  "name": "x"\n  $0\n}\n', ""),
    (J, '{\n  $0\n  "name": "x"\n}\n', ""),
    (J, '{\n  "E": {\n    "num_experts": 4,\n    $0\n  }\n}\n', "E"),
    (J, '{"E": {"num_experts": 4}$0}', ""),
    (J, '{"name": "x" , $0 , "depth": 4}', ""),
    # half-typed keys
    (Y, "E:\n  num_ex$0", "E"),
    (Y, "E:\n  num_ex$0\n  moe_router_topk: 2\n", "E"),
    (Y, "E:\n  moe_router_topk: 2\n      num$0\n", "E"),
    (Y, "E:\n  num_ex$0  # how many\n", "E"),
    (Y, "E:\n  num$0_ex\nmodel:\n  hidden_size: 4\n", "E"),
    (Y, '"pat$0', ""),
    (Y, "'pat$0'", ""),
    (Y, 'E:\n  "num_$0"\n', "E"),
    (Y, "A:\n  d$0: 4\n", "A"),
    (T, "[E]\nnum_ex$0\n", "E"),
    (T, "[E]\nnum_ex$0 = 4\n", "E"),
    (T, "[E]\n'num$0'\n", "E"),
    (T, "E.num_ex$0", "E"),
    (T, "features.engram.$0", "features.engram"),
    (T, "[A]\ndsa.$0\n", "A.dsa"),
    (T, "[A]\nds$0\n", "A"),
    (J, '{"pat$0', ""),
    (J, '{"pat$0"}', ""),
    (J, '{"pat$0}', ""),
    (J, '{"pat$0": "A"}', ""),
    (J, '{"E": {"num$0', "E"),
    (J, '{"E": {num$0}}', "E"),
    (J, '{"name": "x" "dep$0"}', ""),
    (J, '{"dep$0" "name": "x"}', ""),
    # inside brackets
    (Y, "A: {$0}\n", "A"),
    (Y, "A: {qk_layernorm: true $0}\n", "A"),
    (Y, "A: {qk_layernorm: true, $0}\n", "A"),
    (Y, "A: {qk_layernorm: true, $0 q_lora_rank: 4}\n", "A"),
    (Y, "A: {\n  q_lora_rank: 4,\n  $0\n}\n", "A"),
    (Y, "A: {\n  q_lora_rank: 4,\n$0\n}\n", "A"),
    (Y, "A: {dsa: {$0}}\n", "A.dsa"),
    (Y, "A: {dsa: {dsa_indexer_topk: 4}, $0}\n", "A"),
    (Y, "A: {dsa: {dsa_indexer_topk: 4} $0}\n", "A"),
    (Y, "{name: x, $0}", ""),
    (Y, '{\n  "E": {\n    "num$0"\n  }\n}\n', "E"),
    (Y, "A: # the attention\n  {q_lora_rank: 4, $0}\n", "A"),
    (T, "E = { num_experts = 4, $0 }\n", "E"),
    (T, "seams = { stack_spec.$0 }\n", "seams.stack_spec"),
    (T, "A = { dsa = { $0 } }\n", "A.dsa"),
)  # fmt: skip
"""The path is that of the section."""

VALUES = (
    (Y, "target: $0", "target"),
    (Y, "target:$0\n", "target"),
    (Y, "target: core_v0.1$0  # the release\n", "target"),
    (Y, 'target: "core$0', "target"),
    (Y, "target: 'core$0'\n", "target"),
    (Y, "target:\n  $0\n", "target"),
    (Y, "target:\n  core$0\n", "target"),
    (Y, "{target: $0, depth: 4}\n", "target"),
    (Y, "M:\n  mixer: $0\n", "M.mixer"),
    (Y, "M: {mixer:$0}\n", "M.mixer"),
    (Y, "model:\n  swiglu: t$0\n", "model.swiglu"),
    (Y, "E:\n  moe_router_dtype: '$0'\n", "E.moe_router_dtype"),
    (Y, "E:\n  moe_router_load_balancing_type: [$0]\n", "E.moe_router_load_balancing_type"),
    (Y, "E:\n  moe_router_load_balancing_type:\n    - $0\n", "E.moe_router_load_balancing_type"),
    (Y, "E:\n  moe_router_load_balancing_type:\n    $0\n", "E.moe_router_load_balancing_type"),
    (Y, "A:\n  dsa:\n    family_ranks: $0\n", "A.dsa.family_ranks"),
    (Y, "seams:\n  carry:\n    R: $0\n", "seams.carry.R"),
    (Y, "extends: $0\n", "extends"),
    (Y, "extends: [$0]\n", "extends"),
    (Y, "extends:\n- $0\n", "extends"),
    (Y, "extends:\n  -$0\n", "extends"),
    (Y, "extends:\n  b$0\n", "extends"),
    (T, "target = $0\n", "target"),
    (T, 'target = "core$0\n', "target"),
    (T, "target = 'core$0'\n", "target"),
    (T, "target=$0", "target"),
    (T, "[M]\nmixer = $0 # which\n", "M.mixer"),
    (T, "M.mixer = na$0\n", "M.mixer"),
    (T, "M = { mixer = $0 }\n", "M.mixer"),
    (T, '[seams.carry]\nR = "$0"\n', "seams.carry.R"),
    (T, "extends = [\n  $0\n]\n", "extends"),
    (T, "extends = [\n  'base.nam56r.yaml',\n  'm$0'\n]\ndepth = 3\n", "extends"),
    (J, '{"target": $0}', "target"),
    (J, '{"target":$0}', "target"),
    (J, '{"target": "co$0}', "target"),
    (J, '{"target": "co$0", "depth": 4}', "target"),
    (J, '{"target": $0 "depth": 4}', "target"),
    (J, '{"M": {"mixer": "$0"}}', "M.mixer"),
    (J, '{"model": {"swiglu": $0', "model.swiglu"),
    (J, '{"extends": ["$0"]}', "extends"),
    (J, '{"extends": ["a" $0]}', "extends"),
    (J, '{"extends": [$0 "a"]}', "extends"),
    *(
        (language, text, path)
        for path in ("A.dsa.family_ranks", "features.engram.layer_indices")
        for language, text in lists_of_layers(path)
    ),
)  # fmt: skip
"""The path is that of the key."""

CHARACTERS = (
    (Y, "pattern: $0\n", "pattern"),
    (Y, "pattern: AE$0M\n", "pattern"),
    (Y, "pattern: $0AE\n", "pattern"),
    (Y, "pattern: 'A$0'  # letters\n", "pattern"),
    (Y, "{pattern: A$0, depth: 4}\n", "pattern"),
    (Y, "mtp:\n  pattern: $0\n", "mtp.pattern"),
    (Y, "mtp:\n  pattern: M$0\n", "mtp.pattern"),
    (Y, "mtp:\n  pattern: $0M\n", "mtp.pattern"),
    (Y, 'mtp:\n  pattern: "*$0"\n', "mtp.pattern"),
    (Y, "mtp: {pattern: M$0}\n", "mtp.pattern"),
    (T, "pattern = $0\n", "pattern"),
    (T, 'pattern = "AE$0M"\n', "pattern"),
    (T, "[mtp]\npattern = '*$0'\n", "mtp.pattern"),
    (J, '{"pattern": "A$0"}', "pattern"),
    (J, '{"pattern": $0, "depth": 4}', "pattern"),
    (J, '{"mtp": {"pattern": "$0"}}', "mtp.pattern"),
)  # fmt: skip
"""Patterns, which grow by one character at the cursor."""

FLAGS = (
    (Y, "extra_args:\n  - $0\n", "extra_args"),
    (Y, "extra_args:\n  - --te$0\n", "extra_args"),
    (Y, "extra_args:\n- --te$0", "extra_args"),
    (Y, 'extra_args:\n  - "--te$0\n', "extra_args"),
    (Y, "extra_args:\n  - '--te$0'\n", "extra_args"),
    (Y, "extra_args:\n  - --log-throughput\n  $0\n", "extra_args"),
    (Y, "extra_args:\n$0\n- --log-throughput\n", "extra_args"),
    (Y, "extra_args:\n  --te$0\n", "extra_args"),
    (Y, "extra_args: [$0]\n", "extra_args"),
    (Y, "extra_args: $0\n", "extra_args"),
    (Y, "extra_args:\n  - --tens$0 runs/x\n", "extra_args"),
    (T, "extra_args = [$0]\n", "extra_args"),
    (T, 'extra_args = ["--te$0"]\n', "extra_args"),
    (T, 'extra_args = [\n  "--log-throughput",\n  "--te$0\n]\n', "extra_args"),
    (T, "extra_args = $0\n", "extra_args"),
    (J, '{"extra_args": ["--te$0"]}', "extra_args"),
    (J, '{"extra_args": ["--log-throughput" $0]}', "extra_args"),
    (J, '{"extra_args": ["--tens$0 runs/x"]}', "extra_args"),
)  # fmt: skip
"""Items that are to begin with a flag."""

UNCLOSED = (
    (Y, "A: {mul$0", "}", "A"),
    (Y, "A: {mul$0\nE:\n  num_experts: 3\n", "}", "A"),
    (Y, "A: {q_lora_rank: 4,\n  kv$0\nE:\n  num_experts: 4\n", "}", "A"),
    (Y, "{target: co$0", "}", "target"),
    (Y, "M: {mixer: na$0", "}", "M.mixer"),
    (Y, "extra_args: [--te$0\n", "]", "extra_args"),
    (T, "E = {num$0", "}", "E"),
    (T, "E = {num$0\nname = 'x'\n", "}", "E"),
    (T, "extends = ['b$0\ndepth = 4\n", "]", "extends"),
    (J, '{"E": {"num$0', "}}", "E"),
    (J, '{"extends": ["b$0\n}', "]", "extends"),
)  # fmt: skip
"""Brackets that are never closed, and what a person will write behind the completion."""
