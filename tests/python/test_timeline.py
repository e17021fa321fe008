"""The time line of a subscription: what is drawn where, and for whom."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree as Xml

import abonado
import pytest
from abonado import Database
from abonado.html.axis import span_of
from abonado.html.lanes import Bar, Lane, Mark
from abonado.html.parts import statuses
from abonado.html.subscription import history, subscription
from abonado.html.timeline import WIDTH, draw
from conftest import LOADED, catalogue, of_max, tariff, v1

ORG = "euskaltel"
NOW = datetime(2026, 6, 1, tzinfo=timezone.utc)
SVG = "{http://www.w3.org/2000/svg}"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def drawn(*lanes: Lane, now: datetime = NOW) -> Xml.Element:
    """The picture, as XML: it has to be well formed."""
    return Xml.fromstring(draw(lanes, "a title", now))


def picture_of(html: str) -> Xml.Element:
    found = re.search(r"<svg.*?</svg>", html, re.DOTALL)
    assert found is not None
    return Xml.fromstring(found[0])


def titles(svg: Xml.Element) -> list[str]:
    """What bars and marks say when they are pointed at."""
    return [title.text or "" for title in svg.findall(f".//{SVG}path/{SVG}title")]


def words(svg: Xml.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def ticks(svg: Xml.Element) -> list[str]:
    axis = svg.find(f"{SVG}g[@class='ab-axis']")
    assert axis is not None
    return [text.text or "" for text in axis.iter(f"{SVG}text") if text.text != "today"]


def lefts(svg: Xml.Element) -> dict[str, float]:
    """Where each bar begins, by its words to people."""
    return {
        path[0].text or "": float(path.get("d", "")[1:].split()[0])
        for path in svg.iter(f"{SVG}path")
    }


def height(svg: Xml.Element) -> float:
    return float(svg.get("viewBox", "").split()[3])


# --- the axis -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2006-02-03", "2026-05-06", ["2010", "2015", "2020", "2025"]),
        ("2019-02-03", "2025-05-06", ["2019", "2020", "2021", "2022", "2023", "2024", "2025"]),
        ("2024-11-10", "2025-05-20", ["Dec", "2025", "Feb", "Mar", "Apr", "May"]),
        ("2025-03-02", "2025-03-20", ["5 Mar 2025", "9 Mar", "13 Mar", "17 Mar"]),
        ("2025-03-02", "2025-03-03", ["2 Mar 2025", "06:00", "12:00", "18:00", "3 Mar"]),
        ("2025-03-02", "2025-03-02", ["23:00", "2 Mar 2025", "01:00"]),
    ],
)
def test_the_axis_is_ticked_as_fits(start: str, end: str, expected: list[str]) -> None:
    lane = Lane("x", (Bar("a", at(start), at(end), "blue"),))
    assert ticks(drawn(lane)) == expected


@pytest.mark.parametrize("days", [0, 1, 2, 5, 9, 20, 40, 100, 200, 400, 1000, 3000, 7000, 14000])
def test_any_span_has_an_axis_within_the_picture(days: int) -> None:
    start = NOW - timedelta(days=days)
    span = span_of([start, NOW], NOW, left=100, right=690)
    found = span.ticks()
    assert 1 <= len(found) <= 8
    assert all(100 <= x <= 690 for x, _ in found)
    assert [x for x, _ in found] == sorted({x for x, _ in found})


def test_dates_that_mean_never_do_not_stretch_the_axis() -> None:
    never = datetime(9999, 12, 31, tzinfo=timezone.utc)
    always = datetime(1, 1, 1, tzinfo=timezone.utc)
    bars = (
        Bar("a", at("2024-01-01"), never, "blue"),
        Bar("b", always, at("2025-01-01"), "blue"),
    )
    svg = drawn(Lane("x", bars))
    assert set(ticks(svg)) <= {"Jan", "2024", "2025", "2026", "Jul", "Apr", "Oct"}
    assert "a · 1 Jan 2024 to 31 Dec 9999" in titles(svg)


# --- bars and marks -------------------------------------------------------------------------------


def test_bars_stand_at_their_dates_within_the_picture() -> None:
    bars = (
        Bar("first", at("2020-01-01"), at("2021-01-01"), "green"),
        Bar("second", at("2021-01-01"), None, "grey"),
    )
    svg = drawn(Lane("status", bars, is_sequence=True))
    assert titles(svg) == ["first · 1 Jan 2020 to 1 Jan 2021", "second · 1 Jan 2021 to open"]
    left = lefts(svg)
    assert 100 < left[titles(svg)[0]] < left[titles(svg)[1]] < WIDTH
    assert {"status", "first", "second"} <= set(words(svg))
    assert svg.get("viewBox", "").startswith(f"0 0 {WIDTH} ")
    assert svg.find(f".//{SVG}line[@class='ab-now']") is not None


def test_the_picture_is_told_to_those_who_do_not_see_it() -> None:
    svg = drawn(
        Lane("add-ons", tuple(Bar(f"a{n}", NOW, None, "teal") for n in range(20))),
        Lane("pending", marks=(Mark("to DEACTIVATED", NOW),)),
        Lane("empty"),
    )
    assert svg.get("role") == "img"
    assert [child.tag for child in svg][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert svg[0].text == "a title"
    told = svg[1].text or ""
    assert told.startswith("add-ons: a0 1 Jun 2026 to open; ")
    assert "; and 8 more. pending: to DEACTIVATED 1 Jun 2026" in told
    assert "empty" not in told


def test_nothing_dated_is_no_picture() -> None:
    assert draw([Lane("x")], "a title", NOW) == ""


def test_missing_dates_are_shown_as_missing() -> None:
    bars = (
        Bar("ended", None, at("2025-01-01"), "blue"),
        Bar("never", None, None, "blue"),
        Bar("dated", at("2024-01-01"), at("2026-01-01"), "blue"),
        Bar("backwards", at("2025-06-01"), at("2024-06-01"), "blue"),
    )
    svg = drawn(Lane("x", bars))
    assert sorted(titles(svg)) == [
        "backwards · 1 Jun 2025 to 1 Jun 2024",
        "dated · 1 Jan 2024 to 1 Jan 2026",
        "ended · unknown to 1 Jan 2025",
        "never · no dates",
    ]
    [undated] = [path for path in svg.iter(f"{SVG}path") if "ab-undated" in path.get("class", "")]
    assert undated[0].text == "never · no dates"
    assert all(x >= 100 for x in lefts(svg).values())


def test_bars_that_overlap_stand_on_rows_of_their_own() -> None:
    apart = tuple(
        Bar(f"p{n}", at(f"{2010 + n}-01-01"), at(f"{2010 + n}-12-01"), "amber") for n in range(8)
    )
    together = tuple(Bar(f"p{n}", at("2010-01-01"), at("2018-01-01"), "amber") for n in range(8))
    assert height(drawn(Lane("x", apart))) < height(drawn(Lane("x", together)))


def test_hundreds_of_parts_stay_a_picture() -> None:
    bars = tuple(Bar(f"a{n}", at("2020-01-01") + timedelta(n), None, "teal") for n in range(400))
    svg = drawn(Lane("add-ons", bars))
    assert height(svg) < 320
    assert "and 360 more" in words(svg)
    assert len(titles(svg)) == 40


def test_words_stay_within_the_picture() -> None:
    long = "A" * 200
    bars = [Bar(long, at("2020-01-01"), None, "blue"), Bar(long, at("2025-12-01"), None, "blue")]
    marks = (Mark(long, at("2026-05-01")), Mark(long, at("2020-02-01")))
    svg = drawn(Lane("x", tuple(bars)), Lane("pending", marks=marks))
    for text in svg.iter(f"{SVG}text"):
        x, width = float(text.get("x", "0")), 6.1 * len(text.text or "")
        left = {"start": x, "middle": x - width / 2, "end": x - width}[text.get("text-anchor", "")]
        assert left >= -1
        assert left + width <= WIDTH + 10


# --- of a store -----------------------------------------------------------------------------------

V3 = ("max", "disney", "amazon_prime", "subscription")
PARTS: dict[str, Any] = {
    "status": "DEACTIVATED",
    "deactivation_date": "2025-05-02T08:00:00Z",
    "add_ons": [
        {
            "catalogue_add_on_id": "ADD",
            "creation_date": "2024-06-01T00:00:00Z",
            "creation_user": "shop",
            "last_updated_date": "2024-06-01T00:00:00Z",
            "status": "ACTIVE",
            "activation_date": "2024-06-02T00:00:00Z",
        }
    ],
    "promotions": [
        {
            "catalogue_promotion_id": "PROMO",
            "creation_date": "2024-06-01T00:00:00Z",
            "creation_user": "shop",
            "status": "ACTIVE",
            "activation_date": "2024-06-02T00:00:00Z",
            "commitments": [
                {
                    "catalogue_id": "TERM",
                    "creation_date": "2024-06-02T00:00:00Z",
                    "expiration_date": "2025-06-02T00:00:00Z",
                }
            ],
        }
    ],
}


@pytest.fixture
def filled(db: Database) -> Database:
    records = [of_max(1, ORG, **PARTS), tariff(1, 10, ORG), v1(3, ORG), tariff(3, 10, ORG)]
    assert db.load([*records, *catalogue(p10=[20], p20=[])], now=LOADED).inserted == 6
    return db


def test_a_subscription_shows_all_that_is_dated(filled: Database) -> None:
    html = filled.org(ORG).subscription(1)._repr_html_()
    assert sorted(titles(picture_of(html))) == [
        "10 T10 · 2 May 2024 to open",
        "ACTIVE · 2 May 2024 08:00 to 2 May 2025 08:00",
        "ADD · 2 Jun 2024 to open",
        "DEACTIVATED · 2 May 2025 08:00 to open",
        "PROMO · 2 Jun 2024 to open",
        "TERM · 2 Jun 2024 to 2 Jun 2025",
    ]
    assert "6 dated parts" in html


def test_findings_mark_the_part_that_they_are_of(filled: Database) -> None:
    def finding(pointer: str, org: str = ORG) -> abonado.Finding:
        return abonado.Finding(
            1, 0, "max", org, 1, "XXX-1", "error", pointer, "is wrong", None, "", "x"
        )

    found = [
        finding("/promotions/0/commitments/0/legacy_id"),
        finding("/deactivation_date"),
        finding("/promotions/0/status", org="other"),
    ]
    state = filled.org(ORG).subscription(1)
    svg = picture_of(state.timeline(found)._repr_html_())
    broken = [path for path in svg.iter(f"{SVG}path") if "ab-broken" in path.get("class", "")]
    assert [path[0].text for path in broken] == [
        "DEACTIVATED · 2 May 2025 08:00 to open · XXX-1: is wrong",
        "TERM · 2 Jun 2024 to 2 Jun 2025 · XXX-1: is wrong",
    ]
    assert "! TERM" in words(svg)
    assert "ab-broken" not in state._repr_html_().split("</style>")[1]


def test_what_is_to_happen_is_marked(filled: Database) -> None:
    org = filled.org(ORG)
    day = datetime(2027, 12, 1, tzinfo=timezone.utc).date()
    org.products.change(3, product_id=20, scheduled_date=day, now=NOW)
    org.patch(
        3,
        subscription_type="MOBILE",
        status_change={
            "status": "DEACTIVATED",
            "requested_status_change_date": "2027-01-01T00:00:00Z",
        },
        now=NOW,
    )
    state = org.subscription(3)
    assert [change.target for change in state.scheduled] == ["DEACTIVATED", "product 20"]
    assert '"scheduled":[{"id":' in state.to_json()
    html = subscription(state, now=NOW)
    svg = picture_of(html)
    pending = [path for path in svg.iter(f"{SVG}path") if path.get("class") == "ab-pending"]
    assert [path[0].text for path in pending] == [
        "to DEACTIVATED · 1 Jan 2027",
        "to product 20 · 30 Nov 2027 23:00",
    ]
    assert org.subscription(3, known=LOADED).scheduled == ()
    org.cancel_scheduled(3, state.scheduled[0], now=NOW)
    assert len(org.subscription(3).scheduled) == 1


def test_the_plan_of_a_document_alone_is_shown(db: Database) -> None:
    planned = tariff(1, 10, ORG)
    planned["body"]["product"]["scheduled"] = {
        "request_date": "2026-01-01T00:00:00Z",
        "scheduled_date": "2027-01-01T00:00:00Z",
        "destination_product": {"id": 20, "value": "T20"},
    }
    db.load([planned, *catalogue(p10=[20], p20=[])])
    html = db.org(ORG).subscription(1)._repr_html_()
    assert titles(picture_of(html)).count("to product 20 · 1 Jan 2027") == 1


def test_history_is_one_value_for_shell_and_notebook(filled: Database) -> None:
    found = filled.org(ORG).history(1)
    assert [status.status for status in found.statuses] == ["DEACTIVATED", "ACTIVE"]
    assert [(one.id, one.value, one.name) for one in found.tariffs] == [(10, "T10", "10 T10")]
    assert found.to_dict()["tariffs"] == [
        {"since": "2024-05-02T00:00:00Z", "id": 10, "value": "T10"}
    ]
    assert repr(found).splitlines()[0] == "euskaltel 1: 2 statuses, 1 tariff"
    assert len(titles(picture_of(history(found, NOW)))) == 3
    with pytest.raises(abonado.NotFoundError):
        filled.org(ORG).history(99)


def test_the_picture_and_the_history_tell_the_same(db: Database) -> None:
    db.load(abonado.generate(records=400, seed=3))
    rows = db.query("SELECT org, legacy_id FROM v_subscriptions LIMIT 150")
    compared = 0
    for org, id_ in rows:
        state = db.org(str(org)).subscription(int(str(id_)))
        if not any(d.kind in V3 or d.kind == "legacy_subscription" for d in state.documents):
            continue
        told = [(s.since, s.status) for s in db.org(str(org)).history(state.legacy_id).statuses]
        if told and told[0][0] is not None:
            compared += 1
            assert statuses(state) == sorted(told, key=lambda step: str(step[0]), reverse=True)
    assert compared > 50
