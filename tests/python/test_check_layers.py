"""The checker of layers sees a violation of each kind that is planted in a tree of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKER = Path(__file__).parents[2] / "tools" / "check_layers.py"

CLEAN = {
    "core/include/abonado/error.hpp": "#include <string>\n",
    "core/include/abonado/json.hpp": (
        '#include "abonado/error.hpp"\nnamespace ABONADO_PUBLIC abonado {\nnamespace detail {\n'
    ),
    "core/include/abonado/abonado.h": '#include <stddef.h>\n#include "abonado/json.hpp"\n',
    "core/src/base/error.cpp": '#include "abonado/error.hpp"\n#include <xxhash.h>\n',
    "core/src/json/decoder.cpp": '#include <boost/json.hpp>\n#include "model/record.hpp"\n',
    "core/src/json/scan.cpp": "#include <emmintrin.h>\n",
    "core/src/bulk/gzip.cpp": '#include <zlib.h>\n#include "rules/check.hpp"\n',
    "core/src/bulk/file.cpp": "#include <fcntl.h>\n#include <sys/mman.h>\n",
    "core/src/engine/engine.cpp": '#include "store/rows.hpp"\n#include "bulk/gzip.hpp"\n',
    "bindings/module.cpp": "#include <pybind11/pybind11.h>\n#include <abonado/json.hpp>\n",
    "tests/cpp/x_test.cpp": '#include <gtest/gtest.h>\n#include "json/decoder.hpp"\n',
    "bindings/errors.cpp": '#include "errors.hpp"\n',
    "tests/cpp/y_test.cpp": '#include "helpers.hpp"\n',
    "tests/consumer/main.cpp": "#include <abonado/json.hpp>\n#include <iostream>\n",
    "tests/consumer/main.c": "#include <abonado/abonado.h>\n#include <stdio.h>\n",
    "python/abonado/__init__.py": "import json\nfrom abonado import _core\nfrom . import report\n",
    "python/abonado/report.py": (
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    import polars\n"
        "def frame():\n    import pandas\n"
    ),
    "python/abonado/cli/__init__.py": "import typer\nfrom rich.table import Table\n",
}


def check(root: Path, files: dict[str, str]) -> subprocess.CompletedProcess[str]:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    command = [sys.executable, str(CHECKER), str(root)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_clean_tree_passes(tmp_path: Path) -> None:
    result = check(tmp_path, CLEAN)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("core/src/model/x.cpp", '\n#include "json/decoder.hpp"\n', 2, "layer model may not use"),
        ("core/src/json/x.cpp", '#include "rules/check.hpp"\n', 1, "layer json may not use"),
        ("core/src/base/x.cpp", '#include "abonado/json.hpp"\n', 1, "layer base may not use"),
        ("core/src/base/x.cpp", "#include <abonado/json.hpp>\n", 1, "layer base may not use"),
        ("core/src/store/x.cpp", '#include "bulk/gzip.hpp"\n', 1, "layer store may not use"),
        ("core/src/model/x.cpp", '#include "record.hpp"\n', 1, "layer/file.hpp"),
        ("core/src/model/x.cpp", '#include "../json/decoder.hpp"\n', 1, "layer/file.hpp"),
        ("core/src/model/x.cpp", "#include <model/record.hpp>\n", 1, "a private header"),
        ("core/src/model/x.cpp", "#include HEADER\n", 1, "not a macro"),
        ("core/src/rules/x.cpp", "#include <boost/json.hpp>\n", 1, "not in core/src/rules"),
        ("core/src/rules/x.cpp", "#  include <xxhash.h>\n", 1, "not in core/src/rules"),
        ("core/src/json/x.cpp", "/*\n*/\n#include <zstd.h>\n", 3, "not in core/src/json"),
        ("core/src/bulk/x.cpp", "#include <SQLiteCpp/Database.h>\n", 1, "not in core/src/bulk"),
        ("core/src/bulk/x.cpp", "#include <pybind11/pybind11.h>\n", 1, "not in core/src/bulk"),
        ("core/src/bulk/x.cpp", "#include <iostream>\n", 1, "not in core/src/bulk"),
        ("core/src/bulk/x.cpp", "#include <fmt/format.h>\n", 1, "neither of the standard"),
        ("core/src/utils/x.cpp", "#include <string>\n", 1, "is not a layer"),
        ("core/include/abonado/enums.hpp", '#include "model/x.hpp"\n', 1, "public headers only"),
        ("core/include/abonado/enums.hpp", "#include <boost/json.hpp>\n", 1, "not in core/include"),
        ("core/include/abonado/enums.hpp", '#include "abonado/json.hpp"\n', 1, "may not use"),
        ("core/include/abonado/enums.hpp", "#include <sqlite3.h>\n", 1, "not in core/include"),
        ("core/include/abonado/abonado.h", "#include <stdio.h>\n", 1, "not in core/include"),
        ("core/include/abonado/enums.hpp", "\nnamespace abonado {\n", 2, "ABONADO_PUBLIC abonado"),
        ("core/include/abonado/enums.hpp", "namespace boost::json {\n", 1, "ABONADO_PUBLIC"),
        ("core/include/abonado/other.hpp", "#include <string>\n", 1, "has no layer"),
        ("bindings/x.cpp", '#include "model/record.hpp"\n', 1, "public headers only"),
        ("bindings/x.cpp", "#include <boost/json.hpp>\n", 1, "not in bindings"),
        ("tests/consumer/x.c", "#include <sqlite3.h>\n", 1, "not in tests/consumer"),
        ("tests/consumer/x.cpp", '#include "model/record.hpp"\n', 1, "public headers only"),
        ("python/abonado/x.py", "\nimport typer\n", 2, "python/abonado/cli only"),
        ("python/abonado/x.py", "import polars as pl\n", 1, "is an extra"),
        ("python/abonado/cli/x.py", "from pandas import DataFrame\n", 1, "is an extra"),
        ("python/abonado/x.py", "def f():\n    import requests\n", 2, "not a dependency"),
        ("python/abonado/x.py", "from . import cli\n", 1, "only the shell"),
        ("python/abonado/sub/x.py", "from ..cli.main import run\n", 1, "only the shell"),
    ],
)
def test_planted_violation_is_seen(
    tmp_path: Path, name: str, text: str, line: int, words: str
) -> None:
    result = check(tmp_path, {**CLEAN, name: text})
    assert result.returncode == 1
    assert result.stdout.startswith(f"{name}:{line}: ")
    assert words in result.stdout
    assert result.stdout.count("\n") == 1


def test_a_wrong_root_is_an_error(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, str(CHECKER), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "no directory core" in result.stderr
