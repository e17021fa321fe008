"""The docs site: built with warnings as errors, whole, and fit to be read without a network."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import abonado
import altair
import docs_site
import pytest
from browser import chromium, prefer
from conftest import script
from docs_site import DOCS, Site
from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

# C++ that needs no words.
UNSAID = re.compile(
    r"operator.*"  # mean what they mean everywhere
    r"|Box|has_value|emplace|reset"  # Box is as std::optional
    r"|Engine|~\w+"  # moves, destructors
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Takes half a minute to build."""
    return docs_site.build(tmp_path_factory.mktemp("site"))


# --- Python ---------------------------------------------------------------------------------------


def fields(owner: type) -> set[str]:
    """What an object holds that is told by its class in a word, or not at all."""
    own = set(inspect.get_annotations(owner))
    return {name for name in own if not name.startswith("_")}


def members(owner: type) -> Iterator[tuple[str, object]]:
    """Public methods and properties of our own, inherited ones too."""
    for name in dir(owner):
        definer = next((c for c in owner.__mro__ if name in vars(c)), object)
        if not name.startswith("_") and definer.__module__.startswith("abonado"):
            member = inspect.getattr_static(owner, name)
            if callable(member) or isinstance(member, (property, classmethod, staticmethod)):
                yield name, member


def public(module: ModuleType) -> Iterator[tuple[str, object]]:
    names = getattr(module, "__all__", vars(module))
    for name in names:
        value = getattr(module, name)
        is_own = module is abonado or getattr(value, "__module__", None) == module.__name__
        if is_own and not name.startswith("_") and not inspect.ismodule(value):
            yield name, value


def faults(module: ModuleType, site: Site) -> list[str]:
    """Public names of a module that are not documented, or not on the site."""
    out: list[str] = []

    def look(name: str, text: str | None, *others: str) -> None:
        if not text:
            out.append(f"{name} has no docstring")
        if not any(("py", place) in site.names for place in (name, *others)):
            out.append(f"{name} is not on the site")

    for name, value in public(module):
        full = f"{module.__name__}.{name}"
        look(full, inspect.getdoc(value))
        if not isinstance(value, type):
            continue
        words = value.__members__ if issubclass(value, Enum) else {}
        for word in fields(value) | set(words):
            look(f"{full}.{word}", "told by its class")
        for member, thing in members(value):
            if member in words:
                continue
            bases = [f"abonado.{base.__name__}.{member}" for base in value.__mro__]
            look(f"{full}.{member}", inspect.getdoc(getattr(thing, "__func__", thing)), *bases)
    return out


@pytest.mark.parametrize(
    "module", [abonado, abonado.model, abonado.enums], ids=lambda m: m.__name__
)
def test_every_public_name_is_documented(module: ModuleType, site: Site) -> None:
    assert len(list(public(module))) > 10
    assert faults(module, site) == []


def test_what_is_reached_from_public_names_is_documented(site: Site) -> None:
    organisation = abonado.connect(":memory:").org("euskaltel")
    for name in ("segments", "credit_limits", "netflix", "products"):
        group = type(getattr(organisation, name))
        for member, thing in members(group):
            full = f"{group.__module__}.{group.__name__}.{member}"
            assert ("py", full) in site.names
            assert inspect.getdoc(thing)


def test_all_errors_are_exported() -> None:
    errors = {name for name, _ in public(abonado.errors) if name[0].isupper()}
    assert errors - set(abonado.__all__) == set()


def test_a_name_without_documentation_is_noticed(site: Site) -> None:
    class Undocumented:
        def method(self) -> None: ...

        @property
        def value(self) -> int:
            """A number."""
            return 1

    Undocumented.__module__ = module_name = "abonado.made_up"
    module = ModuleType(module_name)
    module.__all__ = ["Undocumented"]  # type: ignore[attr-defined]
    module.Undocumented = Undocumented  # type: ignore[attr-defined]
    assert sorted(faults(module, site)) == [
        "abonado.made_up.Undocumented has no docstring",
        "abonado.made_up.Undocumented is not on the site",
        "abonado.made_up.Undocumented.method has no docstring",
        "abonado.made_up.Undocumented.method is not on the site",
        "abonado.made_up.Undocumented.value is not on the site",
    ]


# --- C++ ------------------------------------------------------------------------------------------


