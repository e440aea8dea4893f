"""The sections of a recipe about the training job: schedule, data, number formats, logging.

Like all of the schema they name Megatron's options. Must not know any release, and no place in a
file.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from nam56r_core.recipe.field import (
    Count,
    Fraction,
    Index,
    NonNegative,
    Section,
    Text,
    WeightedPaths,
    flag,
)


class Training(Section):
    """`training`: batches, schedule, optimizer, recomputation, checkpoints."""

    micro_batch_size: Count | None = flag("Sequences per forward pass.", unit="sequences")
    global_batch_size: Count | None = flag("Sequences per step.", unit="sequences")
    train_iters: Count | None = flag("Steps to train.", unit="steps")
    train_samples: Count | None = flag("Sequences to train on.", unit="sequences")
    lr: NonNegative | None = flag("Peak learning rate.")
    min_lr: NonNegative | None = flag("Final learning rate.")
    lr_decay_style: Text | None = flag("Shape of the decay.")
    lr_decay_iters: Count | None = flag("Steps over which it decays.", unit="steps")
    lr_decay_samples: Count | None = flag(
        "Sequences over which it decays, beside `train_samples`.", unit="sequences"
    )
    lr_warmup_iters: Index | None = flag("Steps of warm-up.", unit="steps")
    lr_warmup_samples: Index | None = flag(
        "Sequences of warm-up, beside `train_samples`.", unit="sequences"
    )
    lr_warmup_fraction: Fraction | None = flag("Warm-up as a share of the decay.")
    lr_wsd_decay_style: Text | None = flag("Shape of the last phase of WSD.")
    lr_wsd_decay_iters: Count | None = flag("Steps of the last phase of WSD.", unit="steps")
    lr_wsd_decay_samples: Count | None = flag(
        "Sequences of the last phase of WSD, beside `train_samples`.", unit="sequences"
    )
    optimizer: Text | None = flag("Which optimizer.")
    weight_decay: NonNegative | None = flag("Weight decay.")
    clip_grad: NonNegative | None = flag("Bound on the gradient norm.")
    adam_beta1: Fraction | None = flag("Adam: decay of the first moment.")
    adam_beta2: Fraction | None = flag("Adam: decay of the second moment.")
    adam_eps: NonNegative | None = flag("Adam: added to the denominator.")
    seed: Index | None = flag("Seed of all random numbers.")
    recompute_granularity: Text | None = flag("What is recomputed in the backward pass.")
    recompute_method: Text | None = flag("How recomputed layers are grouped.")
    recompute_num_layers: Count | None = flag("Layers per group.", unit="layers")
    recompute_modules: list[Text] | None = flag("Modules recomputed under `selective`.")
    eval_interval: Count | None = flag("Steps between evaluations.", unit="steps")
    eval_iters: Index | None = flag("Steps per evaluation.", unit="steps")
    log_interval: Count | None = flag("Steps between log lines.", unit="steps")
    save: Text | None = flag("Folder checkpoints are written to.")
    save_interval: Count | None = flag("Steps between checkpoints.", unit="steps")
    load: Text | None = flag("Folder a checkpoint is read from.")
    no_load_optim: bool | None = flag("Read no optimizer state from the checkpoint.")
    ckpt_format: Text | None = flag("Format of checkpoints.")
    ckpt_fully_parallel_load: bool | None = flag("Read checkpoints in parallel over data ranks.")
    ckpt_assume_constant_structure: bool | None = flag(
        "Reuse the plan of the first checkpoint: the state keeps its shape."
    )
    dist_ckpt_strictness: Text | None = flag("What happens when keys of a checkpoint differ.")
    no_use_tokenizer_model_from_checkpoint_args: bool | None = flag(
        "Take the tokenizer from the recipe, not from the checkpoint."
    )
    no_gradient_accumulation_fusion: bool | None = flag(
        "Add up gradients without the fused kernel."
    )
    no_masked_softmax_fusion: bool | None = flag("Mask and softmax as separate kernels.")
    calculate_per_token_loss: bool | None = flag("Weight every token alike in the loss.")
    deterministic_mode: bool | None = flag("Choose kernels that give the same result each time.")
    check_weight_hash_across_dp_replicas_interval: Count | None = flag(
        "Steps between comparisons of the weights of all replicas.", unit="steps"
    )


class Data(Section):
    """`data`: sequences and where they come from."""

    seq_length: Count | None = flag("Length of a training sequence.", unit="tokens")
    tokenizer_type: Text | None = flag("Kind of tokenizer.")
    tokenizer_model: Text | None = flag("File or name the tokenizer is read from.")
    vocab_file: Text | None = flag("File of the vocabulary, for the tokenizers that read one.")
    merge_file: Text | None = flag("File of the merges of a BPE tokenizer.")
    tiktoken_pattern: Text | None = flag("Which pattern a TikTokenizer splits text by.")
    data_path: WeightedPaths | None = flag("Data prefixes, with weights where they are blended.")
    data_cache_path: Text | None = flag("Folder where indices of the data are kept.")
    split: Text | None = flag("Shares of training, validation and test.")
    mock_data: bool | None = flag("Made-up sequences instead of data.")
    no_mmap_bin_files: bool | None = flag("Read data files without mapping them into memory.")
    no_create_attention_mask_in_dataloader: bool | None = flag(
        "Leave the attention mask to the kernel."
    )
    num_workers: Index | None = flag("Loader processes per rank.")
    eod_mask_loss: bool | None = flag("No loss on end-of-document tokens.")
    reset_position_ids: bool | None = flag("Positions start again after a document.")
    reset_attention_mask: bool | None = flag("Attention stays within a document.")


class Precision(Section):
    """`precision`: number formats."""

    bf16: bool | None = flag("Train in bfloat16.")
    fp16: bool | None = flag("Train in float16.")
    fp8_format: Text | None = flag("FP8 number format.")
    fp8_recipe: Text | None = flag("FP8 scaling recipe.")
    fp8_param_gather: bool | None = flag("Gather parameters in FP8.")
    fp8_margin: Index | None = flag("FP8 scaling margin.")
    fp8_amax_history_len: Count | None = flag("Steps of history behind an FP8 scale.")
    fp8_amax_compute_algo: Text | None = flag("How that history is reduced.")
    first_last_layers_bf16: bool | None = flag("Keep the outermost layers in bfloat16.")
    attention_softmax_in_fp32: bool | None = flag("Attention softmax in float32.")
    accumulate_allreduce_grads_in_fp32: bool | None = flag("Gradient sums in float32.")


class Logging(Section):
    """`logging`: what is logged beside the log itself, and where."""

    tensorboard_dir: Text | None = flag("Folder of TensorBoard.")
    wandb_project: Text | None = flag("Project of Weights & Biases.")
    wandb_entity: Text | None = flag("Team or user of Weights & Biases.")
    wandb_exp_name: Text | None = flag("Name of the run at Weights & Biases.")
    wandb_save_dir: Text | None = flag("Folder of the files of Weights & Biases.")
    log_timers_to_tensorboard: bool | None = flag("Log how long parts of a step take.")
    log_memory_to_tensorboard: bool | None = flag("Log how much memory is used.")
    log_validation_ppl_to_tensorboard: bool | None = flag("Log perplexity of the validation.")
    log_params_norm: bool | None = flag("Log the norm of the parameters.")
    log_num_zeros_in_grad: bool | None = flag("Log how many gradients are zero.")
    timing_log_level: Annotated[int, Field(ge=0, le=2)] | None = flag(
        "How much is timed: 0 only the step, 2 everything."
    )
