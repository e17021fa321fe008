// What a store answers: subscriptions at a moment, identifiers, counts, SQL.
#include <algorithm>
#include <iterator>

#include "engine/impl.hpp"
#include "engine/user_sql.hpp"
#include "engine/valid_time.hpp"
#include "engine/watched.hpp"
#include "store/documents.hpp"
#include "store/schema.hpp"
#include "store/sql_text.hpp"

namespace abonado {

namespace {

[[noreturn]] void not_found(std::string_view org, const Wording& what) {
    throw Error(ErrorCode::subscription_not_found,
                "organisation " + told_organisation(org) + " has no subscription " + what);
}

SubscriptionState read_state(Connection& connection, std::string_view org, std::int64_t legacy_id,
                             std::int64_t subscription, const AsOf& as_of) {
    Documents documents(connection);
    SubscriptionState state;
    state.org = org;
    state.legacy_id = legacy_id;
    for (const std::int64_t document : documents.known(subscription, known_run(connection, as_of))) {
        state.documents.push_back(documents.read(document));
    }
    if (state.documents.empty()) not_found(org, told(legacy_id) + " at that time");
    fill_state(state, as_of.valid);
    return state;
}

// Views of the same names for a moment, on one connection, while this object lives.
class ViewsAsOf {
public:
    ViewsAsOf(Connection& connection, const AsOf& as_of) : connection_(connection) {
        if (!as_of.known && !as_of.valid) return;
        const AsOfRun at = as_of_run(connection, as_of);
        try {
            make(at);
        } catch (...) {
            drop();
            throw;
        }
    }
    ~ViewsAsOf() { drop(); }
    ViewsAsOf(const ViewsAsOf&) = delete;
    ViewsAsOf& operator=(const ViewsAsOf&) = delete;

private:
    void make(const AsOfRun& at) {
        for (const Table& table : store_schema()) {
            if (!table.of_documents && table.name != "subscriptions") continue;
            made_.push_back(view_name(table));
            connection_.execute("CREATE TEMP VIEW " + made_.back() + " AS " + view_select_sql(table, &at));
        }
    }
    void drop() {
        for (const std::string& view : made_) connection_.database().tryExec("DROP VIEW IF EXISTS temp." + view);
    }

