"""Lists that a notebook shows as tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


class Listing(list[T]):
    """A list in all else."""

    def __init__(self, items: Iterable[T], what: str) -> None:
        """``what`` names one of ``html.listings.TABLES``."""
        super().__init__(items)
        self._what = what

    def _repr_html_(self) -> str:
        from .html.listings import listing

        return listing(self, self._what)
