"""`workspace/executeCommand`: what takes longer than a keystroke, or writes files.

The first argument of each is the URI of an open recipe.
"""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from nam56r_core.compare import sentences
from nam56r_core.compare.differ import compare
from nam56r_core.compare.document import comparison_document
from nam56r_core.export.document import plan_document
from nam56r_core.picture.compare_picture import compare_picture
from nam56r_core.picture.plan_picture import plan_picture
from nam56r_core.targets.releases import UnknownTarget, find_release
from nam56r_server.errors import CommandError
from nam56r_server.exports import Destination, outputs
from nam56r_server.lsp.documents import OpenDocument
from nam56r_server.lsp.progress import Progress
from nam56r_server.lsp.server import Server
from nam56r_server.lsp.session import Known
from nam56r_server.lsp.uris import uri_of
from nam56r_server.project import write_outputs

THEMES = ("auto", "light", "dark")


def export(ls: Server, arguments: list[Any]) -> dict[str, object]:
    """Write the files of a recipe, as it is in the editor: `written` holds their URIs."""
    document, known = _recipe(ls, arguments)
    if document.path is None:
        raise JsonRpcInvalidParams("save the recipe first: its exports are written beside it")
    analysis = known.view.analysis
    with Progress(ls, f"Exporting {document.source.name}"):
        try:
            written = write_outputs(outputs(analysis, Destination.of(document.path)))
        except CommandError as problem:
            raise JsonRpcInvalidParams(str(problem)) from problem
    how = "runnable" if analysis.runnable else f"not runnable: {analysis.refusal}"
    many = f"{len(written)} file{'' if len(written) == 1 else 's'}"
    ls.window_show_message(
        types.ShowMessageParams(
            types.MessageType.Info if analysis.runnable else types.MessageType.Warning,
            f"{document.source.name}: {many} written ({how})",
        )
    )
    return {
        "written": [uri_of(path) for path in written],
        "runnable": analysis.runnable,
        "refusal": analysis.refusal,
    }


def show_plan(ls: Server, arguments: list[Any]) -> dict[str, object]:
    """The plan as a picture (`svg`) and as values (`plan`, of `plan-1.schema.json`); the second
    argument is `auto`, `light` or `dark`."""
    document, known = _recipe(ls, arguments)
    theme = arguments[1] if len(arguments) > 1 and arguments[1] in THEMES else "auto"
    analysis = known.view.analysis
    return {
        "uri": document.uri,
        "version": document.version,
        "runnable": analysis.runnable,
        "refusal": analysis.refusal,
        "status": analysis.plan.status_counts(),
        "svg": plan_picture(analysis, theme),
        "plan": plan_document(analysis.plan, analysis.diagnostics, analysis.runnable),
    }


def compare_targets(ls: Server, arguments: list[Any]) -> dict[str, object]:
    """The recipe on its own target and on another, which is the second argument."""
    document, known = _recipe(ls, arguments)
    name = arguments[1] if len(arguments) > 1 else None
    found = find_release(name) if isinstance(name, str) else None
    if found is None or isinstance(found, UnknownTarget):
        raise JsonRpcInvalidParams(f"{name!r} is no known target; `nam56r targets` lists all")
    with Progress(ls, f"Comparing with {found.tag}"):
        other = ls.session.on_target(document, found.tag)
        comparison = compare(known.view.analysis, other)
    lines = [f"# {sentences.headline(comparison)}", "", f"- {sentences.verdict(comparison).text}"]
    for title, told in sentences.SECTIONS:
        items = list(told(comparison))
        if items:
            lines += ["", f"## {title}", ""]
        for item in items:
            lines += [f"- {item.text}", *(f"  - {detail}" for detail in item.details)]
    return {
        "uri": document.uri,
        "markdown": "\n".join(lines) + "\n",
        "svg": compare_picture(known.view.analysis, other),
        "comparison": comparison_document(comparison),
    }


def _recipe(ls: Server, arguments: list[Any]) -> tuple[OpenDocument, Known]:
    uri = arguments[0] if arguments else None
    document = ls.session.documents.get(uri) if isinstance(uri, str) else None
    known = ls.session.known(document) if document else None
    if document is None or known is None:
        raise JsonRpcInvalidParams(f"{uri!r} is no open recipe; open it first")
    return document, known
