"""From settings to tokens: only what the target's own parser accepts comes through.

Must not know how a withheld setting is put into words, nor whether the recipe is runnable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nam56r_core.export.bundle import Arg, Detail, Draft, LaunchPolicy, Withheld, WithheldCause
from nam56r_core.export.relevance import Relevance
from nam56r_core.export.settings import (
    Setting,
    extra_settings,
    graph_capture_settings,
    keys_by_option,
    settings_of,
)
from nam56r_core.layers import Status
from nam56r_core.plan.model import Plan
from nam56r_core.plan.status import stack_spec
from nam56r_core.recipe.model import Recipe
from nam56r_core.recipe.origins import Origins, ValuePlace
from nam56r_core.targets.arity import check_values
from nam56r_core.targets.catalog import Catalog, Flag, FlagAction
from nam56r_core.targets.judgments import not_for_hybrid_stacks
from nam56r_core.targets.special_options import LAUNCHER_OPTIONS, SECOND_NAMES, is_refused
from nam56r_core.targets.target import Target

PLAN_OPTIONS = frozenset(
    {
        "--hybrid-layer-pattern",
        "--hybrid-override-pattern",
        "--mtp-hybrid-override-pattern",
        "--num-layers",
        "--encoder-num-layers",
        "--mtp-num-layers",
        "--spec",
        "--num-layers-per-virtual-pipeline-stage",
        "--num-virtual-stages-per-pipeline-rank",
        "--pipeline-model-parallel-layout",
        "--account-for-embedding-in-pipeline-split",
        "--account-for-loss-in-pipeline-split",
        "--hybrid-attention-ratio",
        "--hybrid-mlp-ratio",
        "--experimental-attention-variant",
        "--linear-attention-freq",
        "--use-checkpoint-args",
        "--yaml-cfg",
    }
)
"""Options that state the stack: the plan alone decides them, so `extra_args` may not.

