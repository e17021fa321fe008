"""Subscriptions by status over valid time."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError
from ..report import plural
from . import look
from .periods import beginning, check_frequency, day_of, days_of

if TYPE_CHECKING:
    import altair

    from ..engine import Database

_BY = {
    "type": "subscriptions.type",
    "org": "organisations.name",
    "billing_type": "(SELECT billing_type FROM v_subscriptions AS v"
    " WHERE v.org = organisations.name AND v.legacy_id = subscriptions.legacy_id)",
}
_NONE = "not known"

# In which spans of time each subscription had which status, counted by the days of their beginnings
# and ends. This says of all instants what the view of subscriptions says of one
# (core/src/store/subscription_view.cpp), and a test compares the two: the history of the v1
# body goes first; until it begins, its present status; until then, the dates of the v3 body.
_CHANGES = """
WITH shown(subscription, part) AS MATERIALIZED (
  SELECT subscriptions.id, {part}
  FROM subscriptions JOIN organisations ON organisations.id = subscriptions.org
  WHERE ?1 IN ('', organisations.name)
),
v1 AS MATERIALIZED (
  SELECT subscription, document, current_status, current_status_date AS since,
    ifnull((SELECT min(status_date) FROM status_history AS h WHERE h.document = v1.document), {far})
      AS told
  FROM v1_subscriptions AS v1 JOIN documents ON documents.id = v1.document
  WHERE documents.known_to IS NULL
),
v3 AS MATERIALIZED (
  SELECT documents.subscription, creation_date AS created,
    ifnull(max(creation_date, activation_date), {far}) AS activated,
    ifnull(max(creation_date, deactivation_date), {far}) AS deactivated,
    iif(status = 'CANCELLED', max(creation_date, ifnull(last_status_update, creation_date)), {far})
      AS cancelled,
    min(ifnull(v1.since, {far}), ifnull(v1.told, {far})) AS until
  FROM v3_subscriptions AS v3 JOIN documents ON documents.id = v3.document
  LEFT JOIN v1 ON v1.subscription = documents.subscription
  WHERE documents.known_to IS NULL
),
spans(subscription, status, since, until) AS (
  SELECT subscription, status, status_date, lead(status_date, 1, {far}) OVER (
    PARTITION BY h.document ORDER BY status_date, status = current_status, position)
  FROM status_history AS h JOIN v1 USING (document)
  UNION ALL SELECT subscription, current_status, since, told FROM v1
  UNION ALL SELECT subscription, 'DEACTIVATED', deactivated, until FROM v3
  UNION ALL SELECT subscription, 'ACTIVE', activated, min(deactivated, until) FROM v3
  UNION ALL
  SELECT subscription, 'CANCELLED', cancelled, min(activated, deactivated, until) FROM v3
  UNION ALL
  SELECT subscription, 'PRE_ACTIVE', created, min(cancelled, activated, deactivated, until) FROM v3
),
dated AS MATERIALIZED (
  SELECT part, subscription, status, {since} AS since, iif(until = {far}, NULL, {until}) AS until
  FROM spans JOIN shown USING (subscription) WHERE since < until
),
changes AS (
  SELECT part, since AS day, status, count(*) AS more FROM dated GROUP BY 1, 2, 3
  UNION ALL
  SELECT part, until, status, -count(*) FROM dated WHERE until IS NOT NULL GROUP BY 1, 2, 3
)
SELECT part, date(day * 86400, 'unixepoch'), status, sum(more) FROM changes GROUP BY 1, 2, 3
UNION ALL
SELECT NULL, NULL, NULL, count(*) FROM shown WHERE subscription NOT IN (
  SELECT subscription FROM dated)
