"""Random texts that are biased to what breaks parsers: runs of indicators, brackets, odd bytes.

Run by `tests/core/syntax/test_fuzz.py` in a process of its own, and at length by hand:

    python tests/support/fuzz.py --executions 1000000 [--seed N] [--language yaml]

Each text is read the way that `check` reads a recipe, and every second one is read again after an
edit, as in an editor. A crash of the process is the failure that it looks for; the last text is
then in the file that `--last` names. An exception ends it with exit code 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

from nam56r_core.syntax.language import Language
from nam56r_core.syntax.languages import JSON, LANGUAGES, TOML, YAML
from nam56r_core.text import SourceText

NAMED = {language.name.lower(): language for language in LANGUAGES}
RUNS = {
    YAML: ["- ", "? ", ": ", "- ? ", "? : ", "- - a: ", "| ", "> ", "a: ", "[", "{a: ", "&a ",
                "*a ", "!t ", '"', "'", "-\t", "? |\n", " ", "  ", "- |\n  "],
    TOML: ["[", "{a=", "a.", "[[", '"""', "'''", "\\", "1_", '"', " ", "a=["],
    JSON: ["[", '{"a":', '"', "\\", "\\u", "[1,", "-", " ", "1e"],
}  # fmt: skip
NUMBER = "9" * 4001
PIECES = {
    YAML: ["a", "n: 0", "b:", "---", "--- ", "...", "%YAML 1.2", "%YAML ", "1.2", "@", "`",
                ",", "#", " #c", "\t", "\n", "\n", "\n ", "\n  ", "\r", "\r\n", "|", "|2", ">-",
                "[x]: ", "{x: 1}: ", "*a : ", '"n": ', "]", "}", "\\", "\ufeff", "\x85", "~",
                "<<: ", "é", "0x1", "1e3", NUMBER],
    TOML: ["a = 1", "b = [", "]", "}", "\n", "\n", "\r\n", "[t]", "[[t]]", "#", "1979-05-27",
                "inf", "=", ",", "\ufeff", "é", "true", "a.b = 2",
                "n = ", NUMBER],
    JSON: ["]", "}", ",", ":", "\n", "true", "null", "1", '"a": 1', "//", "\ufeff", "é", "/*",
                NUMBER],
}  # fmt: skip
LONGEST_RUN = 400


def text(random_: random.Random, language: Language) -> bytes:
    """A text of a few pieces and runs; some bytes of some are not UTF-8."""
    parts: list[str] = []
    for _ in range(random_.randint(1, 5)):
        kind = random_.random()
        if kind < 0.35:
            run = random_.choice(RUNS[language])
            count = random_.choice((2, 3, 5, 8, 20, 60, 126, 252, 253, 254, LONGEST_RUN))
            parts.append(run * (count // max(1, len(run) // 2)))
        elif kind < 0.45:
            parts.append("".join(random_.choices(RUNS[language], k=random_.randint(2, 40))))
        elif kind < 0.5:
            parts.append("\n" + " " * random_.choice((40, 99, 100, 101, 125, 126, 253)))
        else:
            parts.append(random_.choice(PIECES[language]))
    data = bytearray("".join(parts).encode())
    if random_.random() < 0.05 and data:
        data[random_.randrange(len(data))] = random_.randrange(256)
    return bytes(data)


def execute(random_: random.Random, language: Language, last: Path | None) -> None:
    """Read a text, and in half of the cases an edited one from the same tree."""
    data = text(random_, language)
    if last is not None:
        last.write_bytes(data)
    tree = language.parse(SourceText("fuzz", data))
    if random_.random() < 0.5:
        begin = random_.randint(0, len(data))
        end = min(len(data), begin + random_.choice((0, 0, 1, 5)))
        data = data[:begin] + random_.choice(RUNS[language]).encode() * 3 + data[end:]
        if last is not None:
            last.write_bytes(data)
        language.parse(SourceText("fuzz", data), tree)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--executions", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, help="stop earlier, after so many seconds")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--language", choices=[*NAMED])
    parser.add_argument("--last", type=Path, help="keep the text that is being read in this file")
    options = parser.parse_args()
    languages = [NAMED[options.language]] if options.language else [YAML, YAML, TOML, JSON]
    random_ = random.Random(options.seed)
    begin = time.monotonic()
    done = 0
    while done < options.executions:
        execute(random_, languages[done % len(languages)], options.last)
        done += 1
        if options.seconds and time.monotonic() - begin > options.seconds:
            break
    took = time.monotonic() - begin
    sys.stdout.write(f"{done} executions, seed {options.seed}, {took:.0f} s, no crash\n")


if __name__ == "__main__":
    main()
