"""What charts share: colours that are read on white and on black, texts, data.

No chart has a configuration or a background, which altair refuses in layers and rows of charts, so
that people can put them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from ..arrow import extra_module
from ..html.text import shown

if TYPE_CHECKING:
    import altair

    Chart = TypeVar("Chart", altair.LayerChart, altair.FacetChart)

INK = "#76808b"  # contrast 4 to 1 on white, 4.5 on JupyterLab's black
# Of what holds a number: opaque, so that black and white are read on it whatever is around.
FEW, MANY, OTHERS = "#dce9f7", "#2a6bb0", "#cdd2d8"
DARK, LIGHT = "#1c2733", "#ffffff"
SEVERITIES = {"error": "#d0453c", "warning": "#cf962a"}
STATUSES = {  # in the order in which they are stacked
    "ACTIVE": "#3f9f5f",
    "PRE_ACTIVE": "#4f94d4",
    "DEACTIVATED": "#98a1ab",
    "CANCELLED": "#c9605a",
}

_MOST_LABEL = 32


def charts() -> Any:
    """The module altair. Raises MissingExtraError."""
    return extra_module("altair", "altair")


def label(text: str, most: int = _MOST_LABEL) -> str:
    """The beginning of a text, without characters that hide, and without markup.

    Altair writes data into the script of a page without escaping ``</script>``.
    """
    return re.sub(r"<(?=[A-Za-z/!?])", "\u2039", shown(text, most))


def ending(name: str) -> str:
    """The end of a path, where the file is told."""
    cut = len(name) - _MOST_LABEL + 1
    return label(name if cut <= 1 else "\u2026" + name[cut:])


def data(rows: Iterable[Mapping[str, Any]]) -> altair.InlineData:
    inline: altair.InlineData = charts().InlineData(values=[dict(row) for row in rows])
    return inline


def title(text: str, *remarks: str) -> altair.TitleParams:
    """A title with lines below it."""
    params: altair.TitleParams = charts().TitleParams(
        text=text,
        subtitle=[remark for remark in remarks if remark],
        anchor="start",
        color=INK,
        subtitleColor=INK,
        fontSize=14,
        subtitleFontSize=11,
    )
    return params


def titled(chart: Chart, text: str, *remarks: str, **properties: int) -> Chart:
    """The chart with a title, and a width and height if given."""
    done: Chart = chart.properties(title=title(text, *remarks), **properties)
    return done


def border(strength: float = 0.3) -> altair.ViewBackground:
    """The frame around what is drawn."""
    view: altair.ViewBackground = charts().ViewBackground(stroke=INK, strokeOpacity=strength)
    return view


def axis(**more: Any) -> altair.Axis:
    """An axis that is read on any ground."""
    look = {
        "labelColor": INK,
        "titleColor": INK,
        "domainColor": INK,
        "tickColor": INK,
        "gridColor": INK,
        "gridOpacity": 0.2,
        "titleFontWeight": "normal",
    }
    made: altair.Axis = charts().Axis(**{**look, **more})
    return made


def legend(**more: Any) -> altair.Legend:
    made: altair.Legend = charts().Legend(labelColor=INK, titleColor=INK, **more)
    return made


def colours(of: Mapping[str, str], present: Sequence[str]) -> altair.Scale:
    """The colours of the words that are there."""
    domain = [word for word in of if word in present]
    scale: altair.Scale = charts().Scale(domain=domain, range=[of[word] for word in domain])
    return scale


def nothing(text: str, *remarks: str) -> altair.LayerChart:
    """A chart without data says so."""
    alt = charts()
    words = alt.Chart(data([{"text": "nothing to draw"}])).mark_text(
        color=INK, align="left", x=0, fontSize=12
    )
    chart: altair.LayerChart = alt.layer(words.encode(text="text:N")).properties(
        width=400, height=30, title=title(text, *remarks), view=border(0)
    )
    return chart
