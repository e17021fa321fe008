"""Tables, numbers, chips and bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from .text import Html, element, join, shown

SEVERITIES = ("error", "warning")


def table(
    columns: Sequence[str], rows: Iterable[Iterable[str]], *, numbers: Iterable[str] = ()
) -> Html:
    """A table; the columns of ``numbers`` stand to the right."""
    right = {place for place, name in enumerate(columns) if name in set(numbers)}

    def cells(tag: str, texts: Iterable[str]) -> Html:
        kind = {True: "ab-number", False: None}
        return element(
            "tr",
            *(element(tag, text, class_=kind[i in right]) for i, text in enumerate(texts)),
        )

    return element(
        "table",
        element("thead", cells("th", columns)),
        element("tbody", *(cells("td", row) for row in rows)),
        class_="ab-table",
    )


def tiles(facts: Iterable[tuple[str, str]]) -> Html:
    """Names and values, the values large."""
    shown = (
        element("div", element("dt", name), element("dd", value), class_="ab-tile")
        for name, value in facts
    )
    return element("dl", *shown, class_="ab-tiles")


def chip(text: str, tone: str | None = None) -> Html:
    """A word with a ground: of a severity, ``good``, or plain."""
    return element("span", text, class_=f"ab-chip ab-{tone}" if tone else "ab-chip")


def severity_chip(severity: str) -> Html:
    return chip(severity, severity if severity in SEVERITIES else None)


def share_bar(parts: Sequence[tuple[str, int]], label: str) -> Html:
    """What a whole is made of: counts by tone; nothing for an empty whole."""
    whole = sum(count for _, count in parts)
    if not whole:
        return Html()
    pieces = (
        element("i", class_=f"ab-fill-{tone}", style=f"flex:{count / whole:.5f}")
        for tone, count in parts
        if count
    )
    return element("div", *pieces, class_="ab-share", role="img", aria_label=label)


def count_bar(count: int, most: int, tone: str) -> Html:
    """A number with a bar below, as long as its share of the largest."""
    width = 100 * count / most if most else 0
    bar = element("span", class_=f"ab-bar ab-fill-{tone}", style=f"width:{width:.1f}%")
    return element("span", f"{count:,}", bar, class_="ab-bar-cell")


def place(line: int, pointer: str, file: str | None = None) -> Html:
    """Where something is wrong."""
    where = f"line {line:,}" + (f" of {file}" if file else "")
    return join(where, " ", pointer_code(pointer)) if pointer else join(where)


def pointer_code(pointer: str) -> Html:
    """A pointer, which may go on in the next line at its slashes."""
    seen = shown(pointer)
    if not seen.isascii():
        return element("code", seen)
    return element("code", Html(escape(seen).replace("/", "<wbr>/")))


def rule_name(rule: str) -> Html:
    """The id of a rule, on one line."""
    return element("span", rule, class_="ab-tight")


def folded(summary: str, *parts: str) -> Html:
    """What is shown when asked for."""
    return element("details", element("summary", summary), *parts)
