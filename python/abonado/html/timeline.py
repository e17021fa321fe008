"""A timeline as SVG: lanes of bars over one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from .axis import Span, is_far, moment_text, span_of
from .lanes import LETTER, MOST_LETTERS, Lane, Mark, Placed, pack, place_bar
from .style import TONES
from .text import Html, element, join, safe, shown

WIDTH = 700
_LEFT = 108.0  # of the bars; the names of the lanes stand before them
_RIGHT = WIDTH - 10.0
_TOP = 20.0
_ROW, _THIN = 20.0, 5.0  # height of a row with words, and of one without
_GAP = 8.0  # between lanes
_MOST_ROWS, _MOST_THIN = 8, 40


def draw(lanes: Sequence[Lane], title: str, now: datetime) -> Html:
    """The lanes that hold something; nothing if none does."""
    used = [lane for lane in lanes if lane.bars or lane.marks]
    if not used:
        return Html()
    span = span_of(_instants(used, now), now, left=_LEFT, right=_RIGHT)
    parts, top = [], _TOP + 4
    for lane in used:
        part, height = _lane(lane, span, now, top)
        parts.append(part)
        top += height + _GAP
    return element(
        "svg",
        element("title", title),
        element("desc", Html(_escaped(_told(used)))),
        _axis(span, now, top),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {top + 10:.0f}",
        width=str(WIDTH),
        role="img",
    )


def _instants(lanes: Sequence[Lane], now: datetime) -> list[datetime | None]:
    bars = [bar for lane in lanes for bar in lane.bars]
    found = [mark.at for lane in lanes for mark in lane.marks]
    ends = [bar.end for bar in bars] + [bar.start for bar in bars]
    goes_on = any(bar.end is None or is_far(bar.end, now) for bar in bars)
    return [*found, *ends, *([now] if goes_on else [])]


def _told(lanes: Sequence[Lane]) -> str:
    """The picture in words, for those who do not see it."""
    most = 12  # of a lane
    told = []
    for lane in lanes:
        items = [f"{shown(bar.label, 40)} {bar.when}" for bar in lane.bars[:most]]
        items += [f"{shown(mark.label, 40)} {moment_text(mark.at)}" for mark in lane.marks[:most]]
        more = len(lane.bars) + len(lane.marks) - len(items)
        told.append(f"{lane.name}: {'; '.join(items)}" + (f"; and {more} more" if more else ""))
    return ". ".join(told)


def _escaped(text: str) -> str:
    return safe(text, most=len(text))


def _axis(span: Span, now: datetime, bottom: float) -> Html:
    parts = []
    for x, label in span.ticks():
        parts.append(_line(x, bottom, "ab-grid"))
        parts.append(_words(label, x, 12, anchor="middle", soft=True))
    if span.start < now < span.end:
        parts.append(_line(span.x(now), bottom, "ab-now"))
        parts.append(_words("today", span.x(now), bottom + 6, anchor="middle", soft=True))
    return element("g", *parts, class_="ab-axis")


def _line(x: float, bottom: float, kind: str, *children: Html) -> Html:
    place = {"x1": x, "x2": x, "y1": _TOP - 4, "y2": bottom - _GAP}
    return element("line", *children, **place, class_=kind, stroke="#d5dbe1")


def _words(text: str, x: float, y: float, *, anchor: str, soft: bool = False) -> Html:
    kind = "ab-soft-text" if soft else None
    return element("text", text, x=x, y=y, text_anchor=anchor, class_=kind, font_size="11")


def _lane(lane: Lane, span: Span, now: datetime, top: float) -> tuple[Html, float]:
    """A lane and its height."""
    rows = pack([place_bar(bar, span, now, lane.is_sequence) for bar in lane.bars])
    height = _ROW
    if len(rows) > _MOST_ROWS:
        height = _THIN
        rows = pack([replace(p, words="", words_at=p.left) for row in rows for p in row])
    parts = [_words(lane.name, 0, top + 12.5, anchor="start", soft=True)]
    for number, row in enumerate(rows[:_MOST_THIN]):
        parts += [_bar(placed, top + number * height, height) for placed in row]
    parts += _marks(lane.marks, span, top + len(rows) * height)
    total = min(len(rows), _MOST_THIN) * height + len(lane.marks[:_MOST_ROWS]) * _ROW
    hidden = sum(len(row) for row in rows[_MOST_THIN:]) + len(lane.marks[_MOST_ROWS:])
    if hidden:
        parts.append(_words(f"and {hidden:,} more", _LEFT, top + total + 13, anchor="start"))
        total += _ROW
    return element("g", *parts, class_="ab-lane"), max(total, _ROW)


def _bar(placed: Placed, top: float, height: float) -> Html:
    bar = placed.bar
    kind = f"ab-{bar.tone}" + (" ab-broken" if bar.faults else "")
    if bar.start is None and bar.end is None:
        kind += " ab-undated"
    told = " · ".join([shown(bar.label), bar.when, *(shown(fault) for fault in bar.faults)])
    shape = element(
        "path",
        element("title", Html(_escaped(told))),
        d=_shape(placed, top, height - (3 if height > _THIN else 1)),
        class_=kind,
        fill=TONES[bar.tone],
    )
    if not placed.words:
        return shape
    return join(shape, _words(placed.words, placed.words_at, top + 12.5, anchor=placed.anchor))


def _shape(placed: Placed, top: float, height: float) -> str:
    """A rectangle; with a point at an end that is open, and a notch where it began unknown."""
    tip = min(6.0, height / 2, (placed.right - placed.left) / 2)
    middle, bottom = top + height / 2, top + height
    right = placed.right - (tip if placed.bar.end is None else 0)
    path = f"M{placed.left:.1f} {top:.1f}H{right:.1f}"
    path += f"L{placed.right:.1f} {middle:.1f}L{right:.1f} {bottom:.1f}H{placed.left:.1f}"
    if placed.bar.start is None:
        path += f"L{placed.left + tip:.1f} {middle:.1f}"
    return path + "Z"


def _marks(marks: Sequence[Mark], span: Span, top: float) -> list[Html]:
    """Outlined diamonds, one a row, each with its words."""
    out = []
    for number, mark in enumerate(marks[:_MOST_ROWS]):
        x, y = span.x(mark.at), top + number * _ROW + 8.5
        d = f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6Z"
        words = f"{shown(mark.label, MOST_LETTERS)}, {moment_text(mark.at)}"
        title = element("title", Html(_escaped(f"{shown(mark.label)} · {moment_text(mark.at)}")))
        out.append(element("path", title, d=d, class_="ab-pending", fill="none", stroke="#59636e"))
        is_left = x + 12 + LETTER * len(words) > span.right
        at, anchor = (x - 11, "end") if is_left else (x + 11, "start")
        out.append(_words(words, at, y + 4, anchor=anchor))
    return out
