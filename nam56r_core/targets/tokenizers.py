"""Which tokenizer reads which settings, and which it cannot start without, by release.

Read in tokenizer.py (0.12.3:20-106, 0.16.1:22-114) and build_tokenizer.py (0.17.1:16-98,
0.19.0:26-121); the classes behind them in core/tokenizers/text/libraries. Must not know any
recipe.
"""

from __future__ import annotations

from dataclasses import dataclass

from nam56r_core.targets.releases import V0_17
from nam56r_core.targets.target import Target

MODEL, VOCABULARY, MERGES = "--tokenizer-model", "--vocab-file", "--merge-file"
PATTERN, SIZE = "--tiktoken-pattern", "--vocab-size"
FILES = frozenset({MODEL, VOCABULARY, MERGES, PATTERN})
"""Options that say where a tokenizer comes from."""


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Options that one type of tokenizer reads (`reads`), and those of them without which it
    fails: in every release (`needs`), or only up to 0.16 (`needed_first`)."""

    reads: frozenset[str]
    needs: frozenset[str] = frozenset()
    needed_first: frozenset[str] = frozenset()

    @property
    def decides_its_vocabulary(self) -> bool:
        """Whether the vocabulary is as large as the tokenizer says, whatever `--vocab-size` does:
        the padded size comes from the tokenizer alone (0.12.3 tokenizer.py:104, 0.19.0
        build_tokenizer.py:143)."""
        return SIZE not in self.reads

    def needed_by(self, target: Target) -> frozenset[str]:
        """Options without which the tokenizer of a target cannot be made."""
        later = target.descends_from(V0_17)
        return self.needs if later else self.needs | self.needed_first


def _of(*reads: str, needs: tuple[str, ...] = (), first: tuple[str, ...] = ()) -> Tokenizer:
    return Tokenizer(frozenset((*reads, *needs, *first)), frozenset(needs), frozenset(first))


_PIECES = _of(needs=(MODEL,))
_WORDS = _of(MERGES, first=(VOCABULARY,))
_NUMBERS = _of(SIZE)

TOKENIZERS = {
    "BertWordPieceLowerCase": _WORDS,
    "BertWordPieceCase": _WORDS,
    "GPT2BPETokenizer": _of(first=(VOCABULARY, MERGES)),
    "SentencePieceTokenizer": _PIECES,
    "GPTSentencePieceTokenizer": _PIECES,
    "Llama2Tokenizer": _PIECES,
    "HuggingFaceTokenizer": _of(VOCABULARY, MERGES, needs=(MODEL,)),
    "SFTTokenizer": _PIECES,
    "TikTokenizer": _of(SIZE, needs=(MODEL,), first=(PATTERN,)),
    "NullTokenizer": _NUMBERS,
    "NullMultimodalTokenizer": _NUMBERS,
}
"""Up to 0.16 missing files are assertions; from 0.17 GPT-2 and Bert files are downloaded
(megatron_hf_tokenizer.py), and a missing model is a ValueError (sentencepiece_tokenizer.py) or an
exception of the library behind it. MultimodalTokenizer is not here: what it reads differs by the
prompt format."""

KNOWN_SIZES = {"gpt2": 50257}
"""Vocabularies of tokenizers that launchers name, so that a size written beside one can be true."""
