"""The page of a run, as a person uses it: in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import abonado
import pytest
from browser import chromium, prefer
from conftest import ndjson, segment
from selenium.common.exceptions import TimeoutException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

VECTORS = Path(__file__).resolve().parents[1] / "vectors/rules"
EVIL = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of 134 rejects: of two organisations and states, with one and with two findings."""
    directory = tmp_path_factory.mktemp("page")
    records = [
        *(segment(n, segment_id="XX") for n in range(1, 61)),
        *({**segment(n, segment_value=7), "org": "telecable"} for n in range(100, 170)),
        {**segment(200, segment_id="XX"), "unheard": 1, "org": "telecable"},
        segment(201, segment_id=EVIL),
        segment(202, segment_id="abc\u202edef\u05e9\u05dc\u05d5\u05dd"),
        segment(203, segment_id="YY" * 5000),
    ]
    warned = VECTORS / "BUN-002/bad.ndjson"  # its first record is loaded with a warning

    with abonado.connect(directory / "subs.db") as db:
        db.load(ndjson(*records) + warned.read_bytes().splitlines()[0])
        db.drop_rejects(id=1)
        assert db.report(1, directory / "run.html") == 134
    return directory / "run.html"


@pytest.fixture
def opened(browser: Chrome, page: Path) -> Iterator[Chrome]:
    prefer(browser, "light")
    browser.get(page.as_uri())
    yield browser
    assert browser.get_log("browser") == []
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert browser.title == "Run 1: 134 of 135 records rejected"


def count(browser: Chrome) -> str:
    return browser.find_element(By.ID, "count").text


def expect(browser: Chrome, text: str, place: str = "count") -> None:
    """A browser tells the page of a choice after it has answered the test."""
    with suppress(TimeoutException):
        WebDriverWait(browser, 10, 0.05).until(lambda b: b.find_element(By.ID, place).text == text)
    assert browser.find_element(By.ID, place).text == text


def rows(browser: Chrome) -> list[str]:
    """What is to be read of each reject."""
    return [row.text for row in browser.find_elements(By.TAG_NAME, "article") if row.is_displayed()]


def choose(browser: Chrome, name: str, start: str) -> None:
    select = Select(browser.find_element(By.ID, name))
    [option] = [o for o in select.options if o.text.startswith(start)]
    select.select_by_visible_text(option.text)


def search(browser: Chrome, text: str) -> None:
    field = browser.find_element(By.ID, "text")
    field.clear()
    field.send_keys(text)


def clear(browser: Chrome) -> None:
    browser.find_element(By.CSS_SELECTOR, "button[type=reset]").click()
    expect(browser, "134 of 134 rejects")


def options(browser: Chrome, name: str) -> list[str]:
    return [o.text for o in Select(browser.find_element(By.ID, name)).options]


def test_a_page_tells_the_run_and_its_rejects(opened: Chrome) -> None:
    text = opened.find_element(By.TAG_NAME, "main").text
    assert "134 of 135 records rejected (99 %)" in text
    assert "finished" in text
    expect(opened, "134 of 134 rejects")
    assert len(rows(opened)) == 50
    assert re.match(r"euskaltel segment 1\s+dropped\s+reject 1, line 1 of <bytes>", rows(opened)[0])
    assert "SEG-001" in rows(opened)[0]
    assert "XX has the wrong prefix" in rows(opened)[0]


def test_filters_say_how_many_there_are_of_each(opened: Chrome) -> None:
    assert options(opened, "state") == ["all", "dropped (1)", "open (133)"]
    assert options(opened, "org") == ["all", "euskaltel (63)", "telecable (71)"]
    assert options(opened, "severity") == ["all", "error (134)", "warning (1)"]
    assert options(opened, "rule") == ["all", "DOC-003 (70)", "DOC-005 (1)", "SEG-001 (64)"]


def test_filters_work_alone_and_together(opened: Chrome) -> None:
    choose(opened, "rule", "SEG-001")
    expect(opened, "64 of 134 rejects")
    choose(opened, "org", "telecable")
    expect(opened, "1 of 134 rejects")
    [row] = rows(opened)
    assert "telecable segment 200" in row
    assert {"SEG-001", "DOC-005"} <= set(re.findall(r"[A-Z]{3}-\d{3}", row))
    choose(opened, "severity", "warning")  # SEG-001 is an error there
    expect(opened, "0 of 134 rejects")
    assert rows(opened) == []
    clear(opened)
    choose(opened, "state", "dropped")
    expect(opened, "1 of 134 rejects")
    assert [row.split("\n")[0] for row in rows(opened)] == ["euskaltel segment 1"]
    clear(opened)
    choose(opened, "severity", "warning")
    expect(opened, "1 of 134 rejects")


