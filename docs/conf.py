"""The docs site; see docs/decisions/0009-docs-site.md. Built by `make docs`."""

from __future__ import annotations

import builtins
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import abonado
from docutils import nodes
from sphinx.addnodes import desc_content, desc_signature, pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs/_ext"))

import annotations as package_annotations  # noqa: E402

if TYPE_CHECKING:
    from sphinx.application import Sphinx

package_annotations.complete(abonado)

project = "abonado"
release = version = abonado.__version__
html_show_copyright = False
html_title = f"abonado {release}"
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False

extensions = [
    "sphinx_external_toc",  # docs/_toc.yml: the pages stay plain Markdown
    "myst_nb",
    "sphinx.ext.autodoc",
    "breathe",
    "cpp_header",
    "charts",
]
exclude_patterns = ["**.ipynb_checkpoints"]

# Headings can be linked to as on a code host.
myst_heading_anchors = 4

# Notebooks are kept without outputs, and run at each build; what they write is thrown away.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_in_temp = True
nb_execution_timeout = 120

autodoc_default_options = {"members": True, "undoc-members": True}
MADE_BY_USERS = ("abonado.SegmentPolicy",)
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True

breathe_default_project = "abonado"
# A reference that leads nowhere is a warning, which `make docs` takes for an error; but not these:
nitpicky = True
nitpick_ignore_regex = [
    # Of others; where they are explained is not known without a network.
    ("py:class", r"(collections\.abc|datetime|decimal|os|typing|typing_extensions|uuid)\..+"),
    ("py:class", r"(altair|pandas|polars|pyarrow)\..+"),
    ("cpp:identifier", "u?int(32|64)_t|size_t"),  # of C
    ("cpp:identifier", "abonado"),  # the namespace
    ("cpp:identifier", "detail(::.*)?"),  # not for users
    ("cpp:identifier", "ABONADO_VERSION.*"),  # macros
]
python_maximum_signature_line_length = cpp_maximum_signature_line_length = 88
toc_object_entries_show_parents = "hide"

breathe_domain_by_extension = {"hpp": "cpp", "h": "cpp"}
breathe_show_include = False


def run_doxygen(app: Sphinx) -> None:
    """Reads the public headers."""
    out = Path(app.doctreedir) / "doxygen"
    out.mkdir(parents=True, exist_ok=True)
    given = {
        "INPUT": ROOT / "core/include/abonado",
        "INPUT_FILTER": f"'{sys.executable}' '{ROOT / 'tools/doxygen_filter.py'}'",
        "OUTPUT_DIRECTORY": out,
    }
    text = (ROOT / "docs/Doxyfile").read_text(encoding="utf-8")
    text += "".join(f'{name} = "{value}"\n' for name, value in given.items())
    subprocess.run(["doxygen", "-"], input=text, text=True, check=True)
    app.config.breathe_projects = {"abonado": str(out / "xml")}


def hide_constructors(
    _app: Sphinx,
    what: str,
    name: str,
    _object: object,
    _options: object,
    parameters: str | None,
    _answer: str,
) -> tuple[str, str] | None:
    """Of a class that users are given, and do not make, they need not know the parameters."""
    is_given = what in ("class", "exception") and name not in MADE_BY_USERS
    return ("", "") if is_given and parameters is not None else None


def hide_aliases(
    _app: Sphinx, _what: str, _name: str, _object: object, _options: object, lines: list[str]
) -> None:
    """Python says of each field of a named tuple that it is one."""
    if lines and lines[0].startswith("Alias for field number"):
        lines.clear()


def list_outer_names(_app: Sphinx, document: nodes.document) -> None:
    """A page's contents name classes and functions; with members, a build takes twice as long."""
    for signature in document.findall(desc_signature):
        if isinstance(signature.parent.parent, desc_content):
            signature["_toc_name"] = ""


class BuiltinTypes(SphinxPostTransform):
    """Keeps Sphinx from taking the type ``bytes`` for a property of that name."""

    default_priority = 5  # before references are resolved

    def run(self, **_: object) -> None:
        for reference in list(self.document.findall(pending_xref)):
            if reference["refdomain"] == "py" and hasattr(builtins, reference["reftarget"]):
                reference.replace_self(nodes.Text(reference["reftarget"]))


def setup(app: Sphinx) -> None:
    app.add_post_transform(BuiltinTypes)
    app.connect("autodoc-process-signature", hide_constructors)
    app.connect("autodoc-process-docstring", hide_aliases)
    app.connect("doctree-read", list_outer_names, priority=100)  # before Sphinx takes the contents
    app.connect("builder-inited", run_doxygen, priority=100)
