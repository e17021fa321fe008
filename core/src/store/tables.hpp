// The tables of a store as data: what the schema, the views and the reference page are written from.
//
// Constant after construction; read from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/enums.hpp"
#include "abonado/frame_columns.hpp"

namespace abonado {

struct TableColumn {
    std::string name;
    std::string declaration;  // type and constraints, as in CREATE TABLE
    std::string readable;     // the expression that the view shows instead; empty: the column itself
    std::string doc;
    std::optional<ColumnKind> kind = {};  // none: what the declaration's type says
    const EnumInfo* words = nullptr;      // of a column of words
};
ColumnKind kind_of(const TableColumn& column);

struct TableIndex {
    std::string name;
    std::string on;  // columns in parentheses, then WHERE if it is partial
    bool unique = false;
    int since = 1;  // the migration that makes it, if that is later than the table's
};

// What of the history of a document's contents a row belongs to: columns between which it holds, by the documents.
struct Validity {
    std::string from;  // expression of the instant from which the row holds; empty: at all times
    std::string to;    // expression of the instant at which it ends, which may be NULL; empty: it does not
};

struct Table {
    std::string name;
    std::string doc;
    std::string holds = {};  // the struct of the model whose objects are its rows, or empty
    std::vector<TableColumn> columns = {};
    std::vector<std::string> constraints = {};  // of the table as a whole
    std::vector<TableIndex> indexes = {};
    Validity validity = {};
    bool without_rowid = false;
    bool of_documents =
        false;  // has a column `document`: its view shows the current ones with organisation and legacy id
    bool of_subscriptions = false;  // has a column `subscription`: its view shows organisation and legacy id
    int since = 1;                  // the migration that makes it
    bool only_grows = false;        // triggers refuse to change and to delete its rows
};

// All tables, those first that others refer to. Made once.
const std::vector<Table>& store_schema();

// The SQL that makes a table with its first indexes, or an index.
std::string create_table_sql(const Table& table);
std::string create_index_sql(const Table& table, const TableIndex& index);
// The SELECT of the readable view of a table: of what is known now, or `as_of` a run.
struct AsOfRun {
    std::int64_t known = 0;      // the last run whose documents are known
    std::int64_t valid = 0;      // microseconds; rows that hold at this instant
    bool filters_valid = false;  // whether `valid` counts
};
// Whether a SELECT gives texts for people or values as they are kept.
enum class Cells : std::uint8_t { readable, raw };
std::string view_select_sql(const Table& table, const AsOfRun* as_of = nullptr, Cells cells = Cells::readable);
// The view of the subscriptions, and what its columns hold.
std::string subscriptions_view_sql(const AsOfRun* as_of, Cells cells);
std::vector<FrameColumn> subscriptions_view_columns();
// Condition that a row of documents, under whatever name, was known.
std::string known_condition(const std::string& documents, const AsOfRun* as_of);
std::string view_name(const Table& table);

// The tables that hold no bodies: ledger, subscriptions, documents, identifiers; what operations keep.
std::vector<Table> ledger_tables();
std::vector<Table> operation_tables();
std::vector<Table> document_tables();

// CHECK that a column holds one of an enum's words, with a space before it.
std::string words_check_sql(const std::string& column, const EnumInfo& words);

// A column of an enum's words, of an instant, of 0 or 1, of a JSON text.
TableColumn words_column(const std::string& name, const EnumInfo& words, bool required, std::string doc);
TableColumn instant_column(const std::string& name, bool required, std::string doc);
TableColumn flag_column(const std::string& name, std::string doc);
TableColumn json_column(const std::string& name, std::string doc);

// SQL for people: an instant in microseconds, a day, a uuid, an amount in millionths as text.
std::string instant_text_sql(const std::string& column);
std::string date_text_sql(const std::string& column);
std::string uuid_text_sql(const std::string& column);
std::string amount_text_sql(const std::string& column);

}  // namespace abonado
