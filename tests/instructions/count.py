"""Count the instructions of the hot paths, with Valgrind's callgrind on fixed inputs.

usage: python tests/instructions/count.py [--write]

A count is the same on a busy machine and on an idle one, so that what became slower is seen
anywhere. What the interpreter itself does is left out: it differs from build to build of Python.
Prints the counts beside those of counts.json, which ``--write`` writes anew;
tests/python/test_instructions.py compares them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COUNTS = HERE / "counts.json"
NAME = re.compile(r"^desc: Trigger: Client Request: (.+)$", re.MULTILINE)
OBJECT = re.compile(r"ob=\((\d+)\)(?: (.+))?")

# How much a count may differ from the one that is kept: other processors choose other variants of
# memcpy.
TOLERANCE = 0.05


class Count(NamedTuple):
    """Instructions of a hot path for each of its units: a record, a call, a row."""

    path: str
    now: int
    kept: int | None

    @property
    def change(self) -> float:
        return 0.0 if self.kept is None else self.now / self.kept - 1


def built_with() -> dict[str, str]:
    """What a count depends on beside the code: counts of another compiler cannot be compared."""
    compiler = subprocess.run(
        ["g++", "-dumpversion"], check=True, capture_output=True, text=True
    ).stdout
    return {
        "machine": platform.machine(),
        "compiler": f"g++ {compiler.strip()}",
    }


def kept() -> dict[str, object]:
    """What counts.json says: ``built_with`` and ``counts`` by path."""
    out: dict[str, object] = json.loads(COUNTS.read_text("utf-8"))
    return out


def instructions(dump: str) -> int:
    """The instructions of a dump of callgrind, those of the interpreter left out.

    Its lines name the object that the costs after them belong to, by a number that the first of
    them explains; a line after `calls=` is what the called function costs, which is told there.
    """
    names: dict[str, str] = {}
    total, counts, is_call = 0, True, False
    for line in dump.splitlines():
        if (named := OBJECT.match(line.removeprefix("c"))) is not None:
            number, name = named.groups()
            names.setdefault(number, Path(name or "").name)
            if line.startswith("ob="):
                counts = not names[number].startswith(("libpython", "python"))
        elif line.startswith("calls="):
            is_call = True
        elif line[:1].isdigit() or line[:1] in "+-*":
            if counts and not is_call:
                total += sum(map(int, line.split()[1:]))
            is_call = False
    return total


def count() -> list[Count]:
    """Run the hot paths of the installed package; raises CalledProcessError if one fails."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        marks = directory / "marks.so"
        compile_marks: list[str | Path] = [
            "gcc",
            "-std=c11",
            "-O2",
            "-shared",
            "-fPIC",
            "-I",
            ROOT / "core/include",
        ]
        subprocess.run([*compile_marks, HERE / "marks.c", "-o", marks], check=True)
        dumps = directory / "callgrind"
        subprocess.run(
            [
                *("valgrind", "--quiet", "--tool=callgrind", "--instr-atstart=no"),
                f"--callgrind-out-file={dumps}",
                *(sys.executable, "-I", HERE / "hot_paths.py", marks, directory),
            ],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )
        units: dict[str, int] = json.loads((directory / "units.json").read_text("utf-8"))
        texts = [path.read_text("utf-8") for path in directory.glob("callgrind.*")]
    totals = {m[1]: instructions(text) for text in texts if (m := NAME.search(text))}
    before = kept()["counts"] if COUNTS.exists() else {}
    assert isinstance(before, dict)
    return [
        Count(path, round(totals[path] / number), before.get(path))
        for path, number in units.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Count the instructions of the hot paths.")
    parser.add_argument("--write", action="store_true", help="keep these counts in counts.json")
    arguments = parser.parse_args()
    counts = count()
    for path, now, before in counts:
        was = "new" if before is None else f"{before:>9,} {now / before - 1:+7.1%}"
        print(f"{path:<28}{now:>9,} {was}")
    if arguments.write:
        content = {"built_with": built_with(), "counts": {c.path: c.now for c in counts}}
        COUNTS.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
