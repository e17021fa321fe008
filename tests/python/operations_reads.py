"""Reads between the steps of test_operations_stateful.py."""

from __future__ import annotations

import json

import abonado
from hypothesis import strategies as st
from hypothesis.stateful import rule
from operations_facts import scheduled_of
from operations_machine import Comparison
from operations_records import ADDRESS, MSISDN
from operations_strategies import ids, orgs
from operations_world import instant


class Reads(Comparison):
    """What is read agrees with the model."""

    @rule(org=orgs, id_=ids)
    def get(self, org: str, id_: int) -> None:
        of = self.model.subscriptions.get((org, id_))
        answer = self.db.handle("GET", f"/v1/orgs/{org}/subscriptions/{id_}")
        if of is None or of.status is None:
            assert answer.status == 404
            return
        body = json.loads(answer.body or "")
        history = [(instant(e["status_date"]), e["status"]) for e in body.get("status_history", [])]
        assert (answer.status, body["id"]) == (200, id_)
        if of.v1 is None:
            assert body["current_status"] == of.status == history[0][1]
            assert history == sorted(history, key=lambda entry: entry[0], reverse=True)
        else:
            assert (body["current_status"], history) == (of.v1.status, of.v1.history)
        assert self.db.org(org).get(id_) == abonado.model.GetSubscription.from_json(answer.body)

    @rule(
        org=orgs,
        asked=st.sampled_from(
            [
                ("MSISDN", "600000001", MSISDN),
                ("MSISDN", "0034 600-000-001", MSISDN),
                ("SUBSCRIPTIONEMAIL", "ana@example.com", ADDRESS),
                ("OTTEXTERNALID", "s-5", "s-5"),
                ("OTTEXTERNALID", "e-12", "e-12"),
                ("EXTERNALID", "1", "1"),
            ]
        ),
    )
    def find(self, org: str, asked: tuple[str, str, str]) -> None:
        kind, value, stored = asked
        expected = sorted(
            id_
            for (name, id_), of in self.model.subscriptions.items()
            if name == org and (kind, stored) in of.identifiers
        )
        assert self.db.org(org).find_ids(kind, value) == expected
        query = f"filter_type={kind}&filter_value={value.replace(' ', '%20')}"
        answer = self.db.handle("GET", f"/v1/orgs/{org}/subscriptions", query)
        assert answer.status == (200 if expected else 404)
        if expected:
            assert [found["id"] for found in json.loads(answer.body or "")] == expected

    @rule(org=orgs, id_=ids, since=st.none() | st.just("2026-03-01T09:00:00Z"))
    def shippings(self, org: str, id_: int, since: str | None) -> None:
        of = self.model.subscriptions.get((org, id_))
        recorded = of.shippings if of is not None else {}
        expected = [order for order, when in recorded.items() if since is None or when is not None]
        query = None if since is None else f"requested_date='{since}'"
        path = f"/v1/orgs/{org}/subscriptions/{id_}/shippings"
        answer = self.db.handle("GET", path, query)
        got = [shipping["shipping_order_id"] for shipping in json.loads(answer.body or "")]
        assert (answer.status, sorted(got)) == (200, sorted(expected))

    @rule(org=orgs, id_=ids, include=st.booleans())
    def get_products(self, org: str, id_: int, include: bool) -> None:
        of = self.model.subscriptions.get((org, id_))
        query = 'query={"include":["compatibilities","historical_changes","x"]}' if include else ""
        answer = self.db.handle("GET", f"/v2/orgs/{org}/subscriptions/{id_}/products", query)
        if of is None or of.tariff is None:
            assert answer.status == 404
            return
        body = json.loads(answer.body or "")
        assert (answer.status, body["id"]) == (200, id_)
        assert body["product"]["id"] == of.tariff.product
        pending = [
            change.target
            for change in self.model.open_changes(org, id_, "tariff")
            if change.state == "pending"
        ]
        shown = scheduled_of(body["product"])
        assert ([] if shown is None else [shown[0]]) == pending
        assert ("historical_changes" in body, "compatibilities" in body["product"]) == (
            include,
            include,
        )
        if include:
            compatible = {other["id"] for other in body["product"]["compatibilities"]}
            assert compatible == self.model.compatible(of.tariff)
            ids_ = [entry["id"] for entry in body["historical_changes"]]
            assert ids_ == [entry[0] for entry in of.tariff.history]
