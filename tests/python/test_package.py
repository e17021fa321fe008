"""The package as a whole: lean to import, typed, and no fact told twice differently."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import abonado
import pytest
from abonado import _core, enums, errors, model
from conftest import script

ROOT = Path(__file__).resolve().parents[2]


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_import_is_quick() -> None:
    """No more than two and a half times what a larger package of the standard library takes, some
    40 ms: the two are imported in turn, so that a machine that is busy is so for both."""
    code = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"
    names = ("abonado", "asyncio")
    rounds = [[float(python(code.format(name))) for name in names] for _ in range(5)]
    ours, theirs = map(min, zip(*rounds, strict=True))
    assert ours < 2.5 * theirs, rounds


def test_import_brings_no_third_party_package() -> None:
    code = "import sys; n = set(sys.modules); import abonado; print(*(set(sys.modules) - n))"
    tops = {name.partition(".")[0] for name in python(code).split()}
    assert tops - sys.stdlib_module_names == {"abonado"}
    used = "d = abonado.connect(':memory:'); d.plot, d.org('x').plot; abonado.validate(b'').rules"
    code = code.replace("import abonado;", f"import abonado; {used};")
    assert "altair" not in {name.partition(".")[0] for name in python(code).split()}


def test_exit_with_everything_open_is_clean() -> None:
    code = "import abonado; r = abonado.validate(b'x'); f = iter(r.findings); next(f); print(r.ok)"
    assert python(code) == "False\n"


def test_version_is_that_of_the_header() -> None:
    header = (ROOT / "core/include/abonado/version.hpp").read_text("utf-8")
    assert abonado.__version__ == ".".join(
        re.findall(r"VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", header)
    )


# What vcpkg calls a package of find_package(); None if it is none of its libraries.
PORTS = {
    "Boost": "boost-json",
    "SQLiteCpp": "sqlitecpp",
    "Sodium": "libsodium",
    "Threads": None,
    "Xxhash": "xxhash",
    "ZLIB": "zlib",
    "Zstd": "zstd",
}


def test_wheels_are_built_with_every_library_that_is_required() -> None:
    required = re.findall(
        r"find_package\((\w+)[^)]*REQUIRED", (ROOT / "CMakeLists.txt").read_text()
    )
    named = json.loads((ROOT / "vcpkg.json").read_text())["dependencies"]
    assert sorted(port for name in required if (port := PORTS[name])) == named


def test_typed() -> None:
    assert (Path(abonado.__file__).parent / "py.typed").exists()


def test_stub_follows_the_field_tables() -> None:
    tool = script(ROOT / "tools/gen_stub.py")
    assert tool.STUB.read_text("utf-8") == tool.whole(), "run tools/gen_stub.py"


def test_every_struct_is_exported() -> None:
    assert model.__all__ == sorted(row["name"] for row in _core.structs())


@pytest.mark.parametrize("table", _core.enum_tables(), ids=lambda table: table["name"])
def test_enum_classes_are_the_tables(table: dict) -> None:
    enum = getattr(enums, table["name"])
    assert tuple(word.value for word in enum) == table["words"]
    assert [word.name for word in enum] == [word.upper() for word in table["words"]]
    assert all(word == word.value and str(word) == word.value for word in enum)


def test_no_enum_class_without_a_table() -> None:
    assert enums.__all__ == sorted(table["name"] for table in _core.enum_tables())


@pytest.mark.parametrize("row", _core.error_table(), ids=lambda row: row[1])
def test_error_classes_are_the_table(row: tuple) -> None:
    name, code, status, title = row
    error = getattr(errors, name)("text", pointer="/a", code=code)
    assert isinstance(error, abonado.Error)
    assert (error.code, error.status, error.title) == (code, status, title)
    assert (error.pointer, str(error), error.details) == ("/a", "text", (("/a", "text"),))


def test_an_error_class_has_the_first_of_its_codes_by_itself() -> None:
    first: dict[str, tuple[str, int]] = {}
    for name, code, status, _ in _core.error_table():
        first.setdefault(name, (code, status))
    del first["Error"]  # the root: an error of no class of its own
    assert {
        name: (getattr(errors, name).code, getattr(errors, name).status) for name in first
    } == first


def test_error_codes_are_those_of_the_table() -> None:
    with pytest.raises(ValueError, match="NONSENSE"):
        errors.NotFoundError("text", code="NONSENSE")


def test_segment_policy_is_the_default_of_the_core() -> None:
    from dataclasses import asdict

    policy = asdict(abonado.SegmentPolicy())
    assert {**policy, "allow_list": list(policy["allow_list"])} == _core.segment_defaults()


def test_rules() -> None:
    rules = abonado.rules()
    assert len({rule.id for rule in rules}) == len(rules) > 60
    assert abonado.explain("sub-001") == abonado.explain("SUB-001")
    assert {rule.severity for rule in rules} == {"error", "warning", "off"}
    with pytest.raises(abonado.ArgumentError, match="SUB-001"):
        abonado.explain("SUB-0001")


def test_mysim_types() -> None:
    rows = _core.mysim_types()
    assert len(rows) == 17
    assert {row["type"] for row in rows} <= {word.value for word in enums.SubscriptionType}


def test_json_schema_names_every_struct_it_refers_to() -> None:
    schema = abonado.json_schema()
    referred = set(re.findall(r"#/\$defs/(\w+)", str(schema)))
    assert referred == set(schema["$defs"])
    assert "Max" in referred
    assert "productId" in str(abonado.json_schema("ChangeSubscriptionProductRequest"))
    with pytest.raises(abonado.ArgumentError):
        abonado.json_schema("Nothing")


def test_generate_is_deterministic_and_clean(tmp_path: Path) -> None:
    dump = abonado.generate(records=300, seed=5)
    assert dump == abonado.generate(records=300, seed=5) != abonado.generate(records=300, seed=6)
    report = abonado.validate(dump)
    assert (report.records, report.errors, report.warnings) == (300, 0, 0)

    path = tmp_path / "dump.ndjson"
    written = abonado.generate(path, records=300, seed=5)
    assert path.read_bytes() == dump
    assert (written.records, written.defective, written.bytes) == (300, 0, len(dump))


def test_generate_takes_kinds_and_defects(tmp_path: Path) -> None:
    labels = tmp_path / "labels.ndjson"
    dump = abonado.generate(
        records=200, kinds=[enums.RecordKind.MAX], defects={"SUB-001": 0.5}, labels=labels
    )
    report = abonado.validate(dump)
    lines = labels.read_text("utf-8").splitlines()
    assert report.by_rule == {"SUB-001": len(lines)}
    assert 50 < len(lines) < 150
    assert dump.count(b'"kind":"max"') == 200
    assert "SUB-001" in abonado.generation.injectable_rules()


@pytest.mark.parametrize(
    "arguments", [{"defects": {"XXX-1": 0.1}}, {"defects": {"SUB-001": 2}}, {"kinds": ["nothing"]}]
)
def test_generate_refuses_what_makes_no_sense(arguments: dict) -> None:
    with pytest.raises(abonado.ArgumentError):
        abonado.generate(records=10, **arguments)


def test_generate_tells_what_it_cannot_write() -> None:
    with pytest.raises(abonado.OutputError, match="/nowhere"):
        abonado.generate("/nowhere/dump.ndjson")
    with pytest.raises(abonado.OutputError, match="/dev/full"):
        abonado.generate("/dev/full")


def test_generate_passes_on_what_a_stream_raises() -> None:
    class Full:
        def write(self, data: bytes) -> int:
            raise BlockingIOError

    with pytest.raises(BlockingIOError):
        abonado.generate(Full(), records=10)
