"""The recipe schema: every section and key that an author may write.

Keys that have a Megatron flag carry its name, so a person who knows the flag knows the key. Every
index says in its name what it counts: `layer_indices` from 0, `family_ranks` from 0.
Every key is optional here: what is missing is the rules' to report, because the plan must be
shown for a half-written recipe too.
Must not know any release, and no place in a file.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from nam56r_core.recipe.field import (
    MAX_DEPTH,
    MAX_EXTRA_ARGS,
    MAX_MTP_DEPTHS,
    MAX_PATTERN,
    Count,
    DottedName,
    Environment,
    Fraction,
    Index,
    LayerList,
    NonNegative,
    Numbers,
    Section,
    SymbolPart,
    Text,
    Words,
    flag,
    key,
)
from nam56r_core.recipe.job import Data, Logging, Precision, Training


class SparseAttention(Section):
    """`A.dsa`: DeepSeek sparse attention on named attention layers."""

    family_ranks: LayerList | Literal["all"] | None = key(
        "Which attention layers are sparse: family ranks (0 is the first `A` layer), or `all`.",
        examples=["all", [1, 2, 3]],
    )
    dsa_indexer_n_heads: Count | None = flag("Heads of the indexer.", unit="heads")
    dsa_indexer_head_dim: Count | None = flag("Width of one indexer head.", unit="features")
    dsa_indexer_topk: Count | None = flag("Tokens each query may attend to.", unit="tokens")
    dsa_indexer_loss_coeff: NonNegative | None = flag("Weight of the indexer's own loss.")
    dsa_indexer_use_sparse_loss: bool | None = flag(
        "Compute the indexer's loss on the selected tokens only."
    )


class AttentionBlock(Section):
    """`A`: the attention layers. Without a switch they are plain multi-head attention."""

    group_query_attention: bool | None = flag(
        "Share keys and values between query heads; without it `num_query_groups` does nothing."
    )
    num_query_groups: Count | None = flag("Key/value heads of grouped-query attention.")
    qk_layernorm: bool | None = flag("Normalise queries and keys per head.")
    multi_latent_attention: bool | None = flag(
        "Multi-head latent attention (MLA): queries and keys/values through low-rank projections."
    )
    q_lora_rank: Count | None = flag("MLA: rank of the query projection.", unit="features")
    kv_lora_rank: Count | None = flag("MLA: rank of the key/value projection.", unit="features")
    qk_head_dim: Count | None = flag(
        "MLA: width of a query/key head without its rotary part.", unit="features"
    )
    qk_pos_emb_head_dim: Count | None = flag(
        "MLA: width of the rotary part of a query/key head.", unit="features"
    )
    v_head_dim: Count | None = flag("MLA: width of a value head.", unit="features")
    mla_down_proj_fusion: bool | None = flag("MLA: one fused down projection.")
    dsa: SparseAttention | None = key("DeepSeek sparse attention on some or all of the layers.")


class ExpertBlock(Section):
    """`E`: the mixture-of-experts layers. Without `num_experts` an `E` is blocked."""

    num_experts: Count | None = flag("Routed experts per layer.", unit="experts")
    moe_router_topk: Count | None = flag("Experts each token is routed to.", unit="experts")
    moe_ffn_hidden_size: Count | None = flag("Inner width of one expert.", unit="features")
    moe_shared_expert_intermediate_size: Count | None = flag(
        "Inner width of the expert every token passes.", unit="features"
    )
    moe_shared_expert_overlap: bool | None = flag(
        "Compute the shared expert while tokens are being dispatched."
    )
    moe_router_load_balancing_type: Words | None = flag("How expert load is balanced.")
    moe_aux_loss_coeff: Numbers | None = flag("Weight of the load-balancing loss.")
    moe_z_loss_coeff: NonNegative | None = flag("Weight of the router's z-loss.")
    moe_router_score_function: Text | None = flag("How router scores become weights.")
    moe_router_dtype: Text | None = flag("Precision of the router's arithmetic.")
    moe_router_enable_expert_bias: bool | None = flag(
        "Balance load by a bias per expert instead of a loss."
    )
    moe_router_bias_update_rate: NonNegative | None = flag("Step of that bias.")
    moe_router_topk_scaling_factor: NonNegative | None = flag("Factor on the routed output.")
    moe_router_num_groups: Count | None = flag("Groups of experts for group-limited routing.")
    moe_router_group_topk: Count | None = flag("Groups each token may use.")
    moe_router_pre_softmax: bool | None = flag("Softmax before the top-k selection.")
    moe_router_fusion: bool | None = flag("Fused routing kernels.")
    moe_grouped_gemm: bool | None = flag("One grouped matrix product for all local experts.")
    moe_permute_fusion: bool | None = flag("Fused token permutation.")
    moe_token_dispatcher_type: Text | None = flag("How tokens travel to their experts.")
    moe_flex_dispatcher_backend: Text | None = flag("Back end of the `flex` dispatcher.")
    moe_expert_capacity_factor: NonNegative | None = flag(
        "Tokens an expert takes, relative to an even share; the rest is dropped."
    )
    moe_pad_expert_input_to_capacity: bool | None = flag("Pad each expert to its capacity.")
    moe_latent_size: Count | None = flag("Width experts work in, if not the model's own.")


class AuthoredMamba(Section):
    """`M.authored`: parameters of the author's Mamba-3 mixer. Megatron reads none of them."""

    expand: Count | None = key("Inner width, as a multiple of the model's.")
    rope_fraction: Fraction | None = key("Share of the state that is rotated.")
    is_mimo: bool | None = key("Several inputs and outputs per state.")
    mimo_rank: Count | None = key("How many, when `is_mimo`.")
    chunk_size: Count | None = key("Tokens per scan chunk.", unit="tokens")
    is_outproj_norm: bool | None = key("Normalise before the output projection.")


