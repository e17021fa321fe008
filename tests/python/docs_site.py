"""The docs site, built as `make docs` builds it."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from dataclasses import dataclass, field
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


@dataclass(frozen=True)
class Site:
    html: Path
    xml: Path  # Doxygen's
    names: frozenset[tuple[str, str]] = field(
        repr=False
    )  # domain and name of all that can be linked to


def inventory(html: Path) -> frozenset[tuple[str, str]]:
    packed = (html / "objects.inv").read_bytes().split(b"\n", 4)[4]
    rows = re.findall(r"^(.+?) (\w+):\w+ -?\d+ ", zlib.decompress(packed).decode(), re.MULTILINE)
    return frozenset((domain, name) for name, domain in rows)


def build(directory: Path) -> Site:
    """Build the site in a directory; a warning is an error."""
    html, state = directory / "html", directory / "state"
    options = ["--fail-on-warning", "--keep-going", "--quiet", "-d", str(state)]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(DOCS), str(html)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return Site(html, state / "doxygen/xml", inventory(html))
