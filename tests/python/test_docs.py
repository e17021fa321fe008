"""The code of README, tutorial and how-to pages is run as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What shows that a page's Python did what the page says.
SAID_BY = {
    "README.md": "SUB-001",
    "docs/tutorial/first-look.md": "SUB-001",
    "docs/how-to/load-fix-replay.md": "0 rejects are still open",
    "docs/how-to/look-at-a-run.md": "rejects are in the page",
    "docs/how-to/make-pictures.md": "tariff changes are in the chart",
    "docs/how-to/read-frames-and-csv.md": "2 SEG-001 /segment_id OM_GOLD",
    "docs/how-to/migrate-and-cancel.md": "409 ABO_ALREADY_EXISTS",
    "docs/how-to/change-a-tariff.md": "MANUAL_REVIEW",
}
PAGES = list(SAID_BY)
BLOCK = re.compile(r"^```(python|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BODY = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, str]]:
    return BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))


def run(command: list[str], directory: Path) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        command,
        cwd=directory,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("page", PAGES)
def test_shell_then_python_blocks_run(page: str, tmp_path: Path) -> None:
    if page == "README.md":
        body = BODY.findall((ROOT / page).read_text(encoding="utf-8"))[0]
        (tmp_path / "max.json").write_text(body, encoding="utf-8")
    found = blocks(page)
    shell = "\n".join(text for language, text in found if language == "sh")
    python = "\n".join(text for language, text in found if language == "python")
    assert shell
    assert python
    run(["bash", "-eu", "-o", "pipefail", "-c", shell], tmp_path)
    out = run([sys.executable, "-c", python], tmp_path)
    assert SAID_BY[page] in out


def test_the_index_names_every_page() -> None:
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    pages = {p.relative_to(ROOT / "docs") for p in ROOT.glob("docs/*/*.md")}
    assert {page for page in pages if f"({page})" not in index} == set()


@pytest.mark.parametrize(
    "page", sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/**/*.md"))
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith(("http:", "https:")):
            assert ((ROOT / page).parent / target).exists(), target
