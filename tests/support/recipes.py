"""Recipes written inside tests: analysed from memory, their findings marked in their own text.

A mark stands under the line that it points at:

    pattern: AEMr
    #           ^ error[lower-case-letter]: `r` at letter 4

Its carets cover exactly the bytes that the finding is about, and what follows the colon is a part
of the message. Marks are taken out before the recipe is read. Three more signs, for what carets
cannot show:

- a mark of the first two columns has no `#`: the carets stand where the sign would;
- `!` in place of carets is a range without width;
- `^…` is a range that goes on to the end of a later line, and `…^` under that line is its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nam56r_core.analysis import Analysis, analyze
from nam56r_core.diagnostics import Diagnostic
from nam56r_core.filtering import filter_diagnostics
from nam56r_core.recipe.extends import ExtendsFault, LoadedDocument, NotLoaded
from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import YAML, language_of
from nam56r_core.text import SourceText

MAIN = "recipe"
"""Name of the document that is analysed; other documents have the names they are given."""

COMPLETE = """\
# All that a recipe must say; runs on every release.
name: complete
target: core_v0.19.0
pattern: AM
depth: 4
M:
  mixer: native
  mamba_head_dim: 64
  mamba_state_dim: 128
  mamba_num_groups: 8
model:
  hidden_size: 1024
  num_attention_heads: 16
  vocab_size: 50257
  max_position_embeddings: 2048
  position_embedding_type: rope
  disable_bias_linear: true
  is_hybrid_model: true
training:
  micro_batch_size: 1
  global_batch_size: 8
  train_iters: 100
  lr: 1.0e-4
data:
  seq_length: 2048
  tokenizer_type: HuggingFaceTokenizer
  tokenizer_model: gpt2
  mock_data: true
precision:
  bf16: true
"""

EXPERTS = """\
extends: complete
pattern: AEM
depth: 6
E:
  num_experts: 8
  moe_router_topk: 2
  moe_ffn_hidden_size: 512
"""

LATENT = """\
extends: complete
A:
  multi_latent_attention: true
  q_lora_rank: 64
  kv_lora_rank: 64
  qk_head_dim: 64
  qk_pos_emb_head_dim: 64
  v_head_dim: 64
model:
  rope_type: yarn
"""

SPARSE = """\
extends: latent
A:
  dsa:
    family_ranks: all
    dsa_indexer_n_heads: 8
    dsa_indexer_head_dim: 64
    dsa_indexer_topk: 256
model:
  no_rope_fusion: true
"""

DELTA = """\
extends: complete
pattern: AGM
depth: 6
G:
  linear_conv_kernel_dim: 4
  linear_key_head_dim: 128
  linear_value_head_dim: 128
  linear_num_key_heads: 16
  linear_num_value_heads: 32
"""

AUTHORED = """\
extends: complete
pattern: AMR
depth: 6
M:
  mixer: authored
R:
  mixer: m2rnn
seams:
  stack_spec:
    module: mine.specs
    name: stack
  carry:
    R: M
