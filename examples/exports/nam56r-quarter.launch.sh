#!/usr/bin/env bash

# NAM56R quarter for Megatron-LM core_v0.19.0
# runnable
# custom seam mamba3: the authored Mamba-3 mixer on 3 `M` layers (layer numbers 3, 7, 11) by `nam56r_megatron.stack_specs nam56r_stack_spec`, riding on `M`
# custom seam m2rnn: the M2RNN recurrence on 1 `R` layer (layer number 12) by `nam56r_megatron.stack_specs nam56r_stack_spec`, riding on `M`
# custom seam engram: Engram n-gram memory on 2 layers (layer numbers 1, 13) by `nam56r_megatron.engram.install`
# custom seam ngram_hash: n-gram hash embedding by `nam56r_megatron.ngram_hash.install`
# the declared stack spec replaces the stock one: it must keep the target's own modules behind `*`, `E` for those layers to stay native
# the declared stack spec must carry an MTP block, or construction fails
# 0.19.0 builds its stock stack when the declared stack spec cannot be imported, and only logs it; the launch script imports it first
# the custom code is answered for by the NAM56R authors

set -euo pipefail

: "${MEGATRON_PATH:?a checkout of Megatron-LM core_v0.19.0}"
export PYTHONPATH="$MEGATRON_PATH${PYTHONPATH:+:$PYTHONPATH}"

JOB_ENVIRONMENT=(
  NAM56R_RECURRENT_LAYER_NUMBERS=12
)

env "${JOB_ENVIRONMENT[@]}" "${PYTHON:-python3}" -c 'import importlib, sys; getattr(importlib.import_module(sys.argv[1]), sys.argv[2])' nam56r_megatron.stack_specs nam56r_stack_spec

MEGATRON_ARGS=(
  # stack
  --hybrid-layer-pattern '*EME*EME*EMM*/*-'
  --spec nam56r_megatron.stack_specs nam56r_stack_spec
  # model
  --hidden-size 3584
  --ffn-hidden-size 18944
  --num-attention-heads 56
  --kv-channels 64
  --vocab-size 65536
  --max-position-embeddings 4096
  --position-embedding-type rope
  --rotary-base 500000
  --normalization RMSNorm
  --swiglu
  --disable-bias-linear
  --untie-embeddings-and-output-weights
  --attention-dropout 0.0
  --hidden-dropout 0.0
  # attention
  --group-query-attention
  --num-query-groups 8
  # experts
  --num-experts 16
  --moe-router-topk 4
  --moe-ffn-hidden-size 896
  --moe-shared-expert-intermediate-size 1024
  --moe-router-load-balancing-type aux_loss
  --moe-aux-loss-coeff 0.01
  --moe-router-dtype fp32
  --moe-grouped-gemm
  --moe-token-dispatcher-type alltoall
  # mamba
  --mamba-num-heads 112
  --mamba-head-dim 64
  --mamba-state-dim 64
  --mamba-num-groups 8
  # mtp
  --mtp-num-layers 1
  # training
  --micro-batch-size 1
  --global-batch-size 8
  --train-iters 100000
  --lr 0.0003
  --min-lr 3e-05
  --lr-decay-style cosine
  --lr-warmup-iters 2000
  --weight-decay 0.1
  --clip-grad 1.0
  --adam-beta1 0.9
  --adam-beta2 0.95
  --eval-iters 0
  # data
  --seq-length 4096
  --tokenizer-type NullTokenizer
  --mock-data
  # precision
  --bf16
)

exec env "${JOB_ENVIRONMENT[@]}" torchrun \
  --nnodes "${NNODES:-1}" \
  --nproc-per-node "${NPROC_PER_NODE:-1}" \
  --node-rank "${NODE_RANK:-0}" \
  --master-addr "${MASTER_ADDR:-127.0.0.1}" \
  --master-port "${MASTER_PORT:-29500}" \
  "$MEGATRON_PATH/pretrain_hybrid.py" \
  "${MEGATRON_ARGS[@]}" \
  "$@"
