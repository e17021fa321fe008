// The rows of a store, inserted again into an empty file of the same schema with prepared statements and nothing else: what
// a load is measured against. Prints the seconds and the number of rows as JSON.
//
//     sqlite_inserts SOURCE TARGET DOCUMENTS_PER_COMMIT PRAGMA...
//
// The rows are read beforehand. They go in as a load writes them: document after document, each with its subscription before
// it and its children behind it, with the same pragmas and as many commits.
#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

namespace {

struct Value {
    int type = SQLITE_NULL;
    std::int64_t integer = 0;
    std::string bytes;
};
using Row = std::vector<Value>;

struct Rows {
    std::string name;
    std::vector<Row> rows;
    std::size_t next = 0;
    sqlite3_stmt* insert = nullptr;
};

void require(int code, sqlite3* database, const char* what) {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    std::fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(database));
    std::exit(1);
}

void execute(sqlite3* database, const std::string& sql) {
    require(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), database, sql.c_str());
}

sqlite3_stmt* prepare(sqlite3* database, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    require(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), database, sql.c_str());
    return statement;
}

std::vector<std::string> texts(sqlite3* database, const std::string& sql) {
    std::vector<std::string> out;
    sqlite3_stmt* statement = prepare(database, sql);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        out.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
    }
    sqlite3_finalize(statement);
    return out;
}

// All rows of a table in the order of its key, which is that of the documents.
Rows read_rows(sqlite3* source, const std::string& table) {
    Rows out{table, {}, 0, nullptr};
    sqlite3_stmt* select = prepare(source, "SELECT * FROM " + table + " ORDER BY 1");
    while (sqlite3_step(select) == SQLITE_ROW) {
        Row& row = out.rows.emplace_back(static_cast<std::size_t>(sqlite3_column_count(select)));
        for (int i = 0; i < sqlite3_column_count(select); ++i) {
            Value& value = row[static_cast<std::size_t>(i)];
            value.type = sqlite3_column_type(select, i);
            if (value.type == SQLITE_INTEGER) value.integer = sqlite3_column_int64(select, i);
            if (value.type != SQLITE_TEXT && value.type != SQLITE_BLOB) continue;
            const void* bytes = sqlite3_column_blob(select, i);
            value.bytes.assign(static_cast<const char*>(bytes),
                               static_cast<std::size_t>(sqlite3_column_bytes(select, i)));
        }
    }
    sqlite3_finalize(select);
    return out;
}

void prepare_insert(sqlite3* target, Rows& rows) {
    if (rows.rows.empty()) return;
    std::string marks = "?";
    for (std::size_t i = 1; i < rows.rows[0].size(); ++i) marks += ", ?";
    rows.insert = prepare(target, "INSERT INTO " + rows.name + " VALUES (" + marks + ")");
}

void insert_next(sqlite3* target, Rows& rows) {
    const Row& row = rows.rows[rows.next++];
    for (std::size_t i = 0; i < row.size(); ++i) {
        const Value& value = row[i];
        const int at = static_cast<int>(i) + 1;
        const int size = static_cast<int>(value.bytes.size());
        if (value.type == SQLITE_INTEGER) sqlite3_bind_int64(rows.insert, at, value.integer);
        else if (value.type == SQLITE_TEXT) sqlite3_bind_text(rows.insert, at, value.bytes.data(), size, SQLITE_STATIC);
        else if (value.type == SQLITE_BLOB) sqlite3_bind_blob(rows.insert, at, value.bytes.data(), size, SQLITE_STATIC);
        else sqlite3_bind_null(rows.insert, at);
    }
    require(sqlite3_step(rows.insert), target, rows.name.c_str());
    sqlite3_reset(rows.insert);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "usage: sqlite_inserts SOURCE TARGET DOCUMENTS_PER_COMMIT PRAGMA...\n");
        return 2;
    }
    sqlite3* source = nullptr;
    sqlite3* target = nullptr;
    require(sqlite3_open_v2(argv[1], &source, SQLITE_OPEN_READONLY, nullptr), source, argv[1]);
    require(
        sqlite3_open_v2(argv[2], &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr),
        target, argv[2]);
    for (int i = 4; i < argc; ++i) execute(target, std::string("PRAGMA ") + argv[i]);
    // Tables in the order of their making: those first that others refer to.
    const std::string made = " FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL ORDER BY rowid";
    for (const std::string& sql : texts(source, "SELECT sql" + made)) execute(target, sql);

    std::map<std::string, Rows> tables;
    std::vector<Rows*> children;
    std::size_t count = 0;
    for (const std::string& name :
         texts(source, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")) {
        if (name == "blocks" || name == "run_inputs" || name == "run_rules" || name.starts_with("reject")) continue;
        Rows& rows = tables.emplace(name, read_rows(source, name)).first->second;
        count += rows.rows.size();
        prepare_insert(target, rows);
        const bool is_child = name != "organisations" && name != "subscriptions" && name != "runs" &&
                              name != "documents";
        if (is_child) children.push_back(&rows);
    }
    const std::size_t per_commit = std::strtoul(argv[3], nullptr, 10);

    const auto start = std::chrono::steady_clock::now();
    execute(target, "BEGIN IMMEDIATE");
    for (const char* first : {"organisations", "runs"}) {
        Rows& rows = tables[first];
        while (rows.next < rows.rows.size()) insert_next(target, rows);
    }
    Rows& documents = tables["documents"];
    Rows& subscriptions = tables["subscriptions"];
    while (documents.next < documents.rows.size()) {
        const Row& document = documents.rows[documents.next];
        const std::int64_t id = document[0].integer;
        const std::int64_t subscription = document[1].integer;
        while (subscriptions.next < subscriptions.rows.size() &&
               subscriptions.rows[subscriptions.next][0].integer <= subscription) {
            insert_next(target, subscriptions);
        }
        insert_next(target, documents);
        for (Rows* rows : children) {
            while (rows->next < rows->rows.size() && rows->rows[rows->next][0].integer == id)
                insert_next(target, *rows);
        }
        if (documents.next % per_commit == 0) execute(target, "COMMIT; BEGIN IMMEDIATE");
    }
    execute(target, "COMMIT");
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::printf("{\"seconds\": %.6f, \"facts\": {\"rows\": %zu}}\n", seconds.count(), count);
    return 0;
}