class MambaBlock(Section):
    """`M`: the state-space layers."""

    mixer: Literal["native", "authored"] | None = key(
        "`native`: Megatron's own Mamba-2 mixer. `authored`: the author's Mamba-3, a custom seam."
    )
    mamba_num_heads: Count | None = flag("State-space heads.", unit="heads")
    mamba_head_dim: Count | None = flag("Width of one head.", unit="features")
    mamba_state_dim: Count | None = flag("Size of the state per head.", unit="features")
    mamba_num_groups: Count | None = flag("Groups that share B and C; must divide the heads.")
    disable_mamba_mem_eff_path: bool | None = flag("Take the plain scan path.")
    authored: AuthoredMamba | None = key("Parameters of the authored mixer.")


class RecurrentBlock(Section):
    """`R`: the recurrent tail. No Megatron release has a symbol for it."""

    mixer: Literal["m2rnn"] | None = key("The recurrence: `m2rnn`.")
    key_head_dim: Count | None = key("Width of a key head.", unit="features")
    value_head_dim: Count | None = key("Width of a value head.", unit="features")
    conv_kernel: Count | None = key("Taps of the short convolution.", unit="tokens")
    gradient_clipping: NonNegative | None = key("Bound on the recurrent gradient.")
    use_residual: bool | None = key("Add the input to the output.")


class GatedDeltaNetBlock(Section):
    """`G` (also written `D`): the Gated DeltaNet layers."""

    linear_conv_kernel_dim: Count | None = flag("Taps of the short convolution.", unit="tokens")
    linear_key_head_dim: Count | None = flag("Width of a key head.", unit="features")
    linear_value_head_dim: Count | None = flag("Width of a value head.", unit="features")
    linear_num_key_heads: Count | None = flag("Key heads.", unit="heads")
    linear_num_value_heads: Count | None = flag("Value heads.", unit="heads")


class MultiTokenPrediction(Section):
    """`mtp`: extra predictors after the stack. A suffix, never a letter of the pattern."""

    mtp_num_layers: Annotated[int, Field(ge=1, le=MAX_MTP_DEPTHS)] | None = flag(
        "How many tokens ahead are predicted (MTP depths)."
    )
    pattern: SymbolPart | None = key(
        "What each depth builds, in Megatron's alphabet. `*-` when absent.", examples=["*-"]
    )
    mtp_loss_scaling_factor: NonNegative | None = flag("Weight of the MTP loss.")
    mtp_use_repeated_layer: bool | None = flag("All depths share one built layer.")