def test_texts_are_found_in_lines_and_findings(opened: Chrome) -> None:
    search(opened, "wrong PREFIX")
    expect(opened, "64 of 134 rejects")
    search(opened, '"legacy_id": 155,')
    expect(opened, "1 of 134 rejects")
    assert [row.split("\n")[0] for row in rows(opened)] == ["telecable segment 155"]
    search(opened, "not to be found")
    expect(opened, "0 of 134 rejects")
    clear(opened)
    assert len(rows(opened)) == 50


def test_pages_are_turned(opened: Chrome) -> None:
    previous, following = (opened.find_element(By.ID, name) for name in ("previous", "next"))
    assert not previous.is_enabled()
    following.click()
    following.click()
    expect(opened, "page 3 of 3", "page")
    assert len(rows(opened)) == 34
    assert not following.is_enabled()
    previous.click()
    expect(opened, "page 2 of 3", "page")
    choose(opened, "org", "telecable")  # begins at the first page again
    expect(opened, "page 1 of 2", "page")


def test_a_rule_of_the_table_is_a_filter(opened: Chrome) -> None:
    opened.find_element(By.CSS_SELECTOR, "[data-rule='DOC-003']").click()
    expect(opened, "70 of 134 rejects")
    # What is a warning alone rejects nothing, and filters nothing.
    assert not opened.find_element(By.CSS_SELECTOR, "[data-rule='BUN-002']").is_enabled()


def test_hostile_values_are_shown_as_text(opened: Chrome) -> None:
    search(opened, "segment 201")
    expect(opened, "0 of 134 rejects")  # words that stand in different places
    search(opened, "onerror")
    expect(opened, "1 of 134 rejects")
    [row] = opened.find_elements(By.TAG_NAME, "article")
    row.find_element(By.TAG_NAME, "summary").click()
    assert EVIL in row.text
    assert '"legacy_id": 201' in row.find_element(By.TAG_NAME, "pre").text
    assert row.find_elements(By.TAG_NAME, "img") == []
    search(opened, r"abc\u202edef")
    expect(opened, "1 of 134 rejects")
    [row] = opened.find_elements(By.TAG_NAME, "article")
    assert "\u202e" not in row.text
    assert r"abc\u202edef" in row.text


def test_a_long_line_is_cut_and_says_so(opened: Chrome) -> None:
    search(opened, "yyyyyyyyyyyy")
    expect(opened, "1 of 134 rejects")
    [row] = opened.find_elements(By.TAG_NAME, "article")
    row.find_element(By.TAG_NAME, "summary").click()
    assert len(row.find_element(By.TAG_NAME, "pre").text) == 4000
    assert re.search(r"in all 10,1\d\d bytes", row.text)
    assert opened.execute_script("return document.documentElement.scrollWidth") <= 1000


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_follows_the_theme(opened: Chrome, theme: str, tmp_path: Path) -> None:
    prefer(opened, theme)
    script = "return getComputedStyle(document.documentElement).backgroundColor"
    [red, green, blue] = map(int, re.findall(r"\d+", opened.execute_script(script))[:3])
    assert (red + green + blue < 150) == (theme == "dark")
    picture = tmp_path / "page.png"
    assert opened.save_screenshot(str(picture))
    assert picture.stat().st_size > 10_000


def test_ten_thousand_rejects(browser: Chrome, tmp_path: Path) -> None:
    with abonado.connect(":memory:") as db:
        db.load(ndjson(*(segment(n, segment_id=f"X{n % 7}") for n in range(1, 10_003))))
        assert db.report(1, tmp_path / "run.html") == 10_000
    browser.get((tmp_path / "run.html").as_uri())
    assert "The first 10,000 of 10,002" in browser.find_element(By.TAG_NAME, "main").text
    assert (count(browser), len(rows(browser))) == ("10,000 of 10,000 rejects", 50)
    assert browser.find_element(By.ID, "page").text == "page 1 of 200"
    search(browser, '"x3"')
    expect(browser, "1,429 of 10,000 rejects")


def test_a_subscription_is_drawn_within_its_cell(browser: Chrome, tmp_path: Path) -> None:
    with abonado.connect(":memory:") as db:
        db.load(abonado.generate(records=50, seed=7, kinds=["max"]))
        org, id_ = db.query("SELECT org, legacy_id FROM v_subscriptions LIMIT 1")[0]
        html = db.org(str(org)).subscription(int(str(id_)))._repr_html_()
    cell = tmp_path / "cell.html"
    cell.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{html}", encoding="utf-8")
    browser.get(cell.as_uri())
    svg = browser.find_element(By.TAG_NAME, "svg")
    frame = browser.find_element(By.CLASS_NAME, "abonado").rect
    assert svg.size["width"] <= frame["width"]
    assert svg.accessible_name.startswith("Subscription ")
    right = frame["x"] + frame["width"]
    for text in svg.find_elements(By.TAG_NAME, "text"):
        assert text.rect["x"] >= 0
        assert text.rect["x"] + text.rect["width"] <= right
