"""An engine and the model of operations_model.py, told the same and compared after every step."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import abonado
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from operations_calls import Answer, by_handle, by_method
from operations_facts import (
    Documents,
    broken_rules,
    exported,
    facts_of_documents,
    facts_of_model,
    key_of,
)
from operations_model import Model
from operations_records import CATALOGUE, subscriptions

ORGS = ("euskaltel", "telecable", "yoigo")  # the last is none of the four of v3
BEGIN = datetime(2026, 3, 27, 10, tzinfo=timezone.utc)
LOADED = BEGIN - timedelta(days=1)


def risk(product_id: int) -> str | None:
    return "REVIEW" if product_id == 30 else None


class Comparison(RuleBasedStateMachine):
    """An engine and the model, which are told the same."""

    @initialize(on_disk=st.booleans())
    def begin(self, on_disk: bool) -> None:
        self.directory = TemporaryDirectory()
        self.path = Path(self.directory.name) / "subs.db" if on_disk else None
        self.records = [record for org in ORGS for record in subscriptions(org)]
        self.db = self.open()
        report = self.db.load([*CATALOGUE, *self.records], now=LOADED)
        assert report.ok, report
        self.model = Model([*CATALOGUE, *self.records], risk)
        self.now = BEGIN
        self.look()

    def open(self) -> abonado.Database:
        db = abonado.connect(self.path or ":memory:")
        db.risk_policy = lambda asked: risk(asked.to_product)
        return db

    def teardown(self) -> None:
        if not hasattr(self, "db"):
            return
        try:
            found = self.db.check()
            assert found.ok, (found.damage, found.report)
            with abonado.connect(":memory:") as other:
                assert other.load(self.db.export(), now=self.now).ok
                assert other.digest() == self.db.digest()
        finally:
            self.db.close()
            self.directory.cleanup()

    # --- what is compared ------------------------------------------------------------------------

    def look(self) -> None:
        """Remember what the store holds, to see what the next step does to it."""
        self.documents: Documents = exported(self.db)
        self.digest = self.db.digest()
        self.coming = self.db.scheduled()
        self.audited = len(self.db.audit())

    def of_others(self, org: str) -> Documents:
        return [d for d in self.documents if "org" not in d or key_of(d)[0] != org]

    def ask(self, by: bool, operation: str, org: str, legacy_id: int, **given: Any) -> Answer:
        """The operation on both sides: by a request, or by a method."""
        call = by_handle if by else by_method
        answer = call(self.db, operation, org, legacy_id, self.now, **given)
        expected = self.model.answer(operation, org, legacy_id, self.now, **given)
        assert answer[:2] == expected, (operation, org, legacy_id, given, self.now.isoformat())
        event(f"{operation} {answer[0]} {answer[1] or ''}")
        others, digest, coming = self.of_others(org), self.digest, self.coming
        audited = self.audited
        self.look()
        assert self.of_others(org) == others
        if answer[1] is not None:
            assert (self.digest, self.coming) == (digest, coming)
            assert self.audited == audited + 1
        if self.audited > audited:
            entry = self.db.audit()[-1]
            assert (entry.org, entry.legacy_id, entry.error) == (org, legacy_id, answer[1])
            assert entry.run is None or answer[1] is None
        return answer

    @invariant()
    def documents_say_what_the_model_says(self) -> None:
        assert facts_of_documents(self.documents) == facts_of_model(self.model)

    @invariant()
    def documents_keep_the_rules(self) -> None:
        assert broken_rules(self.documents) == []

    @invariant()
    def pending_changes_agree(self) -> None:
        expected = [
            (c.org, c.legacy_id, c.kind, c.state, c.due if c.state == "pending" else None, c.target)
            for c in self.model.changes
            if c.state in ("pending", "waiting")
        ]
        got = [
            (c.org, c.legacy_id, c.kind, c.state, due, c.product or c.status)
            for c in self.coming
            for due in [c.scheduled_date if c.state == "pending" else None]
        ]
        assert sorted(got, key=str) == sorted(expected, key=str)
        assert [c.scheduled_date for c in self.coming] == sorted(
            c.scheduled_date for c in self.coming
        )

    def run_due(self) -> None:
        """What is due happens as it was foretold, and as the model has it."""
        foretold = self.db.simulate(self.now)
        assert self.db.digest() == self.digest
        assert self.db.scheduled() == self.coming
        report = self.db.run_due(self.now)
        assert report == foretold
        expected = [
            (c.org, c.legacy_id, c.kind, c.target, c.state, c.error)
            for c in self.model.run_due(self.now)
        ]
        for *_, kind, _, state, error in expected:
            event(f"due: {kind} {state} {error or ''}")
        settled = [outcome.change for outcome in report.outcomes]
        assert [
            (c.org, c.legacy_id, c.kind, c.product or c.status, c.state, c.error) for c in settled
        ] == expected
        assert all(c.process_date == self.now for c in settled)
        states = [state for *_, state, _ in expected]
        assert (report.done, report.failed) == (states.count("done"), states.count("failed"))
        assert [o.ok for o in report.outcomes] == [state == "done" for state in states]
        self.look()
        assert self.db.run_due(self.now).outcomes == ()
