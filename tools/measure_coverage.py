"""Measures what the tests reach, and fails where less is reached than was promised.

usage: measure_coverage.py BUILD_DIRECTORY OUTPUT_DIRECTORY

BUILD_DIRECTORY is that of the preset coverage after its tests have run. Branches are those of the
source: the two ways of each condition. The table goes to standard output and to
OUTPUT_DIRECTORY/cpp.txt, the pages to OUTPUT_DIRECTORY/cpp/.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Part(NamedTuple):
    """A part of the core, and which shares of it the tests have to reach, in percent."""

    name: str
    prefixes: tuple[str, ...]
    lines: float
    branches: float


# What decides about data is reached whole; of the rest most of what is missed are disks that fail.
PARTS = (
    Part("rules", ("core/src/rules/",), 100, 100),
    Part(
        "lifecycle",
        ("core/include/abonado/lifecycle.hpp", "core/src/operations/status_steps"),
        100,
        100,
    ),
    Part("core", ("core/",), 95, 85),
)


class Reached(NamedTuple):
    lines: int
    of_lines: int
    branches: int
    of_branches: int

    @staticmethod
    def share(reached: int, of: int) -> float:
        return 100.0 if of == 0 else 100 * reached / of


def files(build: Path, output: Path) -> list[dict[str, Any]]:
    """What was reached of each file, by its path from the root of the repository."""
    profile = build / "tests.profdata"
    counts = sorted((build / "profile").glob("*.profraw"))
    if not counts:
        raise SystemExit(f"{build}/profile: nothing was counted; run ctest --preset coverage")
    merge = ("llvm-profdata-19", "merge", "--sparse", *counts, "-o", profile)
    subprocess.run(merge, check=True)
    of = (build / "tests/cpp/abonado_tests", f"--instr-profile={profile}", ROOT / "core")
    pages = ("--format=html", f"--output-dir={output / 'cpp'}", "--show-branches=count")
    subprocess.run(("llvm-cov-19", "show", *of, *pages), check=True)
    summary = subprocess.run(
        ("llvm-cov-19", "export", "--summary-only", *of), check=True, capture_output=True
    )
    rows: list[dict[str, Any]] = json.loads(summary.stdout)["data"][0]["files"]
    return [row | {"path": str(Path(row["filename"]).relative_to(ROOT))} for row in rows]


def reached(rows: list[dict[str, Any]], part: Part) -> Reached:
    mine = [row["summary"] for row in rows if row["path"].startswith(part.prefixes)]
    if not mine:
        raise SystemExit(f"{part.name}: no file of {', '.join(part.prefixes)} was built")
    return Reached(
        *(
            sum(row[of][what] for row in mine)
            for of in ("lines", "branches")
            for what in ("covered", "count")
        )
    )


def main() -> int:
    build, output = Path(sys.argv[1]), Path(sys.argv[2])
    rows = files(build, output)
    report, missed = ["part            lines     of     %   branches     of     %"], []
    for part in PARTS:
        got = reached(rows, part)
        lines = got.share(got.lines, got.of_lines)
        branches = got.share(got.branches, got.of_branches)
        report.append(
            f"{part.name:<12}{got.lines:>9}{got.of_lines:>7}{lines:>6.1f}"
            f"{got.branches:>11}{got.of_branches:>7}{branches:>6.1f}"
        )
        if lines < part.lines or branches < part.branches:
            missed.append(f"{part.name}: {part.lines} % of lines and {part.branches} % of branches")
    text = "\n".join(report) + "\n"
    (output / "cpp.txt").write_text(text, "utf-8")
    sys.stdout.write(text)
    for what in missed:
        sys.stderr.write(f"less than promised of {what}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
