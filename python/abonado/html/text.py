"""Texts that become HTML: all data is escaped, visible and of bounded length."""

from __future__ import annotations

import unicodedata
from html import escape

from ..report import printable

MOST = 160  # characters of a value that are shown


class Html(str):
    """Markup. All other strings are data."""

    __slots__ = ()


def shown(text: str, most: int = MOST) -> str:
    """The text as people may see it: the beginning of a long one, and no character that hides.

    What cannot be printed, among it the marks that turn the direction of writing, becomes an escape
    such as ``\\u202e``.
    """
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return printable(cut)


def safe(text: str, most: int = MOST) -> Html:
    """The text as HTML. One that is written from right to left does not turn what is around it."""
    if isinstance(text, Html):
        return text
    seen = shown(text, most)
    escaped = escape(seen)
    if not seen.isascii() and any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in seen):
        return Html(f"<bdi>{escaped}</bdi>")
    return Html(escaped)


def element(name: str, *children: str, **attributes: str | float | None) -> Html:
    """An element; ``class_`` is the attribute class, ``stroke_width`` is stroke-width.

    Attributes that are None are left out.
    """
    words = [name]
    for key, value in attributes.items():
        if value is not None:
            shorter = f"{value:.6g}" if isinstance(value, float) else printable(str(value))
            words.append(f'{key.rstrip("_").replace("_", "-")}="{escape(shorter)}"')
    content = "".join(safe(child) for child in children)
    return Html(f"<{' '.join(words)}>{content}</{name}>")


def join(*parts: str) -> Html:
    """Parts one after the other."""
    return Html("".join(safe(part) for part in parts))


def share(part: float, whole: float) -> str:
    """A share for people, which is 0 % and 100 % only if it is."""
    if not whole or not part:
        return "0 %"
    percent = 100 * part / whole
    if part < whole and percent > 99.9:
        return "> 99.9 %"
    if percent < 0.1:
        return "< 0.1 %"
    return f"{percent:.0f} %" if percent >= 10 or percent == int(percent) else f"{percent:.1f} %"
