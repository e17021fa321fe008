"""What notebooks and browsers are shown: data stays text, whatever it is."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import abonado
import pytest
from abonado import Database
from abonado.html.style import framed, stylesheet
from abonado.html.tables import table
from abonado.html.text import Html, element, safe, share, shown
from conftest import CLEAN, catalogue, of_max, segment, tariff

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "end": "</script></style></svg></td><img src=x onerror=alert(1)>",
    "quotes": '"\'` onclick=alert(1) x="',
    "entity": "&lt;b&gt;&#0;",
    "comment": "<!-- ]]> -->",
    "turned": "abc\u202egnp.exe\u2066x\u200f",
    "hebrew": "\u05e9\u05dc\u05d5\u05dd 123 \u05e2\u05d5\u05dc\u05dd",
    "nul": "a\0b\x1b[31m\x7f\x85",
    "lines": "a\r\nb\u2028c\u2029d",
    "long": "x" * 1_000_000,
    "spaces": "a\u00a0b\ufeffc",
}
VOID = {"meta", "input", "wbr"}
# What a browser would fetch or run.
ACTIVE = {"script", "img", "link", "iframe", "object", "embed", "image", "use", "a", "base", "form"}


class Reader(HTMLParser):
    """Elements, attributes and texts, as a browser would find them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def is_harmless(html: str) -> Reader:
    """No script, nothing fetched, no character that hides, of bounded size."""
    reader = read(html)
    assert not set(reader.tags) & ACTIVE
    assert not [name for name, _ in reader.attributes if name.startswith("on")]
    assert "url(" not in html
    assert "@import" not in html
    assert not re.search(r"(src|href|srcset|action)\s*=", re.sub(r"&[#\w]+;", "", tags_of(html)))
    text = html.replace("http://www.w3.org/2000/svg", "")
    assert "http" not in text
    assert all(letter.isprintable() for letter in html), "a character hides"
    assert len(html) < 200_000
    html.encode()
    return reader


def tags_of(html: str) -> str:
    return "".join(re.findall(r"<[^>]*>", re.sub(r'"[^"]*"', '""', html)))


def each() -> list[Any]:
    return [pytest.param(value, id=name) for name, value in HOSTILE.items()]


# --- texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", each())
def test_a_value_is_read_as_it_is_shown(value: str) -> None:
    reader = is_harmless(element("p", value, title=value[:500], class_="x"))
    assert "".join(reader.texts) == shown(value)
    assert reader.tags in (["p"], ["p", "bdi"])
    assert len(shown(value)) < 400


def test_what_hides_becomes_visible() -> None:
    assert shown(HOSTILE["turned"]) == r"abc\u202egnp.exe\u2066x\u200f"
    assert shown("a\0b") == r"a\x00b"
    assert shown("\ud800") == r"\ud800"
    assert shown("x" * 1000, 10) == "xxxxxxxxx…"


def test_right_to_left_text_does_not_turn_what_follows() -> None:
    assert safe(HOSTILE["hebrew"]).startswith("<bdi>")
    assert safe("niño") == "niño"


def test_markup_is_kept_and_all_else_is_not() -> None:
    assert element("p", Html("<b>x</b>"), "<b>") == "<p><b>x</b>&lt;b&gt;</p>"
    assert element("i", stroke_width=1.5, x=None) == '<i stroke-width="1.5"></i>'
    assert is_harmless(table(("<b>",), [("<i>",)], numbers=["<b>"])).texts == ["<b>", "<i>"]


def test_shares_are_whole_only_if_they_are() -> None:
    assert [share(0, 5), share(5, 5), share(1, 10**6), share(10**6 - 1, 10**6)] == [
        "0 %",
        "100 %",
        "< 0.1 %",
        "> 99.9 %",
    ]
    assert [share(1, 8), share(49, 1000), share(0, 0)] == ["12 %", "4.9 %", "0 %"]


# --- the stylesheet -------------------------------------------------------------------------------


def test_the_stylesheet_knows_light_and_dark_and_the_themes_of_notebooks() -> None:
    css = stylesheet()
    assert "prefers-color-scheme:dark" in css
    for theme in (
        'data-jp-theme-light="true"',
        'data-jp-theme-light="false"',
        "vscode-dark",
        '[data-theme="dark"]',
    ):
        assert theme in css
    assert css.count("{") == css.count("}")
    assert "</" not in css
    # Nothing of the page around is touched.
    for selectors in re.findall(r"(?:^|\})([^{}@]+)\{", css):
        assert all(".abonado" in selector for selector in selectors.split(",") if selector.strip())


