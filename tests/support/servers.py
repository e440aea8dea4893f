"""Servers with something wrong in them, each started as a process of its own: `python servers.py
NAME`. They are built by the public `create_server`, as the real one is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any, NoReturn

from lsprotocol import types

from nam56r_core.diagnostics import Severity
from nam56r_core.rules import RULES
from nam56r_core.rules.base import Facts, Finding, Rule
from nam56r_server.lsp import server as real
from nam56r_server.lsp.documents import OpenDocument
from nam56r_server.lsp.server import Server, create_server
from nam56r_server.lsp.services import configuration
from nam56r_server.lsp.session import Known, Session
from nam56r_server.project import snapshot

BAD = "bad.nam56r.yaml"
"""Documents of this name are what the failing server fails about."""


def failing() -> Server:
    """Looking at some documents fails, whatever is asked about them."""
    look = Session.known

    def known(session: Session, document: OpenDocument) -> Known | None:
        if document.uri.endswith(BAD):
            raise RuntimeError("this document is bad")
        return look(session, document)

    Session.known = known  # type: ignore[method-assign]
    return create_server()


def faulty() -> Server:
    """One of the rules fails on some recipes."""
    analyze = snapshot.analyze

    def check(facts: Facts) -> Iterator[Finding]:
        if facts.recipe.name == "bad":
            raise RuntimeError("this recipe is bad")
        yield from ()

    rule = Rule("faulty", Severity.ERROR, "Fails.", check)
    snapshot.analyze = partial(analyze, rules=(*RULES, rule))  # type: ignore[assignment]
    return create_server()


def chatty() -> Server:
    """Prints, from Python and past it, and starts a child that does."""
    ls = create_server()

    @ls.feature("test/print")
    def speak(params: Any) -> str:
        print("a stray print")  # noqa: T201
        sys.stdout.flush()
        os.write(1, b"a stray write\n")
        os.system("echo a stray child")
        return "spoken"

    return ls


def confused() -> Server:
    """Cannot take in what the editor answers."""
    ls = create_server()

    def take(value: object) -> NoReturn:
        raise RuntimeError("these settings are bad")

    configuration.editor_settings = take  # type: ignore[assignment]
    return ls


def slow() -> Server:
    """Answers one method only when it is told to by another, so that it can be cancelled."""
    import asyncio

    ls = create_server()

    @ls.feature("test/wait")
    async def wait(params: Any) -> NoReturn:
        ls.window_log_message(types.LogMessageParams(types.MessageType.Log, "waiting"))
        await asyncio.get_running_loop().create_future()
        raise AssertionError

    return ls


SERVERS = {
    "failing": failing,
    "faulty": faulty,
    "chatty": chatty,
    "confused": confused,
    "slow": slow,
}


def main(name: str) -> int:
    import logging

    logging.basicConfig(level="WARNING", format="%(levelname)s %(name)s: %(message)s")
    real.create_server = SERVERS[name]
    return real.serve_stdio()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
