#!/usr/bin/env bash

# attention and Mamba for Megatron-LM core_v0.12.3
# runnable

set -euo pipefail

: "${MEGATRON_PATH:?a checkout of Megatron-LM core_v0.12.3}"
export PYTHONPATH="$MEGATRON_PATH${PYTHONPATH:+:$PYTHONPATH}"

MEGATRON_ARGS=(
  # stack
  --hybrid-override-pattern 'MMM*MMMMMMM*MMMMMMM*MMMMMMM*MMMM'
  --num-layers 32
  --spec megatron.core.models.mamba.mamba_layer_specs mamba_stack_spec
  # model
  --hidden-size 2048
  --num-attention-heads 32
  --vocab-size 50257
  --max-position-embeddings 4096
  --position-embedding-type rope
  --rotary-base 10000
  --normalization RMSNorm
  --disable-bias-linear
  --untie-embeddings-and-output-weights
  --is-hybrid-model
  # attention
  --group-query-attention
  --num-query-groups 8
  # mamba
  --mamba-head-dim 64
  --mamba-state-dim 128
  --mamba-num-groups 8
  # training
  --micro-batch-size 2
  --global-batch-size 256
  --train-iters 20000
  --lr 0.0004
  --eval-iters 0
  # data
  --seq-length 4096
  --tokenizer-type HuggingFaceTokenizer
  --tokenizer-model gpt2
  --mock-data
  # precision
  --bf16
)

exec torchrun \
  --nnodes "${NNODES:-1}" \
  --nproc-per-node "${NPROC_PER_NODE:-8}" \
  --node-rank "${NODE_RANK:-0}" \
  --master-addr "${MASTER_ADDR:-127.0.0.1}" \
  --master-port "${MASTER_PORT:-29500}" \
  "$MEGATRON_PATH/pretrain_mamba.py" \
  "${MEGATRON_ARGS[@]}" \
  "$@"
