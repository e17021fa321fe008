"""Charts: their numbers are those of the store, their texts stay texts, and each can be drawn."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

import abonado
import altair as alt
import pytest
import vl_convert
from abonado.plots.periods import days_of, period_end
from conftest import CLEAN, FAULTY, catalogue, ndjson, of_max, segment, tariff, v1
from test_html import HOSTILE

UTC = timezone.utc
DEFECTS = {"SUB-001": 0.03, "BUN-002": 0.05, "DOC-008": 0.02}
Values = list[dict[str, Any]]


def datasets(chart: Any) -> list[Values]:
    """The rows that each data set of a chart holds."""
    return list(chart.to_dict().get("datasets", {}).values())


def rows(chart: Any, field: str) -> Values:
    """Those of the one data set that has the field."""
    [found] = [values for values in datasets(chart) if values and field in values[0]]
    return found


def title(chart: Any) -> str:
    told = chart.to_dict()["title"]
    return " ".join([told["text"], *told.get("subtitle", [])])


def svg(chart: Any) -> str:
    drawn: str = vl_convert.vegalite_to_svg(chart.to_json())
    return drawn


# --- findings -------------------------------------------------------------------------------------


def test_findings_are_counted_by_rule_and_place() -> None:
    dump = abonado.generate(records=1200, seed=5, defects=DEFECTS)
    report = abonado.validate(dump)
    chart = report.plot()
    bars = rows(chart, "summary")
    assert {row["rule"]: row["findings"] for row in bars} == report.by_rule
    assert {row["rule"]: row["severity"] for row in bars} == {
        finding.rule: finding.severity for finding in report.findings
    }
    places = rows(chart, "share")
    for row in places:
        inside = [
            finding
            for finding in report.findings
            if finding.rule == row["rule"] and row["from_line"] <= finding.line <= row["to_line"]
        ]
        assert len(inside) == row["findings"] > 0
    assert sum(row["findings"] for row in places) == len(report.findings)
    assert max(row["to_line"] for row in places) <= 1200
    assert all(row["end"] - row["from_line"] == 10 for row in places)
    for rule in report.by_rule:
        assert max(row["share"] for row in places if row["rule"] == rule) == 1
    assert f"{len(report.findings)} findings in 1,200 records" in title(chart)


def test_faults_of_the_second_half_stand_there() -> None:
    clean = abonado.generate(records=500, seed=1)
    report = abonado.validate(clean + abonado.generate(records=500, seed=2, defects=DEFECTS))
    places = rows(report.plot(), "share")
    assert min(row["from_line"] for row in places) > 495
    strip = report.plot().to_dict()["hconcat"][1]
    assert strip["encoding"]["x"]["scale"]["domain"] == [1, 1001]  # the clean half is drawn too


def test_each_input_has_its_own_lines(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.ndjson" for number in range(6)]
    for number, path in enumerate(paths):
        path.write_bytes(abonado.generate(records=200, seed=number, defects=DEFECTS))
    report = abonado.validate(paths)
    found = Counter(finding.file for finding in report.findings)
    chart = report.plot()
    strips = chart.to_dict()["hconcat"][1:]
    drawn = [strip["encoding"]["x"]["axis"]["title"] for strip in strips]
    most = sorted(found, key=lambda name: (-found[name], name))[:4]
    assert [text[-8:] for text in drawn] == [name[-8:] for name in most]
    places = [values for values in datasets(chart) if values and "share" in values[0]]
    sums = [sum(row["findings"] for row in values) for values in places]
    assert sorted(sums) == sorted(found[name] for name in most)
    assert "Not shown: 2 inputs" in title(chart)
    orders = {tuple(strip["encoding"]["y"]["scale"]["domain"]) for strip in strips}
    assert len(orders) == 1  # one order of rules, so that the rows stand beside the bars


def test_findings_that_were_not_kept_have_no_place() -> None:
    dump = abonado.generate(records=1000, seed=5, defects=DEFECTS)
    report = abonado.validate(dump, max_findings=20)
    chart = report.plot()
    assert {row["rule"]: row["findings"] for row in rows(chart, "summary")} == report.by_rule
    assert sum(row["findings"] for row in rows(chart, "share")) == 20
    assert "first 20 findings" in title(chart)
    [unknown] = [
        values for values in datasets(chart) if set(values[0]) == {"from_line", "end", "rule"}
    ]
    assert {(row["from_line"], row["end"]) for row in unknown} == {
        (report.findings[-1].line + 1, 1001)
    }
    none = abonado.validate(dump, max_findings=0).plot()
    assert {row["rule"]: row["findings"] for row in rows(none, "summary")} == report.by_rule
    assert len(none.to_dict()["hconcat"]) == 1
    svg(none)


def lines_drawn(strip: dict[str, Any]) -> int:
    layer = strip["layer"][-1] if "layer" in strip else strip
    return int(layer["encoding"]["x"]["scale"]["domain"][1]) - 1


@pytest.mark.parametrize("clean_first", [True, False])
def test_an_input_has_no_lines_of_another(tmp_path: Path, clean_first: bool) -> None:
    faulty, clean = tmp_path / "faulty.ndjson", tmp_path / "clean.ndjson"
    faulty.write_bytes(ndjson(*[{"kind": 1}] * 10))
    clean.write_bytes(abonado.generate(records=990, seed=1))
    report = abonado.validate([clean, faulty] if clean_first else [faulty, clean])
    assert report.records == 1000
    chart = report.plot()
    [strip] = chart.to_dict()["hconcat"][1:]
    assert lines_drawn(strip) == 10
    assert max(row["to_line"] for row in rows(chart, "share")) == 10
    assert "ends with its last finding" in title(chart)


def test_a_file_alone_is_drawn_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "dump.ndjson"
    path.write_bytes(ndjson(*[{"kind": 1}] * 10) + abonado.generate(records=990, seed=1))
    report = abonado.validate(path)
    chart = report.plot()
    assert lines_drawn(chart.to_dict()["hconcat"][1]) == 1000
    assert "ends with" not in title(chart)
    path.unlink()  # nothing tells any more that it was the only one
    chart = report.plot()
    assert lines_drawn(chart.to_dict()["hconcat"][1]) == 10
    assert "ends with its last finding" in title(chart)


@pytest.mark.parametrize(("kept", "inputs"), [(30, 1), (130, 2)])
def test_of_several_inputs_the_unknown_begins_behind_the_last_kept_finding(
    tmp_path: Path, kept: int, inputs: int
) -> None:
    paths = [tmp_path / f"{number}.ndjson" for number in range(3)]
    for path in paths:
        path.write_bytes(ndjson(*[{"kind": 1}] * 60))
    report = abonado.validate(paths, max_findings=kept)
    assert not report.findings_kept_all
    last = report.findings[-1]
    chart = report.plot()
    strips = chart.to_dict()["hconcat"][1:]
    assert len(strips) == inputs
    [grey] = [
        values for values in datasets(chart) if set(values[0]) == {"from_line", "end", "rule"}
    ]
    [strip] = [strip for strip in strips if "layer" in strip]
    assert last.file.endswith(strip["layer"][-1]["encoding"]["x"]["axis"]["title"][-8:])
    assert {row["from_line"] for row in grey} == {last.line + 1}
    assert {row["end"] for row in grey} == {lines_drawn(strip) + 1}
    assert last.line < lines_drawn(strip) < 60
    assert "Further inputs, if any, are not shown" in title(chart)
    svg(chart)


@pytest.mark.parametrize("source", [b"", CLEAN])
def test_a_report_without_findings_says_so(source: bytes) -> None:
    chart = abonado.validate(source).plot()
    assert title(chart) == f"0 findings in {2 if source else 0} records"
    assert "nothing to draw" in svg(chart)


def test_a_load_and_its_run_have_the_same_bars(db: abonado.Database) -> None:
    loaded = db.load(FAULTY)
    for chart in (loaded.plot(), db.run(1).plot()):
        assert {row["rule"]: row["findings"] for row in rows(chart, "summary")} == loaded.by_rule
        assert title(chart) == "2 findings in 3 records"
    assert "nothing to draw" in svg(db.load(CLEAN).plot())
    assert db.check().report.plot().to_dict()


# --- statuses -------------------------------------------------------------------------------------


def instant(rng: random.Random) -> str:
    """Of a few days, often the same one, at times the first or last instant of a day."""
    day = date(2024, 1, 1) + timedelta(days=rng.randrange(40))
    clock = rng.choice(["00:00:00Z", "23:59:59.999999Z", "12:00:00Z", "12:00:00.5Z"])
    return f"{day}T{clock}"


def corner_cases(count: int) -> list[dict[str, Any]]:
    """Subscriptions of v1, of v3 and of both, whose dates lie in any order."""
    rng = random.Random(7)
    out = []
    for id_ in range(1, count + 1):
        bodies = rng.choice(["v1", "v3", "both"])
        if bodies != "v3":
            status = rng.choice(["PRE_ACTIVE", "ACTIVE", "DEACTIVATED", "CANCELLED"])
            steps = [
                {
                    "status": rng.choice(["PRE_ACTIVE", "ACTIVE", "DEACTIVATED"]),
                    "status_date": instant(rng),
                }
                for _ in range(rng.randrange(4))
            ]
            if steps:
                newest = max(step["status_date"].replace("Z", "") for step in steps)
                # The newest has to be the present one (HIS-001); others of its instant need not.
                steps.insert(
                    rng.randrange(len(steps) + 1), {"status": status, "status_date": newest + "Z"}
                )
            dated = {"current_status_date": instant(rng)} if rng.random() < 0.7 else {}
            org = rng.choice(["euskaltel", "telecable"])
            out.append(v1(id_, org, current_status=status, status_history=steps, **dated))
        else:
            org = rng.choice(["euskaltel", "telecable"])
        if bodies != "v1":
            status = rng.choice(["ACTIVE", "DEACTIVATED", "CANCELLED"])
            body: dict[str, Any] = {"status": status, "creation_date": instant(rng)}
            body["activation_date"] = None if status == "CANCELLED" else instant(rng)
            body["deactivation_date"] = instant(rng) if status == "DEACTIVATED" else None
            body["last_status_update"] = instant(rng) if rng.random() < 0.5 else None
            body["type"] = "MOBILE"
            record = of_max(id_, org, **body)
            record["kind"] = "subscription"
            del record["body"]["specific_data"]
            out.append(record)
    return out


def counted_as_of(db: abonado.Database, day: str, what: str = "''") -> Counter[tuple[str, str]]:
    """What the engine says of the last instant of a day."""
    valid = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1, microseconds=-1)
    found = db.query(
        f"SELECT {what}, status, count(*) FROM v_subscriptions WHERE status IS NOT NULL"
        " GROUP BY 1, 2",
        valid=valid,
    )
    return Counter({(str(part), str(status)): int(str(count)) for part, status, count in found})


def drawn(values: Values, day: str) -> Counter[tuple[str, str]]:
    return +Counter(
        {(row["part"], row["status"]): row["subscriptions"] for row in values if row["at"] == day}
    )


@pytest.fixture(scope="module")
def corners() -> Any:
    with abonado.connect(":memory:") as db:
        report = db.load(corner_cases(500), severities=dict.fromkeys(["SUB-005", "SUB-006"], "off"))
        assert report.inserted > 400, report
        yield db


def test_statuses_are_those_of_each_day(corners: abonado.Database) -> None:
    values = rows(corners.plot.statuses(frequency="day"), "at")
    days = sorted({row["at"] for row in values})
    assert len(days) == 40
    for day in days:
        assert drawn(values, day) == counted_as_of(corners, day), day
    assert len({row["status"] for row in values}) == 4


def test_statuses_by_organisation(corners: abonado.Database) -> None:
    values = rows(corners.plot.statuses(by="org", frequency="week"), "at")
    days = sorted({row["at"] for row in values})
    assert days == [
        "2024-01-07",
        "2024-01-14",
        "2024-01-21",
        "2024-01-28",
        "2024-02-04",
        "2024-02-09",
    ]
    for day in days:
        assert drawn(values, day) == counted_as_of(corners, day, "org")
    own = rows(corners.org("telecable").plot.statuses(frequency="week"), "at")
    for day in days:
        expected = {
            k[1]: n for k, n in counted_as_of(corners, day, "org").items() if k[0] == "telecable"
        }
        assert {status: n for (_, status), n in drawn(own, day).items()} == expected


def test_statuses_of_generated_records(db: abonado.Database) -> None:
    db.load(abonado.generate(records=800, seed=3))
    values = rows(db.plot.statuses(by="type", most=99), "at")
    days = sorted({row["at"] for row in values})
    assert 60 < len(days) <= 121
    for day in days[:: len(days) // 5]:
        assert drawn(values, day) == counted_as_of(db, day, "type")
    few = rows(db.plot.statuses(by="type", most=3), "at")
    names = list(dict.fromkeys(row["part"] for row in few))
    assert len(names) == 4
    assert re.fullmatch(r"\d+ more", names[3])
    assert sum(drawn(few, days[-1]).values()) == sum(drawn(values, days[-1]).values())
    billing = rows(db.plot.statuses(by="billing_type"), "at")
    assert {row["part"] for row in billing} == {"PREPAID", "POSTPAID", "not known"}


def test_what_no_document_dates_is_counted(db: abonado.Database) -> None:
    db.load([v1(1), v1(2), of_max(3), tariff(4, 10, "euskaltel")])
    chart = db.plot.statuses()
    assert "3 subscriptions without a dated status" in title(chart)
    assert max(row["subscriptions"] for row in rows(chart, "at")) == 1
    assert "nothing to draw" in svg(db.org("nobody").plot.statuses())


def test_spans_of_time_are_chosen(corners: abonado.Database) -> None:
    since, until = date(2024, 1, 10), date(2024, 1, 20)
    values = rows(corners.plot.statuses(since=since, until=until), "at")
    days = sorted({row["at"] for row in values})
    assert (days[0], days[-1], len(days)) == ("2024-01-10", "2024-01-20", 11)
    assert drawn(values, days[0]) == counted_as_of(corners, days[0])  # those before are counted


def test_the_future_is_drawn_only_when_asked_for(db: abonado.Database) -> None:
    db.load(
        [
            v1(1, current_status_date="2020-01-01T00:00:00Z"),
            v1(2, current_status_date="2090-01-01T00:00:00Z"),
        ]
    )
    values = rows(db.plot.statuses(), "at")
    assert values[-1]["at"] == datetime.now(UTC).date().isoformat()
    assert values[-1]["subscriptions"] == 1
    assert rows(db.plot.statuses(until=date(2091, 1, 1)), "at")[-1]["subscriptions"] == 2


def test_far_dates_are_drawn(db: abonado.Database) -> None:
    db.load(
        [
            v1(1, current_status_date="0001-01-01T00:00:00Z"),
            v1(2, current_status_date="1969-12-31T23:59:59.5Z"),
        ]
    )
    values = rows(
        db.plot.statuses(until=date(9999, 12, 31), frequency="year", since=date(8500, 1, 1)), "at"
    )
    assert values[-1] == {"at": "9999-12-31", "part": "", "status": "ACTIVE", "subscriptions": 2}
    early = rows(
        db.plot.statuses(since=date(1969, 12, 30), until=date(1970, 1, 1), frequency="day"), "at"
    )
    assert [row["subscriptions"] for row in early] == [1, 2, 2]


@pytest.mark.parametrize(
    ("frequency", "periods"),
    [
        (None, 120),
        ("year", 2000),
        ("quarter", 2000),
        ("month", 2000),
        ("week", 2000),
        ("day", 2000),
    ],
)
def test_a_null_date_does_not_hide_the_rest(
    db: abonado.Database, frequency: Any, periods: int
) -> None:
    db.load(
        [
            v1(1, current_status_date="0001-01-01T00:00:00Z"),
            v1(2, current_status_date="2020-06-01T00:00:00Z"),
        ]
    )
    until = date(2024, 12, 30)
    chart = db.plot.statuses(frequency=frequency, until=until)
    values = rows(chart, "at")
    days = [row["at"] for row in values]
    assert (len(days), days[-1]) == (periods, "2024-12-30")
    assert len(set(days)) == periods
    for row in (values[0], values[-1]):
        assert drawn(values, row["at"]) == counted_as_of(db, row["at"])
    assert values[0]["subscriptions"] == (2 if frequency == "day" and days[0] > "2020-06" else 1)
    [begin] = re.findall(r"Begins with (\S+), though", title(chart))
    assert period_end(date.fromisoformat(begin), frequency or "year").isoformat() == days[0]
    before = (date.fromisoformat(begin) - timedelta(days=1)).isoformat()
    assert period_end(date.fromisoformat(before), frequency or "year").isoformat() == before
    assert "first change is of 0001-01-01" in title(chart)
    svg(db.plot.statuses(by="type"))


def test_a_beginning_that_is_not_cut_is_not_mentioned(db: abonado.Database) -> None:
    db.load([v1(1, current_status_date="1905-03-01T00:00:00Z")])
    chart = db.plot.statuses(until=date(2024, 12, 31))
    assert len(rows(chart, "at")) == 120
    assert "Begins" not in title(chart)
    assert "Begins with 1906-01-01" in title(db.plot.statuses(until=date(2025, 1, 1)))


def test_a_choice_is_refused_also_by_an_empty_store(db: abonado.Database) -> None:
    with pytest.raises(abonado.ArgumentError, match="bogus"):
        db.plot.statuses(frequency="bogus")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "uuid"},
        {"frequency": "hour"},
        {"most": 0},
        {"since": date(2024, 2, 1), "until": date(2024, 1, 1)},
        {"frequency": "day", "since": date(2010, 1, 1)},
    ],
)
def test_statuses_refuse_what_makes_no_sense(corners: abonado.Database, wrong: dict) -> None:
    with pytest.raises(abonado.ArgumentError):
        corners.plot.statuses(**wrong)
    with pytest.raises(TypeError, match="date"):
        corners.plot.statuses(since=datetime(2024, 1, 1))


@pytest.mark.parametrize(
    ("frequency", "end"),
    [
        ("day", "2024-02-14"),
        ("week", "2024-02-18"),
        ("month", "2024-02-29"),
        ("quarter", "2024-03-31"),
        ("year", "2024-12-31"),
    ],
)
def test_periods_end(frequency: str, end: str) -> None:
    assert period_end(date(2024, 2, 14), frequency).isoformat() == end
    assert period_end(date.fromisoformat(end), frequency).isoformat() == end
    assert period_end(date.max, frequency) == date.max


def test_the_finest_frequency_that_is_enough() -> None:
    first = date(2020, 1, 1)
    for days in (0, 1, 119, 120, 800, 833, 3600, 3719, 4000, 10999, 11000, 43800, 60000):
        ends = days_of(first, first + timedelta(days=days), None)
        assert len(ends) <= 120 or days == 60000
        assert ends[-1] == first + timedelta(days=days)


# --- tariffs --------------------------------------------------------------------------------------


Named = tuple[int, str]


def changes_in(dump: bytes, since: str = "", until: str = "9") -> Counter[tuple[Named, Named]]:
    """Counted from the lines of a dump, whose histories have the newest entry on top."""
    out: Counter[tuple[Named, Named]] = Counter()
    for line in dump.splitlines():
        record = json.loads(line)
        assert record["kind"] == "product"
        for newer, older in pairwise(record["body"].get("historical_changes", [])):
            if newer["id"] != older["id"] and since <= newer["historic_date"] < until:
                pair = (older["id"], older["value"]), (newer["id"], newer["value"])
                out[pair] += 1
    return out


def told(counts: Counter[tuple[Named, Named]], part: int) -> Counter[tuple[Any, Any]]:
    """By id (0) or by name (1)."""
    out: Counter[tuple[Any, Any]] = Counter()
    for (former, product), count in counts.items():
        out[former[part], product[part]] += count
    return out


def test_tariff_changes_are_those_of_the_histories(db: abonado.Database) -> None:
    dump = abonado.generate(records=2000, seed=3, kinds=["product"])
    db.load(dump)
    expected = changes_in(dump)
    by_id = rows(db.plot.tariff_flow(by="id", most=100_000), "changes")
    found = {(int(r["from"].split()[0]), int(r["to"].split()[0])): r["changes"] for r in by_id}
    assert found == told(expected, 0)

    by_name = rows(db.plot.tariff_flow(most=100), "changes")
    assert not any(row["others"] for row in by_name)
    found = {(row["from"], row["to"]): row["changes"] for row in by_name}
    assert found == told(expected, 1)


def test_of_many_products_the_others_are_one(db: abonado.Database) -> None:
    dump = abonado.generate(records=2000, seed=3, kinds=["product"])
    db.load(dump)
    expected = changes_in(dump)
    chart = db.plot.tariff_flow(most=4)
    cells = rows(chart, "changes")
    labels = {row["from"] for row in cells} | {row["to"] for row in cells}
    assert len(labels) == 5
    [others] = [name for name in labels if name.endswith(" other products")]
    assert sum(row["changes"] for row in cells) == sum(expected.values())
    assert title(chart).startswith(f"{sum(expected.values()):,} tariff changes")
    assert all(row["others"] == (others in (row["from"], row["to"])) for row in cells)


def test_tariff_changes_of_a_span_and_an_organisation(db: abonado.Database) -> None:
    dump = abonado.generate(records=2000, seed=3, kinds=["product"])
    db.load(dump)
    expected = changes_in(dump, "2015-01-01", "2020-01-01")
    chart = db.plot.tariff_flow(since=date(2015, 1, 1), until=date(2019, 12, 31))
    assert 0 < sum(expected.values()) < sum(changes_in(dump).values())
    assert sum(row["changes"] for row in rows(chart, "changes")) == sum(expected.values())
    own = b"\n".join(line for line in dump.splitlines() if b'"org":"racctel"' in line)
    [chart] = [db.org("racctel").plot.tariff_flow()]
    assert (
        sum(row["changes"] for row in rows(chart, "changes")) == sum(changes_in(own).values()) > 0
    )


def test_a_former_state_of_a_document_counts_no_more(db: abonado.Database) -> None:
    before, after = tariff(1, 10), tariff(1, 20)
    after["body"]["historical_changes"] += [
        {**before["body"]["product"], "historic_date": "2023-01-01T00:00:00Z"}
    ]
    db.load([before])
    assert title(db.plot.tariff_flow()) == "No tariff changes"
    db.load([after, *catalogue(p10=[20], p20=[])])
    [cell] = rows(db.plot.tariff_flow(), "changes")
    assert (cell["from"], cell["to"], cell["changes"]) == ("T10", "T20", 1)
    for wrong in ({"most": 0}, {"by": "value"}):
        with pytest.raises(abonado.ArgumentError):
            db.plot.tariff_flow(**wrong)


# --- texts and pictures ---------------------------------------------------------------------------


@pytest.mark.parametrize("value", [pytest.param(v, id=k) for k, v in HOSTILE.items()])
def test_hostile_values_stay_texts(db: abonado.Database, value: str, tmp_path: Path) -> None:
    moved = tariff(1, 10, "euskaltel")
    entries = [
        {"id": n, "value": value, "historic_date": f"20{24 - n // 10}-05-02T00:00:00Z"}
        for n in (10, 20)
    ]
    moved["body"]["product"] = entries[0]
    moved["body"]["historical_changes"] = entries
    org = value[:100].replace("\0", "") or "x"
    loaded = db.load([moved, of_max(2), {**v1(5, org), "billing_type": "PREPAID"}])
    assert loaded.inserted >= 2, loaded
    named = tmp_path / re.sub(r"[/\0]", "_", value[:50])
    named.write_bytes(ndjson(segment(1, segment_id=value), {**segment(2), value[:500]: 1}))
    report = abonado.validate(named)
    flow = db.plot.tariff_flow(by="id")
    for chart in (
        report.plot(),
        loaded.plot(),
        db.plot.statuses(by="org"),
        db.org(org).plot.statuses(),
        db.org(org).plot.tariff_flow(),
        db.plot.tariff_flow(),
        flow,
    ):
        page = chart.to_html()
        assert page.count("</script") == abonado.validate(b"").plot().to_html().count("</script")
        assert "<img" not in page
        assert "<!--" not in page
        text = chart.to_json(ensure_ascii=False)
        assert len(text) < 50_000
        assert all(letter.isprintable() or letter == "\n" for letter in text)
    svg(flow)
    svg(report.plot())
    assert {row["from"][:2] for row in rows(flow, "changes")} == {"20"}


def test_names_with_the_same_beginning_are_told_apart(db: abonado.Database) -> None:
    records = []
    for number in (10, 20, 30):
        entry = tariff(1, number)["body"]["product"] | {"value": "x" * 50 + str(number)}
        records.append(entry | {"historic_date": f"2024-0{4 - number // 10}-01T00:00:00Z"})
    body = {"id": 1, "product": records[0], "historical_changes": records}
    db.load([{"kind": "product", "org": "telco", "body": body}])
    cells = rows(db.plot.tariff_flow(), "changes")
    assert len({row["from"] for row in cells} | {row["to"] for row in cells}) == 3


@pytest.fixture(scope="module")
def charts() -> dict[str, Any]:
    report = abonado.validate(abonado.generate(records=600, seed=5, defects=DEFECTS))
    with abonado.connect(":memory:") as db:
        loaded = db.load(abonado.generate(records=600, seed=5, defects=DEFECTS))
        return {
            "report": report.plot(),
            "load": loaded.plot(),
            "statuses": db.plot.statuses(),
            "types": db.plot.statuses(by="type"),
            "tariffs": db.plot.tariff_flow(),
        }


NAMES = ["report", "load", "statuses", "types", "tariffs"]


@pytest.mark.parametrize("name", NAMES)
def test_each_chart_is_drawn(charts: dict[str, Any], name: str, tmp_path: Path) -> None:
    chart = charts[name]
    assert title(chart).split(" ")[0] in svg(chart)
    chart.save(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").stat().st_size > 5_000
    assert sum(len(values) for values in datasets(chart)) < 5_000


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ground", ["#ffffff", "#111111"])
def test_each_text_is_read_on_white_and_on_black(
    charts: dict[str, Any], name: str, ground: str
) -> None:
    texts = re.findall(r"<text [^>]*>", svg(charts[name]))
    inks = {match[1] for text in texts if (match := re.search(r'fill="([^"]*)"', text))}
    # Numbers in cells stand on the cell's own colour.
    assert inks - {"#1c2733", "#ffffff"} == {"#76808b"}
    assert contrast("#76808b", ground) >= 4


def test_charts_can_be_put_together_and_restyled(charts: dict[str, Any]) -> None:
    day = alt.Chart(alt.InlineData(values=[{"at": "2020-01-01"}])).mark_rule().encode(x="at:T")
    svg(charts["statuses"] + day)
    svg(charts["report"] & (charts["statuses"] | charts["tariffs"]) & charts["types"])
    styled = charts["tariffs"].properties(background="#111111", title="Mine")
    assert "Mine" in svg(styled.configure_axis(labelFontSize=14))


@pytest.mark.parametrize("package", ["altair", "pyarrow"])
def test_a_missing_extra_is_named(
    corners: abonado.Database, hide_package: Callable[[str], None], package: str
) -> None:
    hide_package(package)
    with pytest.raises(abonado.MissingExtraError, match=rf"{package}: .*abonado\[altair\]"):
        abonado.validate(FAULTY).plot()
    if package == "altair":
        for plot in (corners.plot.statuses, corners.plot.tariff_flow, corners.load(CLEAN).plot):
            with pytest.raises(abonado.MissingExtraError, match=r"abonado\[altair\]"):
                plot()
    assert "statuses, tariff_flow" in repr(corners.org("x\n").plot)
