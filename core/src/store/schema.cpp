#include "store/schema.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include "store/documents.hpp"
#include "store/schedule.hpp"

namespace abonado {

namespace {

// "abon" in ASCII, at byte 68 of the file: how a store is known from any other SQLite file.
constexpr std::int64_t kApplicationId = 0x61626f6e;

// Makes the tables that came with a migration, all views, and what indexes it brought for older ones.
void make_tables(Connection& connection, int since) {
    for (const Table& table : store_schema()) {
        if (table.since == since) connection.execute(create_table_sql(table));
        for (const TableIndex& index : table.indexes) {
            if (table.since < since && index.since == since) connection.execute(create_index_sql(table, index));
        }
    }
    // Views hold nothing: older ones are made anew, as the tables that they show are told today.
    for (const Table& table : store_schema()) {
        if (table.since > since) continue;
        connection.execute("DROP VIEW IF EXISTS " + view_name(table));
        connection.execute("CREATE VIEW " + view_name(table) + " AS " + view_select_sql(table));
    }
}

void make_first_schema(Connection& connection) { make_tables(connection, 1); }

// While it lives, the schema may be written by hand.
class WritableSchema {
public:
    explicit WritableSchema(Connection& connection) : connection_(connection) {
        connection.defend(false);
        connection.execute("PRAGMA writable_schema = ON");
    }
    ~WritableSchema() {
        connection_.database().tryExec("PRAGMA writable_schema = OFF");
        connection_.defend(true);
    }
    WritableSchema(const WritableSchema&) = delete;
    WritableSchema& operator=(const WritableSchema&) = delete;

private:
    Connection& connection_;
};

// Writes what a table's definition is now over what it was: only for CHECKs that allow more than before, which change nothing
// of what is stored.
void replace_definition(Connection& connection, const std::string& name) {
    const auto& tables = store_schema();
    const auto table = std::find_if(tables.begin(), tables.end(), [&](const Table& t) { return t.name == name; });
    std::string sql = create_table_sql(*table);
    sql.resize(sql.find(';'));
    const std::int64_t version = connection.integer("PRAGMA schema_version");
    const WritableSchema writable(connection);
    {
        Query query(connection.statement("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?"));
        query.bind(sql).bind(name).run();
    }
    connection.execute("PRAGMA schema_version = " + std::to_string(version + 1));
}

// Tariff changes that documents have scheduled become rows, as they do now when a document is written.
void make_operations(Connection& connection) {
    replace_definition(connection, "runs");
    make_tables(connection, 2);
    Documents documents(connection);
    Schedule schedule(connection);
    Query query(connection.statement(
        "SELECT d.id, d.subscription, d.known_from FROM subscription_products p JOIN documents d ON d.id = p.document "
        "WHERE d.known_to IS NULL AND json_extract(p.product_other, '$.scheduled.scheduled_date') IS NOT NULL"));
    while (query.next()) {
        const Envelope envelope = documents.read(query.integer(0));
        schedule.follow(query.integer(1), std::get<SubscriptionProduct>(envelope.body), query.integer(2));
    }
}

// A later version of the tables is a row of its own. As long as nothing was released, migrations make today's tables; a
// released one keeps the SQL that it had.
const std::array<Migration, 2> kMigrations{{
    {"first", "Subscriptions, documents and ledger", make_first_schema},
    {"operations", "Scheduled changes and the audit log; runs of the kind operation", make_operations},
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
        // The journal of this one transaction must be gone for good: if it came back after a power cut, it would take the
        // whole store back.
        connection.execute("PRAGMA synchronous = EXTRA");
        connection.execute("PRAGMA journal_mode = WAL");
        connection.execute("PRAGMA synchronous = NORMAL");
    }
    // Each step of an older file is a transaction; a new one is made in one, so that nobody finds it half made.
    const bool is_new = found.state == FileState::empty;
    const auto newest_step = static_cast<int>(kMigrations.size());
    while (true) {
        WriteTransaction transaction(connection);
        found = schema_state(connection);  // another process may have been quicker
        if (found.state == FileState::current) return;
        const int last = is_new ? newest_step : found.version + 1;
        for (int step = found.version; step < last; ++step)
            kMigrations[static_cast<std::size_t>(step)].apply(connection);
        connection.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
        connection.execute("PRAGMA user_version = " + std::to_string(last));
        transaction.commit();
    }
}

}  // namespace abonado
