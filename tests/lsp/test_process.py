"""How the server's process begins and ends."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from nam56r_server.lsp.commands import EXPORT
from nam56r_server.lsp.parent_watchdog import is_alive
from support.recipes import COMPLETE
from support.wire import (
    PATIENCE,
    SERVER,
    WRONG,
    Wire,
    change,
    frame,
    notification,
    read_message,
    request,
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "server.log"


def test_leave_taken_in_order(log: Path) -> None:
    with Wire(log) as wire:
        wire.hello()
        assert wire.request("shutdown") is None
        wire.notify("exit")
        assert wire.code() == 0
        assert wire.log == ""


def test_leave_taken_in_a_hurry(log: Path) -> None:
    """Behind edits that nobody answered yet."""
    with Wire(log) as wire:
        wire.hello()
        wire.open("untitled:a.nam56r.yaml", COMPLETE)
        wire.findings("untitled:a.nam56r.yaml", 1)
        wire.send(
            *(change("untitled:a.nam56r.yaml", v, [{"text": WRONG}]) for v in range(2, 30)),
            {"jsonrpc": "2.0", "id": "leave", "method": "shutdown"},
            notification("exit"),
        )
        assert wire.answer("leave")["result"] is None
        assert wire.code() == 0
        assert wire.log == ""


def test_exit_without_shutdown(log: Path) -> None:
    with Wire(log) as wire:
        wire.hello()
        wire.notify("exit")
        assert wire.code() == 1


def test_exit_before_anything(log: Path) -> None:
    with Wire(log) as wire:
        wire.notify("exit")
        assert wire.code() == 1


def test_input_that_ends(log: Path) -> None:
    """With something open, before a word was said, and in the middle of a message."""
    for begin in (b"", b"Content-Length: 99\r\n\r\n{", b"Content-Length: 5"):
        with Wire(log) as wire:
            if begin:
                wire.hello()
                wire.open("untitled:a.nam56r.yaml", COMPLETE)
                wire.findings("untitled:a.nam56r.yaml", 1)
            wire.write(begin)
            wire.hang_up()
            assert wire.code() == 0
            assert "Traceback" not in wire.log


@pytest.mark.parametrize("kind", ["file", "socket"])
def test_input_of_another_kind_than_a_pipe(tmp_path: Path, kind: str) -> None:
    """Editors of Node.js give a socket; of a file no event loop can say that it may be read."""
    uri = "untitled:a.nam56r.yaml"
    hello = {"processId": None, "rootUri": None, "capabilities": {}}
    document = {"uri": uri, "languageId": "yaml", "version": 1, "text": WRONG}
    messages = (
        request(1, "initialize", hello),
        notification("initialized", {}),
        notification("textDocument/didOpen", {"textDocument": document}),
        request(2, "textDocument/diagnostic", {"textDocument": {"uri": uri}}),
        request(3, "shutdown"),
        notification("exit"),
    )
    said = tmp_path / "said"
    said.write_bytes(b"".join(map(frame, messages)))
    ours, theirs = socket.socketpair()
    with ours, theirs, said.open("rb") as file:
        server = subprocess.Popen(
            SERVER,
            stdin=file if kind == "file" else theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        ours.sendall(said.read_bytes())
        output, errors = server.communicate(timeout=PATIENCE)
    assert (server.returncode, errors) == (0, b"")
    assert b"lower-case-letter" in output


def test_output_that_nobody_reads_any_more(log: Path) -> None:
    """The editor died: what cannot be said does not keep the server alive."""
    ours, theirs = os.pipe()
    os.close(ours)
    with log.open("wb") as errors:
        server = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=theirs, stderr=errors)
    os.close(theirs)
    hello = {"processId": None, "rootUri": None, "capabilities": {}}
    ask = {"jsonrpc": "2.0", "method": "initialize", "params": hello}
    server.communicate(b"".join(frame({**ask, "id": n}) for n in range(9)), timeout=PATIENCE)
    assert server.returncode == 1
    assert log.read_text("utf-8").count("Error sending data") == 1, "it is said once"


def test_the_death_of_the_editor(log: Path) -> None:
    """Standard input stays open: somebody else may hold its other end."""
    waiting = "import sys; sys.stdin.read()"
    editor = subprocess.Popen([sys.executable, "-c", waiting], stdin=subprocess.PIPE)
    assert editor.stdin is not None
    with Wire(log) as wire:
        wire.hello(processId=editor.pid)
        wire.open("untitled:a.nam56r.yaml", COMPLETE)
        wire.findings("untitled:a.nam56r.yaml", 1)
        assert wire.process.poll() is None
        editor.stdin.close()
        editor.wait(PATIENCE)
        assert wire.code() == 1
        assert f"the editor (process {editor.pid}) is gone" in wire.log


SLOW_DISK = """\
import os, sys, time
from nam56r_server.lsp import parent_watchdog
from nam56r_server.__main__ import main

