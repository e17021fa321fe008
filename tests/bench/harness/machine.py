"""What the figures were measured on and with; no names of hosts, no paths."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PEERS = ("pydantic", "msgspec", "jsonschema-rs", "orjson", "polars", "duckdb", "SQLAlchemy")
PEERS_OF_FRAMES = ("pandas", "pyarrow")


def facts() -> dict[str, str]:
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    compiler = subprocess.run(["g++", "--version"], capture_output=True, text=True, check=False)
    return {
        "processor": model[1] if model else platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{int(memory[1]) / 1e6:.0f} GB" if memory else "unknown",
        "load before": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "kernel": f"{platform.system()} {platform.release().partition('-')[0]}",
        "compiler": compiler.stdout.partition("\n")[0] or "unknown",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
    }


def versions() -> dict[str, str]:
    out = {}
    for name in ("abonado", *PEERS, *PEERS_OF_FRAMES):
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            out[name] = "not installed"
    return out
