"""Measures what the tests reach, and fails where less is reached than was promised.

usage: measure_coverage.py BUILD_DIRECTORY OUTPUT_DIRECTORY

BUILD_DIRECTORY is that of the preset coverage after its tests have run. Branches that only an
exception of a call takes are left out: nearly every call has one. The table goes to standard
output and to OUTPUT_DIRECTORY/cpp.txt, the pages to OUTPUT_DIRECTORY/cpp/.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

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


def files(build: Path, output: Path) -> list[dict[str, object]]:
    (output / "cpp").mkdir(parents=True, exist_ok=True)
    summary = output / "cpp.json"
    subprocess.run(
        [
            *(sys.executable, "-m", "gcovr", "--root", ROOT, "--object-directory", build),
            *("--filter", "core/", "--exclude-throw-branches", "--exclude-unreachable-branches"),
            *("--merge-mode-functions", "merge-use-line-min", "--gcov-ignore-parse-errors", "all"),
            *("--json-summary", summary, "--html-details", output / "cpp" / "index.html"),
            "--quiet",
        ],
        cwd=ROOT,
        check=True,
    )
    return json.loads(summary.read_text("utf-8"))["files"]


def reached(rows: list[dict[str, object]], part: Part) -> Reached:
    mine = [row for row in rows if str(row["filename"]).startswith(part.prefixes)]
    if not mine:
        raise SystemExit(f"{part.name}: no file of {', '.join(part.prefixes)} was built")
    names = ("line_covered", "line_total", "branch_covered", "branch_total")
    return Reached(*(sum(int(str(row[name])) for row in mine) for name in names))


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
