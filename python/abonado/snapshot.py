"""A store at a moment on the two axes of history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .errors import ArgumentError
from .organisation import Organisation
from .report import printable

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from .answers import Rows, SqlValue, SubscriptionState
    from .engine import Database
    from .frames import Frame, FrameValue


class Snapshot:
    """A store at a moment. Made by ``Database.as_of``; as thread-safe as that."""

    def __init__(self, database: Database, valid: datetime | None, known: datetime | None) -> None:
        for name, moment in (("valid", valid), ("known", known)):
            if moment is None:
                continue
            if not hasattr(moment, "utcoffset"):
                raise ArgumentError(f"{name} is a datetime, not {type(moment).__name__}")
            if moment.utcoffset() is None:
                raise ArgumentError(f"{name}: the datetime has no time zone")
        self._database = database
        self._valid = valid
        self._known = known

    @property
    def valid(self) -> datetime | None:
        """When facts held; None: whenever."""
        return self._valid

    @property
    def known(self) -> datetime | None:
        """When the store had learned of them; None: now."""
        return self._known

    def org(self, name: str) -> OrganisationAsOf:
        """What one organisation had at the moment."""
        return OrganisationAsOf(self, name)

    def query(
        self, sql: str, params: Sequence[SqlValue] = (), *, timeout: float | None = None
    ) -> Rows:
        """``Database.query`` with the readable views (``v_…``) of the moment."""
        return self._database.query(
            sql, params, valid=self._valid, known=self._known, timeout=timeout
        )

    def frame(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: str | None = None,
        params: Sequence[FrameValue] = (),
    ) -> Frame:
        """``Database.frame`` of the moment."""
        return self._database.frame(name, columns, where, params, as_of=self)

    def __repr__(self) -> str:
        return f"<{self._database!r} as of valid={self._valid}, known={self._known}>"


class OrganisationAsOf:
    """What one organisation had at a moment. Made by ``Snapshot.org``."""

    def __init__(self, snapshot: Snapshot, name: str) -> None:
        self._snapshot = snapshot
        self._org = Organisation(snapshot._database, name)

    @property
    def name(self) -> str:
        """As in paths and envelopes."""
        return self._org.name

    def subscription(self, id: int | str | UUID) -> SubscriptionState:  # noqa: A002
        """``Organisation.subscription`` at the moment."""
        return self._org.subscription(id, valid=self._snapshot.valid, known=self._snapshot.known)

    def frame(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: str | None = None,
        params: Sequence[FrameValue] = (),
    ) -> Frame:
        """``Organisation.frame`` of the moment."""
        return self._org.frame(name, columns, where, params, as_of=self._snapshot)

    def __repr__(self) -> str:
        return f"<organisation {printable(self.name)!r} of {self._snapshot!r}>"
