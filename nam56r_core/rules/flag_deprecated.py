"""flag-deprecated: a flag that the target itself calls deprecated."""

from __future__ import annotations

from collections.abc import Iterator

from nam56r_core.diagnostics import Severity
from nam56r_core.rules.base import Facts, Finding, Rule

SUCCESSORS = {
    "--enable-cuda-graph": "write `launch.cuda_graph.cuda_graph_impl: local`",
    "--external-cuda-graph": "write `launch.cuda_graph.cuda_graph_impl: transformer_engine`",
    "--cuda-graph-scope": "write `launch.cuda_graph.cuda_graph_modules`",
}
"""What to write instead, for the deprecated flags that a recipe has keys for (from 0.15.3)."""


def check(facts: Facts) -> Iterator[Finding]:
    catalog = facts.catalog
    if catalog is None:
        return
    for arg in (*facts.draft.args, *facts.draft.launch.graph_capture):
        flag = catalog.flag(arg.option)
        if flag is not None and flag.deprecated:
            yield Finding(
                f"`{arg.option}` is deprecated in {catalog.release} and may be gone in the next; "
                + SUCCESSORS.get(arg.option, "look for its successor in `nam56r targets show`"),
                arg.location,
            )


RULE = Rule("flag-deprecated", Severity.WARNING, "A flag that the target deprecates.", check)
