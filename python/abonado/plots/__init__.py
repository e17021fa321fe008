"""Charts of a store. Each asks the store for counts and makes an altair chart of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..report import printable

if TYPE_CHECKING:
    from datetime import date
    from typing import Literal

    import altair

    from ..engine import Database


class Plots:
    """Charts of a store, or of one organisation in it.

    Made by ``Database.plot`` and ``Organisation.plot``; as thread-safe as these. The store counts,
    so that a chart holds some thousand numbers however large the store is. Charts are altair's:
    they can be restyled, layered, put side by side and saved.

    Methods raise MissingExtraError without ``pip install 'abonado[altair]'``.
    """

    def __init__(self, database: Database, org: str = "") -> None:
        self._database = database
        self._org = org

    def statuses(
        self,
        *,
        by: Literal["type", "org", "billing_type"] | None = None,
        frequency: Literal["day", "week", "month", "quarter", "year"] | None = None,
        since: date | None = None,
        until: date | None = None,
        most: int = 12,
    ) -> altair.LayerChart | altair.FacetChart:
        """How many subscriptions had each status, over valid time, by what is known now.

        A number is that of ``as_of`` at the end of its period, in UTC; weeks begin on Monday. What
        no document dates is not drawn, and the title counts it.

        * ``by``: one panel for each value of this column of the frame ``subscriptions``, each with
          a scale of its own; those of fewest subscriptions beyond ``most`` are one panel.
        * ``frequency``: the finest that gives no more than 120 periods if None.
        * ``since``, ``until``: first and last day; those of the first and the last change if None,
          but not after today. If ``since`` is None, no more than the last 120 periods are drawn, or
          the last 2,000 of a given ``frequency``; the title says where they begin, and what was
          before is counted.

        Raises ArgumentError for a choice that there is not, and for more than 2,000 periods from
        ``since`` on.
        """
        from .statuses import statuses

        return statuses(
            self._database,
            self._org,
            by=by,
            frequency=frequency,
            since=since,
            until=until,
            most=most,
        )

    def tariff_flow(
        self,
        *,
        by: Literal["name", "id"] = "name",
        since: date | None = None,
        until: date | None = None,
        most: int = 12,
    ) -> altair.LayerChart:
        """From which product to which subscriptions went, by their tariff histories.

        A change is a step between two entries of a history that follow each other and differ in
        their product. Products beyond the ``most`` with most changes are one row and one column,
        which say how many they are.

        * ``by``: products of one ``name`` are one, as organisations may number the same one
          differently, and a change between them stands on the diagonal; ``id`` tells them apart.
          The catalogue names those whose history does not.
        * ``since``, ``until``: first and last day (UTC) of the changes that count.

        Raises ArgumentError for a ``by`` that there is not, or ``most`` less than 1.
        """
        from .tariffs import tariff_flow

        return tariff_flow(self._database, self._org, by=by, since=since, until=until, most=most)

    def __repr__(self) -> str:
        of = f"organisation {printable(self._org)!r} of " if self._org else ""
        return f"<charts of {of}{self._database!r}: statuses, tariff_flow>"
