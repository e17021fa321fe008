"""The reference pages say what the tables say."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import abonado

ROOT = Path(__file__).resolve().parents[2]


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gen_reference", ROOT / "tools/gen_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pages_are_up_to_date() -> None:
    assert generator().stale_pages() == [], "run `make docs-reference`"


def test_a_changed_page_is_noticed(tmp_path: Path) -> None:
    tool = generator()
    tool.REFERENCE = tmp_path
    for name, page in tool.PAGES.items():
        (tmp_path / name).write_text(page(), encoding="utf-8")
    assert tool.stale_pages() == []
    page = tmp_path / "rules.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace("SUB-001", "SUB-999"), encoding="utf-8"
    )
    assert tool.stale_pages() == ["rules.md"]


def test_every_decision_about_a_rule_is_written_down() -> None:
    text = (ROOT / "docs/decisions/0003-where-the-documents-are-silent.md").read_text("utf-8")
    told = set(re.findall(r"[A-Z]{3}-\d{3}", text))
    for prefix, first, last in re.findall(r"([A-Z]{3})-(\d{3})…(\d{3})", text):
        told |= {f"{prefix}-{number:03}" for number in range(int(first), int(last) + 1)}
    for first, others in re.findall(r"([A-Z]{3}-\d{3})((?:, \d{3})+)", text):
        told |= {f"{first[:3]}-{number}" for number in others.split(", ") if number}
    decided = {rule.id for rule in abonado.rules() if rule.grade == "decided"}
    assert decided - told == set()