def replace(*paths, real=os.replace):
    real(*paths)
    print("moved", file=sys.stderr, flush=True)
    time.sleep(0.5)

os.replace = replace
parent_watchdog.watch_parent.__defaults__ = (0.01,)
sys.exit(main(["server"]))
"""


def test_the_death_of_the_editor_in_the_middle_of_an_export(log: Path, tmp_path: Path) -> None:
    """All files are written, or none."""
    recipe = tmp_path / "a.nam56r.yaml"
    recipe.write_text(COMPLETE)
    waiting = "import sys; sys.stdin.read()"
    editor = subprocess.Popen([sys.executable, "-c", waiting], stdin=subprocess.PIPE)
    assert editor.stdin is not None
    with Wire(log, (sys.executable, "-c", SLOW_DISK)) as wire:
        wire.hello(processId=editor.pid)
        _export_until_a_file_has_moved(wire, recipe)
        editor.stdin.close()
        editor.wait(PATIENCE)
        assert wire.code() == 1
    _all_exports_are_written(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_the_server_cleanly(log: Path, name: str) -> None:
    """Also while standard input stays open, and with a document open."""
    with Wire(log) as wire:
        wire.hello()
        wire.open("untitled:a.nam56r.yaml", COMPLETE)
        wire.findings("untitled:a.nam56r.yaml", 1)
        wire.process.send_signal(getattr(signal, name))
        assert wire.code() == 0
        assert wire.log == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_in_the_middle_of_an_export(log: Path, tmp_path: Path, name: str) -> None:
    """All files are written, or none."""
    recipe = tmp_path / "a.nam56r.yaml"
    recipe.write_text(COMPLETE)
    with Wire(log, (sys.executable, "-c", SLOW_DISK)) as wire:
        wire.hello()
        _export_until_a_file_has_moved(wire, recipe)
        wire.process.send_signal(getattr(signal, name))
        assert wire.code() == 0
    _all_exports_are_written(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_signal_that_the_caller_ignores_stays_ignored(log: Path) -> None:
    """As under `nohup`."""
    command = ("/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh", *SERVER)
    with Wire(log, command) as wire:
        wire.hello()
        wire.process.send_signal(signal.SIGHUP)
        wire.works()
        assert wire.end() == 0


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (
            b"Content-Length: 99999999999999999999\r\n\r\n{}",
            "message of 99999999999999999999 bytes",
        ),
        (
            b"Content-Length: 268435457\r\n\r\n{}",
            "message of 268435457 bytes; the most is 268435456",
        ),
        (b"Content-Length: 9%b\r\n\r\n{}" % (b"9" * 5000), "header is longer than 4096 bytes"),
        (b"x" * 100_000, "header is longer than 4096 bytes"),
    ],
    ids=["twenty digits", "one byte too many", "five thousand digits", "no line"],
)
def test_a_message_that_can_never_arrive(log: Path, header: bytes, words: str) -> None:
    """The server says why it ends, instead of collecting input for ever."""
    with Wire(log) as wire:
        wire.hello()
        wire.write(header)
        assert wire.code() == 1
        said = wire.until(lambda message: message.get("method") == "window/logMessage")
        assert words in said["params"]["message"]
        assert words in wire.log
        assert "Traceback" not in wire.log


def test_a_header_of_the_greatest_length(log: Path) -> None:
    """It is no message, and is passed over."""
    with Wire(log) as wire:
        wire.hello()
        wire.write(b"x" * 4094 + b"\r\n")
        wire.works()
        assert wire.end() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes it")
@pytest.mark.parametrize(
    "words", [("server",), ("check", "-"), ("check", "--fix", "-"), ("plan", "-")]
)
def test_standard_input_that_is_closed(words: tuple[str, ...]) -> None:
    command = (
        "/bin/sh",
        "-c",
        'exec "$@" <&-',
        "sh",
        sys.executable,
        "-m",
        "nam56r_server",
        *words,
    )
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 2
    assert ended.stderr.startswith("nam56r: error: standard input is closed")
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="only Linux tells")
def test_an_editor_that_its_parent_forgot(log: Path) -> None:
    """It has ended, though its number is still taken."""
    editor = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, editor.pid, os.WEXITED | os.WNOWAIT)
    assert not is_alive(editor.pid)
    with Wire(log) as wire:
        wire.ask("initialize", {"processId": editor.pid, "rootUri": None, "capabilities": {}})
        assert wire.code() == 1
    editor.wait()


def test_this_process_lives() -> None:
    assert is_alive(os.getpid())
    assert is_alive(2**80)


def test_what_node_clients_add(log: Path) -> None:
    """`--stdio` is what is done anyway; the log goes where it is told to."""
    file = log.with_name("its.log")
    with Wire(log, (*SERVER, "--stdio", "--log-file", str(file), "--log-level", "debug")) as wire:
        wire.hello()
        assert wire.end() == 0
        assert wire.log == ""
    assert "initialize" in file.read_text("utf-8")


def test_tcp(log: Path) -> None:
    """On this machine only, one editor, and the process ends with it."""
    port, process = _listening(log)
    try:
        others = [
            info[4][0]
            for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
            if not str(info[4][0]).startswith("127.")
        ]
        for address in others:
            with socket.socket() as knock, pytest.raises(OSError):
                knock.settimeout(PATIENCE)
                knock.connect((address, port))
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
            stream = line.makefile("rb")
            hello = {"processId": None, "rootUri": None, "capabilities": {}}
            line.sendall(
                frame({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello})
            )
            answer = read_message(stream)
            assert answer is not None
            assert answer["result"]["serverInfo"]["name"] == "nam56r"
            line.sendall(frame({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}))
            assert (read_message(stream) or {})["id"] == 2
            line.sendall(frame(notification("exit")))
            assert process.wait(PATIENCE) == 0
            stream.close()
    finally:
        process.kill()
        process.wait()


def test_tcp_ends_when_the_editor_hangs_up(log: Path) -> None:
    port, process = _listening(log)
    try:
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
            hello = {"processId": None, "rootUri": None, "capabilities": {}}
            line.sendall(
                frame({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello})
            )
            stream = line.makefile("rb")
            assert read_message(stream)
            stream.close()
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("connected", [False, True])
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_a_server_on_a_port(log: Path, name: str, connected: bool) -> None:
    port, process = _listening(log)
    try:
        with socket.socket() as line:
            if connected:
                line.connect(("127.0.0.1", port))
                hello = {"processId": None, "rootUri": None, "capabilities": {}}
                line.sendall(
                    frame({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello})
                )
                stream = line.makefile("rb")
                assert read_message(stream)
                stream.close()
            process.send_signal(getattr(signal, name))
            assert process.wait(PATIENCE) == 0
        assert "Traceback" not in log.read_text("utf-8")
    finally:
        process.kill()
        process.wait()


def _listening(log: Path) -> tuple[int, subprocess.Popen[bytes]]:
    """A server on a port that was free, which it says itself; it listens on 127.0.0.1."""
    with log.open("wb") as errors:
        process = subprocess.Popen((*SERVER, "--tcp", "0", "--log-level", "info"), stderr=errors)
    said = re.compile(r"Serving on \('([^']+)', (\d+)\)")
    while not (found := said.search(log.read_text("utf-8"))):
        assert process.poll() is None, log.read_text("utf-8")
        select.select([], [], [], 0.01)
    assert found[1] == "127.0.0.1"
    return int(found[2]), process


def test_an_unusable_port_is_said(log: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = subprocess.run(
            (*SERVER, "--tcp", str(port)), capture_output=True, text=True, timeout=PATIENCE
        )
    assert ended.returncode == 2
    assert str(port) in ended.stderr
    assert "Traceback" not in ended.stderr


def test_hello_does_not_wait_for_the_core(log: Path) -> None:
    """What `initialize` needs is loaded before it; the rest is not."""
    driver = (
        "import sys, nam56r_server.lsp.server as server\n"
        "ls = server.create_server()\n"
        "core = [n for n in sys.modules if n.startswith('nam56r_core')]\n"
        "print(core, 'tree_sitter' in sys.modules, 'pydantic' in sys.modules)\n"
    )
    ended = subprocess.run([sys.executable, "-c", driver], capture_output=True, text=True)
    assert json.loads(json.dumps(ended.stdout.strip())) == "[] False False", ended.stderr


def _export_until_a_file_has_moved(wire: Wire, recipe: Path) -> None:
    """Start an export, and return while the slow disk still holds up the rest of its files."""
    wire.open(recipe.as_uri(), COMPLETE)
    wire.findings(recipe.as_uri(), 1)
    export = {"command": EXPORT, "arguments": [recipe.as_uri()]}
    wire.ask("workspace/executeCommand", export)
    while "moved" not in wire.log:
        assert wire.process.poll() is None, wire.log
        select.select([], [], [], 0.01)


def _all_exports_are_written(folder: Path) -> None:
    names = sorted(path.name for path in (folder / "exports").iterdir())
    assert names == ["a.bundle.json", "a.launch.sh", "a.plan.json"]