"""
_FAR = 2**63 - 1  # instead of an end, or of a date that is not there
# The day since 1970 of an instant, also of one before.
_DAY = "(({0} - ({0} % 86400000000 + 86400000000) % 86400000000) / 86400000000)"


def statuses(
    database: Database,
    org: str,
    *,
    by: str | None,
    frequency: str | None,
    since: date | None,
    until: date | None,
    most: int,
) -> altair.LayerChart | altair.FacetChart:
    """As ``Plots.statuses`` tells it."""
    look.charts()  # before the work
    if by is not None and by not in _BY:
        raise ArgumentError(f"by is one of {', '.join(_BY)}, not {by}")
    check_frequency(frequency)
    if most < 1:
        raise ArgumentError("most is at least 1")
    since, until = day_of("since", since), day_of("until", until)
    if since is not None and until is not None and since > until:
        raise ArgumentError("since is after until")
    steps, undated = _steps(database, org, by)
    remarks = [f"{plural(undated, 'subscription')} without a dated status"] if undated else []
    if not steps:
        return look.nothing("No subscriptions with a dated status", *remarks)
    days = [day for _, day, _ in steps]
    today = datetime.now(timezone.utc).date()
    first = since or min(min(days), until or today)
    last = max(first, until or min(max(days), today))
    if since is None and (begin := beginning(first, last, frequency)) > first:
        remarks.append(f"Begins with {begin}, though the first change is of {first}.")
        first = begin
    rows = _totals(steps, days_of(first, last, frequency), most if by else 0)
    words = f"Subscriptions{f' of {look.label(org)}' if org else ''} by status"
    if by is None:
        return look.titled(_panel(rows), words, *remarks, width=560, height=260)
    remarks.append("Each panel has a scale of its own.")
    return look.titled(_panels(rows), f"{words} and {by}", *remarks)


Steps = Counter[tuple[str, date, str]]


def _steps(database: Database, org: str, by: str | None) -> tuple[Steps, int]:
    """Changes of the numbers by part, day and status; and how many subscriptions have none."""
    sql = _CHANGES.format(
        part=_BY[by] if by else "NULL",
        far=_FAR,
        since=_DAY.format("since"),
        until=_DAY.format("until"),
    )
    steps: Steps = Counter()
    undated = 0
    for part, day, status, count in database.query(sql, (org,)):
        if day is None:
            undated = int(str(count))
        else:
            name = _NONE if part is None else str(part)
            steps[name, date.fromisoformat(str(day)), str(status)] += int(str(count))
    return steps, undated


def _totals(steps: Steps, days: list[date], most: int) -> list[dict[str, Any]]:
    """How many there are at the end of each of the days, ascending, by part and status."""
    names = _panel_names(steps, most)
    left = sorted(((day, names[part], status, n) for (part, day, status), n in steps.items()))
    statuses = [word for word in look.STATUSES if any(status == word for *_, status, _ in left)]
    panels = list(dict.fromkeys(names.values()))
    now: Counter[tuple[str, str]] = Counter()
    rows, taken = [], 0
    for end in days:
        while taken < len(left) and left[taken][0] <= end:
            _, part, status, count = left[taken]
            now[part, status] += count
            taken += 1
        rows += [
            {
                "at": end.isoformat(),
                "part": part,
                "status": status,
                "subscriptions": now[part, status],
            }
            for part in panels
            for status in statuses
        ]
    return rows


def _panel_names(steps: Steps, most: int) -> dict[str, str]:
    """The name of the panel of each part: of the largest its own. No panels for 0."""
    sizes: Counter[str] = Counter()
    for (part, _, _), count in steps.items():
        sizes[part] += count
    parts = sorted(sizes, key=lambda part: (-sizes[part], part))
    if not most:
        return dict.fromkeys(parts, "")
    others = parts[most:]
    names = {part: look.label(part) for part in parts[:most]}
    # Two long names may have the same beginning.
    twice = Counter(names.values())
    names = {p: f"{n} ({i})" if twice[n] > 1 else n for i, (p, n) in enumerate(names.items(), 1)}
    return names | dict.fromkeys(others, f"{len(others):,} more")


def _time_axis(rows: list[dict[str, Any]]) -> altair.Axis:
    """Labels that say the year."""
    days = (date.fromisoformat(rows[-1]["at"]) - date.fromisoformat(rows[0]["at"])).days
    if days > 3 * 366:
        every: dict[str, Any] = {"interval": "year", "step": 1 + days // (366 * 10)}
        return look.axis(title=None, grid=False, format="%Y", tickCount=every)
    return look.axis(title=None, grid=False, format="%Y-%m" if days > 180 else "%Y-%m-%d")


def _panel(rows: list[dict[str, Any]]) -> altair.LayerChart:
    """Areas, and the numbers of a day where one points."""
    alt = look.charts()
    found = {str(row["status"]) for row in rows}
    present = [word for word in look.STATUSES if word in found]
    base = alt.Chart().encode(x=alt.X("at:T", scale=alt.Scale(type="utc"), axis=_time_axis(rows)))
    areas = (
        base.transform_calculate(order=f"indexof({present}, datum.status)")
        .mark_area(interpolate="step-before")
        .encode(
            y=alt.Y("subscriptions:Q", axis=look.axis(title=None, tickCount=4), stack=True),
            color=alt.Color(
                "status:N",
                scale=look.colours(look.STATUSES, present),
                legend=look.legend(title=None),
            ),
            order="order:Q",
        )
    )
    told = [alt.Tooltip(f"{word}:Q", format=",") for word in present]
    at = alt.Tooltip("at:T", format="%Y-%m-%d", title="at the end of")
    hover = (
        base.transform_pivot("status", value="subscriptions", groupby=["at"])
        .mark_rule(strokeWidth=6, opacity=0)
        .encode(tooltip=[at, *told])
    )
    chart: altair.LayerChart = alt.layer(areas, hover, data=look.data(rows), view=look.border())
    return chart


def _panels(rows: list[dict[str, Any]]) -> altair.FacetChart:
    alt = look.charts()
    header = alt.Header(title=None, labelColor=look.INK, labelAnchor="start")
    order = list(dict.fromkeys(row["part"] for row in rows))
    chart: altair.FacetChart = (
        _panel(rows)
        .properties(width=190, height=110)
        .facet(facet=alt.Facet("part:N", sort=order, header=header), columns=3)
        .resolve_scale(y="independent")
    )
    return chart
