"""What tables, pictures and comparisons say about a plan in the same words.

Must not know whether the words are drawn, printed or compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from nam56r_core.layers import Status
from nam56r_core.messages.reasons import reason_words
from nam56r_core.messages.surface import RECIPE, Surface
from nam56r_core.plan.model import Pipeline, Plan, Seam, Verdict
from nam56r_core.plan.reasons import ChooseCarrier, Declare, DropFeature, Resolution, Retarget
from nam56r_core.plural import counted, inflected

STATUS_MARK: Mapping[Status, str] = {
    Status.NATIVE: "●",
    Status.CUSTOM: "◐",
    Status.BLOCKED: "○",
}
"""One sign per status, wherever it is shown."""


def heading(plan: Plan) -> str:
    return f"{plan.name or 'recipe without a name'} for {plan.target_name or 'no known target'}"


def authored(plan: Plan) -> str:
    """The authored letters, and how they fill the stack."""
    tiled = 0 < len(plan.pattern) < len(plan.layers)
    return (plan.pattern or "none") + (f", tiled to {len(plan.layers)} layers" if tiled else "")


def reason(verdict: Verdict, plan: Plan) -> str:
    """Why a layer has its status, and when it is native if it is not yet."""
    later = plan.native_later(verdict)
    words = reason_words(verdict.reason, plan.target)
    return f"{words}; {later}" if later else words


def pipeline(cut: Pipeline) -> str:
    shape = f"{counted(cut.size, 'rank')} × {counted(cut.virtual_size, 'virtual stage')}"
    if cut.fault:
        return f"{shape}: not possible, {cut.fault.value}"
    layers = " + ".join(str(layers) for layers in cut.segments)
    return f"{shape}: {layers} {inflected(sum(cut.segments), 'layer')}"


def mtp(plan: Plan) -> str:
    """The parts after the stack; empty if none are asked for."""
    parts = plan.mtp
    if not parts.depths:
        return ""
    built = "" if parts.built and not parts.refused else "NOT BUILT: "
    why = reason_words(parts.refused or parts.reason, plan.target)
    return f"{parts.depths} × `{parts.pattern}`: {built}{why}"


def is_open(seam: Seam, plan: Plan) -> bool:
    """Whether code is still missing for a seam: not declared, or its layers are blocked."""
    blocked = seam.letters and any(
        plan.layers[index].status is Status.BLOCKED for index in seam.layers
    )
    return not seam.declared or bool(blocked)


def seam(one: Seam, plan: Plan) -> str:
    """What a seam is for, where, and who provides it or what would."""
    letters = ", ".join(f"`{letter}`" for letter in one.letters)
    where = f" at {counted(len(one.layers), 'layer')}" if one.layers else ""
    where += f" ({letters})" if letters and where else ""
    if is_open(one, plan):
        return f"{one.title}{where}: OPEN; to resolve, {resolution(one)}"
    rides = f", riding on `{one.carrier}`" if one.carrier and one.letters else ""
    return f"{one.title}{where}: provided by `{one.provided_by}`{rides}"


def resolution(seam: Seam, surface: Surface = RECIPE) -> str:
    """What would resolve a seam."""
    ways = [_way(way, seam, surface) for way in seam.resolutions]
    return ", or ".join(ways) or "nothing: the declared code provides it"


def _way(way: Resolution, seam: Seam, surface: Surface) -> str:
    match way:
        case Declare():
            code = "" if seam.letters else " (the code that provides it)"
            return f"declare {' and '.join(map(surface.named, way.keys))}{code}"
        case ChooseCarrier():
            return "declare a carrier that the target can build beside the other symbols"
        case Retarget():
            return f"retarget to {way.release.tag}, the first release that builds it natively"
        case DropFeature():
            return f"remove {surface.named(f'features.{way.feature}')}"
        case _:
            assert_never(way)


def is_cut(cut: Pipeline) -> bool:
    """Whether there is something to say about a pipeline."""
    return cut.size > 1 or cut.virtual_size > 1 or cut.fault is not None


def layer_numbers(indices: Iterable[int]) -> str:
    """Layer numbers (from 1) of indices (from 0, rising), runs of three and more as `1–3`."""
    runs: list[list[int]] = []
    for index in indices:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    parts = []
    for run in runs:
        first, last = run[0] + 1, run[-1] + 1
        parts.append(f"{first}–{last}" if len(run) > 2 else ", ".join(str(at + 1) for at in run))
    return ", ".join(parts)
