"""Check that what includes or imports what follows the layers of the design.

usage: check_layers.py [ROOT]

Prints `file:line: rule` for each violation and exits 1 if there is any. The tables come first:
to allow an edge, add it there, with its reason in the review.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

# --- the tables -----------------------------------------------------------------------------

# A directory of core/src -> the layers it may use beside itself.
LAYERS: dict[str, set[str]] = {
    "base": set(),
    "model": {"base"},
    "json": {"base", "model"},
    "rules": {"base", "model"},
    "bulk": {"base", "model", "json", "rules"},
    "columns": {"base", "model"},
    # What no column holds is kept as JSON; CHECKs come from the rule table, rejects keep findings.
    "store": {"base", "model", "json", "rules"},
    "generate": {"base", "model", "json", "rules"},
    "engine": {"base", "model", "json", "rules", "bulk", "columns", "store", "generate"},
    # What an operation does within its transaction, and Engine's methods that run it.
    "operations": {"base", "model", "json", "rules", "bulk", "store", "engine"},
}

# A header of core/include/abonado -> its layer. A header may be named after its layer, or
# `<layer>_…`, without a row here.
PUBLIC_HEADERS: dict[str, str] = {
    "abonado.h": "engine",  # of C
    "export.h": "base",
    "version.hpp": "base",
    "wording.hpp": "base",
    "error.hpp": "base",
    "value_types.hpp": "model",
    "enums.hpp": "model",
    "fields.hpp": "model",
    "lifecycle.hpp": "model",
    "findings.hpp": "rules",
    "arrow.hpp": "base",  # an ABI; columns write it, bulk reads it
    "causes.hpp": "bulk",
    "frame_columns.hpp": "model",
    "frames.hpp": "engine",
    "input.hpp": "bulk",
    "ledger.hpp": "store",
    "operations.hpp": "rules",
    "redaction.hpp": "rules",
    "report.hpp": "bulk",
    "validate.hpp": "bulk",
}

# Another library's header -> the directories that may include it.
LIBRARIES: list[tuple[str, set[str]]] = [
    (r"boost/.*", {"core/src/json"}),
    # engine: types of a connection. Tests: to do to a store's file what a shell could do.
    (r"SQLiteCpp/.*", {"core/src/store", "core/src/engine", "core/src/operations", "tests/cpp"}),
    # A peer of the benchmarks. What SQLiteCpp has not: to be asked while a statement runs, and who
    # may do what. Tests: a file system under the connections.
    (r"sqlite3\.h", {"core/src/store", "core/src/engine", "tests/bench", "tests/cpp"}),
    (r"simdjson\.h", {"tests/bench"}),  # a peer of the benchmarks
    (r"cxxabi\.h", {"bindings"}),  # how Python ends a thread
    (r"pybind11/.*|Python\.h", {"bindings"}),
    (r"zlib\.h|zstd(_errors)?\.h", {"core/src/bulk"}),
    (r"sodium\.h", {"core/src/base"}),
    (r"xxhash\.h", {"core/src/bulk", "core/src/base"}),
    (r"(gtest|gmock)/.*", {"tests/cpp"}),
    (r"benchmark/.*", {"tests/bench"}),
    # A library does not write to the console.
    (r"iostream", {"tests/cpp", "tests/consumer", "tests/fuzz", "tests/bench"}),
    # The processor and the operating system are details of these.
    (
        r"[a-z]{1,2}mmintrin\.h",
        {"core/src/base", "core/src/model", "core/src/json", "core/src/bulk"},
    ),
    # Types of C, of the headers that C reads too.
    (r"std(def|int)\.h", {"core/include/abonado", "tests/cpp"}),
    # A program in C.
    (r"(stdio|stdlib|string)\.h", {"tests/consumer"}),
    (
        r"(sys/)?[a-z0-9_]+\.h",
        {"core/src/base", "core/src/bulk", "core/src/engine", "tests/cpp", "tests/fuzz"},
    ),
]

# C++ outside core/src -> whether it may include private headers, "layer/file.hpp".
OUTSIDE: dict[str, bool] = {
    "core/include/abonado": False,
    "bindings": False,
    "tests/cpp": True,
    "tests/fuzz": True,
    "tests/bench": False,
    "tests/consumer": False,
}

# Packages of python/abonado: those for the shell only, and those imported only when used.
SHELL_ONLY = {"typer", "rich", "click"}
LAZY_ONLY = {"polars", "pandas", "pyarrow", "duckdb", "altair", "numpy"}

# --- C++ ------------------------------------------------------------------------------------

SOURCES = {".c", ".cpp", ".hpp", ".inc", ".ipp", ".h", ".cc"}
INCLUDE = re.compile(r'^\s*#\s*(?:include|include_next|import)\b\s*(?:([<"])([^>"]+)[>"])?')
BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STANDARD = re.compile(r"[a-z][a-z_0-9]*")
NAMESPACE = re.compile(r"^(?:inline )?namespace\b(?!.*=)\s*(.*?)\s*\{?$")
# How a public header opens its namespaces: what it declares is exported, and of nobody else.
PUBLIC_NAMESPACES = {"ABONADO_PUBLIC abonado", "detail"}

Violation = tuple[Path, int, str]


def public_layer(header: str) -> str | None:
    if header in PUBLIC_HEADERS:
        return PUBLIC_HEADERS[header]
    layer = re.split(r"[_./]", header)[0]
    return layer if layer in LAYERS else None


def included(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line, bracket and name of each #include; the name is empty when a macro computes it."""
    text = path.read_text(encoding="utf-8")
    text = BLOCK_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    for number, line in enumerate(text.splitlines(), 1):
        if match := INCLUDE.match(line):
            yield number, match[1] or "", match[2] or ""


