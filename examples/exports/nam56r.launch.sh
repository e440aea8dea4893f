#!/usr/bin/env bash

# NAM56R for Megatron-LM core_v0.19.0
# NOT RUNNABLE
# unresolved seam mamba3: the authored Mamba-3 mixer on 13 `M` layers (layer numbers 3, 7, 11, 15, 19, 23, 27, 31, 35, 39, 43, 47, 51); to resolve: declare `seams.stack_spec`
# unresolved seam m2rnn: the M2RNN recurrence on 4 `R` layers (layer numbers 12, 24, 36, 48); to resolve: declare `seams.stack_spec` and `seams.carry.R`
# unresolved seam engram: Engram n-gram memory on 4 layers (layer numbers 1, 13, 25, 37); to resolve: declare `seams.hooks.engram` (the code that provides it), or remove `features.engram`
# unresolved seam ngram_hash: n-gram hash embedding; to resolve: declare `seams.hooks.ngram_hash` (the code that provides it), or remove `features.ngram_hash`
# the pattern is withheld: 17 of 52 layers are blocked (`M`, `R`)

set -euo pipefail

printf '%s\n' \
  'This recipe is not runnable; nothing was started.' \
  '- unresolved-layer: `M` at letter 3 (layers 3, 15, 27, 39, 51) is the authored Mamba-3 mixer, which has no symbol in 0.19.0; declare `seams.stack_spec`, or remove it' \
  '- unresolved-layer: `M` at letter 7 (layers 7, 19, 31, 43) is the authored Mamba-3 mixer, which has no symbol in 0.19.0; declare `seams.stack_spec`, or remove it' \
  '- unresolved-layer: `M` at letter 11 (layers 11, 23, 35, 47) is the authored Mamba-3 mixer, which has no symbol in 0.19.0; declare `seams.stack_spec`, or remove it' \
  '- unresolved-layer: `R` at letter 12 (layers 12, 24, 36, 48) is the M2RNN recurrence, which has no symbol in 0.19.0; declare `seams.stack_spec` and `seams.carry.R`, or remove it' \
  '- feature-unresolved: `engram` needs your own code: no Megatron-LM release builds it; declare `seams.hooks.engram` (the code that provides it), or remove `features.engram`' \
  '- feature-unresolved: `ngram_hash` needs your own code: it sits before the stack; no Megatron-LM release builds it; declare `seams.hooks.ngram_hash` (the code that provides it), or remove `features.ngram_hash`' \
  >&2
exit 1
