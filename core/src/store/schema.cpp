#include "store/schema.hpp"

#include <array>

namespace abonado {

namespace {

// "abon" in ASCII, at byte 68 of the file: how a store is known from any other SQLite file.
constexpr std::int64_t kApplicationId = 0x61626f6e;

void make_first_schema(Connection& connection) {
    for (const Table& table : store_schema()) connection.execute(create_table_sql(table));
    for (const Table& table : store_schema()) {
        connection.execute("CREATE VIEW " + view_name(table) + " AS " + view_select_sql(table));
    }
}

// A released migration is never changed: a later version of the tables is a row of its own, with its own SQL.
const std::array<Migration, 1> kMigrations{{
    {"first", "Subscriptions, documents and ledger", make_first_schema},
}};

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

SchemaState schema_state(Connection& connection) {
    const std::int64_t id = connection.integer("PRAGMA application_id");
    const int version = static_cast<int>(connection.integer("PRAGMA user_version"));
    const int newest = static_cast<int>(kMigrations.size());
    if (id == kApplicationId) {
        if (version == newest) return {FileState::current, version};
        return {version > newest ? FileState::newer : FileState::older, version};
    }
    const bool is_empty = id == 0 && version == 0 && connection.integer("SELECT count(*) FROM sqlite_schema") == 0;
    return {is_empty ? FileState::empty : FileState::foreign, version};
}

void prepare_schema(Connection& connection, bool migrate) {
    SchemaState found = schema_state(connection);
    const std::string& path = connection.path();
    const std::string newest = std::to_string(kMigrations.size());
    switch (found.state) {
        case FileState::current:
            return;
        case FileState::foreign:
            throw Error(ErrorCode::store_unusable, path + ": is an SQLite database, but no store of abonado");
        case FileState::newer:
            throw Error(ErrorCode::store_unusable, path + ": has schema " + std::to_string(found.version) +
                                                       ", written by a newer abonado; this one knows up to " + newest);
        case FileState::older:
            if (migrate) break;
            throw Error(ErrorCode::store_unusable, path + ": has schema " + std::to_string(found.version) +
                                                       ", this abonado needs " + newest + "; run `abonado migrate`");
        case FileState::empty:
            break;
    }
    if (found.state == FileState::empty) {
        connection.execute("PRAGMA page_size = 8192");
        connection.execute("PRAGMA journal_mode = WAL");
    }
    while (true) {
        WriteTransaction transaction(connection);
        found = schema_state(connection);  // another process may have been quicker
        if (found.state == FileState::current) return;
        const auto next = static_cast<std::size_t>(found.version);
        kMigrations[next].apply(connection);
        connection.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
        connection.execute("PRAGMA user_version = " + std::to_string(next + 1));
        transaction.commit();
    }
}

}  // namespace abonado
