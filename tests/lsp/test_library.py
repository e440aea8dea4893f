"""What we use of pygls beyond its public interface is there, as we use it.

A new minor of pygls may change any of it in silence: `pyproject.toml` names the one that was tried.
"""

from __future__ import annotations

import ast
import inspect
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from pygls.protocol import LanguageServerProtocol

from nam56r_server.lsp import protocol
from nam56r_server.lsp.server import create_server

PYPROJECT = Path(__file__).resolve().parent.parent.parent / "pyproject.toml"

METHODS = {
    "structure_message": ["self", "data"],
    "handle_message": ["self", "message"],
    "lsp_initialize": ["self", "params"],
    "lsp_workspace__execute_command": ["self", "params"],
    "lsp_text_document__did_open": ["self", "params"],
    "lsp_text_document__did_change": ["self", "params"],
    "lsp_text_document__did_close": ["self", "params"],
    "lsp_shutdown": ["self", "args"],
    "lsp_exit": ["self", "args"],
    "_handle_cancel_notification": ["self", "msg_id"],
    "_send_handler_result": ["self", "future", "msg_id"],
    "_send_data": ["self", "data"],
    "_send_response": ["self", "msg_id", "result", "error"],
}
"""Overridden or called, with their parameters."""

FIELDS: dict[str, Any] = {"_request_futures": {}, "_result_types": {}, "_workspace": None}
"""Looked at, with what they are at first."""


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_as_we_call_or_override_it(name: str) -> None:
    method = getattr(LanguageServerProtocol, name)
    assert list(inspect.signature(method).parameters) == METHODS[name]


def test_fields_are_as_we_read_them() -> None:
    ls = create_server()
    assert {name: getattr(ls.protocol, name) for name in FIELDS} == FIELDS


def test_nothing_else_is_used_or_overridden() -> None:
    tree = ast.parse(inspect.getsource(protocol))
    own = {"_is_read", "_refusal"}
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr.startswith("_")
    }
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    ours = classes["Protocol"]
    overridden = {
        node.name
        for node in ours.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and hasattr(LanguageServerProtocol, node.name)
    }
    private = {name for name in used if not name.startswith("__")} - own
    assert private | overridden == METHODS.keys() | FIELDS.keys()


def test_the_minor_that_is_here_is_the_only_one_that_is_asked_for() -> None:
    asked = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["dependencies"]
    major, minor, *_ = version("pygls").split(".")
    assert f"pygls>={major}.{minor},<{major}.{int(minor) + 1}" in asked