class Engram(Section):
    """`features.engram`: n-gram memory on attention layers."""

    layer_indices: LayerList | None = key("Layers that carry it, counted from 0.")
    ngram_orders: list[Count] | None = key("Lengths of the n-grams.", unit="tokens")
    bottleneck_dim: Index | None = key("Width of the bottleneck; 0 is none.", unit="features")
    dropout: Fraction | None = key("Dropout rate.")
    gated: bool | None = key("Gate the memory by the hidden state.")
    conv_kernel: Index | None = key("Taps of the convolution; 0 is none.", unit="tokens")


class NgramHash(Section):
    """`features.ngram_hash`: hashed n-gram embeddings before the stack."""

    orders: list[Count] | None = key("Lengths of the n-grams.", unit="tokens")
    heads: Count | None = key("Independent hashes per order.")
    table_size: Count | None = key("Rows of each table.", unit="rows")
    embed_dim: Count | None = key("Width of a row.", unit="features")
    offload: bool | None = key("Keep the tables in host memory.")


class HyperConnections(Section):
    """`features.mhc`: manifold-constrained hyper-connections on attention layers."""

    layer_indices: LayerList | None = key("Layers that carry it, counted from 0.")
    n_streams: Count | None = key("Parallel residual streams.")
    sinkhorn_iters: Count | None = key("Normalisation steps.")
    temperature: NonNegative | None = key("Temperature of the mixing weights.")
    dynamic: bool | None = key("Mixing weights depend on the token.")
    recompute_group_size: Index | None = key("Layers recomputed together; 0 is none.")


class MixtureOfDepths(Section):
    """`features.mod`: tokens skip some expert layers."""

    layer_indices: LayerList | None = key("Layers that carry it, counted from 0.")
    capacity: Fraction | None = key("Share of the tokens that pass the layer.")
    aux_loss_weight: NonNegative | None = key("Weight of the routing loss.")
    routing: Text | None = key("How tokens are chosen.")


class MixtureOfDepthsAttention(Section):
    """`features.moda`: attention over the depth of the stack."""

    enabled: bool | None = key("Whether the feature is on.")


class Structure(Section):
    """`features.structure`: embeddings of the syntax tree, fed by the data path."""

    components: Text | None = key("Which structural signals are embedded.")
    max_ast_depth: Count | None = key("Deepest syntax level told apart.", unit="levels")
    max_sibling_index: Count | None = key("Largest sibling position told apart.")
    num_node_types: Count | None = key("Kinds of syntax node.")
    bottleneck_dim: Count | None = key("Width of the bottleneck.", unit="features")


class FillInTheMiddle(Section):
    """`features.fim`: documents rearranged so that the middle is predicted last."""

    rate: Fraction | None = key("Share of documents that are rearranged.")
    spm_rate: Fraction | None = key("Share of those in suffix-prefix-middle order.")


class Features(Section):
    """`features`: what is added to the stack without being a letter of it."""

    engram: Engram | None = key("N-gram memory on attention layers.")
    ngram_hash: NgramHash | None = key("Hashed n-gram embeddings before the stack.")
    mhc: HyperConnections | None = key("Hyper-connections on attention layers.")
    mod: MixtureOfDepths | None = key("Mixture of depths on expert layers.")
    moda: MixtureOfDepthsAttention | None = key("Attention over depth.")
    structure: Structure | None = key("Syntax-tree embeddings in the data path.")
    fim: FillInTheMiddle | None = key("Fill in the middle.")


