"""Charts of Altair without a network: the scripts they need come with the site.

The HTML that Altair makes of a chart fetches three scripts, unless ``VEGA_DEBUG`` says that they
are there. Pages with charts get one script, made by vl-convert of what it carries, that says so.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import altair
import vl_convert

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

NAME = "_static/charts.js"


def script() -> str:
    """The three scripts in one, of the versions that Altair asks for."""
    lite = altair.VEGALITE_VERSION
    bundle = vl_convert.javascript_bundle(vl_version=".".join(lite.split(".")[:2]))
    versions = {
        "vega_version": altair.VEGA_VERSION,
        "vegalite_version": lite,
        "vegaembed_version": altair.VEGAEMBED_VERSION,
    }
    return f"(() => {{\n{bundle}\nwindow.VEGA_DEBUG = {json.dumps(versions)};\n}})();\n"


def add_script(
    app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    _document: nodes.document | None,
) -> None:
    if "vega-embed" not in context.get("body", ""):
        return
    target = Path(app.outdir) / NAME
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(script(), encoding="utf-8")
    # In the head, as a chart looks for it when it is read.
    tag = f'<script src="{context["pathto"](NAME, 1)}"></script>'
    context["metatags"] = context.get("metatags", "") + tag


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
