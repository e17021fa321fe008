// Tables to SQL.
#include "store/tables.hpp"

#include <iterator>
#include <string_view>
#include <utility>

namespace abonado {

const std::vector<Table>& store_schema() {
    static const std::vector<Table> tables = [] {
        std::vector<Table> all = ledger_tables();
        for (std::vector<Table> more : {document_tables(), operation_tables()}) {
            std::move(more.begin(), more.end(), std::back_inserter(all));
        }
        return all;
    }();
    return tables;
}

std::string create_table_sql(const Table& table) {
    std::string out = "CREATE TABLE " + table.name + " (\n";
    for (const TableColumn& column : table.columns) out += "  " + column.name + " " + column.declaration + ",\n";
    for (const std::string& constraint : table.constraints) out += "  " + constraint + ",\n";
    out.erase(out.size() - 2);
    out += table.without_rowid ? "\n) STRICT, WITHOUT ROWID;\n" : "\n) STRICT;\n";
    for (const TableIndex& index : table.indexes) {
        if (index.since <= table.since) out += create_index_sql(table, index);
    }
    if (table.only_grows) {
        for (const char* change : {"UPDATE", "DELETE"}) {
            out += "CREATE TRIGGER " + table.name + "_" + change + " BEFORE " + change + " ON " + table.name +
                   " BEGIN SELECT RAISE(ABORT, '" + table.name + " only grows'); END;\n";
        }
        // REPLACE deletes without asking the other triggers.
        out += "CREATE TRIGGER " + table.name + "_REPLACE BEFORE INSERT ON " + table.name +
               " WHEN EXISTS (SELECT 1 FROM " + table.name + " WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, '" +
               table.name + " only grows'); END;\n";
    }
    return out;
}

std::string create_index_sql(const Table& table, const TableIndex& index) {
    return (index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") + index.name + " ON " + table.name + " " +
           index.on + ";\n";
}

std::string view_name(const Table& table) { return "v_" + table.name; }

namespace {

// A readable column names its column bare; in a join it has to say whose.
std::string columns_sql(const Table& table, Cells cells) {
    std::string out;
    for (const TableColumn& column : table.columns) {
        if (!out.empty()) out += ", ";
        const bool as_kept = column.readable.empty() || cells == Cells::raw;
        out += as_kept ? column.name : column.readable + " AS " + column.name;
    }
    return out;
}

std::string validity_condition(const Validity& validity, std::int64_t at) {
    const std::string instant = std::to_string(at);
    std::string out;
    if (!validity.from.empty()) out += " AND ifnull(" + validity.from + " <= " + instant + ", 1)";
    if (!validity.to.empty()) out += " AND ifnull(" + validity.to + " > " + instant + ", 1)";
    return out;
}

}  // namespace

std::string view_select_sql(const Table& table, const AsOfRun* as_of, Cells cells) {
    if (table.name == "subscriptions") return subscriptions_view_sql(as_of, cells);
    if (table.of_subscriptions) {
        return "SELECT organisations.name AS org, subscriptions.legacy_id AS subscription_legacy_id, object.* FROM "
               "(SELECT " +
               columns_sql(table, cells) + " FROM " + table.name +
               ") AS object JOIN subscriptions ON subscriptions.id = object.subscription "
               "JOIN organisations ON organisations.id = subscriptions.org";
    }
    if (!table.of_documents) return "SELECT " + columns_sql(table, cells) + " FROM " + table.name;
    // The rows first, alone, so that no name needs its table before it.
    std::string rows = "SELECT " + columns_sql(table, cells) + " FROM " + table.name + " WHERE 1";
    if (as_of != nullptr && as_of->filters_valid) rows += validity_condition(table.validity, as_of->valid);
    return "SELECT organisations.name AS org, subscriptions.legacy_id AS subscription_legacy_id, object.* FROM (" +
           rows +
           ") AS object JOIN documents ON documents.id = object.document LEFT JOIN subscriptions ON subscriptions.id = "
           "documents.subscription LEFT JOIN organisations ON organisations.id = subscriptions.org WHERE " +
           known_condition("documents", as_of);
}

std::string known_condition(const std::string& documents, const AsOfRun* as_of) {
    if (as_of == nullptr) return documents + ".known_to IS NULL";
    const std::string run = std::to_string(as_of->known);
    return documents + ".known_from <= " + run + " AND (" + documents + ".known_to IS NULL OR " + documents +
           ".known_to > " + run + ")";
}

std::string words_check_sql(const std::string& column, const EnumInfo& words) {
    // Not IN: SQLite would build a table of the words for each row that is inserted, which takes as long as the row.
    std::string out;
    for (const std::string_view word : words.words) {
        out += out.empty() ? " CHECK (" : " OR ";
        out += column + " = '" + std::string(word) + "'";
    }
    return out + ")";
}

TableColumn words_column(const std::string& name, const EnumInfo& words, bool required, std::string doc) {
    return {name,
            (required ? "TEXT NOT NULL" : "TEXT") + words_check_sql(name, words),
            "",
            std::move(doc),
            ColumnKind::word,
            &words};
}

TableColumn instant_column(const std::string& name, bool required, std::string doc) {
    return {name, required ? "INTEGER NOT NULL" : "INTEGER", instant_text_sql(name), std::move(doc),
            ColumnKind::instant};
}

TableColumn flag_column(const std::string& name, std::string doc) {
    return {name, "INTEGER NOT NULL CHECK (" + name + " IN (0, 1))", "", std::move(doc), ColumnKind::boolean};
}

TableColumn json_column(const std::string& name, std::string doc) {
    return {name, "TEXT", "", std::move(doc), ColumnKind::json};
}

ColumnKind kind_of(const TableColumn& column) {
    if (column.kind) return *column.kind;
    constexpr std::pair<std::string_view, ColumnKind> kTypes[] = {
        {"INTEGER", ColumnKind::integer}, {"REAL", ColumnKind::real}, {"BLOB", ColumnKind::blob}};
    for (const auto& [type, kind] : kTypes) {
        if (column.declaration.starts_with(type)) return kind;
    }
    return ColumnKind::text;
}

std::string instant_text_sql(const std::string& column) {
    // Division rounds towards zero, so that the fraction is taken away first.
    const std::string fraction = "((" + column + " % 1000000 + 1000000) % 1000000)";
    return "strftime('%Y-%m-%dT%H:%M:%S', (" + column + " - " + fraction + ") / 1000000, 'unixepoch') || iif(" +
           fraction + " = 0, '', printf('.%06d', " + fraction + ")) || 'Z'";
}

std::string date_text_sql(const std::string& column) { return "date(" + column + " * 86400, 'unixepoch')"; }

std::string uuid_text_sql(const std::string& column) {
    const std::string hex = "hex(" + column + ")";
    std::string out = "lower(substr(" + hex + ", 1, 8)";
    constexpr int kPieces[][2] = {{9, 4}, {13, 4}, {17, 4}, {21, 12}};
    for (const auto& [at, length] : kPieces) {
        out += " || '-' || substr(" + hex + ", " + std::to_string(at) + ", " + std::to_string(length) + ")";
    }
    // hex() makes a text of NULL.
    return "iif(" + column + " IS NULL, NULL, " + out + "))";
}

std::string amount_text_sql(const std::string& column) {
    const std::string digits = "printf('%d.%06d', abs(" + column + ") / 1000000, abs(" + column + ") % 1000000)";
    return "iif(" + column + " < 0, '-', '') || rtrim(rtrim(iif(" + column + " IS NULL, NULL, " + digits +
           "), '0'), '.')";
}

}  // namespace abonado