"""

BASES: Mapping[str, str] = {
    "complete": COMPLETE,
    "experts": EXPERTS,
    "latent": LATENT,
    "sparse": SPARSE,
    "delta": DELTA,
    "authored": AUTHORED,
}
"""Recipes without a finding that any test recipe may extend, so that it says only its own point."""

OUTSIDE = "../outside"
"""A base that the loader refuses, as a project does with what lies outside of it."""


def analyse(
    text: str | bytes,
    *,
    target: str | None = None,
    files: Mapping[str, str] | None = None,
    language: Language = YAML,
    strict_defaults: bool = False,
) -> Analysis:
    """The analysis of a recipe; `files` and the `BASES` are what it may extend."""
    known = {**BASES, **(files or {})}

    def load(_: str, reference: str) -> LoadedDocument | NotLoaded:
        if reference == OUTSIDE:
            return NotLoaded(ExtendsFault.OUTSIDE_PROJECT, OUTSIDE)
        if reference == MAIN:
            return document
        if reference not in known:
            return NotLoaded(ExtendsFault.NOT_FOUND, reference)
        return _document(reference, known[reference], language_of(reference) or YAML)

    document = _document(MAIN, text, language)
    return analyze(document, load, target=target, strict_defaults=strict_defaults)


def shown(analysis: Analysis) -> tuple[Diagnostic, ...]:
    """The findings that a person would see: suppressions are followed, and themselves checked."""
    return filter_diagnostics(analysis.diagnostics, analysis.facts.inherited.trees).shown


def _document(name: str, text: str | bytes, language: Language) -> LoadedDocument:
    source = SourceText(name, text) if isinstance(text, bytes) else SourceText.of(name, text)
    return LoadedDocument(name, language.parse(source))


@dataclass(frozen=True, order=True)
class Mark:
    """A finding that a text announces, or one that was made; `text` is what the range covers."""

    file: str
    start: int
    end: int
    code: str
    severity: str
    text: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.start}-{self.end} {self.text!r}"
        return f"{place} {self.severity}[{self.code}]: {self.message}"


_MARK = re.compile(
    r"(?:(?P<sign>#)(?P<blank> *))?(?P<pointer>\^+…?|!)"
    r" (?P<severity>error|warning|info)\[(?P<code>[a-z0-9-]+)\]: (?P<message>.+)"
)
_END = re.compile(r"#(?P<blank> *)…\^")


def read_marks(name: str, text: str) -> tuple[str, list[Mark]]:
    """A text without its mark lines, and the marks with the bytes that they cover."""
    lines: list[str] = []
    found: list[tuple[re.Match[str], int, int]] = []
    open_marks: list[int] = []
    ends: dict[int, int] = {}
    above = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\n")
        mark, end = _MARK.fullmatch(bare), _END.fullmatch(bare)
        if mark:
            column = len((mark["sign"] or "") + (mark["blank"] or ""))
            width = mark["pointer"].count("^")
            if mark["pointer"].endswith("…"):
                open_marks.append(len(found))
            found.append(
                (mark, above + _bytes(lines, column), above + _bytes(lines, column + width))
            )
        elif end:
            ends[open_marks.pop()] = above + _bytes(lines, len(end["blank"]) + len("#…^"))
        else:
            above = sum(len(kept.encode()) for kept in lines)
            lines.append(line)
    assert not open_marks, "a range that goes on has no end"
    data = "".join(lines).encode()
    marks = []
    for index, (mark, start, end_of_line) in enumerate(found):
        stop = ends.get(index, end_of_line)
        marks.append(
            Mark(
                name,
                start,
                stop,
                mark["code"],
                mark["severity"],
                data[start:stop].decode("utf-8", "replace"),
                mark["message"],
            )
        )
    return data.decode(), marks


def _bytes(lines: list[str], column: int) -> int:
    """Bytes before a column of the last line."""
    line = lines[-1].rstrip("\n") if lines else ""
    assert column <= len(line), f"a mark points past the end of {line!r}"
    return len(line[:column].encode())


def check_marks(
    text: str,
    *,
    target: str | None = None,
    files: Mapping[str, str] | None = None,
    language: Language = YAML,
    strict_defaults: bool = False,
) -> Analysis:
    """Analyse a marked recipe and compare: exactly the marked findings, at exactly their bytes."""
    plain, expected = read_marks(MAIN, text)
    plain_files: dict[str, str] = {}
    for name, marked in (files or {}).items():
        plain_files[name], marks = read_marks(name, marked)
        expected += marks
    result = analyse(
        plain, target=target, files=plain_files, language=language, strict_defaults=strict_defaults
    )
    found = [_found(d) for d in shown(result) if not _repeats_what_is_unseen(d)]
    left = sorted(found)
    missing = []
    for mark in sorted(expected):
        match = next((f for f in left if _key(f) == _key(mark) and mark.message in f.message), None)
        if match is None:
            missing.append(mark)
        else:
            left.remove(match)
    problems = [f"not found:  {mark}" for mark in missing] + [f"not marked: {f}" for f in left]
    assert not problems, "\n" + "\n".join(problems)
    return result


def _repeats_what_is_unseen(diagnostic: Diagnostic) -> bool:
    """Whether a recipe repeats one of the `BASES`, as one does whose point is a value of theirs:
    its reader does not see the base."""
    return diagnostic.code == "overridden-to-the-same" and all(
        place.location.source.name in BASES for place in diagnostic.related
    )


def _key(mark: Mark) -> tuple[str, int, int, str, str]:
    return (mark.file, mark.start, mark.end, mark.code, mark.severity)


def _found(diagnostic: Diagnostic) -> Mark:
    source, where = diagnostic.location.source, diagnostic.location.range
    return Mark(
        source.name,
        where.start,
        where.end,
        diagnostic.code,
        diagnostic.severity.value,
        source.slice(where),
        diagnostic.message,
    )
