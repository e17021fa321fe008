"""The findings of a report: how many of each rule, and where in the input."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..arrow import extra_module
from ..report import plural
from . import look

if TYPE_CHECKING:
    import altair
    import pyarrow

    from ..ledger import LoadReport, Run
    from ..report import Report

_PIECES = 120  # of an input
_MOST_INPUTS = 4
_STEP = 20  # pixels of a rule
_WIDTH = 440  # of all inputs together
_NUMBERS = ("findings", "from_line", "to_line")


class Count(NamedTuple):
    """The findings of one rule."""

    rule: str
    severity: str
    summary: str
    findings: int


class Input(NamedTuple):
    """An input and how many lines of it are drawn."""

    name: str
    lines: int
    known: int
    """Behind this line no finding was kept, though there may be some."""


def report_chart(report: Report) -> altair.HConcatChart | altair.LayerChart:
    """As ``Report.plot`` tells it."""
    rows = [Count(row.rule, row.severity, row.summary, row.count) for row in report.rules]
    total = report.errors + report.warnings
    words = f"{plural(total, 'finding')} in {plural(report.records, 'record')}"
    if not rows:
        return look.nothing(words)
    inputs, kept = _inputs(report)
    shown = inputs[:_MOST_INPUTS]
    strips = [_strip(rows, kept, one, _WIDTH // len(shown)) for one in shown]
    remarks = []
    if strips:
        remarks.append("The stronger the colour, the more findings of the rule are in that place.")
    if len(inputs) > len(shown):
        remarks.append(f"Not shown: {plural(len(inputs) - len(shown), 'input')} of fewer findings.")
    if not report.findings_kept_all:
        remarks.append(
            f"Places are known of the first {len(kept):,} findings only, which the report kept."
        )
    if inputs and not _is_alone(report, inputs):
        remarks.append(
            "A row ends with its last finding, not with the input."
            if report.findings_kept_all
            else "Further inputs, if any, are not shown."
        )
    chart: altair.HConcatChart = look.charts().hconcat(
        _bars(rows).properties(width=170), *strips, spacing=10, title=look.title(words, *remarks)
    )
    return chart


def load_chart(run: LoadReport | Run) -> altair.LayerChart:
    """As ``LoadReport.plot`` tells it."""
    from ..html.views import ordered_rules

    words = f"{plural(run.errors + run.warnings, 'finding')} in {plural(run.records, 'record')}"
    rows = [
        Count(rule, severity, summary, count)
        for rule, count, severity, summary in ordered_rules(run.by_rule)
    ]
    if not rows:
        return look.nothing(words)
    return look.titled(_bars(rows), words, width=320)


def _order(rows: Iterable[Count]) -> list[str]:
    """Errors first, the most frequent first."""
    return [
        row.rule for row in sorted(rows, key=lambda row: (row.severity != "error", -row.findings))
    ]


def _rules(rows: Sequence[Count], *, is_named: bool) -> altair.Y:
    alt = look.charts()
    axis = look.axis(title=None, labels=is_named, ticks=is_named, domain=False)
    order = _order(rows)
    y: altair.Y = alt.Y("rule:N", sort=order, scale=alt.Scale(domain=order), axis=axis)
    return y


def _severity(rows: Sequence[Count], **options: Any) -> altair.Color:
    scale = look.colours(look.SEVERITIES, [row.severity for row in rows])
    colour: altair.Color = look.charts().Color("severity:N", scale=scale, **options)
    return colour


def _bars(rows: Sequence[Count]) -> altair.LayerChart:
    alt = look.charts()
    told = [alt.Tooltip("findings:Q", format=","), "rule:N", "severity:N", "summary:N"]
    base = alt.Chart(look.data(row._asdict() for row in rows)).encode(
        y=_rules(rows, is_named=True), tooltip=told
    )
    # Room for the number behind the longest bar.
    most = max(row.findings for row in rows) * 1.3
    x = alt.X("findings:Q", scale=alt.Scale(domain=[0, most]), axis=None)
    legend = look.legend(title=None, orient="bottom")
    bars = base.mark_bar().encode(x=x, color=_severity(rows, legend=legend))
    numbers = base.mark_text(align="left", dx=4, color=look.INK).encode(
        x=x, text=alt.Text("findings:Q", format=",")
    )
    chart: altair.LayerChart = alt.layer(bars, numbers).properties(
        height=alt.Step(_STEP), view=look.border(0)
    )
    return chart


def _strip(
    rows: Sequence[Count], findings: pyarrow.Table, one: Input, width: int
) -> altair.Chart | altair.LayerChart:
    """The lines of one input, from left to right."""
    alt = look.charts()
    x = alt.X(
        "from_line:Q",
        scale=alt.Scale(domain=[1, one.lines + 1], nice=False),
        axis=look.axis(
            # What is no file is called "<bytes>" and the like.
            title="line" if one.name.startswith("<") else f"line of {look.ending(one.name)}",
            format=",d" if one.lines < 100_000 else "~s",
            grid=False,
            tickCount=max(1, min(width // 80, one.lines)),
        ),
    )
    shades = alt.Scale(domain=[0, 1], range=[0.2, 1])
    places = ["rule:N", *(alt.Tooltip(f"{name}:Q", format=",") for name in _NUMBERS)]
    chart: altair.Chart = (
        alt.Chart(look.data(_places(findings, one)))
        .mark_rect()
        .encode(
            x=x,
            x2="end:Q",
            y=_rules(rows, is_named=False),
            color=_severity(rows, legend=None),
            opacity=alt.Opacity("share:Q", scale=shades, legend=None),
            tooltip=places,
        )
        .properties(
            width=width,
            height=alt.Step(_STEP),
            view=look.border(),
        )
    )
    return alt.layer(_unknown(rows, one), chart) if one.known < one.lines else chart


def _unknown(rows: Sequence[Count], one: Input) -> altair.Chart:
    """The lines behind the last finding that was kept."""
    alt = look.charts()
    place = {"from_line": one.known + 1, "end": one.lines + 1}
    chart: altair.Chart = (
        alt.Chart(look.data({**place, "rule": row.rule} for row in rows))
        .mark_rect(color=look.INK, opacity=0.15)
        .encode(x="from_line:Q", x2="end:Q", y=_rules(rows, is_named=False))
    )
    return chart


def _inputs(report: Report) -> tuple[list[Input], pyarrow.Table]:
    """The inputs, those of most findings first, and where these are."""
    pa = extra_module("pyarrow", "altair")
    columns = ["input", "line", "rule", "severity"]
    batches = pa.RecordBatchReader.from_stream(report.findings)
    # Batch by batch, so that the texts of no more than one are in memory.
    findings = pa.Table.from_batches(
        [batch.select(columns) for batch in batches],
        schema=pa.schema([pa.schema(report.findings).field(name) for name in columns]),
    ).unify_dictionaries()
    found = findings.group_by("input").aggregate([("line", "max"), ("line", "count")]).to_pylist()
    found.sort(key=lambda row: (-row["line_count"], row["input"]))
    inputs = [Input(row["input"], row["line_max"], row["line_max"]) for row in found]
    if _is_alone(report, inputs):  # of several nobody counted the lines of each
        lines = max(inputs[0].lines, report.records)
        known = lines if report.findings_kept_all else inputs[0].known
        inputs = [Input(inputs[0].name, lines, known)]
    elif inputs and not report.findings_kept_all:
        last = findings["input"][-1].as_py()
        inputs = [_open_ended(one) if one.name == last else one for one in inputs]
    return inputs, findings


def _is_alone(report: Report, inputs: Sequence[Input]) -> bool:
    """Whether all records are certainly of the one input that has findings.

    A report does not tell of inputs without. What is no file has none beside it, and a file that
    has all the bytes that were read leaves none for others.
    """
    if len(inputs) != 1:
        return False
    name = inputs[0].name
    if name.startswith("<"):
        return name != "<stdin>"
    try:
        return Path(name).stat().st_size == report.bytes
    except (OSError, ValueError):
        return False


def _open_ended(one: Input) -> Input:
    """With room behind the last finding that was kept, as nobody knows how many lines follow."""
    return one._replace(lines=one.known + max(1, one.known // 12))


def _places(findings: pyarrow.Table, one: Input) -> list[dict[str, Any]]:
    """How many findings of each rule are in each piece of an input."""
    pc = extra_module("pyarrow.compute", "altair")
    wide = -(-one.lines // _PIECES)
    own = findings.filter(pc.equal(findings["input"], one.name))
    piece = pc.divide(pc.subtract(own["line"], 1), wide)
    keys = ["rule", "severity", "piece"]
    rows = own.append_column("piece", piece).group_by(keys).aggregate([("line", "count")])
    counts = sorted(
        (tuple(row[key] for key in keys), row["line_count"]) for row in rows.to_pylist()
    )
    most: dict[str, int] = {}
    for (rule, _, _), count in counts:
        most[rule] = max(count, most.get(rule, 0))
    return [
        {
            "rule": rule,
            "severity": severity,
            "from_line": number * wide + 1,
            "to_line": min((number + 1) * wide, one.lines),
            "end": min((number + 1) * wide, one.lines) + 1,
            "findings": count,
            "share": count / most[rule],
        }
        for (rule, severity, number), count in counts
    ]
