"""A subscription and its history for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from .axis import moment_text
from .lanes import Lane
from .parts import follow, lanes_of
from .style import framed
from .tables import chip, folded, pointer_code, rule_name, severity_chip, table
from .text import Html, element, join
from .timeline import draw

if TYPE_CHECKING:
    from ..answers import SubscriptionState
    from ..history import History
    from ..report import Finding

_MOST_PARTS = 500  # of the table below the picture
_STATUS_CHIPS = {"ACTIVE": "good", "CANCELLED": "error"}


def subscription(
    state: SubscriptionState, findings: Iterable[Finding] = (), now: datetime | None = None
) -> Html:
    """Facts, timeline, parts; ``findings`` of this subscription are marked and told."""
    moment = now or datetime.now(timezone.utc)
    own = [f for f in findings if (f.org, f.legacy_id) == (state.org, state.legacy_id)]
    lanes = lanes_of(state, own)
    title = f"Subscription {state.legacy_id} of {state.org}, through time"
    return framed(
        _head(state),
        _facts(state),
        draw(lanes, title, moment),
        _findings(own),
        _parts(lanes),
    )


def not_shown() -> Html:
    """In place of what a store says that was opened with ``redact``."""
    return framed(element("p", "Not shown: the store was opened with redact.", class_="ab-muted"))


def history(told: History, now: datetime | None = None) -> Html:
    """Statuses and tariffs as a picture and a table."""
    statuses = [(s.since, s.status) for s in told.statuses]
    tariffs = [(t.since, t.name) for t in told.tariffs]
    lanes = [
        Lane("status", follow(statuses, "status"), is_sequence=True),
        Lane("tariff", follow(tariffs), is_sequence=True),
    ]
    title = f"Statuses and tariffs of subscription {told.legacy_id} of {told.org}"
    rows = [
        ("" if since is None else moment_text(since), what, value)
        for what, entries in (("status", statuses), ("tariff", tariffs))
        for since, value in entries
    ]
    return framed(
        element("p", join("History of ", _name(told)), class_="ab-head"),
        draw(lanes, title, now or datetime.now(timezone.utc)),
        table(("since", "what", "value"), rows),
    )


def _name(told: Any) -> Html:
    return join(told.org, " ", str(told.legacy_id))


def _head(state: SubscriptionState) -> Html:
    status = state.status or "no status"
    name = join(_name(state), " ", state.type or "", " ")
    return element("p", name, chip(status, _STATUS_CHIPS.get(status)), class_="ab-head")


def _facts(state: SubscriptionState) -> Html:
    """One quiet line: what has no dates."""
    number = "" if state.product_id is None else str(state.product_id)
    tariff = " ".join(filter(None, (number, state.product)))
    lists = (
        (len(state.add_ons), "add-on"),
        (len(state.free_units_packages), "package"),
        (len(state.promotions), "promotion"),
        (len(state.bundles), "bundle"),
    )
    counts = [f"{n:,} {word}{'' if n == 1 else 's'}" for n, word in lists if n]
    kinds = ", ".join(document.kind.replace("_", " ") for document in state.documents)
    parts = [f"tariff {tariff}" if tariff else "", ", ".join(counts)]
    parts.append(f"documents: {kinds}" if kinds else "")
    return element("p", " · ".join(filter(None, parts)), class_="ab-muted")


def _findings(findings: Sequence[Finding]) -> Html:
    if not findings:
        return Html()
    rows = (
        (rule_name(f.rule), severity_chip(f.severity), pointer_code(f.pointer), f.message)
        for f in findings
    )
    return table(("rule", "severity", "where", "what is wrong"), rows)


def _parts(lanes: Sequence[Lane]) -> Html:
    """All that the picture shows, as text."""
    rows = [
        (lane.name, bar.label, *_dates(bar.start, bar.end)) for lane in lanes for bar in lane.bars
    ]
    rows += [
        (lane.name, mark.label, moment_text(mark.at), "") for lane in lanes for mark in lane.marks
    ]
    if not rows:
        return element("p", "No document tells a date.", class_="ab-muted")
    more = len(rows) - _MOST_PARTS
    rest = element("p", f"and {more:,} more") if more > 0 else Html()
    columns = ("what", "which", "from", "until")
    return folded(f"{len(rows):,} dated parts", table(columns, rows[:_MOST_PARTS]), rest)


def _dates(start: datetime | None, end: datetime | None) -> tuple[str, str]:
    return (
        "unknown" if start is None else moment_text(start),
        "open" if end is None else moment_text(end),
    )
