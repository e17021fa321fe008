"""The code of README, tutorial and how-to pages is run as it stands there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import abonado
import pytest
from conftest import segment

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
# How-to pages that are not run by the test of those, with what holds them.
OTHERWISE = {
    "docs/how-to/redact.md": "test_the_page_on_redaction: its key is in a file of the machine",
    "docs/how-to/resume.md": "test_the_page_on_resuming: it has commands and no Python",
    "docs/how-to/embed.md": "ctest consumer.*: shell, CMake, C++ and C, and none of it Python",
}
BLOCK = re.compile(r"^```(python|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BODY = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, str]]:
    return BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))


def run(command: list[str], directory: Path, code: int = 0) -> str:
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
    assert done.returncode == code, done.stdout + done.stderr
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


def test_every_how_to_page_is_run() -> None:
    pages = {str(path.relative_to(ROOT)) for path in ROOT.glob("docs/how-to/*.md")}
    assert pages - set(SAID_BY) == set(OTHERWISE)
    assert blocks("docs/how-to/resume.md") == []
    assert {language for language, _ in blocks("docs/how-to/embed.md")} == {"sh"}


def test_the_page_on_redaction(tmp_path: Path) -> None:
    text = (ROOT / "docs/how-to/redact.md").read_text(encoding="utf-8")
    key, phone = "a key of sixteen bytes and more", "612345678"
    (tmp_path / "key").write_text(key + "\n", encoding="utf-8")
    bad = segment(5, segment_id=f"XX_{phone}")
    abonado.generate(tmp_path / "dump.ndjson", records=50, seed=1)
    with (tmp_path / "dump.ndjson").open("a", encoding="utf-8") as dump:
        print(json.dumps(bad), file=dump)
    assert phone in repr(abonado.validate(tmp_path / "dump.ndjson").findings[0])
    found = [block for language, block in blocks("docs/how-to/redact.md") if language == "python"]
    assert len(found) == 3
    python = "import abonado\n" + "print(repr(report.findings[0]))\n".join([*found, ""])
    assert "/run/secrets/abonado" in python
    out = run(
        [sys.executable, "-c", python.replace("/run/secrets/abonado", str(tmp_path / "key"))],
        tmp_path,
    )
    page = (tmp_path / "run-1.html").read_text(encoding="utf-8")
    beside = (tmp_path / "bad.findings.ndjson").read_text(encoding="utf-8")
    assert out.count("#") >= 3
    assert beside
    assert phone not in out + page + beside
    assert phone in (tmp_path / "bad.ndjson").read_text(encoding="utf-8")
    (line,) = re.findall(r"^```\n(abonado .*)\n```$", text, re.MULTILINE)
    run(["bash", "-c", line], tmp_path, code=1)
    told = (tmp_path / "findings.ndjson").read_text(encoding="utf-8")
    assert '"#' in told
    assert phone not in told


def test_the_page_on_resuming(tmp_path: Path) -> None:
    text = (ROOT / "docs/how-to/resume.md").read_text(encoding="utf-8")
    (load,) = re.findall(r"^    (abonado load .*)$", text, re.MULTILINE)
    (runs,) = re.findall(r"`(abonado runs .*?)`", text)
    abonado.generate(tmp_path / "dump.ndjson", records=50, seed=1)
    run(["bash", "-c", load], tmp_path)
    assert "--resume` demands" in text
    run(["bash", "-c", load + " --resume"], tmp_path, code=2)  # there is nothing to go on with
    run(["bash", "-c", load + " --no-resume"], tmp_path)
    assert run(["bash", "-c", runs], tmp_path).count("finished") == 2


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