    Connection& connection_;
    std::vector<std::string> made_;
};

SqlValue value_at(const SQLite::Column& column) {
    if (column.isInteger()) return column.getInt64();
    if (column.isFloat()) return column.getDouble();
    if (column.isText()) return column.getString();
    if (column.isBlob()) {
        const auto* bytes = static_cast<const std::uint8_t*>(column.getBlob());
        return std::vector<std::uint8_t>(bytes, bytes + column.getBytes());
    }
    return std::monostate{};
}

bool begins_reading(std::string_view word) {
    constexpr std::string_view kWords[] = {"select", "with", "values", "explain"};
    return std::any_of(std::begin(kWords), std::end(kWords), [word](std::string_view it) { return is_word(word, it); });
}

// Some statements take effect as soon as they are prepared, others end the reader's transaction, and what stands behind a
// first statement would be passed over in silence. So only one that reads is let through.
void refuse_all_but_select(std::string_view sql) {
    // SQLite reads no further.
    if (sql.find('\0') != std::string_view::npos) throw Error(ErrorCode::invalid_argument, "the query holds a NUL");
    bool is_begun = false;
    bool is_ended = false;
    while (!sql.empty()) {
        const SqlPiece piece = take_piece(sql);
        if (piece.part == SqlPart::space || piece.part == SqlPart::comment) continue;
        if (!is_begun && !begins_reading(piece.text)) break;
        is_begun = true;
        if (is_ended && piece.text != ";")
            throw Error(ErrorCode::invalid_argument, "the query is more than one statement");
        is_ended = piece.text == ";";
    }
    if (!is_begun) throw Error(ErrorCode::invalid_argument, "only SELECT is allowed");
}

std::uint64_t bytes_of(const SQLite::Column& column) {
    if (column.isInteger() || column.isFloat()) return sizeof(std::int64_t);
    return column.isNull() ? 0 : static_cast<std::uint64_t>(column.getBytes());
}

SqlResult run_select(Connection& connection, const std::string& sql, std::span<const SqlValue> parameters,
                     const QueryLimits& limits) {
    refuse_all_but_select(sql);
    const OnlyReading only_reading(connection);
    SQLite::Statement statement(connection.database(), sql);
    bind_all(statement, parameters);
    // BEGIN, COMMIT, ATTACH and their like write nothing themselves, and answer nothing.
    if (statement.getColumnCount() == 0) throw Error(ErrorCode::invalid_argument, "only SELECT is allowed");
    SqlResult out;
    for (int i = 0; i < statement.getColumnCount(); ++i) out.columns.emplace_back(statement.getColumnName(i));
    std::uint64_t bytes = 0;
    while (statement.executeStep()) {
        limits.check_time();
        auto& row = out.rows.emplace_back();
        for (int i = 0; i < statement.getColumnCount(); ++i) {
            const SQLite::Column column = statement.getColumn(i);
            bytes += bytes_of(column);
            limits.check(out.rows.size(), bytes);
            row.push_back(value_at(column));
        }
    }
    limits.check_time();
    return out;
}

}  // namespace

SubscriptionState Engine::subscription(std::string_view org, std::int64_t legacy_id, const AsOf& as_of) {
    return impl_->read([&](Connection& connection) {
        Documents documents(connection);
        const auto org_number = documents.find_organisation(std::string(org));
        const auto found = org_number ? documents.find_subscription(*org_number, legacy_id) : std::nullopt;
        if (!found) not_found(org, told(legacy_id));
        return read_state(connection, org, legacy_id, found->id, as_of);
    });
}

SubscriptionState Engine::subscription(std::string_view org, const Uuid& uuid, const AsOf& as_of) {
    return impl_->read([&](Connection& connection) {
        const auto found = Documents(connection).find_uuid(std::string(org), uuid, known_run(connection, as_of));
        if (!found) not_found(org, told(uuid.to_string()));
        return read_state(connection, org, found->legacy_id, found->id, as_of);
    });
}

std::vector<std::int64_t> Engine::find_ids(std::string_view org, FilterType filter_type, std::string_view value) {
    return impl_->read([&](Connection& connection) {
        return Documents(connection).find_identifier(std::string(org), filter_type, value);
    });
}

std::map<std::string, std::uint64_t> Engine::counts(std::string_view org) {
    return impl_->read([&](Connection& connection) {
        const std::string of_org = org.empty() ? "" : " WHERE org = (SELECT id FROM organisations WHERE name = ?)";
        const std::string name(org);
        std::map<std::string, std::uint64_t> out;
        Query subscriptions(connection.statement("SELECT count(*) FROM subscriptions" + of_org));
        if (!org.empty()) subscriptions.bind(name);
        subscriptions.next();
        out["subscriptions"] = static_cast<std::uint64_t>(subscriptions.integer(0));
        const std::string in_org = org.empty() ? ""
                                               : " AND subscription IN (SELECT id FROM subscriptions" + of_org + ")";
        Query kinds(connection.statement("SELECT kind, count(*) FROM documents WHERE known_to IS NULL" + in_org +
                                         " GROUP BY kind"));
        if (!org.empty()) kinds.bind(name);
        while (kinds.next()) out[kinds.text(0)] = static_cast<std::uint64_t>(kinds.integer(1));
        return out;
    });
}

SqlResult Engine::query(const std::string& sql, std::span<const SqlValue> parameters, const AsOf& as_of,
                        const QueryOptions& options, const Tick& tick) {
    return impl_->read([&](Connection& connection) {
        const ViewsAsOf views(connection, as_of);
        const QueryOnly query_only(connection);
        const QueryLimits limits(options);
        const LongestValue longest(connection, options.max_bytes.value_or(QueryOptions::kLongestValue));
        const Tick within = [&](const Progress& progress) {
            limits.check_time();
            return !tick || tick(progress);
        };
        const auto run = [&] {
            return user_sql(longest, [&] { return run_select(connection, sql, parameters, limits); });
        };
        return watched(connection, options.timeout || tick ? within : tick, run);
    });
}

std::vector<TableInfo> store_tables() {
    std::vector<TableInfo> out;
    for (const Table& table : store_schema()) {
        TableInfo& info = out.emplace_back();
        info.name = table.name;
        info.view = view_name(table);
        info.doc = table.doc;
        for (const TableColumn& column : table.columns)
            info.columns.push_back({column.name, column.declaration, column.doc});
        info.constraints = table.constraints;
        for (const TableIndex& index : table.indexes) {
            info.indexes.push_back((index.unique ? "UNIQUE " : "") + index.name + " " + index.on);
        }
    }
    return out;
}

}  // namespace abonado
