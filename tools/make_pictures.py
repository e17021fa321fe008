"""Make the pictures of docs/pictures from generated data: light above, dark below.

usage: make_pictures.py (make docs-pictures)

Needs what the tests need, and the extra pictures.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

import abonado
import vl_convert

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/python"))

from browser import chromium, prefer  # noqa: E402
from PIL import Image  # noqa: E402
from selenium.webdriver import Chrome  # noqa: E402

NOW = datetime(2026, 6, 1, tzinfo=timezone.utc)
DEFECTS = {"SUB-001": 0.02, "DOC-008": 0.01, "SEG-001": 0.01, "BUN-002": 0.03}
MOST_BYTES = 150_000
WIDTH = 720
CELL = """<!DOCTYPE html><meta charset="utf-8"><style>
body{margin:0;box-sizing:border-box;padding:10px 12px;color-scheme:light dark;background:Canvas;
color:CanvasText}
pre{margin:0 0 8px;padding:8px 10px;border:1px solid #8888;border-radius:4px;
font:13px/1.4 "DejaVu Sans Mono",monospace}</style>"""


def cell(code: str, html: str) -> str:
    """A notebook's cell with what it shows."""
    return f"{CELL}<pre>{code}</pre>{html}"


def validation(dump: bytes) -> str:
    report = abonado.validate(dump, now=NOW)
    return cell('abonado.validate("dump.ndjson")', report._repr_html_())


def is_rich(record: dict[str, Any]) -> bool:
    body = record["body"]
    parts = ("add_ons", "promotions", "bundles_history", "free_units_packages")
    return (
        record["kind"] == "subscription"
        and body["status"] == "ACTIVE"
        and body["activation_date"] < "2021"
        and all(body.get(name) for name in parts)
        and len(body["add_ons"]) > 1
        and any(promotion.get("commitments") for promotion in body["promotions"])
    )


def subscription() -> str:
    """One with a tariff, something to happen, and something wrong."""
    dump = abonado.generate(records=9000, seed=4, now=NOW, defects={"BUN-002": 0.3})
    records = [json.loads(line) for line in dump.splitlines()]
    warned = {finding.line for finding in abonado.validate(dump, now=NOW).findings}
    found = next(r for line, r in enumerate(records, 1) if line in warned and is_rich(r))
    tariff = next(r for r in records if r["kind"] == "product" and r["body"]["bundle"])
    org, id_ = found["org"], found["legacy_id"]
    tariff.update(org=org, body=tariff["body"] | {"id": id_})
    tariff["body"]["product"].pop("scheduled", None)
    report = abonado.validate([found])
    with abonado.connect(":memory:") as db:
        db.load([found, tariff], now=NOW)
        change = {
            "status": "DEACTIVATED",
            "requested_status_change_date": "2027-09-01T00:00:00Z",
        }
        kind = found["body"]["type"]
        db.org(org).patch(id_, subscription_type=kind, status_change=change, now=NOW)
        shown = db.org(org).subscription(id_).timeline(report.findings)
    code = f'db.org("{org}").subscription({id_}).timeline(report.findings)'
    return cell(code, shown._repr_html_())


def run(dump: bytes) -> str:
    with tempfile.TemporaryDirectory() as directory:
        path, page = Path(directory) / "dump.ndjson", Path(directory) / "run.html"
        path.write_bytes(dump)
        with abonado.connect(":memory:") as db:
            db.load(path, now=NOW)
            db.report(1, page)
        return page.read_text(encoding="utf-8").replace(directory + "/", "")


def chart(code: str, made: Any) -> str:
    """A chart without a background, as on a page of either theme."""
    spec = made.properties(background="transparent").to_json()
    return cell(code, vl_convert.vegalite_to_svg(spec))


def stitched() -> abonado.Report:
    """Of a dump whose second half is worse."""
    clean = abonado.generate(records=5000, seed=8, defects={"BUN-002": 0.02}, now=NOW)
    worse = abonado.generate(records=4000, seed=7, defects=DEFECTS, now=NOW)
    return abonado.validate(clean + worse, now=NOW)


def store_chart(code: str) -> str:
    """Of generated records; the code asks ``db``."""
    dump = abonado.generate(records=20_000, seed=4, now=NOW)
    with abonado.connect(":memory:") as db:
        db.load(dump, now=NOW)
        return chart(code, eval(code, {"db": db, "date": date}))


def photograph(browser: Chrome, html: str, height: int | None) -> list[bytes]:
    """The page in light and in dark; as high as it is if no height is given."""
    with tempfile.TemporaryDirectory() as directory:
        page = Path(directory) / "page.html"
        page.write_text(html, encoding="utf-8")
        browser.get(page.as_uri())
        high = height or browser.execute_script("return document.body.offsetHeight")
        size = {"width": WIDTH, "height": high, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        shots = []
        for theme in ("light", "dark"):
            prefer(browser, theme)
            shots.append(browser.get_screenshot_as_png())
        return shots


def stack(shots: list[bytes], path: Path) -> None:
    """One picture of several, with as few colours as it needs."""
    images = [Image.open(BytesIO(shot)).convert("RGB") for shot in shots]
    whole = Image.new("RGB", (WIDTH, sum(image.height for image in images)))
    top = 0
    for image in images:
        whole.paste(image, (0, top))
        top += image.height
    whole.quantize(256, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
    if path.stat().st_size > MOST_BYTES:
        sys.exit(f"{path} has more than {MOST_BYTES:,} bytes")


def main() -> None:
    dump = abonado.generate(records=5000, seed=7, defects=DEFECTS, now=NOW)
    pictures: dict[str, tuple[Callable[[], str], int | None]] = {
        "validate": (lambda: validation(dump), None),
        "subscription": (subscription, None),
        "run": (lambda: run(dump), 860),
        "findings-chart": (lambda: chart("report.plot()", stitched().plot()), None),
        "statuses-chart": (
            lambda: store_chart("db.plot.statuses(until=date(2026, 5, 31))"),
            None,
        ),
        "tariffs-chart": (lambda: store_chart("db.plot.tariff_flow()"), None),
    }
    with chromium(WIDTH, 800) as browser:
        for name, (make, height) in pictures.items():
            shots = photograph(browser, make(), height)
            stack(shots, ROOT / f"docs/pictures/{name}.png")


if __name__ == "__main__":
    main()
