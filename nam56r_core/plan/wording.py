"""What tables, pictures and comparisons say about a plan in the same words.

Must not know whether the words are drawn, printed or compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nam56r_core.layers import Status
from nam56r_core.plan.model import MtpPlan, Pipeline, Plan, Seam, Verdict
from nam56r_core.words import counted, inflected

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
    return f"{verdict.reason}; {later}" if later else verdict.reason.words


def pipeline(cut: Pipeline) -> str:
    shape = f"{counted(cut.size, 'rank')} × {counted(cut.virtual_size, 'virtual stage')}"
    if cut.fault:
        return f"{shape}: not possible, {cut.fault.value}"
    layers = " + ".join(str(layers) for layers in cut.segments)
    return f"{shape}: {layers} {inflected(sum(cut.segments), 'layer')}"


def mtp(plan: MtpPlan) -> str:
    """The parts after the stack; empty if none are asked for."""
    if not plan.depths:
        return ""
    built = "" if plan.built and not plan.refused else "NOT BUILT: "
    return f"{plan.depths} × `{plan.pattern}`: {built}{plan.refused or plan.reason}"


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
        return f"{one.title}{where}: OPEN; to resolve, {one.resolution}"
    rides = f", riding on `{one.carrier}`" if one.carrier and one.letters else ""
    return f"{one.title}{where}: provided by `{one.provided_by}`{rides}"


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
