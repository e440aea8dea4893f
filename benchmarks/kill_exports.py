"""Kill exports at random moments, and look at every file that they leave.

    python benchmarks/kill_exports.py [--kills 500] [--seed 1]

Each round changes the recipes of a project, starts `nam56r export` and kills it with SIGKILL after
a random time. Afterwards each exported file must be whole: the text of the old recipe or of the new
one, byte for byte. The last export is not killed; it must remove every temporary file.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RECIPES = 6
ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples/attention-mamba.nam56r.yaml"


def export(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "nam56r_server", "export", "-q", ".", "-o", str(out)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet)


def write_recipes(folder: Path, seed: int) -> None:
    text = EXAMPLE.read_text("utf-8")
    for number in range(RECIPES):
        name = f"model {number} of round {seed}"
        changed = text.replace("name: ", f"name: {name} # ", 1)
        (folder / f"r{number}.nam56r.yaml").write_text(changed, "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    files = folder.iterdir() if folder.exists() else ()
    return {path.name: path.read_bytes() for path in files if not path.name.startswith(".nam56r-")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    killed = torn = 0
    with tempfile.TemporaryDirectory() as name:
        folder, out, expected = Path(name), Path(name) / "out", Path(name) / "expected"
        (folder / "nam56r.toml").touch()
        write_recipes(folder, 0)
        started = time.monotonic()
        export(folder, out).wait()
        whole_time = time.monotonic() - started
        known: dict[str, set[bytes]] = {key: {data} for key, data in contents(out).items()}
        for number in range(1, options.kills + 1):
            write_recipes(folder, number)
            export(folder, expected).wait()
            for key, data in contents(expected).items():
                known.setdefault(key, set()).add(data)
            process = export(folder, out)
            time.sleep(chance.uniform(0.3, 0.9) * whole_time)
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            torn += sum(data not in known[key] for key, data in contents(out).items())
            known = {key: {data} for key, data in contents(expected).items()}
            for key, data in contents(out).items():
                known[key].add(data)
        export(folder, out).wait()
        left = [path.name for path in out.iterdir() if path.name.startswith(".nam56r-")]
    print(f"{killed} of {options.kills} exports killed, {torn} torn files, {len(left)} left over")
    return 1 if torn or left else 0


if __name__ == "__main__":
    sys.exit(main())
