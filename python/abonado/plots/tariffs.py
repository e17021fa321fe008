"""From which product to which subscriptions went."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import ArgumentError
from ..report import plural
from . import look
from .periods import day_of

if TYPE_CHECKING:
    import altair

    from ..engine import Database

# Of entries of one instant the one on top of the history is the newest (TAR-001). One without a
# name has that of the catalogue.
_FLOW = """
WITH catalogue AS MATERIALIZED (SELECT id, value FROM v_catalogue_products),
entries AS (
  SELECT h.document, h.position, h.id, ifnull(h.value, catalogue.value) AS name, historic_date AS at
  FROM tariff_history AS h JOIN documents ON documents.id = h.document
  LEFT JOIN subscriptions ON subscriptions.id = documents.subscription
  LEFT JOIN organisations ON organisations.id = subscriptions.org
  LEFT JOIN catalogue ON catalogue.id = h.id
  WHERE documents.known_to IS NULL AND ?1 IN ('', organisations.name)
),
steps AS (
  SELECT id, name, at, lag(id) OVER history AS former, lag(name) OVER history AS former_name
  FROM entries WINDOW history AS (PARTITION BY document ORDER BY at, position DESC)
)
SELECT former, former_name, id, name, count(*) FROM steps
WHERE former <> id AND at >= ifnull(?2, at) AND at < ifnull(?3, at + 1)
GROUP BY 1, 2, 3, 4
"""


class Product(NamedTuple):
    """A product as an entry of a history names it."""

    id: int
    name: str


Flow = Counter[tuple[Product, Product]]
_BY = ("name", "id")


class Labels(NamedTuple):
    """What products are called in a chart."""

    of: dict[Product, str]
    order: list[str]
    """Those with most changes first; the others' label, if any, last."""
    others: str | None


def tariff_flow(
    database: Database,
    org: str,
    *,
    by: str,
    since: date | None,
    until: date | None,
    most: int,
) -> altair.LayerChart:
    """As ``Plots.tariff_flow`` tells it."""
    look.charts()  # before the work
    if by not in _BY:
        raise ArgumentError(f"by is one of {', '.join(_BY)}, not {by}")
    if most < 1:
        raise ArgumentError("most is at least 1")
    flow = _flow(database, org, day_of("since", since), day_of("until", until))
    of = f" of {look.label(org)}" if org else ""
    if not flow:
        return look.nothing(f"No tariff changes{of}")
    labels = _labels(flow, by, most)
    words = f"{plural(flow.total(), 'tariff change')}{of}"
    return look.titled(_chart(_cells(flow, labels), labels.order), words)


def _flow(database: Database, org: str, since: date | None, until: date | None) -> Flow:
    end = until + timedelta(days=1) if until and until < date.max else None
    moments = [None if day is None else _microseconds(day) for day in (since, end)]
    rows = database.query(_FLOW, (org, *moments))
    flow: Flow = Counter()
    for former, former_name, id_, name, count in rows:
        pair = _product(former, former_name), _product(id_, name)
        flow[pair] += int(str(count))
    return flow


def _product(id_: object, name: object) -> Product:
    return Product(int(str(id_)), "" if name is None else str(name))


def _microseconds(day: date) -> int:
    """Since 1970, of the beginning of the day in UTC."""
    return (day - date(1970, 1, 1)).days * 86_400_000_000


def _labels(flow: Flow, by: str, most: int) -> Labels:
    """Of the products with most changes their own label, of all others the same one."""
    named: dict[int, Counter[str]] = {}
    for pair, count in flow.items():
        for product in pair:
            named.setdefault(product.id, Counter())[product.name] += count

    def key(product: Product) -> tuple[str, int]:
        if by == "name" and product.name:
            return product.name, 0
        usual = max(named[product.id].items(), key=lambda item: (item[1], item[0]))[0]
        return f"{product.id} {usual}".strip(), product.id

    changes: Counter[tuple[str, int]] = Counter()
    for pair, count in flow.items():
        for product in pair:
            changes[key(product)] += count
    keys = sorted(changes, key=lambda one: (-changes[one], one))
    shown: dict[tuple[str, int], str] = {}
    for one in keys[:most]:
        text = look.label(one[0])
        # Two long names may have the same beginning.
        shown[one] = f"{text} ({len(shown) + 1})" if text in shown.values() else text
    left = len(keys) - len(shown)
    others = plural(left, "other product") if left else None
    of = {product: shown.get(key(product), others or "") for pair in flow for product in pair}
    return Labels(of, [*shown.values(), *([others] if others else [])], others)


def _cells(flow: Flow, labels: Labels) -> list[dict[str, Any]]:
    cells: Counter[tuple[str, str]] = Counter()
    for (former, product), count in flow.items():
        cells[labels.of[former], labels.of[product]] += count
    return [
        {"from": former, "to": product, "changes": n, "others": labels.others in (former, product)}
        for (former, product), n in sorted(cells.items())
    ]


def _chart(cells: list[dict[str, Any]], order: list[str]) -> altair.LayerChart:
    alt = look.charts()
    places = look.axis(domain=False, ticks=False, labelLimit=220)
    told = [alt.Tooltip("changes:Q", format=","), "from:N", "to:N"]
    base = alt.Chart(look.data(cells)).encode(
        x=alt.X("to:N", sort=order, axis=places, scale=alt.Scale(domain=order)).title("to"),
        y=alt.Y("from:N", sort=order, axis=places, scale=alt.Scale(domain=order)).title("from"),
        tooltip=told,
    )
    # What is summed up in "other products" has no part in the scale, as it would outshine all else.
    most = max([cell["changes"] for cell in cells if not cell["others"]], default=1)
    scale = alt.Scale(domain=[0, most], range=[look.FEW, look.MANY])
    shades = base.mark_rect().encode(
        color=alt.condition(
            "datum.others",
            alt.value(look.OTHERS),
            alt.Color("changes:Q", scale=scale, legend=None),
        )
    )
    is_deep = f"!datum.others && datum.changes > {most * 0.6}"
    numbers = base.mark_text(fontSize=10).encode(
        text=alt.Text("changes:Q", format="," if most < 10_000 else "~s"),
        color=alt.condition(is_deep, alt.value(look.LIGHT), alt.value(look.DARK)),
    )
    chart: altair.LayerChart = alt.layer(shades, numbers).properties(
        width=alt.Step(38), height=alt.Step(24), view=look.border()
    )
    return chart