def declared(xml: Path) -> Iterator[tuple[str, ElementTree.Element]]:
    """Classes and their members, functions, enums and aliases that a user may use."""
    for entry in ElementTree.parse(xml / "index.xml").getroot():
        if entry.get("kind") not in ("struct", "class", "namespace", "file"):
            continue
        compound = ElementTree.parse(xml / f"{entry.get('refid')}.xml").getroot()[0]
        owner = compound.findtext("compoundname", "")
        is_file = entry.get("kind") == "file"  # has what is of no namespace: that of C
        if entry.get("kind") in ("struct", "class"):
            yield owner, compound
        for member in compound.iter("memberdef"):
            if member.get("prot") == "public" and member.get("kind") != "define":
                name = member.findtext("name", "")
                yield name if is_file else f"{owner}::{name}", member


def described(element: ElementTree.Element) -> bool:
    texts = (element.find(tag) for tag in ("briefdescription", "detaileddescription"))
    return any("".join(text.itertext()).strip() for text in texts if text is not None)


def needs_words(name: str, element: ElementTree.Element) -> bool:
    """Not a variable: it is often told by its name and type."""
    return element.get("kind") != "variable" and not is_unsaid(name)


def is_unsaid(name: str) -> bool:
    return UNSAID.fullmatch(name.rpartition("::")[2]) is not None


def test_every_public_cpp_name_is_described(site: Site) -> None:
    found = list(declared(site.xml))
    assert len(found) > 600
    assert "abonado_open" in dict(found)
    mute = {
        name for name, element in found if not described(element) and needs_words(name, element)
    }
    assert mute == set()


def test_every_public_cpp_name_is_on_the_site(site: Site) -> None:
    names = {name for name, _ in declared(site.xml) if not is_unsaid(name)}
    assert {name for name in names if ("cpp", name) not in site.names} == set()


# --- pages ----------------------------------------------------------------------------------------


def test_every_page_and_notebook_is_on_the_site(site: Site) -> None:
    for suffix in (".md", ".rst", ".ipynb"):
        for page in DOCS.rglob(f"*{suffix}"):
            name = page.relative_to(DOCS).with_suffix("")
            assert ("std", str(name)) in site.names
            assert (site.html / f"{name}.html").exists()


def test_pages_need_no_network(site: Site) -> None:
    outside = re.compile(
        r"<(?:script|img|iframe|link)\b[^>]*?\b(?:src|href)=\"(?:https?:)?//[^\"]*\""
    )
    pages = list(site.html.rglob("*.html"))
    assert len(pages) > 30
    for page in pages:
        assert outside.findall(page.read_text(encoding="utf-8")) == [], page
    for style in site.html.rglob("*.css"):
        assert not re.search(r"(?:@import|url\()\s*['\"]?(?:https?:)?//", style.read_text("utf-8"))


# --- pages in a browser ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium() as opened:
        yield opened


def open_quietly(browser: Chrome, page: Path, charts: int) -> None:
    """Open a page with so many charts; it has to find all it needs beside itself."""
    browser.get(page.as_uri())
    drawn = "return document.querySelectorAll('.vega-embed :is(canvas, svg.marks)').length"
    WebDriverWait(browser, 20, 0.05).until(lambda b: b.execute_script(drawn) == charts)
    fetched = "return performance.getEntriesByType('resource').map(entry => entry.name)"
    assert [url for url in browser.execute_script(fetched) if not url.startswith("file:")] == []
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "page",
    [
        "index",
        "reference/python/store",
        "reference/cpp/store",
        *(f"notebooks/{path.stem}" for path in sorted(DOCS.glob("notebooks/*.ipynb"))),
    ],
)
def test_a_page_fetches_nothing(browser: Chrome, site: Site, page: str, theme: str) -> None:
    prefer(browser, theme)
    path = site.html / f"{page}.html"
    charts = path.read_text(encoding="utf-8").count('<div id="altair-viz-')
    open_quietly(browser, path, charts)
    colour = "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    assert (max(browser.execute_script(colour)) < 128) == (theme == "dark")


def test_a_chart_is_drawn_with_the_script_of_the_site(browser: Chrome, tmp_path: Path) -> None:
    (tmp_path / "charts.js").write_text(script(DOCS / "_ext/charts.py").script(), encoding="utf-8")
    rows = altair.Data(values=[{"rule": "SUB-001", "findings": 3}])
    chart = altair.Chart(rows).mark_bar().encode(x="findings:Q", y="rule:N")
    page = tmp_path / "page.html"
    head = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">'
    html = chart._repr_mimebundle_()["text/html"]
    page.write_text(f'{head}<script src="charts.js"></script>{html}', encoding="utf-8")
    open_quietly(browser, page, charts=1)
