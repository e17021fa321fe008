// Tables to SQL.
#include "store/tables.hpp"

#include <iterator>
#include <utility>

#include "abonado/model.hpp"

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
std::string readable_columns(const Table& table) {
    std::string out;
    for (const TableColumn& column : table.columns) {
        if (!out.empty()) out += ", ";
        out += column.readable.empty() ? column.name : column.readable + " AS " + column.name;
    }
    return out;
}

// That a row of documents, under whatever name, was known.
std::string known_condition(const std::string& documents, const AsOfRun* as_of) {
    if (as_of == nullptr) return documents + ".known_to IS NULL";
    const std::string run = std::to_string(as_of->known);
    return documents + ".known_from <= " + run + " AND (" + documents + ".known_to IS NULL OR " + documents +
           ".known_to > " + run + ")";
}

std::string validity_condition(const Validity& validity, std::int64_t at) {
    const std::string instant = std::to_string(at);
    std::string out;
    if (!validity.from.empty()) out += " AND ifnull(" + validity.from + " <= " + instant + ", 1)";
    if (!validity.to.empty()) out += " AND ifnull(" + validity.to + " > " + instant + ", 1)";
    return out;
}

// One row a subscription, with what its documents say of it. The v3 body speaks first, being the newer platform's.
std::string subscriptions_view_sql(const AsOfRun* as_of) {
    const auto document = [&](const std::string& name, const std::string& part) {
        return " LEFT JOIN documents AS " + name + " ON " + name + ".subscription = subscriptions.id AND " + name +
               ".part = '" + part + "' AND " + known_condition(name, as_of);
    };
    std::string status = "ifnull(v3.status, v1.current_status)";
    std::string product = "tariff.product_id";
    std::string type = "subscriptions.type";
    if (as_of != nullptr) {
        // The row of a subscription knows its type as of now; then, a document had to say it.
        type = "coalesce(v3.type, v1.subscription_type, CASE v3_document.kind";
        for (const KindInfo& kind : kRecordKinds) {
            if (kind.type)
                type += " WHEN '" + std::string(to_word(kind.kind)) + "' THEN '" + std::string(to_word(*kind.type)) +
                        "'";
        }
        type += " END) AS type";
    }
    if (as_of != nullptr && as_of->filters_valid) {
        const std::string at = std::to_string(as_of->valid);
        status =
            "coalesce((SELECT h.status FROM status_history AS h JOIN v1_subscriptions AS b ON b.document = h.document "
            "WHERE "
            "h.document = v1.document AND h.status_date <= " +
            at +
            " ORDER BY h.status_date DESC, h.status = b.current_status DESC, h.position DESC LIMIT 1), iif("
            "v1.current_status_date <= " +
            at + ", v1.current_status, NULL), CASE WHEN v3.creation_date > " + at +
            " THEN NULL WHEN v3.deactivation_date <= " + at + " THEN 'DEACTIVATED' WHEN v3.activation_date <= " + at +
            " THEN 'ACTIVE' WHEN v3.status = 'CANCELLED' AND ifnull(v3.last_status_update, v3.creation_date) <= " + at +
            " THEN 'CANCELLED' WHEN v3.creation_date <= " + at + " THEN 'PRE_ACTIVE' END)";
        product = "(SELECT id FROM tariff_history AS h WHERE h.document = tariff.document AND h.historic_date <= " +
                  at + " ORDER BY h.historic_date DESC, h.position LIMIT 1)";
        product = "ifnull(" + product + ", iif(tariff.product_historic_date <= " + at + ", tariff.product_id, NULL))";
    }
    std::string out = "SELECT organisations.name AS org, subscriptions.legacy_id, " + type + ", " + status +
                      " AS status, coalesce(v3_document.billing_type, v1.billing_type, v1_document.billing_type) AS "
                      "billing_type, " +
                      uuid_text_sql("v3.id") +
                      " AS uuid, ifnull(v3.legacy_account_id, v1.account_id) AS account_id, "
                      "v3.catalogue_commercial_product_id, v1.commercial_product_id, " +
                      product + " AS product_id";
    for (const char* column : {"creation_date", "activation_date", "deactivation_date", "last_status_update"}) {
        out += ", " + instant_text_sql(std::string("v3.") + column) + " AS " + column;
    }
    for (const char* column : {"sale_date", "current_status_date"}) {
        out += ", " + instant_text_sql(std::string("v1.") + column) + " AS " + column;
    }
    out += ", " + uuid_text_sql("v3.bundle_related_info_bundle_id") +
           " AS bundle_id, v3.bundle_related_info_legacy_bundle_id AS legacy_bundle_id, v3.document AS v3_document, "
           "v1.document AS v1_document FROM subscriptions JOIN organisations ON organisations.id = subscriptions.org" +
           document("v3_document", "v3") + " LEFT JOIN v3_subscriptions AS v3 ON v3.document = v3_document.id" +
           document("v1_document", "v1") + " LEFT JOIN v1_subscriptions AS v1 ON v1.document = v1_document.id" +
           document("tariff_document", "product") +
           " LEFT JOIN subscription_products AS tariff ON tariff.document = tariff_document.id";
    if (as_of != nullptr) {
        out +=
            " WHERE EXISTS (SELECT 1 FROM documents AS any_document WHERE any_document.subscription = "
            "subscriptions.id AND " +
            known_condition("any_document", as_of) + ")";
    }
    return out;
}

}  // namespace

std::string view_select_sql(const Table& table, const AsOfRun* as_of) {
    if (table.name == "subscriptions") return subscriptions_view_sql(as_of);
    if (table.of_subscriptions) {
        return "SELECT organisations.name AS org, subscriptions.legacy_id AS subscription_legacy_id, object.* FROM "
               "(SELECT " +
               readable_columns(table) + " FROM " + table.name +
               ") AS object JOIN subscriptions ON subscriptions.id = object.subscription "
               "JOIN organisations ON organisations.id = subscriptions.org";
    }
    if (!table.of_documents) return "SELECT " + readable_columns(table) + " FROM " + table.name;
    // The rows first, alone, so that no name needs its table before it.
    std::string rows = "SELECT " + readable_columns(table) + " FROM " + table.name + " WHERE 1";
    if (as_of != nullptr && as_of->filters_valid) rows += validity_condition(table.validity, as_of->valid);
    return "SELECT organisations.name AS org, subscriptions.legacy_id AS subscription_legacy_id, object.* FROM (" +
           rows +
           ") AS object JOIN documents ON documents.id = object.document LEFT JOIN subscriptions ON subscriptions.id = "
           "documents.subscription LEFT JOIN organisations ON organisations.id = subscriptions.org WHERE " +
           known_condition("documents", as_of);
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
    return {name, (required ? "TEXT NOT NULL" : "TEXT") + words_check_sql(name, words), "", std::move(doc)};
}

TableColumn instant_column(const std::string& name, bool required, std::string doc) {
    return {name, required ? "INTEGER NOT NULL" : "INTEGER", instant_text_sql(name), std::move(doc)};
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
