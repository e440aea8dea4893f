"""The args bundle: native argv tokens with the origin of each, what was withheld, and the notes.

Values only. Must not know how tokens are made or printed.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum

from nam56r_core.diagnostics import Location
from nam56r_core.messages.reasons import reason_words
from nam56r_core.plan.reasons import PatternReason
from nam56r_core.recipe.origins import ValuePlace
from nam56r_core.targets.arity import ValueProblem, needs_equals
from nam56r_core.targets.target import Target


class _Placed:
    """What came from a `place` in the recipe: `key` is the recipe key (`A.num_query_groups`),
    `location` where its value stands."""

    __slots__ = ()

    place: ValuePlace

    @property
    def key(self) -> str:
        return self.place.key

    @property
    def location(self) -> Location:
        return self.place.location


@dataclass(frozen=True, slots=True)
class Arg(_Placed):
    """One option with its values, ready for an argv.

    `decisive` options are those without which Megatron must not start: the pattern and the layer
    count.
    """

    group: str
    option: str
    values: tuple[str, ...]
    place: ValuePlace
    decisive: bool = False

    @property
    def tokens(self) -> tuple[str, ...]:
        """A single value that begins with `-` is joined by `=`, or argparse would take it for an
        option."""
        if needs_equals(self.values):
            return (f"{self.option}={self.values[0]}",)
        return (self.option, *self.values)


class WithheldCause(Enum):
    """Why a setting does not appear among the arguments."""

    NO_SUCH_FLAG = "the target has no such flag"
    NEEDS_MODELOPT = "the flag exists only where nvidia-modelopt is installed"
    BAD_VALUE = "the target's parser refuses the value"
    NOT_AN_OPTION = "not an option"
    SET_BY_THE_PLAN = "the plan sets this flag itself"
    SET_TWICE = "the flag is set already"
    REFUSED_OPTION = "the target knows the flag only to refuse it"
    SET_BY_THE_LAUNCHER = "torchrun tells each process by the environment"
    HAS_A_KEY = "a recipe key of its own sets this flag"
    WITHOUT_EFFECT = "no layer of this model would read it"
    NOT_RUNNABLE = "the recipe is not runnable"


Detail = str | PatternReason
"""Why a setting is not emitted: words, or a reason of the plan."""


@dataclass(frozen=True, slots=True)
class Withheld(_Placed):
    """A setting of the recipe that is not emitted. `detail` is the reason where the cause alone
    does not say it; `problem` is set for a refused value."""

    option: str
    values: tuple[str, ...]
    place: ValuePlace
    cause: WithheldCause
    detail: Detail | None = None
    problem: ValueProblem | None = None

    def reason(self, target: Target | None) -> str:
        """Why it is not emitted, in words; `target` is that of the plan."""
        if self.detail is None:
            return self.cause.value
        if isinstance(self.detail, str):
            return self.detail
        return reason_words(self.detail, target)


@dataclass(frozen=True, slots=True)
class LaunchPolicy:
    """What belongs to the start of the job: never part of the generated arguments.

    `environment` is sorted by name; `graph_capture` are argv tokens of their own.
    """

    environment: tuple[tuple[str, str], ...]
    graph_capture: tuple[Arg, ...]
    nnodes: int | None
    nproc_per_node: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """Every token the target accepts, before it is known whether the recipe is runnable."""

    args: tuple[Arg, ...]
    withheld: tuple[Withheld, ...]
    launch: LaunchPolicy


class NoteKind(Enum):
    """What a custom note is about."""

    SEAM = "seam"
    BLOCKED = "blocked layers"
    STACK_SPEC = "stack spec"
    MTP = "multi-token prediction"
    NOT_EMITTED = "setting that is not emitted"
    OWNER = "owner"
    PATTERN_WITHHELD = "withheld pattern"


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence for a reviewer. Two of one kind about the same `subject` are the same note:
    the words may name the release, the subject does not."""

    kind: NoteKind
    text: str = field(compare=False)
    subject: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """The finished bundle. Without `runnable`, the decisive arguments are among the withheld."""

    target: str | None
    entry_script: str | None
    runnable: bool
    args: tuple[Arg, ...]
    withheld: tuple[Withheld, ...]
    notes: tuple[Note, ...]
    launch: LaunchPolicy

    @property
    def custom_notes(self) -> tuple[str, ...]:
        return tuple(note.text for note in self.notes)

    @property
    def argv(self) -> tuple[str, ...]:
        return tuple(token for arg in self.args for token in arg.tokens)


def finish(
    draft: Draft,
    *,
    target: str | None,
    entry_script: str | None,
    runnable: bool,
    custom_notes: tuple[Note, ...],
) -> Bundle:
    """Close a draft. What is not runnable loses the arguments Megatron could start with."""
    args, withheld = draft.args, draft.withheld
    if not runnable:
        withheld = (
            *withheld,
            *(
                Withheld(arg.option, arg.values, arg.place, WithheldCause.NOT_RUNNABLE)
                for arg in args
                if arg.decisive
            ),
        )
        args = tuple(arg for arg in args if not arg.decisive)
    return Bundle(target, entry_script, runnable, args, withheld, custom_notes, draft.launch)
