"""Run the fuzz targets for some minutes each, and tell what came of it.

usage: fuzz_run.py BUILD [TARGET...] [--minutes N] [--jobs N]

BUILD is the directory of the preset fuzz. All targets are run unless some are named. The first
input that fails a target ends the run, with exit code 1. What is learned stays in BUILD/corpus; the
figures, with those of targets that were run before, are printed and written to BUILD/totals.json.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
CRASHES = ROOT / "tests" / "vectors" / "crashes"
LONGEST_INPUT_SECONDS = 30
STATUS = re.compile(r"^#\d+\s.*cov: (\d+).*corp: (\d+)", re.MULTILINE)
FINAL = re.compile(r"^stat::(\w+):\s+(\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Total:
    """A row of the table."""

    target: str
    seconds: int
    executions: int
    per_second: int
    edges: int
    corpus: int
    crashes: int


class Run:
    """One target, under way as soon as it is made."""

    def __init__(self, build: Path, target: str, seconds: int) -> None:
        self.target = target
        programs = build / "tests" / "fuzz"
        corpus = build / "corpus" / target
        self.found = build / "found" / target
        for directory in (corpus, self.found):
            directory.mkdir(parents=True, exist_ok=True)
        self._before = set(self.found.iterdir())
        self.log = build / "found" / f"{target}.log"
        seeds = [p for p in (programs / "seeds" / target, CRASHES / target) if p.is_dir()]
        words = programs / "seeds" / f"{target}.dict"
        self._begin = time.monotonic()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    programs / target,
                    f"-max_total_time={seconds}",
                    f"-timeout={LONGEST_INPUT_SECONDS}",
                    "-rss_limit_mb=3000",
                    "-print_final_stats=1",
                    *([f"-dict={words}"] if words.exists() else []),
                    f"-artifact_prefix={self.found}/",
                    corpus,
                    *seeds,
                ],
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def crashes(self) -> list[Path]:
        """Inputs that failed the target in this run."""
        return sorted(p for p in set(self.found.iterdir()) - self._before if "slow" not in p.name)

    def total(self) -> Total:
        text = self.log.read_text(errors="replace")
        edges, corpus = (int(n) for n in (STATUS.findall(text) or [("0", "0")])[-1])
        final = {name: int(number) for name, number in FINAL.findall(text)}
        executions = final.get("number_of_executed_units", 0)
        seconds = max(round(time.monotonic() - self._begin), 1)
        rate = executions // seconds
        crashes = len(self.crashes())
        return Total(self.target, seconds, executions, rate, edges, corpus, crashes)


def table(totals: list[Total]) -> str:
    names = list(Total.__annotations__)
    rows = [names, ["---"] * len(names)]
    rows += [[str(value) for value in asdict(total).values()] for total in totals]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def keep(build: Path, totals: list[Total]) -> list[Total]:
    """Writes the totals, with those of other targets that stand there already."""
    path = build / "totals.json"
    rows = json.loads(path.read_text()) if path.exists() else []
    by_target = {row["target"]: Total(**row) for row in rows} | {t.target: t for t in totals}
    out = [by_target[target] for target in sorted(by_target)]
    path.write_text(json.dumps([asdict(total) for total in out], indent=1) + "\n")
    return out


def report_failure(run: Run) -> None:
    for path in run.crashes():
        print(f"\n{run.target} failed on {path}; its log is {run.log}")
        kept = (CRASHES / run.target).relative_to(ROOT)
        print(f"keep it: cp {path} {kept}/<what-it-was>, with a line in {kept.parent}/README.md")
    if not run.crashes():
        print(f"\n{run.target} ended with {run.process.returncode}; its log is {run.log}")


def fuzz(build: Path, targets: list[str], seconds: int, jobs: int) -> bool:
    """Runs them, so many at a time; false at the first failure, which stops the others."""
    waiting, running, done = list(targets), list[Run](), list[Run]()
    while waiting or running:
        while waiting and len(running) < jobs:
            running.append(Run(build, waiting.pop(0), seconds))
            print(f"{running[-1].target}: {seconds} s", flush=True)
        time.sleep(0.5)
        ended = [run for run in running if run.process.poll() is not None]
        running = [run for run in running if run not in ended]
        done += ended
        for run in ended:
            keep(build, [run.total()])
        failed = [run for run in ended if run.process.returncode != 0]
        if failed:
            for run in running:
                run.process.terminate()
                run.process.wait()
            for run in failed:
                report_failure(run)
            break
    print(table(keep(build, [])))
    return all(run.process.returncode == 0 for run in done)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("build", type=Path)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_intermixed_args()
    build = given.build.resolve()
    programs = build / "tests" / "fuzz"
    seeds = programs / "seeds"
    known = sorted(
        p.name for p in programs.glob("fuzz_*") if p.is_file() and p.name != "fuzz_seeds"
    )
    if unknown := set(given.targets) - set(known):
        parser.error(f"there is no target {sorted(unknown)[0]}; there are {', '.join(known)}")
    subprocess.run([programs / "fuzz_seeds", seeds], check=True)
    good = fuzz(build, given.targets or known, round(given.minutes * 60), given.jobs)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
