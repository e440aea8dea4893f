#!/usr/bin/env bash

# Nemotron-H-like for Megatron-LM core_v0.19.0
# runnable

set -euo pipefail

: "${MEGATRON_PATH:?a checkout of Megatron-LM core_v0.19.0}"
export PYTHONPATH="$MEGATRON_PATH${PYTHONPATH:+:$PYTHONPATH}"

MEGATRON_ARGS=(
  # stack
  --hybrid-layer-pattern 'MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*E'
  --spec megatron.core.models.hybrid.hybrid_layer_specs hybrid_stack_spec
  # model
  --hidden-size 2048
  --ffn-hidden-size 8192
  --num-attention-heads 32
  --kv-channels 128
  --vocab-size 131072
  --max-position-embeddings 8192
  --position-embedding-type none
  --normalization RMSNorm
  --squared-relu
  --disable-bias-linear
  --untie-embeddings-and-output-weights
  --attention-dropout 0.0
  --hidden-dropout 0.0
  # attention
  --group-query-attention
  --num-query-groups 8
  # experts
  --num-experts 32
  --moe-router-topk 4
  --moe-ffn-hidden-size 1856
  --moe-router-load-balancing-type aux_loss
  --moe-aux-loss-coeff 0.0001
  --moe-router-score-function sigmoid
  --moe-grouped-gemm
  --moe-token-dispatcher-type alltoall
  # mamba
  --mamba-num-heads 64
  --mamba-head-dim 64
  --mamba-state-dim 128
  --mamba-num-groups 8
  # training
  --micro-batch-size 1
  --global-batch-size 128
  --train-iters 50000
  --lr 0.0005
  --min-lr 5e-06
  --lr-decay-style WSD
  --lr-wsd-decay-style minus_sqrt
  --lr-wsd-decay-iters 5000
  --eval-iters 0
  # data
  --seq-length 8192
  --tokenizer-type NullTokenizer
  --mock-data
  # precision
  --bf16
)

exec torchrun \
  --nnodes "${NNODES:-2}" \
  --nproc-per-node "${NPROC_PER_NODE:-8}" \
  --node-rank "${NODE_RANK:-0}" \
  --master-addr "${MASTER_ADDR:-127.0.0.1}" \
  --master-port "${MASTER_PORT:-29500}" \
  "$MEGATRON_PATH/pretrain_hybrid.py" \
  "${MEGATRON_ARGS[@]}" \
  "$@"