An attention variant says again what `D` and `G` say, and the configuration then wants more flags;
checkpoint arguments and a configuration file replace the pattern itself (seen in a run)."""

WRITTEN_BY_THE_PLAN = frozenset(
    {"--hybrid-layer-pattern", "--hybrid-override-pattern", "--num-layers", "--spec"}
)
"""Those of them that a plan becomes; the others are in no export."""

_STAGES = "`|` in `pattern`, or `parallel.num_virtual_stages_per_pipeline_rank`"
_SAID_INSTEAD = {
    "--spec": "the target, or `seams.stack_spec` for code of your own",
    "--experimental-attention-variant": "the letters, and `A.dsa` for sparse attention",
    "--linear-attention-freq": "the letters",
    "--mtp-num-layers": "`mtp.mtp_num_layers`",
    "--mtp-hybrid-override-pattern": "`mtp.pattern`",
    "--num-layers": "`depth`",
    "--hybrid-layer-pattern": "`pattern` and `mtp`",
    "--hybrid-override-pattern": "`pattern` and `mtp`",
    "--num-layers-per-virtual-pipeline-stage": _STAGES,
    "--num-virtual-stages-per-pipeline-rank": _STAGES,
    "--pipeline-model-parallel-layout": _STAGES,
}


def said_instead(option: str) -> str:
    """Where a recipe says what an option of the plan says; for the rest, in several places."""
    return _SAID_INSTEAD.get(option, "`pattern`, `depth`, `mtp` and `parallel`")


UNPRINTABLE = "it holds a line break or a control character, which no argument list here carries"


def emit(recipe: Recipe, origins: Origins, plan: Plan) -> Draft:
    """All arguments of a recipe on a target, and all settings that are none. Without a target
    there are neither."""
    target = plan.target
    if target is None:
        return Draft((), (), _launch(recipe, ()))
    command = _Command(target.catalog, Relevance.of(plan, recipe))
    args = list(_stack(recipe, origins, plan, target.catalog))
    command.withheld += _stack_withheld(origins, plan, target.catalog)
    command.taken.update(arg.option for arg in args)
    for setting in settings_of(recipe, origins):
        command.add(setting, args)
    for setting in extra_settings(recipe, origins):
        withheld = _withheld_extra(setting, command.taken, target)
        if withheld is not None:
            command.withheld.append(withheld)
        else:
            command.add(setting, args)
    graph: list[Arg] = []
    for setting in graph_capture_settings(recipe, origins):
        command.add(setting, graph)
    return Draft(tuple(args), tuple(command.withheld), _launch(recipe, graph))


class _Command:
    """What becomes of settings one after the other: `taken` are the options that are given."""

    __slots__ = ("catalog", "relevance", "taken", "withheld")

    def __init__(self, catalog: Catalog, relevance: Relevance) -> None:
        self.catalog = catalog
        self.relevance = relevance
        self.taken: set[str] = set()
        self.withheld: list[Withheld] = []

    def add(self, setting: Setting, args: list[Arg]) -> None:
        """A setting as an argument behind the others, or among what is withheld."""
        result = _lower(setting, self.relevance, self.catalog)
        if isinstance(result, Arg):
            args.append(result)
            flag = self.catalog.flag(result.option)
            self.taken.update(flag.options if flag else ())
        elif isinstance(result, Withheld):
            self.withheld.append(result)


def _lower(setting: Setting, relevance: Relevance, catalog: Catalog) -> Arg | Withheld | None:
    """One setting; None for a switch that is off, which is how Megatron starts."""
    flag = catalog.flag(setting.option)
    if setting.value is False and (flag is None or flag.action is not FlagAction.BOOLEAN_OPTIONAL):
        return None
    idle = relevance.why_idle(setting.group, setting.option)
    if idle is not None and (flag is not None or _is_known(setting)):
        return _withhold(setting, WithheldCause.WITHOUT_EFFECT, idle)
    if flag is None:
        return _withhold(setting, WithheldCause.NO_SUCH_FLAG)
    if flag.needs_modelopt and not relevance.situation.has_package("modelopt"):
        return _withhold(setting, WithheldCause.NEEDS_MODELOPT)
    option = _switched(setting, flag)
    values = setting.values()
    problem = check_values(flag, values)
    if problem is not None:
        return Withheld(option, values, setting.place, WithheldCause.BAD_VALUE, None, problem)
    if not "".join(values).isprintable():
        return _withhold(setting, WithheldCause.BAD_VALUE, UNPRINTABLE)
    return Arg(setting.group, option, values, setting.place)


def _is_known(setting: Setting) -> bool:
    """Whether an option that the target does not have is known for what it is: it has a key, or it
    is for another kind of model. The name of any other says nothing about what would read it."""
    in_key = setting.option in keys_by_option()
    return in_key or not_for_hybrid_stacks(setting.option) is not None


def _switched(setting: Setting, flag: Flag) -> str:
    """The option string to write: its `--no-` form for an optional switch that is off."""
    if setting.value is False and flag.action is FlagAction.BOOLEAN_OPTIONAL:
        return next(option for option in flag.options if option.startswith("--no-"))
    return setting.option


def _withheld_extra(setting: Setting, taken: set[str], target: Target) -> Withheld | None:
    """An item of `extra_args` that cannot be taken as it is, None if it can be."""
    if setting.fault is not None:
        return _withhold(setting, WithheldCause.NOT_AN_OPTION, setting.fault.value)
    if setting.option in PLAN_OPTIONS:
        return _withhold(setting, WithheldCause.SET_BY_THE_PLAN)
    if is_refused(setting.option, target):
        return _withhold(setting, WithheldCause.REFUSED_OPTION)
    if setting.option.replace("_", "-") in LAUNCHER_OPTIONS:
        return _withhold(setting, WithheldCause.SET_BY_THE_LAUNCHER)
    if setting.option in taken:
        return _withhold(setting, WithheldCause.SET_TWICE)
    if key_of(setting.option, target.catalog) is not None:
        return _withhold(setting, WithheldCause.HAS_A_KEY)
    return None


def key_of(option: str, catalog: Catalog) -> str | None:
    """The recipe key that says what an option of a target says, under any of its names."""
    flag = catalog.flag(option)
    second = SECOND_NAMES.get(option) if flag else None
    names = (second.option,) if second else flag.options if flag else (option,)
    return next((keys_by_option()[name] for name in names if name in keys_by_option()), None)


def _withhold(setting: Setting, cause: WithheldCause, detail: Detail | None = None) -> Withheld:
    return Withheld(setting.option, setting.values(), setting.place, cause, detail)


def _stack(recipe: Recipe, origins: Origins, plan: Plan, catalog: Catalog) -> Iterator[Arg]:
    """The arguments that state the stack: pattern, layer count, MTP depths, stack spec."""
    if plan.hybrid_layer_pattern is None:
        return

    def at(*path: str) -> ValuePlace:
        return ValuePlace(origins, path)

    pattern = catalog.pattern
    yield Arg("stack", pattern.flag, (plan.hybrid_layer_pattern,), at("pattern"), decisive=True)
    if pattern.needs_num_layers:
        count = (str(len(plan.layers)),)
        yield Arg("stack", "--num-layers", count, at("depth"), decisive=True)
    custom = any(verdict.status is Status.CUSTOM for verdict in plan.verdicts)
    declared = stack_spec(recipe)
    if custom and declared:
        yield Arg("stack", "--spec", tuple(declared), at("seams", "stack_spec"))
    else:
        stock = (catalog.stack_spec.module, catalog.stack_spec.name)
        yield Arg("stack", "--spec", stock, at("target"))


def _stack_withheld(origins: Origins, plan: Plan, catalog: Catalog) -> Iterator[Withheld]:
    """The pattern and the layer count, where the plan makes no pattern: without values, and with
    the plan's reason."""
    if plan.hybrid_layer_pattern is not None or plan.withheld is None:
        return
    options = [(catalog.pattern.flag, "pattern")]
    if catalog.pattern.needs_num_layers:
        options.append(("--num-layers", "depth"))
    for option, key in options:
        place = ValuePlace(origins, (key,))
        yield Withheld(option, (), place, WithheldCause.NOT_RUNNABLE, plan.withheld)


def _launch(recipe: Recipe, graph: Iterable[Arg]) -> LaunchPolicy:
    launch = recipe.launch
    environment: dict[str, str] = {}
    if recipe.seams and recipe.seams.environment:
        environment.update(recipe.seams.environment)
    if launch and launch.environment:
        environment.update(launch.environment)
    torchrun = launch.torchrun if launch else None
    return LaunchPolicy(
        tuple(sorted(environment.items())),
        tuple(graph),
        torchrun.nnodes if torchrun else None,
        torchrun.nproc_per_node if torchrun else None,
    )