class Model(Section):
    """`model`: dimensions and choices that hold for the whole stack."""

    hidden_size: Count | None = flag("Width of the residual stream.", unit="features")
    ffn_hidden_size: Count | None = flag("Inner width of a dense MLP.", unit="features")
    num_attention_heads: Count | None = flag("Query heads.", unit="heads")
    kv_channels: Count | None = flag("Width of one attention head.", unit="features")
    vocab_size: Count | None = flag("Entries of the vocabulary before padding.", unit="tokens")
    make_vocab_size_divisible_by: Count | None = flag("The vocabulary is padded to a multiple.")
    max_position_embeddings: Count | None = flag("Positions the model can tell apart.")
    position_embedding_type: Text | None = flag("How positions are encoded.")
    rotary_base: Count | None = flag("Base period of the rotary encoding (theta).")
    rotary_percent: Fraction | None = flag("Share of a head that is rotated.")
    rope_type: Text | None = flag("Variant of the rotary encoding under MLA.")
    no_rope_fusion: bool | None = flag("Apply the rotary encoding without the fused kernel.")
    normalization: Text | None = flag("Kind of layer normalisation.")
    norm_epsilon: NonNegative | None = flag("Added to the variance when normalising.")
    swiglu: bool | None = flag("Gated SiLU in the MLPs.")
    squared_relu: bool | None = flag("Squared ReLU in the MLPs.")
    disable_bias_linear: bool | None = flag("No biases in linear layers.")
    add_qkv_bias: bool | None = flag("Biases in the query, key and value projections only.")
    untie_embeddings_and_output_weights: bool | None = flag("A separate output matrix.")
    init_method_std: NonNegative | None = flag("Deviation of the initial weights.")
    attention_dropout: Fraction | None = flag("Dropout on attention weights.")
    hidden_dropout: Fraction | None = flag("Dropout on the residual stream.")
    attention_backend: Text | None = flag("Which attention kernel is used.")
    transformer_impl: Text | None = flag("Which layer implementation is used.")
    use_fused_weighted_squared_relu: bool | None = flag(
        "Squared ReLU of the experts and their weights in one kernel."
    )
    is_hybrid_model: bool | None = flag(
        "Up to 0.16: log FLOPs and memory as of a hybrid, and start output layers with weights √2 "
        "times as large. From 0.17 the pattern does that by itself."
    )


class Parallel(Section):
    """`parallel`: how the model is cut over the machines."""

    tensor_model_parallel_size: Count | None = flag("Ranks a matrix is split over (TP).")
    pipeline_model_parallel_size: Count | None = flag("Pipeline ranks (PP).")
    num_virtual_stages_per_pipeline_rank: Count | None = key(
        "Pipeline segments per rank (VPP). Lowered to `|` in the pattern, not to the flag."
    )
    context_parallel_size: Count | None = flag("Ranks a sequence is split over (CP).")
    expert_model_parallel_size: Count | None = flag("Ranks the experts are split over (EP).")
    expert_tensor_parallel_size: Count | None = flag("Ranks one expert is split over (ETP).")
    sequence_parallel: bool | None = flag("Split activations along the sequence within TP (SP).")
    decoder_first_pipeline_num_layers: Count | None = flag(
        "Layers of the first pipeline rank, if not an even share.", unit="layers"
    )
    decoder_last_pipeline_num_layers: Count | None = flag(
        "Layers of the last pipeline rank, if not an even share.", unit="layers"
    )
    use_distributed_optimizer: bool | None = flag("Split optimizer state over data parallelism.")
    overlap_grad_reduce: bool | None = flag("Reduce gradients during the backward pass.")
    overlap_param_gather: bool | None = flag("Gather parameters during the forward pass.")
    tp_comm_overlap: bool | None = flag("Overlap tensor-parallel communication with compute.")
    distributed_backend: Text | None = flag("Library the ranks communicate through.")
    distributed_timeout_minutes: Count | None = flag(
        "Minutes after which a collective operation counts as stuck.", unit="minutes"
    )


class StackSpec(Section):
    """`seams.stack_spec`: what Megatron's `--spec` is given."""

    module: DottedName | None = key(
        "Importable module of the author's stack spec.", examples=["my_megatron.specs"]
    )
    name: DottedName | None = key("Name of the spec in that module.", examples=["my_stack_spec"])


class Carry(Section):
    """`seams.carry`: the Megatron symbol that each custom letter rides on."""

    A: Annotated[str, Field(min_length=1, max_length=1)] | None = key(
        "Carrier of attention layers that the target has no symbol for.", examples=["*"]
    )
    R: Annotated[str, Field(min_length=1, max_length=1)] | None = key(
        "Carrier of recurrent layers.", examples=["M"]
    )
    G: Annotated[str, Field(min_length=1, max_length=1)] | None = key(
        "Carrier of Gated DeltaNet layers (written `G` or `D`) before 0.17.", examples=["M"]
    )


class Hooks(Section):
    """`seams.hooks`: the author's code behind each feature, as a dotted Python name."""

    engram: DottedName | None = key("Code behind `features.engram`.")
    ngram_hash: DottedName | None = key("Code behind `features.ngram_hash`.")
    mhc: DottedName | None = key("Code behind `features.mhc`.")
    mod: DottedName | None = key("Code behind `features.mod`.")
    moda: DottedName | None = key("Code behind `features.moda`.")
    structure: DottedName | None = key("Code behind `features.structure`.")
    fim: DottedName | None = key("Code behind `features.fim`.")


