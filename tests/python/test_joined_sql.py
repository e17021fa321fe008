"""Nothing but constants, tables and what SQLite itself checks goes into the text of SQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from joined_sql import joined_into_sql, sources_of_sql

CORE = Path(__file__).parents[2] / "core" / "src"

# What each source joins to words of SQL, with the reason why it is no text of a caller's. A name is
# what stands in the source, `name()` a call whatever it is given.
TABLES = "names and definitions of the tables, of what the sources declare and no caller can say"
AS_OF = "the numbers of a run and of an instant, as digits"
ALLOWED: dict[str, dict[str, str]] = {
    "engine/frame_query.cpp": {
        "names() frame_select_sql() name()": "columns of the table of the frame",
        "std::to_string()": "the limit, a number",
        "kOrgParameter": "the name of a parameter",
        "request.where": "the caller's own SQL, an expression, under an authorizer",
    },
    "engine/reading.cpp": {
        "made_.back() view view_select_sql()": "views of the tables",
        "index.name index.on": "told as the shape of the schema, and not run",
    },
    "engine/user_sql.cpp": {
        "column.name": "columns of the frame",
        "where": "the caller's own SQL, compiled to see that it is an expression",
    },
    "operations/engine_operations.cpp": {"table.name": TABLES},
    "store/document_tables.cpp": {
        "name owner column prefix prefix.substr() json_column() {}": TABLES,
        "rule.id rule.stored.sql": "constraints of the table of rules",
    },
    "store/documents.cpp": {
        "in_order_of_kinds() to_word() std::to_string()": "words and positions of the kinds",
        "I": "a number of a template, beside another `out`",
    },
    "store/frame_tables.cpp": {"column.name joined()->of view_select_sql()": TABLES},
    "store/ledger.cpp": {
        "condition() kRunColumns more_columns": "constants; values of a selection are bound",
        "std::to_string()": "a number of a run",
    },
    "store/rows.hpp": {"columns marks table": TABLES},
    "store/schema.cpp": {
        "view_name() view_select_sql()": TABLES,
        "std::to_string() version": "numbers of the schema's version",
    },
    "store/subscription_view.cpp": {
        "cell.sql cell_sql() document_sql() instant_text_sql() uuid_text_sql()": TABLES,
        "condition name part known[] known_condition()": TABLES,
        "to_word()": "words of the kinds and types",
        "at run": AS_OF,
    },
    "store/tables.cpp": {
        "table.name table.without_rowid column column.name column.readable": TABLES,
        "column.declaration constraint index.name index.on create_index_sql()": TABLES,
        "columns_sql() as_kept change documents digits hex name out.empty()": TABLES,
        "known_condition() validity.from validity.to validity_condition()": TABLES,
        "word words_check_sql()": "words of an enum",
        "instant run std::to_string()": AS_OF,
    },
}


def test_sql_of_the_core_is_made_of_constants_and_tables() -> None:
    found = {
        str(path.relative_to(CORE)): joined_into_sql(path.read_text("utf-8"))
        for path in sources_of_sql(CORE)
    }
    allowed = {path: set(" ".join(names).split()) for path, names in ALLOWED.items()}
    unknown = {path: sorted(names - allowed.get(path, set())) for path, names in found.items()}
    assert {path: names for path, names in unknown.items() if names} == {}
    unused = {path: sorted(names - found.get(path, set())) for path, names in allowed.items()}
    assert {path: names for path, names in unused.items() if names} == {}


@pytest.mark.parametrize(
    ("source", "joined"),
    [
        (
            """std::string sql = "SELECT 1 FROM t WHERE org = '" + user_org + "'";
            c.statement(sql);""",
            "user_org",
        ),
        ('SQLite::Statement s(db, "SELECT 1 WHERE x=" + user_org);', "user_org"),
        ('return user_org + " WHERE 1";', "user_org"),
        ("""sql = "SELECT 1 WHERE x = '"; sql += user_org; sql += "'";""", "user_org"),
        ('if (x) sql += user_org;\n std::string sql{"a"}; sql = "SELECT 1";', "user_org"),
        ('auto sql = "SELECT 1"s; sql.append(user_org);', "user_org"),
        ('parts.push_back("WHERE x = " + user_org);', "user_org"),
        ('text << "SELECT " << user_org;', "user_org"),
        ('c.execute("SELECT " + std::string(request.org.name) + "x");', "request.org.name"),
        ('c.execute("SELECT " + (is_all ? "*" : user_org));', "user_org"),
        (
            'c.execute("SELECT " + quoted(user_org) + std::string{user_org});',
            "quoted() std::string{}",
        ),
        ('c.execute(std::format("PRAGMA x = {}", user_org));', "format()"),
        ('impl_->read([&] { const auto q = "DELETE FROM " + user_org; });', "user_org"),
        (
            'c.execute("SELECT " + names(all, [](auto& n) { return n.x; }) + user_org);',
            "names() user_org",
        ),
        ('c.execute("SELECT " /* not + this */ + a->b // nor + that\n + R"(x + y)");', "a->b"),
        ('c.execute(R"(SELECT \'" + x)" + user_org);', "user_org"),
    ],
)
def test_what_is_joined_to_sql_is_seen(source: str, joined: str) -> None:
    assert joined_into_sql(f"void f() {{ {source} }}") == set(joined.split())


@pytest.mark.parametrize(
    "source",
    [
        'c.statement("SELECT 1 FROM t WHERE x = ?" " AND y = ?").bind(user_org);',
        'std::string sql = "SELECT 1"; if (x) sql += " WHERE y = ?"; sql += kOrder + ";";'
        ' const std::string kOrder = " ORDER BY id";',
        'throw Error(code, path + ": there is no such run");',
        "for (int i = 0; i < n; ++i) sum += value + 1;",
        'c.execute(is_new ? "INSERT INTO t" : "UPDATE t SET x = -1");',
    ],
)
def test_what_is_not_joined_to_sql_is_not(source: str) -> None:
    assert joined_into_sql(f"void f() {{ {source} }}") == set()


def test_most_of_the_sources_of_sql_are_looked_at() -> None:
    names = {path.name for path in sources_of_sql(CORE)}
    assert {"rows.hpp", "frame_query.cpp", "engine_operations.cpp", "tables.cpp"} <= names
