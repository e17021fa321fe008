"""The one stylesheet: two palettes, of which the reader's theme takes one."""

from __future__ import annotations

from functools import cache

from .text import Html, element

# The paper and the ink are those of JupyterLab or VS Code where these say them.
_LIGHT = {
    "paper": "var(--jp-layout-color0, var(--vscode-editor-background, #ffffff))",
    "ink": "var(--jp-content-font-color0, var(--vscode-editor-foreground, #1f2328))",
    "muted": "#59636e",
    "line": "#d5dbe1",
    "soft": "#f3f5f8",
    "good": "#1a7f37",
    "error": "#b3261e",
    "warning": "#8a5a00",
    "error-soft": "#fbe4e1",
    "warning-soft": "#fbefcf",
    "good-soft": "#d9f2df",
    "green": "#b7e3c3",
    "blue": "#bcd9f7",
    "grey": "#d8dee5",
    "red": "#f5c4be",
    "violet": "#d9cdf5",
    "amber": "#f6dfa4",
    "teal": "#b3e2df",
    "rose": "#f3cbe0",
}
_DARK = {
    "paper": "var(--jp-layout-color0, var(--vscode-editor-background, #16191d))",
    "ink": "var(--jp-content-font-color0, var(--vscode-editor-foreground, #e6e9ed))",
    "muted": "#9aa5b1",
    "line": "#3a424c",
    "soft": "#20252b",
    "good": "#5fcf80",
    "error": "#ff8a80",
    "warning": "#e9b84a",
    "error-soft": "#4a2522",
    "warning-soft": "#43361a",
    "good-soft": "#1d3b27",
    "green": "#23603a",
    "blue": "#264f7d",
    "grey": "#444d58",
    "red": "#7a352f",
    "violet": "#4d3f7a",
    "amber": "#6b5217",
    "teal": "#1e5c59",
    "rose": "#6e3454",
}
TONES = {name: _LIGHT[name] for name in list(_LIGHT)[list(_LIGHT).index("green") :]}
"""Fills of bars, and how they look where styles are taken away."""

_RULES = """
.abonado{color:var(--ab-ink);background:var(--ab-paper);font:13px/1.45 system-ui,-apple-system,
"Segoe UI",Roboto,"DejaVu Sans",sans-serif;padding:12px 14px;max-width:1000px;text-align:left}
.abonado *{box-sizing:border-box}
.abonado p{margin:6px 0}
.abonado .ab-head{font-size:15px;font-weight:600;margin:0 0 8px;overflow-wrap:anywhere}
.abonado .ab-muted{color:var(--ab-muted)}
.abonado code{font:12px/1.4 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;
background:none;color:inherit;padding:0;overflow-wrap:anywhere;unicode-bidi:isolate}
.abonado .ab-tiles{display:flex;flex-wrap:wrap;gap:6px 26px;margin:0 0 10px;padding:0}
.abonado .ab-tile{display:flex;flex-direction:column-reverse;margin:0}
.abonado .ab-tile dt{color:var(--ab-muted);font-size:12px;font-weight:400}
.abonado .ab-tile dd{margin:0;font-size:19px;font-weight:600;font-variant-numeric:tabular-nums}
.abonado .ab-share{display:flex;height:8px;border-radius:4px;overflow:hidden;gap:2px;
background:var(--ab-soft);margin:0 0 12px}
.abonado .ab-share i{display:block;min-width:2px}
.abonado table.ab-table{border-collapse:collapse;width:100%;margin:0;color:inherit;font-size:13px;
border:0;table-layout:auto}
.abonado table.ab-table th,.abonado table.ab-table td{text-align:left;vertical-align:top;
padding:5px 12px 5px 0;border:0;border-bottom:1px solid var(--ab-line);background:none;
white-space:normal;max-width:none;unicode-bidi:isolate;overflow-wrap:anywhere;color:inherit}
.abonado table.ab-table th{color:var(--ab-muted);font-weight:400;font-size:12px;
overflow-wrap:normal}
.abonado table.ab-table .ab-number{text-align:right;font-variant-numeric:tabular-nums;
white-space:nowrap}
.abonado .ab-tight{white-space:nowrap;overflow-wrap:normal}
.abonado .ab-bar-cell{display:inline-block;min-width:88px}
.abonado .ab-chip{display:inline-block;padding:0 7px;border-radius:9px;font-size:12px;
white-space:nowrap;background:var(--ab-soft);color:var(--ab-ink)}
.abonado .ab-error{background:var(--ab-error-soft);color:var(--ab-error)}
.abonado .ab-warning{background:var(--ab-warning-soft);color:var(--ab-warning)}
.abonado .ab-good{background:var(--ab-good-soft);color:var(--ab-good)}
.abonado .ab-bar{display:block;height:4px;border-radius:2px;margin-top:3px;min-width:2px}
.abonado .ab-fill-error{background:var(--ab-error)}
.abonado .ab-fill-warning{background:var(--ab-warning)}
.abonado .ab-fill-good{background:var(--ab-good)}
.abonado details{margin-top:8px}
.abonado summary{cursor:pointer;color:var(--ab-muted)}
.abonado svg{display:block;width:100%;max-width:900px;height:auto;margin:4px 0}
.abonado svg text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;
fill:var(--ab-ink);unicode-bidi:isolate;direction:ltr}
.abonado svg .ab-soft-text{fill:var(--ab-muted)}
.abonado svg .ab-grid{stroke:var(--ab-line);stroke-width:1}
.abonado svg .ab-now{stroke:var(--ab-muted);stroke-width:1;stroke-dasharray:3 3}
.abonado svg path{stroke:var(--ab-paper);stroke-width:1}
.abonado svg .ab-pending{fill:var(--ab-paper);stroke:var(--ab-ink);stroke-width:1.5}
.abonado svg .ab-broken{stroke:var(--ab-error);stroke-width:2}
.abonado svg .ab-undated{stroke:var(--ab-muted);stroke-dasharray:3 2}
"""


def _variables(palette: dict[str, str]) -> str:
    return ";".join(f"--ab-{name}:{value}" for name, value in palette.items())


@cache
def stylesheet() -> str:
    """CSS for all that is of class ``abonado``.

    The theme of a notebook or of a page of docs, where it says one, goes before that of the system.
    """
    light, dark = _variables(_LIGHT), _variables(_DARK)
    tones = "".join(f".abonado svg .ab-{name}{{fill:var(--ab-{name})}}" for name in TONES)
    themes = (
        f".abonado{{color-scheme:light;{light}}}"
        f"@media (prefers-color-scheme:dark){{.abonado{{color-scheme:dark;{dark}}}}}"
        '[data-jp-theme-light="true"] .abonado,body.vscode-light .abonado,'
        '[data-theme="light"] .abonado'
        f"{{color-scheme:light;{light}}}"
        '[data-jp-theme-light="false"] .abonado,body.vscode-dark .abonado,'
        '[data-theme="dark"] .abonado'
        f"{{color-scheme:dark;{dark}}}"
    )
    return (themes + _RULES + tones).replace("\n", "")


def framed(*parts: str) -> Html:
    """What a notebook shows of a value: its parts, with the stylesheet."""
    return element("div", Html(f"<style>{stylesheet()}</style>"), *parts, class_="abonado")