def other_library(place: str, name: str) -> str | None:
    for pattern, allowed in LIBRARIES:
        if re.fullmatch(pattern, name):
            if any(place == root or place.startswith(f"{root}/") for root in allowed):
                return None
            where = ", ".join(sorted(allowed)) or "nowhere"
            return f"<{name}> may be included in {where}, not in {place}"
    if STANDARD.fullmatch(name):
        return None
    return f"<{name}> is neither of the standard nor in the table of libraries"


def check_include(
    place: str, layer: str | None, private: bool, bracket: str, name: str
) -> str | None:
    """The rule that an #include breaks, if any. `layer` is None where all may be used."""
    if not name:
        return "an #include names its file, not a macro"
    top, _, rest = name.partition("/")
    if top == "abonado":
        used = public_layer(rest)
        if used is None:
            return f"{name} has no layer: add it to PUBLIC_HEADERS in tools/check_layers.py"
    elif top in LAYERS and rest:
        if bracket != '"':
            return f'a private header is included as "{name}"'
        if not private:
            return f'{place} may include public headers only, not "{name}"'
        used = top
    elif bracket == '"':
        # Bindings and tests have headers of their own beside their sources.
        if layer is None and not rest:
            return None
        return f'a private header is included as "layer/file.hpp", not "{name}"'
    else:
        return other_library(place, name)
    if layer is not None and used != layer and used not in LAYERS[layer]:
        return f"layer {layer} may not use layer {used} ({name})"
    return None


def check_namespaces(header: Path) -> Iterator[Violation]:
    for number, line in enumerate(header.read_text(encoding="utf-8").splitlines(), 1):
        if (match := NAMESPACE.match(line)) and match[1] not in PUBLIC_NAMESPACES:
            yield header, number, "a public header opens namespace ABONADO_PUBLIC abonado only"


def check_cpp(root: Path) -> Iterator[Violation]:
    places = [(f"core/src/{layer}", layer, True) for layer in LAYERS]
    places += [(place, None, private) for place, private in OUTSIDE.items()]
    for place, layer, private in places:
        for path in sorted((root / place).rglob("*")):
            if path.suffix not in SOURCES:
                continue
            own = layer
            if place == "core/include/abonado":
                own = public_layer(path.relative_to(root / place).as_posix())
                if own is None:
                    yield path, 1, "this header has no layer: add it to PUBLIC_HEADERS"
                    continue
                yield from check_namespaces(path)
            for number, bracket, name in included(path):
                if rule := check_include(place, own, private, bracket, name):
                    yield path, number, rule
    for path in sorted((root / "core/src").rglob("*")):
        if path.suffix in SOURCES and path.relative_to(root / "core/src").parts[0] not in LAYERS:
            yield path, 1, f"{path.relative_to(root).parent} is not a layer"


# --- Python ---------------------------------------------------------------------------------


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports(node: ast.AST, package: list[str], lazy: bool) -> Iterator[tuple[int, str, bool]]:
    """Line, absolute module and whether it is imported late, of each import below a node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for name in child.names:
                yield child.lineno, name.name, lazy
        elif isinstance(child, ast.ImportFrom):
            up = package[: len(package) - child.level + 1] if child.level else []
            module = ".".join([*up, child.module] if child.module else up)
            if module.partition(".")[0] != "abonado":
                yield child.lineno, module, lazy
            else:  # `from abonado import cli` imports abonado.cli
                for name in child.names:
                    yield child.lineno, f"{module}.{name.name}", lazy
        elif is_type_checking(child):
            assert isinstance(child, ast.If)
            for statement in child.orelse:
                wrapper = ast.Module([statement], [])
                yield from imports(wrapper, package, lazy)
        else:
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from imports(child, package, lazy or function)


def check_import(shell: bool, module: str, lazy: bool) -> str | None:
    top = module.partition(".")[0]
    if top == "abonado":
        if module.startswith("abonado.cli") and not shell:
            return "only the shell (cli/, __main__.py) imports abonado.cli"
        return None
    if top in SHELL_ONLY:
        return None if shell else f"{top} is imported under python/abonado/cli only"
    if top in LAZY_ONLY:
        return None if lazy else f"{top} is an extra: import it inside the function that uses it"
    if top in sys.stdlib_module_names:
        return None
    return f"{top} is not a dependency of this package"


def check_python(root: Path) -> Iterator[Violation]:
    base = root / "python" / "abonado"
    for path in sorted(base.rglob("*.py*")):
        if path.suffix not in {".py", ".pyi"}:
            continue
        parts = path.relative_to(base).parts
        shell = parts[0] in {"cli", "__main__.py"}
        package = ["abonado", *parts[:-1]]
        stub = path.suffix == ".pyi"  # nothing in a stub is imported when a program runs
        for number, module, lazy in imports(ast.parse(path.read_text("utf-8")), package, stub):
            if rule := check_import(shell, module, lazy):
                yield path, number, rule


def main() -> int:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    if not (root / "core").is_dir():
        sys.exit(f"check_layers.py: no directory core in {root}")
    violations = [*check_cpp(root), *check_python(root)]
    for path, line, rule in violations:
        print(f"{path.relative_to(root)}:{line}: {rule}")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
