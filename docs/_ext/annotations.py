"""Makes the annotations of the package readable at run time, as autodoc has to.

What only annotations need is imported ``if TYPE_CHECKING``, and aliases of types are texts; so for
Python their names are not there, or mean nothing. Here they are put in place.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def modules_of(package: ModuleType) -> list[ModuleType]:
    """Those written in Python, but for the command line."""
    names = (info.name for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."))
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    return [module for module in modules if (module.__file__ or "").endswith(".py")]


def typing_imports(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    for statement in tree.body:
        if isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
            yield from (s for s in statement.body if isinstance(s, (ast.Import, ast.ImportFrom)))


def import_for_annotations(module: ModuleType, tree: ast.Module) -> None:
    home = module.__spec__.parent if module.__spec__ else None
    for statement in typing_imports(tree):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                setattr(module, alias.asname or alias.name, importlib.import_module(alias.name))
            continue
        source = "." * statement.level + (statement.module or "")
        found = importlib.import_module(source, home)
        for alias in statement.names:
            if hasattr(found, alias.name):  # rows of the core are in its stub only
                setattr(module, alias.asname or alias.name, getattr(found, alias.name))


def evaluate_aliases(module: ModuleType, tree: ast.Module, everywhere: list[ModuleType]) -> None:
    for statement in tree.body:
        if not isinstance(statement, ast.AnnAssign):
            continue
        name = ast.unparse(statement.target)
        if ast.unparse(statement.annotation) == "TypeAlias" and isinstance(
            text := getattr(module, name), str
        ):
            alias = eval(text, vars(module))
            for user in everywhere:
                if getattr(user, name, None) == text:
                    setattr(user, name, alias)


def complete(package: ModuleType) -> None:
    """Give the modules of a package the names that their annotations need."""
    trees = {module: ast.parse(inspect.getsource(module)) for module in modules_of(package)}
    for module, tree in trees.items():
        import_for_annotations(module, tree)
    for module, tree in trees.items():
        evaluate_aliases(module, tree, list(trees))