class Seams(Section):
    """`seams`: where the author's own code is plugged in."""

    stack_spec: StackSpec | None = key("The author's stack spec.")
    carry: Carry | None = key("Which symbol carries each custom letter.")
    hooks: Hooks | None = key("Code behind the features.")
    environment: Environment | None = key("Variables that the author's code reads.")
    owner: Text | None = key("Who answers for the custom code.")


class CudaGraph(Section):
    """`launch.cuda_graph`: graph capture."""

    cuda_graph_impl: Text | None = flag("Who captures.")
    cuda_graph_scope: Words | None = flag("What is captured (up to 0.17).")
    cuda_graph_modules: Words | None = flag("What is captured (from 0.18).")
    cuda_graph_warmup_steps: Index | None = flag("Steps before capture.", unit="steps")
    enable_cuda_graph: bool | None = flag("Capture, the older switch.")
    external_cuda_graph: bool | None = flag("Capture by Transformer Engine, the older switch.")


class Torchrun(Section):
    """`launch.torchrun`: how processes are started."""

    nnodes: Count | None = key("Machines.")
    nproc_per_node: Count | None = key("Processes per machine, one per GPU.")


class Packages(Section):
    """`packages`: what may be assumed to be installed where the job runs."""

    modelopt: bool | Text | None = key(
        "NVIDIA ModelOpt: whether it is installed, or which version. Some flags need it.",
        examples=[True, "0.33"],
    )
    deepep: bool | Text | None = key(
        "DeepEP: whether it is installed, or which version. The dispatcher `flex` uses it.",
        examples=[True],
    )


class Launch(Section):
    """`launch`: what belongs to the start of a job and not to the model."""

    environment: Environment | None = key(
        "Variables of the job.", examples=[{"NCCL_DEBUG": "WARN"}]
    )
    cuda_graph: CudaGraph | None = key("Graph capture.")
    gpu: Literal["volta", "turing", "ampere", "ada", "hopper", "blackwell"] | None = key(
        "Generation of the GPUs that the job runs on; some checks of Megatron depend on it."
    )
    torchrun: Torchrun | None = key("Process layout.")


class Recipe(Section):
    """A whole recipe."""

    name: Text | None = key("Name of the model.")
    extends: Text | list[Text] | None = key(
        "Recipes whose values this one starts from, relative to this file; later ones win.",
        examples=["base.nam56r.yaml", ["base.nam56r.yaml", "fp8.nam56r.yaml"]],
    )
    target: Text | None = key("The Megatron-LM release, by its tag: `core_v0.19.0`.")
    pattern: Annotated[str, Field(max_length=MAX_PATTERN)] | None = key(
        "The layers by letter (A, E, M, R, G or D), tiled to `depth`; `|` breaks pipeline stages.",
        examples=["AEMEAEMEAEMR", "AMM|AMM"],
    )
    depth: Annotated[int, Field(ge=1, le=MAX_DEPTH)] | None = key(
        "Layers of the main stack.", unit="layers"
    )
    A: AttentionBlock | None = key("The attention layers.")
    E: ExpertBlock | None = key("The expert layers.")
    M: MambaBlock | None = key("The state-space layers.")
    R: RecurrentBlock | None = key("The recurrent layers.")
    G: GatedDeltaNetBlock | None = key("The Gated DeltaNet layers.")
    mtp: MultiTokenPrediction | None = key("Multi-token prediction.")
    features: Features | None = key("What is added to the stack.")
    model: Model | None = key("Dimensions.")
    parallel: Parallel | None = key("Parallel layout.")
    training: Training | None = key("Training values.")
    data: Data | None = key("Data.")
    precision: Precision | None = key("Number formats.")
    logging: Logging | None = key("What is logged, and where.")
    seams: Seams | None = key("The author's own code.")
    launch: Launch | None = key("Launch policy.")
    packages: Packages | None = key("Packages that may be assumed.")
    extra_args: Annotated[list[Text], Field(max_length=MAX_EXTRA_ARGS)] | None = key(
        "Megatron flags that have no key here, one option with its values per item.",
        examples=[["--log-throughput", "--tensorboard-log-interval 10"]],
    )
