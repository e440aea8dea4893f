"""The servers that are measured: how each is started and told about our schema, and which version
it is.

A peer that is not installed is named with the reason, never left out in silence. Must not know what
is measured.
"""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

HERE = Path(__file__).resolve().parent


def _nothing(section: str) -> object:
    return None


@dataclass(frozen=True)
class Server:
    """One server on one language.

    `versions`: it names the version of the text that its findings are for; without, a publish can
    only be taken for the answer to the last edit. `checks`: it finds something in a broken recipe.
    `answers`: a hover or a completion of nothing is a failure of the measurement.
    """

    name: str
    language: str
    command: tuple[str, ...]
    version: str
    versions: bool = True
    checks: bool = True
    answers: bool = False
    settings: Callable[[str], object] = _nothing


BASELINE = "baseline"
OURS = "nam56r"
OURS_ON_TOML = "nam56r (TOML)"
YAML_PEER = "yaml-language-server"
TOML_PEER = "tombi"


def schema_uri() -> str:
    """The JSON Schema of a recipe, which the general servers are given."""
    return Path(str(files("nam56r_core") / "export/schema/recipe.schema.json")).as_uri()


def prepare_folder(folder: Path) -> None:
    """What the peers read beside a recipe."""
    include = json.dumps(["*.nam56r.toml"])
    (folder / "tombi.toml").write_text(
        "[schema]\ncatalog.paths = []\n\n"
        f"[[schemas]]\npath = {json.dumps(schema_uri())}\ninclude = {include}\n"
    )


def found_servers(peers: Path | None) -> tuple[list[Server], dict[str, str]]:
    """Every server that can be started, ours and the baseline first, and why others cannot.

    `peers` is the folder with the programs of the peers; None looks along the search path.
    """
    python = sys.executable
    library = importlib.metadata.version("pygls")
    own = (python, "-m", "nam56r_server", "server")
    ours = Server(OURS, "yaml", own, _own_version(), answers=True)
    baseline = (python, str(HERE / "baseline_server.py"))
    servers = [Server(BASELINE, "yaml", baseline, f"pygls {library}", checks=False), ours]
    servers.append(replace(ours, name=OURS_ON_TOML, language="toml"))
    missing: dict[str, str] = {}
    for name, make in ((YAML_PEER, _yaml_server), (TOML_PEER, _toml_server)):
        program = shutil.which(name, path=str(peers) if peers else None)
        if program is None:
            missing[name] = f"no program `{name}` in {peers or 'the search path'}"
        else:
            servers.append(make(program))
    return servers, missing


def _own_version() -> str:
    try:
        return importlib.metadata.version("nam56r")
    except importlib.metadata.PackageNotFoundError:
        return "source tree"


def _yaml_server(program: str) -> Server:
    settings = {
        "validate": True,
        "hover": True,
        "completion": True,
        "schemas": {schema_uri(): "*.nam56r.yaml"},
        "schemaStore": {"enable": False},
    }

    def answer(section: str) -> object:
        return settings if section == "yaml" else {}

    version = _node_version(Path(program))
    return Server(
        YAML_PEER,
        "yaml",
        (program, "--stdio"),
        version,
        versions=False,
        settings=answer,
    )


def _node_version(program: Path) -> str:
    """The version in the `package.json` above a program that npm installed."""
    for folder in program.resolve().parents:
        package = folder / "package.json"
        if package.is_file():
            return str(json.loads(package.read_text(encoding="utf-8"))["version"])
    return "unknown"


def _toml_server(program: str) -> Server:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    version = said.stdout.split()[1]
    return Server(TOML_PEER, "toml", (program, "lsp", "--offline"), version)
