"""Random sequences of all operations, held against the model of operations_model.py.

ABONADO_STATEFUL_EXAMPLES says how many sequences; with it they are other ones each time.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule
from operations_reads import Reads
from operations_records import MSISDN, migration, product, uuid_of
from operations_strategies import (
    CORNERS,
    MICROSECOND,
    alive,
    days_ahead,
    delays,
    ids,
    kinds,
    limit_rows,
    orgs,
    products,
    reasons,
    statuses,
    types,
    users,
    with_tariff,
)
from operations_world import Subscription, today

EXAMPLES = os.environ.get("ABONADO_STATEFUL_EXAMPLES")


class Operations(Reads):
    """All that may be asked."""

    @rule(
        by=st.booleans(),
        org=orgs,
        id_=ids,
        segment_id=st.sampled_from(
            ["OM_A", "OP_A", "OC_A", "OM", "om_a", "XX", " ", "DEVICEOFFERSEGMENT"]
        ),
        class_=st.sampled_from([None, None, "POSTPAID_MOBILE", "PREPAID", "NONE"]),
    )
    def create_segment(
        self, by: bool, org: str, id_: int, segment_id: str, class_: str | None
    ) -> None:
        by = by or not segment_id.strip()  # what no struct can hold is refused before it is asked
        extra = {} if by or class_ is None else {"segment_class": class_}
        self.ask(by, "create_segment", org, id_, segment_id=segment_id, **extra)

    @rule(by=st.booleans(), org=orgs, id_=ids)
    def delete_segments(self, by: bool, org: str, id_: int) -> None:
        self.ask(by, "delete_segments", org, id_)

    @rule(
        by=st.booleans(),
        org=orgs,
        id_=ids,
        type_=st.sampled_from(["MOBILE", "MOBILE", "LANDLINE"]),
        rows=limit_rows,
    )
    def create_credit_limits(
        self, by: bool, org: str, id_: int, type_: str, rows: list[tuple[str, str, str]]
    ) -> None:
        given = {"subscription_type": type_, "credit_limits": rows}
        self.ask(by, "create_credit_limits", org, id_, **given)

    @rule(by=st.booleans(), org=orgs, id_=ids)
    def delete_credit_limits(self, by: bool, org: str, id_: int) -> None:
        self.ask(by, "delete_credit_limits", org, id_)

    @rule(
        by=st.booleans(),
        org=orgs,
        id_=st.sampled_from([1, 3, 5, 8, 11, 12, 13]),
        kind=kinds,
        status=st.sampled_from(["ACTIVE", "ACTIVE", "DEACTIVATED", "CANCELLED"]),
        breaks=st.sampled_from([None, None, None, "activation_date", "deactivation_date"]),
        uuid=st.sampled_from([None, 5, 12, 13]),
        msisdn=st.sampled_from([None, MSISDN]),
    )
    def migrate(
        self,
        by: bool,
        org: str,
        id_: int,
        kind: str,
        status: str,
        breaks: str | None,
        uuid: int | None,
        msisdn: str | None,
    ) -> None:
        body = migration(kind, id_, status)
        if uuid is not None:
            body["id"] = uuid_of(org, uuid)
        if breaks is not None and body.pop(breaks, None) is None:
            body[breaks] = "2025-01-01T00:00:00Z"
        extra: dict[str, Any] = {}
        if msisdn is not None and not by:
            extra = {"identifiers": {"MSISDN": msisdn}, "billing_type": "PREPAID"}
        self.ask(by, "migrate", org, id_, kind=kind, body=body, **extra)

    @rule(
        by=st.booleans(),
        operation=st.sampled_from(["deactivate_netflix", "cancel_netflix"]),
        org=orgs,
        id_=st.sampled_from([1, 3, 3, 4, 4, 5, 8, 10]),
        reason=reasons,
        user=users,
        delay=delays,
    )
    def netflix(
        self,
        by: bool,
        operation: str,
        org: str,
        id_: int,
        reason: str,
        user: str | None,
        delay: timedelta | None,
    ) -> None:
        when = None if delay is None else self.now + delay
        self.ask(by, operation, org, id_, reason=reason, user=user, requested=when)

    @rule(
        by=st.booleans(),
        org=orgs,
        id_=alive,
        type_=types,
        status=statuses,
        changes=st.sampled_from([True, True, True, False]),
        reason=st.none() | reasons,
        user=users,
        delay=delays,
    )
    def patch_subscription(
        self,
        by: bool,
        org: str,
        id_: int,
        type_: str | None,
        status: str | None,
        changes: bool,
        reason: str | None,
        user: str | None,
        delay: timedelta | None,
    ) -> None:
        of = self.model.subscriptions.get((org, id_), Subscription(type="MOBILE"))
        when = None if delay is None else self.now + delay
        if status is None:
            planned = when is not None and of.exists
            then = self.model.status_at(org, id_, when) if planned else of.status
            status = {"PRE_ACTIVE": "ACTIVE"}.get(then or "", "DEACTIVATED")
        given = {"status": status, "reason": reason, "user": user, "requested": when}
        right = type_ or of.type or "MOBILE"
        given = given if changes else {}
        self.ask(by, "patch_subscription", org, id_, subscription_type=right, **given)

    @rule(
        by=st.booleans(),
        org=orgs,
        id_=with_tariff,
        to=products,
        nth=st.integers(0, 2),
        ahead=days_ahead,
        user=users,
    )
    def change_product(
        self,
        by: bool,
        org: str,
        id_: int,
        to: int | None,
        nth: int,
        ahead: int | None,
        user: str | None,
    ) -> None:
        of = self.model.subscriptions.get((org, id_))
        fits = sorted(self.model.compatible(of.tariff)) if of and of.tariff else []
        if to is None:
            to = fits[nth % len(fits)] if fits else 10
        day = None if ahead is None else today(self.now) + timedelta(days=ahead)
        given = {"product_id": to, "scheduled_date": day, "user": user}
        answer = self.ask(by, "change_product", org, id_, **given)
        if answer[0] == 202:
            assert answer[2] == {"risk_decision": self.model.decision}

    @rule(
        data=st.data(),
        org=orgs,
        id_=ids,
        wild=st.sampled_from([False, False, True]),
        what=st.sampled_from(["approve", "approve", "refuse", "tariff", "status"]),
    )
    def decide(self, data: Any, org: str, id_: int, wild: bool, what: str) -> None:
        """About what is to come: mostly what there is, else what there may not be."""
        state = "waiting" if what in ("approve", "refuse") else "pending"
        coming = [c for c in self.model.changes if c.state == state]
        if coming and not wild:
            change = data.draw(st.sampled_from(coming))
            org, id_ = change.org, change.legacy_id
        if state == "waiting":
            self.ask(False, "resolve_risk", org, id_, approve=what == "approve")
        else:
            self.ask(False, "cancel_change", org, id_, kind=what)

    # --- time, loads, handles --------------------------------------------------------------------

    @rule(
        step=st.sampled_from(
            [timedelta(0), MICROSECOND, timedelta(hours=1), -timedelta(minutes=90)]
            + [timedelta(days=days) for days in (1, 1, 2, 31, 300)]
        ),
        due=st.booleans(),
    )
    def time_goes_on(self, step: timedelta, due: bool) -> None:
        self.now += step
        if due:
            self.run_due()

    @rule(
        before=st.sampled_from([timedelta(0), MICROSECOND, -MICROSECOND, timedelta(hours=12)]),
        due=st.booleans(),
    )
    def a_corner_of_the_calendar_comes(self, before: timedelta, due: bool) -> None:
        self.now = next((c - before for c in CORNERS if c - before > self.now), self.now)
        if due:
            self.run_due()

    @rule(from_=st.sampled_from([10, 20, 30]), to=st.sets(st.sampled_from([10, 20, 30, 40])))
    def the_catalogue_changes(self, from_: int, to: set[int]) -> None:
        record = product(from_, *sorted(to))
        assert self.db.load([record], now=self.now).ok
        self.model.take(record)
        self.look()

    @rule()
    def the_first_dump_is_loaded_again(self) -> None:
        before = self.digest, self.coming
        self.db.load(self.records, now=self.now)
        self.look()
        assert (self.digest, self.coming) == before

    @rule()
    def the_store_is_opened_again(self) -> None:
        if self.path is None:
            return
        self.db.close()
        self.db = self.open()
        before = self.digest, self.coming, self.audited
        self.look()
        assert (self.digest, self.coming, self.audited) == before


TestOperations = Operations.TestCase
TestOperations.settings = settings(
    max_examples=int(EXAMPLES or 80),
    stateful_step_count=60,
    derandomize=EXAMPLES is None,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
