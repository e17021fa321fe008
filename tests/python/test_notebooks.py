"""The notebooks of the documentation run from the first cell to the last, as they stand there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

DIRECTORY = Path(__file__).resolve().parents[2] / "docs/notebooks"
NAMES = sorted(path.name for path in DIRECTORY.glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    assert NAMES == [
        "analysis-of-a-store.ipynb",
        "first-look-at-a-dump.ipynb",
        "from-load-to-replay.ipynb",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_without_what_it_shows(name: str) -> None:
    notebook = nbformat.read(DIRECTORY / name, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert cell.metadata == {}
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"


@cache
def run(name: str, directory: Path) -> Any:
    """The notebook with what it shows. Raises CellExecutionError if a cell fails."""
    notebook = nbformat.read(DIRECTORY / name, as_version=4)
    place = {"metadata": {"path": str(directory)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place).execute()
    return notebook


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notebooks")


def told(cell: Any) -> str:
    """What a cell shows, as text."""
    parts = []
    for output in cell.outputs:
        assert output.output_type in ("stream", "execute_result", "display_data"), output
        assert output.get("name") != "stderr", output
        parts.append(output["text"] if "text" in output else output["data"]["text/plain"])
    return "\n".join(parts)


def shown(notebook: Any, code: str) -> Any:
    """What the one cell shows of which this is the last line, by its type."""
    [cell] = [c for c in notebook.cells if c.cell_type == "code" and c.source.endswith(code)]
    return cell.outputs[-1]["data"]


def printed(notebook: Any) -> str:
    return "\n".join(told(cell) for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_leaves_nothing(name: str, directory: Path) -> None:
    before = {path: path.read_bytes() for path in DIRECTORY.iterdir()}
    notebook = run(name, directory)
    assert {path: path.read_bytes() for path in DIRECTORY.iterdir()} == before
    assert list(directory.iterdir()) == []
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    silent = [cell.source for cell in cells if not told(cell).strip()]
    # The first sets up, the last closes.
    assert set(silent) <= {cells[0].source, cells[-1].source}
    pictures = [o for c in cells for o in c.outputs if "image/svg+xml" in o.get("data", {})]
    assert pictures
    assert all("<svg" in picture["data"]["image/svg+xml"] for picture in pictures)


def test_a_first_look_shows_where_the_errors_lie(directory: Path) -> None:
    notebook = run("first-look-at-a-dump.ipynb", directory)
    report = shown(notebook, "report")
    assert report["text/plain"].startswith("10,000 records: ")
    errors = re.findall(r"^\S+ +error .*\n +line (\d+) ", report["text/plain"], re.MULTILINE)
    assert len(errors) == 3
    assert all(int(line) > 6000 for line in errors), "the text says that they do"
    assert 'class="abonado"' in report["text/html"]
    assert "findings in 10,000 records" in shown(notebook, "report.plot()")["image/svg+xml"]
    causes = shown(notebook, "report.causes()")
    assert re.search(r"SUB-001: all \d+ faulty records, created by MYSIM", causes["text/plain"])
    assert 'class="abonado"' in causes["text/html"]
    assert re.match(r"\d of \d{3} faulty", shown(notebook, "report.together()")["text/plain"])
    assert "9999-99-99" in printed(notebook)


def test_from_load_to_replay_accounts_for_each_record(directory: Path) -> None:
    text = printed(run("from-load-to-replay.ipynb", directory))
    balance = re.search(r"([\d,]+) records = ([\d,]+) in the store \+ (\d+) given up", text)
    assert balance is not None
    records, in_store, given_up = (int(number.replace(",", "")) for number in balance.groups())
    assert (records, in_store + given_up) == (4000, 4000)
    assert given_up > 0
    mended = re.search(r"(\d+) of (\d+) rejects are mended", text)
    assert mended is not None
    assert int(mended[1]) + given_up == int(mended[2])
    assert "the same content: True" in text
    assert "No damage" in text


def test_an_analysis_tells_what_was_known_when(directory: Path) -> None:
    notebook = run("analysis-of-a-store.ipynb", directory)
    text = printed(notebook)
    assert re.search(r"2026-01-12 ┆ ACTIVE +┆ ACTIVE ", text)
    assert re.search(r"2026-01-20 ┆ ACTIVE +┆ DEACTIVATED", text)
    assert "1 record: 0 inserted, 1 updated" in text
    flow = shown(notebook, "db.plot.tariff_flow(most=8)")["image/svg+xml"]
    assert "tariff changes" in flow
    assert "8 other products" in flow
    assert "<svg" in shown(notebook, "db.org(org).subscription(legacy_id)")["text/html"]
