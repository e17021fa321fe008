"""Pages of the docs site in a real browser: nothing is fetched, charts are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import altair
import pytest
from browser import chromium, prefer
from conftest import script
from docs_site import DOCS, Site
from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

SCRIPT = DOCS / "_ext/charts.py"


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium() as opened:
        yield opened


def open_quietly(browser: Chrome, page: Path, charts: int) -> None:
    """Open a page with so many charts; it has to find all it needs beside itself."""
    browser.get(page.as_uri())
    drawn = "return document.querySelectorAll('.vega-embed :is(canvas, svg.marks)').length"
    WebDriverWait(browser, 20, 0.05).until(lambda b: b.execute_script(drawn) == charts)
    fetched = "return performance.getEntriesByType('resource').map(entry => entry.name)"
    assert [url for url in browser.execute_script(fetched) if not url.startswith("file:")] == []
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "page",
    [
        "index",
        "reference/python/store",
        "reference/cpp/store",
        *(f"notebooks/{path.stem}" for path in sorted(DOCS.glob("notebooks/*.ipynb"))),
    ],
)
def test_a_page_fetches_nothing(browser: Chrome, site: Site, page: str, theme: str) -> None:
    prefer(browser, theme)
    path = site.html / f"{page}.html"
    charts = path.read_text(encoding="utf-8").count('<div id="altair-viz-')
    open_quietly(browser, path, charts)
    colour = "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    assert (max(browser.execute_script(colour)) < 128) == (theme == "dark")


def test_a_chart_is_drawn_with_the_script_of_the_site(browser: Chrome, tmp_path: Path) -> None:
    (tmp_path / "charts.js").write_text(script(SCRIPT).script(), encoding="utf-8")
    rows = altair.Data(values=[{"rule": "SUB-001", "findings": 3}])
    chart = altair.Chart(rows).mark_bar().encode(x="findings:Q", y="rule:N")
    page = tmp_path / "page.html"
    head = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">'
    html = chart._repr_mimebundle_()["text/html"]
    page.write_text(f'{head}<script src="charts.js"></script>{html}', encoding="utf-8")
    open_quietly(browser, page, charts=1)
