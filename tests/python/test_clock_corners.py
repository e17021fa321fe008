"""Where clocks go wrong: clock changes, midnights, leap days, the past, one instant for many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import abonado
import conftest
import pytest
from abonado import Database
from operations_facts import broken_rules, exported
from operations_records import CATALOGUE, product, tariff, v1, v3
from operations_world import instant, start_of

MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
LEAP_DAY = date(2028, 2, 29)
DAYS = [SPRING, SPRING + DAY, AUTUMN, AUTUMN + DAY, LEAP_DAY, LEAP_DAY + DAY]
DAYS += [date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 28), date(2027, 10, 31)]
BEGIN = datetime(2026, 1, 15, 12, tzinfo=timezone.utc)
ORG = "euskaltel"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def db() -> Iterator[Database]:
    """Ids from 1: a MOBILE line each, which is not yet active, with tariff 10."""
    records = [r for n in range(1, 41) for r in (v1(n, "MOBILE", "PRE_ACTIVE"), tariff(n, 10))]
    with abonado.connect(":memory:") as database:
        assert database.load([*CATALOGUE, *records], now=BEGIN - DAY).ok
        yield database
        assert broken_rules(exported(database)) == []
        assert database.check().ok


def change(
    db: Database, id_: int, now: datetime, day: date | None = None, to: int = 20
) -> abonado.Receipt:
    return db.org(ORG).products.change(id_, product_id=to, scheduled_date=day, now=now)


def step(
    db: Database, id_: int, now: datetime, when: datetime | None = None, status: str = "ACTIVE"
) -> abonado.Receipt:
    asked = {"status": status}
    if when is not None:
        asked["requested_status_change_date"] = when.isoformat()
    return db.org(ORG).patch(id_, subscription_type="MOBILE", status_change=asked, now=now)


def history(db: Database, id_: int) -> list[tuple[int, datetime]]:
    held = db.org(ORG).products.get(id_, include=("historical_changes",))
    return [(entry.id, entry.historic_date) for entry in held.historical_changes]


def statuses(db: Database, id_: int) -> list[tuple[str, datetime]]:
    held = db.org(ORG).get(id_)
    return [(entry.status, entry.status_date) for entry in held.status_history]


# --- days in Madrid -------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_change_is_due_when_its_day_begins_in_madrid(db: Database, day: date) -> None:
    receipt = change(db, 1, BEGIN, day)
    due = start_of(day)
    assert receipt.scheduled is not None
    assert (receipt.scheduled.scheduled_date, receipt.scheduled.state) == (due, "pending")
    shown = db.org(ORG).products.get(1).product.scheduled
    assert (shown.request_date, shown.scheduled_date, shown.process_date) == (BEGIN, due, None)
    assert shown.destination_product.id == 20
    assert db.run_due(due - MICROSECOND).outcomes == ()
    assert history(db, 1)[0][0] == 10
    (outcome,) = db.run_due(due).outcomes
    assert (outcome.ok, outcome.change.process_date) == (True, due)
    assert history(db, 1)[0] == (20, due)
    assert db.org(ORG).products.get(1).product.historic_date == due


def test_the_two_clock_changes_make_days_of_23_and_25_hours() -> None:
    assert start_of(SPRING) == at("2026-03-28T23:00:00+00:00")
    assert start_of(SPRING + DAY) - start_of(SPRING) == timedelta(hours=23)
    assert start_of(AUTUMN) == at("2026-10-24T22:00:00+00:00")
    assert start_of(AUTUMN + DAY) - start_of(AUTUMN) == timedelta(hours=25)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_today_begins_at_midnight_in_madrid(db: Database, day: date) -> None:
    midnight = start_of(day)
    assert change(db, 1, midnight - MICROSECOND, day).scheduled.state == "pending"
    change(db, 2, midnight - MICROSECOND, day - DAY)  # is today still
    change(db, 3, midnight, day)
    change(db, 4, start_of(day + DAY) - MICROSECOND, day)  # its last moment
    for now in (midnight, start_of(day + DAY) - MICROSECOND):
        with pytest.raises(abonado.ArgumentError) as caught:
            change(db, 5, now, day - DAY)
        assert (caught.value.code, caught.value.status) == ("BAD_REQUEST", 400)
    assert [history(db, n)[0][0] for n in range(1, 6)] == [10, 20, 20, 20, 10]
    assert history(db, 2)[0] == (20, midnight - MICROSECOND)
    assert history(db, 3)[0] == (20, midnight)
    assert [coming.legacy_id for coming in db.scheduled()] == [1]


def test_a_leap_day_is_a_day_only_in_leap_years(db: Database) -> None:
    path = f"/v2/orgs/{ORG}/subscriptions/1/products"
    for day, status in (("2027-02-29", 400), ("2100-02-29", 400), ("2028-02-29", 201)):
        body = f'{{"productId":20,"scheduled_date":"{day}"}}'
        assert db.handle("PATCH", path, None, body, now=BEGIN).status == status
    (coming,) = db.scheduled()
    assert coming.scheduled_date == start_of(LEAP_DAY)


@pytest.mark.parametrize("day", [date(9999, 12, 30), date(2400, 2, 29), date(2200, 7, 1)], ids=str)
def test_a_day_far_off_stays_pending(db: Database, day: date) -> None:
    assert change(db, 1, BEGIN, day).scheduled.scheduled_date == start_of(day)
    assert db.run_due(datetime(2150, 1, 1, tzinfo=timezone.utc)).outcomes == ()


def test_the_hour_that_comes_twice_is_told_apart(db: Database) -> None:
    summer, winter = at("2026-10-25T02:30:00+02:00"), at("2026-10-25T02:30:00+01:00")
    step(db, 1, BEGIN, winter)
    step(db, 2, BEGIN, summer)
    assert [coming.legacy_id for coming in db.scheduled()] == [2, 1]
    assert [o.change.legacy_id for o in db.run_due(summer).outcomes] == [2]
    assert [o.change.legacy_id for o in db.run_due(winter).outcomes] == [1]
    assert statuses(db, 1)[0] == ("ACTIVE", winter)


def test_the_hour_that_is_left_out_is_an_instant_like_any_other(db: Database) -> None:
    when = at("2026-03-29T02:30:00+01:00")
    step(db, 1, when - timedelta(hours=1), when)
    assert db.run_due(when - MICROSECOND).outcomes == ()
    assert db.run_due(when).done == 1
    assert statuses(db, 1)[0] == ("ACTIVE", at("2026-03-29T01:30:00+00:00"))


# --- past, present, future ------------------------------------------------------------------------


@pytest.mark.parametrize("ago", [timedelta(0), MICROSECOND, DAY, timedelta(days=9000)], ids=str)
def test_a_date_that_has_come_means_now(db: Database, ago: timedelta) -> None:
    receipt = step(db, 1, BEGIN, BEGIN - ago)
    assert receipt.scheduled is None or receipt.scheduled.state == "done"
    assert statuses(db, 1)[0] == ("ACTIVE", BEGIN)
    assert db.scheduled() == []


@pytest.mark.parametrize("ahead", [MICROSECOND, DAY, timedelta(days=9000)], ids=str)
def test_a_date_to_come_is_waited_for(db: Database, ahead: timedelta) -> None:
    digest = db.digest()
    assert step(db, 1, BEGIN, BEGIN + ahead).scheduled.state == "pending"
    assert (db.digest(), statuses(db, 1)[0][0]) == (digest, "PRE_ACTIVE")
    assert db.run_due(BEGIN).outcomes == ()
    assert db.run_due(BEGIN + ahead).done == 1
    assert statuses(db, 1)[0] == ("ACTIVE", BEGIN + ahead)


def test_what_was_due_long_ago_happened_then(db: Database) -> None:
    day, when = date(2026, 2, 1), at("2026-02-03T10:00:00+00:00")
    change(db, 1, BEGIN, day)
    step(db, 1, BEGIN, when)
    report = db.run_due(BEGIN + timedelta(days=400))
    assert [o.change.scheduled_date for o in report.outcomes] == [start_of(day), when]
    assert {o.change.process_date for o in report.outcomes} == {BEGIN + timedelta(days=400)}
    assert history(db, 1)[0] == (20, start_of(day))
    assert statuses(db, 1)[0] == ("ACTIVE", when)


def test_what_is_planned_is_judged_by_what_is_planned_before_it(db: Database) -> None:
    with pytest.raises(abonado.ConflictError):
        step(db, 1, BEGIN, BEGIN + 2 * DAY, "DEACTIVATED")
    step(db, 1, BEGIN, BEGIN + DAY, "ACTIVE")
    step(db, 1, BEGIN, BEGIN + 2 * DAY, "DEACTIVATED")
    for when in (BEGIN + 3 * DAY, BEGIN + 2 * DAY):
        with pytest.raises(abonado.ConflictError) as caught:
            step(db, 1, BEGIN, when, "ACTIVE")
        assert (caught.value.status, caught.value.code) == (409, "ABO_STATUS_CONFLICT")
    assert [o.change.status for o in db.run_due(BEGIN + 9 * DAY).outcomes] == [
        "ACTIVE",
        "DEACTIVATED",
    ]
    assert [status for status, _ in statuses(db, 1)] == ["DEACTIVATED", "ACTIVE", "PRE_ACTIVE"]


# --- one instant ----------------------------------------------------------------------------------


def test_changes_of_one_instant_happen_in_the_order_of_the_requests(db: Database) -> None:
    due = start_of(AUTUMN)
    order = [n * 7 % 40 + 1 for n in range(40)]
    for n in order:
        if n % 2:
            change(db, n, BEGIN + n * MICROSECOND, AUTUMN)
        else:
            step(db, n, BEGIN - n * MICROSECOND, due)
    assert [coming.legacy_id for coming in db.scheduled()] == order
    foretold = db.simulate(due)
    report = db.run_due(due)
    assert report == foretold
    assert [outcome.change.legacy_id for outcome in report.outcomes] == order
    assert (report.done, report.failed) == (40, 0)


def test_two_steps_of_one_subscription_at_one_instant(db: Database) -> None:
    due = BEGIN + DAY
    step(db, 1, BEGIN, due, "ACTIVE")
    step(db, 1, BEGIN, due, "DEACTIVATED")
    assert db.run_due(due).done == 2
    assert statuses(db, 1)[:2] == [("DEACTIVATED", due), ("ACTIVE", due)]
    assert db.org(ORG).get(1).current_status == "DEACTIVATED"


def test_a_tariff_is_not_changed_of_a_line_that_ends_at_that_instant(db: Database) -> None:
    due = start_of(AUTUMN)
    for id_, first in ((1, "step"), (2, "change")):
        step(db, id_, BEGIN)
        if first == "step":
            step(db, id_, BEGIN, due, "DEACTIVATED")
        change(db, id_, BEGIN, AUTUMN)
        if first == "change":
            step(db, id_, BEGIN, due, "DEACTIVATED")
    outcomes = db.run_due(due).outcomes
    assert [(o.change.legacy_id, o.change.kind, o.change.error) for o in outcomes] == [
        (1, "status", None),
        (1, "tariff", "INVALID_SUBSCRIPTION_STATUS"),
        (2, "tariff", None),
        (2, "status", None),
    ]
    assert (history(db, 1)[0][0], history(db, 2)[0][0]) == (10, 20)


# --- what changed meanwhile -----------------------------------------------------------------------


def test_a_target_that_became_incompatible_fails_and_stops_no_other(db: Database) -> None:
    for n in (1, 2):
        change(db, n, BEGIN, AUTUMN, to=20)
    change(db, 3, BEGIN, AUTUMN, to=30)
    db.load([product(10, 10, 30)], now=BEGIN)
    foretold, report = db.simulate(start_of(AUTUMN)), db.run_due(start_of(AUTUMN))
    assert report == foretold
    assert (report.done, report.failed) == (1, 2)
    failed = report.outcomes[0].change
    assert (failed.state, failed.error) == ("failed", "INCOMPATIBLE_BUNDLED_COMMERCIAL_PRODUCT")
    assert report.outcomes[0].message
    assert not report.outcomes[0].ok
    held = db.org(ORG).products.get(1).product
    assert held.id == 10
    assert held.scheduled is None or held.scheduled.destination_product is None
    assert db.scheduled() == []
    change(db, 1, start_of(AUTUMN), to=30)  # another one may follow


def test_run_due_called_again_does_nothing_again(db: Database) -> None:
    change(db, 1, BEGIN, AUTUMN)
    later = start_of(AUTUMN) + DAY
    assert db.run_due(later).done == 1
    digest, audited = db.digest(), len(db.audit())
    for now in (later, later + DAY, BEGIN):
        assert db.run_due(now).outcomes == ()
    assert (db.digest(), len(db.audit())) == (digest, audited)


# --- a clock that goes backwards ------------------------------------------------------------------


def test_histories_stay_ordered_when_the_clock_goes_backwards(db: Database) -> None:
    change(db, 1, BEGIN)
    change(db, 1, BEGIN - DAY, to=30)
    change(db, 1, BEGIN - 2 * DAY, to=10)
    assert history(db, 1)[:3] == [(10, BEGIN), (30, BEGIN), (20, BEGIN)]
    step(db, 1, BEGIN)
    step(db, 1, BEGIN - DAY, status="DEACTIVATED")
    assert statuses(db, 1)[:2] == [("DEACTIVATED", BEGIN), ("ACTIVE", BEGIN)]


def test_a_v3_body_ends_no_earlier_than_it_began(db: Database) -> None:
    db.load([v3(50, activation_date="2027-01-01T00:00:00Z")], now=BEGIN)
    change_ = {"status": "DEACTIVATED", "status_change_user": "ana"}
    db.org(ORG).patch(50, subscription_type="MAX", status_change=change_, now=BEGIN)
    body = db.org(ORG).subscription(50).documents[0].body
    assert body.deactivation_date == instant("2027-01-01T00:00:00Z") == body.last_status_update
    assert (body.deactivation_user, body.last_status_reason) == ("ana", "N/A")


def test_moments_without_a_time_zone_are_refused(db: Database) -> None:
    naive = datetime(2026, 1, 15)
    for call in (
        lambda: db.run_due(naive),
        lambda: db.simulate(naive),
        lambda: change(db, 1, naive),
        lambda: db.handle("GET", "/v3/health", now=naive),
    ):
        with pytest.raises((abonado.ArgumentError, ValueError)):
            call()


def test_what_was_known_stays_in_order_when_the_clock_goes_backwards() -> None:
    """Runs decide what was known when; a moment that a run was told is only where it begins."""
    with abonado.connect(":memory:") as db:
        values = []
        for number, days in enumerate((0, -30, -300, -10, 5, 5)):
            now = BEGIN + days * DAY
            value = f"V{number}"
            if number % 2 == 0:
                dump = [conftest.live(1), conftest.segment(1, segment_value=value)]
                assert db.load(dump, now=now).ok
            else:
                segments = db.org(ORG).segments
                segments.delete(1, now=now)
                segments.create(
                    1,
                    segment_id="OM_GOLD",
                    segment_value=value,
                    reason="r",
                    segment_class="POSTPAID_MOBILE",
                    now=now,
                )
            values.append(value)
        runs = db.query("SELECT id, kind, started, ended FROM v_runs ORDER BY id")
        kinds = [kind for _, kind, _, _ in runs]
        assert kinds == ["load", "operation", "operation"] * 3
        starts = [at(started) for _, _, started, _ in runs]
        assert starts == sorted(set(starts))
        assert all(at(ended) >= at(started) for _, _, started, ended in runs)
        seen = [
            [row[0] for row in db.query("SELECT segment_value FROM v_segments", known=start)]
            for start in starts
        ]
        loaded, deleted, created = seen[0::3], seen[1::3], seen[2::3]
        assert loaded == [["V0"], ["V2"], ["V4"]]
        assert deleted == [[], [], []]
        assert created == [["V1"], ["V3"], ["V5"]]
        assert db.check().ok
