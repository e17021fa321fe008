"""The directive ``cpp-header``: all that a public header declares, in the header's order.

Breathe's own directive for a file sorts by kind and name, and declares the namespace again for each
file. This one asks Doxygen's XML what there is, and Breathe for each of these.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

DIRECTIVES = {
    "struct": "doxygenstruct",
    "class": "doxygenclass",
    "enum": "doxygenenum",
    "function": "doxygenfunction",
    "typedef": "doxygentypedef",
    "variable": "doxygenvariable",
}


@dataclass(frozen=True)
class Declared:
    """What stands in a header outside of any class."""

    kind: str
    name: str
    arguments: str  # of a function
    header: str
    line: int


def text(element: ET.Element, tag: str) -> str:
    return "".join(found.itertext()) if (found := element.find(tag)) is not None else ""


def declared_in(xml: Path) -> list[Declared]:
    """What the headers declare, in the order of headers and lines."""
    out: list[Declared] = []

    def add(kind: str, name: str, arguments: str, element: ET.Element) -> None:
        place = element.find("location")
        assert place is not None
        header = Path(place.get("declfile") or place.get("file") or "").name
        line = int(place.get("declline") or place.get("line") or 0)
        out.append(Declared(kind, name, arguments, header, line))

    names = {c.get("refid", ""): c.get("kind", "") for c in ET.parse(xml / "index.xml").getroot()}
    for refid, kind in names.items():
        if kind not in ("struct", "class", "namespace", "file"):
            continue
        compound = ET.parse(xml / f"{refid}.xml").getroot()[0]
        name = text(compound, "compoundname")
        if kind in ("namespace", "file"):  # what a file has is of no namespace: that of C
            for member in compound.iter("memberdef"):
                own = text(member, "name")
                qualified = f"{name}::{own}" if kind == "namespace" else own
                add(member.get("kind", ""), qualified, text(member, "argsstring"), member)
        elif name.rpartition("::")[0] in ("", "abonado"):  # others stand in the class they are of
            add(kind, name, "", compound)
    return sorted(out, key=lambda one: (one.header, one.line))


class CppHeader(SphinxDirective):
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        header = self.arguments[0]
        everything = declared_in(Path(self.config.breathe_projects["abonado"]))
        found = [one for one in everything if one.header == header]
        overloads = Counter(one.name for one in everything if one.kind == "function")
        label = header.replace("_", "__").replace(".", "_8")  # by which Doxygen refers to the file
        lines = [f".. _{label}:", "", f".. doxygenfile:: {header}"]
        lines += ["   :sections: briefdescription detaileddescription"]
        for one in found:
            if one.kind not in DIRECTIVES:  # a macro
                continue
            signature = one.arguments if overloads[one.name] > 1 else ""
            lines += ["", f".. {DIRECTIVES[one.kind]}:: {one.name}{signature}"]
            if one.kind in ("struct", "class"):
                lines += ["   :members:", "   :undoc-members:"]
        if not found:
            raise self.error(f"{header} declares nothing, or there is no such header")
        return self.parse_text_to_nodes(StringList(lines, source=header))


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("cpp-header", CppHeader)
    return {"parallel_read_safe": True}
