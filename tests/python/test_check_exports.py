"""The checker of exports sees what a library exports beside what its headers declare."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKER = Path(__file__).parents[2] / "tools" / "check_exports.py"
HEADER = 'namespace abonado { struct Row { void go(); }; }\nextern "C" int abonado_go(void);\n'
SOURCE = '#include "header.hpp"\nvoid abonado::Row::go() {}\nint abonado_go(void) { return 0; }\n'


@pytest.mark.parametrize(
    ("more", "symbol"),
    [
        ("", None),
        ("namespace abonado { void inside() {} }", "_ZN7abonado6insideEv"),
        ("namespace abonado::part { struct Row { void go(); }; void Row::go() {} }", "4part3Row"),
        ("namespace boost { void go() {} }", "_ZN5boost2goEv"),
        ('extern "C" void sqlite3_open() {}', "sqlite3_open"),
        ("namespace abonado { struct X { virtual ~X(); }; X::~X() {} }", "_ZTIN7abonado1XE"),
    ],
)
def test_a_stranger_is_seen(tmp_path: Path, more: str, symbol: str | None) -> None:
    (tmp_path / "header.hpp").write_text(HEADER, encoding="utf-8")
    source, library = tmp_path / "x.cpp", tmp_path / "x.so"
    source.write_text(SOURCE + more, encoding="utf-8")
    subprocess.run(["g++", "-shared", "-fPIC", str(source), "-o", str(library)], check=True)
    command = [sys.executable, str(CHECKER), str(library), str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == (1 if symbol else 0), result.stdout
    if symbol:
        assert symbol in result.stdout
    else:
        assert result.stdout == "1 symbols of C, 1 of C++\n"