def test_every_colour_that_is_used_is_defined() -> None:
    css = stylesheet()
    assert set(re.findall(r"var\((--ab-[\w-]+)", css)) <= set(re.findall(r"(--ab-[\w-]+):", css))


# --- reprs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", each())
def test_reports_of_hostile_dumps(db: Database, value: str) -> None:
    records = [
        {**segment(1), value[:2000]: 1},
        segment(2, segment_id=value),
        {**segment(3), "org": value},
        of_max(4, status=value, creation_user=value),
    ]
    report = abonado.validate(records)
    assert report.findings
    loaded = db.load(records)
    shown_ones = [report, report.sample(), report.together(), loaded, db.run(1), db]
    for one in shown_ones:
        is_harmless(one._repr_html_())
    found = next(f for f in report.findings if f.line == 2)
    texts = "".join(is_harmless(report._repr_html_()).texts)
    assert shown(found.value or "") in texts
    assert report.sample(1)[0].rule in texts


@pytest.mark.parametrize("value", each())
def test_subscriptions_with_hostile_values(db: Database, value: str) -> None:
    dates = {"creation_date": "2024-06-01T00:00:00Z", "activation_date": "2024-06-02T00:00:00Z"}
    promotion = {"catalogue_promotion_id": value, "creation_user": value, "status": "ACTIVE"}
    product = tariff(1, 10, "euskaltel")
    product["body"]["product"]["value"] = value
    product["body"]["historical_changes"] = [product["body"]["product"]]
    report = db.load([of_max(1, promotions=[{**promotion, **dates}]), product])
    assert report.inserted == 2, report
    org = db.org("euskaltel")
    wrong = abonado.Finding(
        1, 0, "max", "euskaltel", 1, "XXX-1", "error", "/promotions/0", value, value, value, value
    )
    for html in (
        org.subscription(1)._repr_html_(),
        org.subscription(1).timeline([wrong])._repr_html_(),
        org.history(1)._repr_html_(),
    ):
        assert shown(value, 25).rstrip("…") in "".join(is_harmless(html).texts)
    for text in (repr(org.history(1)), repr(org.subscription(1).timeline())):
        assert all(letter.isprintable() for letter in text.replace("\n", ""))


@pytest.mark.parametrize("value", each())
def test_a_page_with_hostile_rejects(db: Database, value: str) -> None:
    db.load([segment(1, segment_id=value), {**segment(2, segment_id="XX"), "org": value}])
    db.load(b'{"a": "' + value.encode("utf-8", "surrogatepass")[:100] + b"\xff\n")
    for run in (1, 2):
        page = io.BytesIO()
        assert db.report(run, page) >= 1
        html = page.getvalue().decode()
        reader = read(html)
        assert reader.tags.count("script") == 2
        assert set(reader.tags) & ACTIVE == {"script", "form"}
        assert "default-src 'none'" in html
        assert all(letter.isprintable() or letter == "\n" for letter in html)
        assert "http:" not in html
        assert "https:" not in html
        data = re.search(r'id="data">(.*?)</script>', html, re.DOTALL)
        assert data is not None
        assert not set("<>&") & set(data[1])
        rejects = json.loads(data[1])
        assert all(reject["raw"] for reject in rejects)


def test_empty_reports_are_told(db: Database) -> None:
    for source in (b"", CLEAN):
        report = abonado.validate(source)
        texts = "".join(is_harmless(report._repr_html_()).texts)
        assert "clean" in texts
        assert ("No records" in texts) == (source == b"")
        is_harmless(report.together()._repr_html_())
        is_harmless(report.sample()._repr_html_())
    page = io.BytesIO()
    db.load(CLEAN)
    assert db.report(1, page) == 0
    assert b"This page holds none." in page.getvalue()


def test_inputs_that_were_not_read_are_told() -> None:
    report = abonado.validate(["/nowhere/<b>"])
    texts = "".join(is_harmless(report._repr_html_()).texts)
    assert "not read to its end" in texts
    assert "<b>" in texts


def test_due_changes_are_told(db: Database) -> None:
    db.load([*catalogue(p10=[20], p20=[]), tariff(3, 10)])
    is_harmless(db.simulate(abonado._core.parse_instant("2030-01-01T00:00:00Z"))._repr_html_())


def test_a_frame_needs_nothing_else() -> None:
    reader = is_harmless(framed("<x>"))
    assert reader.tags == ["div", "style"]
    assert reader.texts == ["<x>"]
