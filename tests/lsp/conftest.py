"""Fixtures: editors with a server process each, whose log must be clean in the end."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from support import servers
from support.editor import COMMAND, KINDS, VSCODE, Editor, Kind
from support.wire import SERVER, Wire

Start = Callable[..., Awaitable[Editor]]
Begin = Callable[..., Wire]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty project."""
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    return root


@pytest_asyncio.fixture
async def start(tmp_path: Path, folder: Path) -> AsyncIterator[Start]:
    """`await start(KIND, *folders)`: an editor on the project, or on other folders. In the end it
    takes leave, and what the server could not do is an error of the test."""
    log = tmp_path / "server.log"
    editors: list[Editor] = []

    async def started(kind: Kind = VSCODE, *folders: Path, **options: object) -> Editor:
        editor = Editor(kind)
        command = (*COMMAND, "--log-file", str(log))
        await editor.start(*(folders or (folder,)), command=command, **options)
        editors.append(editor)
        return editor

    yield started
    for editor in editors:
        assert await editor.end() == 0
    written = log.read_text("utf-8") if log.exists() else ""
    assert " ERROR " not in written and "Traceback" not in written, written


@pytest_asyncio.fixture(params=KINDS, ids=str)
async def editor(request: pytest.FixtureRequest, start: Start) -> Editor:
    """Each of the recorded editors."""
    return await start(request.param)


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """`begin("failing")`: a server of `support.servers`; without a name the real one."""
    wires: list[Wire] = []

    def begun(name: str | None = None) -> Wire:
        command = SERVER if name is None else (sys.executable, str(servers.__file__), name)
        wires.append(Wire(tmp_path / f"{len(wires)}.log", command))
        return wires[-1]

    yield begun
    for wire in wires:
        wire.__exit__(None, None, None)
