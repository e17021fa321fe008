"""What Doxygen is given of a public header: its plain comments, marked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEADERS = sorted((ROOT / "core/include/abonado").glob("*.hpp"))


def marked(header: Path) -> str:
    command = [sys.executable, str(ROOT / "tools/doxygen_filter.py"), str(header)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def check(directory: Path, plain: str, expected: str) -> None:
    header = directory / "header.hpp"
    header.write_text(plain, encoding="utf-8")
    assert marked(header) == expected


def test_comments_before_and_behind_a_declaration_are_marked(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
// A file.
//
// Of two parts.
#pragma once

namespace abonado {

// What it is,
// in two lines.
struct A {
    int b = 1;  // what b is
    std::string c = "// no comment";  // what c is
    int d = 1'000;
};

}  // namespace abonado
""",
        """\
/// \\file
/// A file.
///
/// Of two parts.
#pragma once

namespace abonado {

/// What it is,
/// in two lines.
struct A {
    int b = 1;  ///< what b is
    std::string c = "// no comment";  ///< what c is
    int d = 1'000;
};

}  // namespace abonado
""",
    )


def test_what_describes_nothing_stays_plain(tmp_path: Path) -> None:
    text = """\
#pragma once  // as everywhere

struct Later;  // of later.hpp

// A remark on nothing.

class B {
public:
    // --- parts ---
    // Doubles it.
    int f(int x) {
        // Why so.
        return 2 * x;  // never overflows
    }
    // The last word.
};
"""
    check(tmp_path, text, text.replace("    // Doubles it.", "    /// Doubles it."))


def test_what_is_marked_already_stays(tmp_path: Path) -> None:
    text = "#pragma once\n/// Marked.\nstruct A {\n    int b;  ///< with `<T>`\n};\n"
    check(tmp_path, text, text)


def test_text_is_no_markup(tmp_path: Path) -> None:
    check(
        tmp_path,
        "#pragma once\n// To <stem>.ndjson, not to @x or \\n; `<T>` is code.\nint f();\n",
        "#pragma once\n/// To \\<stem>.ndjson, not to \\@x or \\\\n; `<T>` is code.\nint f();\n",
    )


def test_members_get_the_text_of_their_rows_and_tables_go(tmp_path: Path) -> None:
    check(
        tmp_path,
        """\
#pragma once

// A tariff
struct Product {
    std::int64_t id = 0;
    Box<Product> next;
    UnknownMembers unknown;
    bool operator==(const Product&) const = default;
};
template <>
struct FieldsOf<Product> {
    static constexpr auto table = std::tuple{
        field<&Product::id>("id", "Its number, "
                                  "from 1"),
        field<&Product::next>("next", "What follows")};
};
static_assert(has_row_for_every_member<Product>());
""",
        """\
#pragma once

/// A tariff
struct Product {
    std::int64_t id = 0;  ///< Its number, from 1
    Box<Product> next;  ///< What follows
    UnknownMembers unknown;
};
""",
    )


@pytest.mark.parametrize("header", HEADERS, ids=lambda path: path.stem)
def test_each_header_is_marked_at_its_top(header: Path) -> None:
    text = marked(header)
    assert text.startswith("/// \\file\n///")
    assert "struct FieldsOf<" not in text
    assert text.count("{") == text.count("}")
