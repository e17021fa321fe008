#include "engine/user_sql.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>

#include "store/expression.hpp"
#include "store/ledger.hpp"
#include "store/sql_text.hpp"

namespace abonado {

std::int64_t known_run(Connection& connection, const AsOf& as_of) {
    if (!as_of.known) return std::numeric_limits<std::int64_t>::max();
    return Ledger(connection).run_at(*as_of.known);
}

AsOfRun as_of_run(Connection& connection, const AsOf& as_of) {
    return {known_run(connection, as_of), as_of.valid ? as_of.valid->micros : 0, as_of.valid.has_value()};
}

namespace {

// Pragmas that tell of the schema take an argument; any other one with an argument sets something.
bool is_read_pragma(std::string_view name, const char* argument) {
    static constexpr std::string_view kOfTheSchema[] = {"table_info", "table_xinfo", "table_list",      "index_list",
                                                        "index_info", "index_xinfo", "foreign_key_list"};
    if (argument != nullptr)
        return std::find(std::begin(kOfTheSchema), std::end(kOfTheSchema), name) != std::end(kOfTheSchema);
    return name != "optimize";  // which may write
}

// SQLite and what is built into it have functions that take pointers, load code or write to its log.
constexpr std::string_view kFunctions[] = {
    // values and texts
    "abs", "char", "coalesce", "concat", "concat_ws", "format", "glob", "hex", "if", "ifnull", "iif", "instr", "length",
    "like", "likelihood", "likely", "lower", "ltrim", "max", "min", "nullif", "octet_length", "printf", "quote",
    "random", "randomblob", "replace", "round", "rtrim", "sign", "soundex", "sqlite_version", "substr", "substring",
    "total_changes", "trim", "typeof", "unhex", "unicode", "unistr", "unlikely", "upper", "zeroblob",
    // dates
    "current_date", "current_time", "current_timestamp", "date", "datetime", "julianday", "strftime", "time",
    "timediff", "unixepoch",
    // aggregates and windows
    "avg", "count", "cume_dist", "dense_rank", "first_value", "group_concat", "lag", "last_value", "lead", "median",
    "nth_value", "ntile", "percent_rank", "percentile", "percentile_cont", "percentile_disc", "rank", "row_number",
    "string_agg", "sum", "total",
    // mathematics
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "ceil", "ceiling", "cos", "cosh", "degrees", "exp",
    "floor", "ln", "log", "log10", "log2", "mod", "pi", "pow", "power", "radians", "sin", "sinh", "sqrt", "tan", "tanh",
    "trunc",
    // JSON
    "->", "->>", "json", "json_array", "json_array_insert", "json_array_length", "json_error_position", "json_extract",
    "json_group_array", "json_group_object", "json_insert", "json_object", "json_patch", "json_pretty", "json_quote",
    "json_remove", "json_replace", "json_set", "json_type", "json_valid", "jsonb", "jsonb_array", "jsonb_array_insert",
    "jsonb_extract", "jsonb_group_array", "jsonb_group_object", "jsonb_insert", "jsonb_object", "jsonb_patch",
    "jsonb_remove", "jsonb_replace", "jsonb_set", "subtype"};

bool is_harmless(std::string_view function) {
    return std::any_of(std::begin(kFunctions), std::end(kFunctions),
                       [function](std::string_view name) { return is_word(function, name); });
}

// Writing is kept away by QueryOnly, when it would happen. This keeps away what that does not: settings, which hold as soon as
// they are compiled, other files, and functions that reach beyond values.
int authorize(void*, int action, const char* first, const char* second, const char*, const char*) {
    const auto named = [](const char* name) { return std::string_view(name == nullptr ? "" : name); };
    switch (action) {
        case SQLITE_ATTACH:
        case SQLITE_DETACH:
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT:
            return SQLITE_DENY;
        case SQLITE_FUNCTION:
            return is_harmless(named(second)) ? SQLITE_OK : SQLITE_DENY;
        case SQLITE_PRAGMA:
            return is_read_pragma(named(first), second) ? SQLITE_OK : SQLITE_DENY;
        default:
            return SQLITE_OK;
    }
}

[[noreturn]] void stop(const std::string& why) { throw Error(ErrorCode::cancelled, "the query was stopped: " + why); }

}  // namespace

std::span<const std::string_view> harmless_functions() { return kFunctions; }

OnlyReading::OnlyReading(Connection& connection) : connection_(connection) {
    sqlite3_set_authorizer(connection.database().getHandle(), &authorize, nullptr);
}
OnlyReading::~OnlyReading() { sqlite3_set_authorizer(connection_.database().getHandle(), nullptr, nullptr); }

LongestValue::LongestValue(Connection& connection, std::uint64_t bytes) : connection_(connection), bytes_(bytes) {
    constexpr std::uint64_t kMost = std::numeric_limits<int>::max();
    before_ = sqlite3_limit(connection.database().getHandle(), SQLITE_LIMIT_LENGTH,
                            static_cast<int>(std::min(bytes, kMost)));
}

LongestValue::~LongestValue() { sqlite3_limit(connection_.database().getHandle(), SQLITE_LIMIT_LENGTH, before_); }

void LongestValue::raise_if_met(const SQLite::Exception& cause) const {
    const int code = cause.getErrorCode() & 0xff;
    if (code == SQLITE_TOOBIG) stop("a value of it has more than " + std::to_string(bytes_) + " bytes");
}

namespace {

// Counts SELECTs down; tables and all else are not an expression's. Which functions it may call, OnlyReading knows.
int authorize_expression(void* selects_left, int action, const char*, const char*, const char*, const char*) {
    if (action == SQLITE_FUNCTION) return SQLITE_OK;
    return action == SQLITE_SELECT && --*static_cast<int*>(selects_left) >= 0 ? SQLITE_OK : SQLITE_DENY;
}

class OnlyExpression {
public:
    OnlyExpression(Connection& connection, int selects) : connection_(connection), selects_left_(selects) {
        sqlite3_set_authorizer(connection.database().getHandle(), &authorize_expression, &selects_left_);
    }
    ~OnlyExpression() { sqlite3_set_authorizer(connection_.database().getHandle(), nullptr, nullptr); }
    OnlyExpression(const OnlyExpression&) = delete;
    OnlyExpression& operator=(const OnlyExpression&) = delete;

private:
    Connection& connection_;
    int selects_left_;
};

}  // namespace

void check_expression(Connection& connection, const std::string& where, std::span<const FrameColumn> columns) {
    std::string row;
    for (const FrameColumn& column : columns) row += (row.empty() ? "NULL AS \"" : ", NULL AS \"") + column.name + '"';
    const OnlyExpression only_expression(connection, 2);
    try {
        // The LIMIT keeps the two SELECTs from becoming one.
        const SQLite::Statement compiled(
            connection.database(), "SELECT 1 FROM (SELECT " + row + " LIMIT 1) AS frame WHERE (\n" + where + "\n)");
    } catch (const SQLite::Exception& cause) {
        if ((cause.getErrorCode() & 0xff) != SQLITE_AUTH) throw;
        throw Error(ErrorCode::invalid_argument, kReadsMoreThanItsRow);
    }
}

QueryLimits::QueryLimits(const QueryOptions& options) : options_(options) {
    // The clock ends before the largest number of milliseconds does.
    constexpr std::chrono::milliseconds kLongest = std::chrono::hours{24 * 365 * 100};
    if (options.timeout) end_ = std::chrono::steady_clock::now() + std::min(*options.timeout, kLongest);
}

void QueryLimits::check_time() const {
    if (!options_.timeout || std::chrono::steady_clock::now() < end_) return;
    stop("it took longer than " + std::to_string(options_.timeout->count()) + " ms");
}

void QueryLimits::check(std::uint64_t rows, std::uint64_t bytes) const {
    if (options_.max_rows && rows > *options_.max_rows) {
        stop("its answer has more than " + std::to_string(*options_.max_rows) + " rows");
    }
    if (options_.max_bytes && bytes > *options_.max_bytes) {
        stop("its answer has more than " + std::to_string(*options_.max_bytes) + " bytes");
    }
}

namespace {

void refuse_longer_than_sqlite_counts(std::size_t bytes) {
    constexpr std::size_t kMost = std::numeric_limits<int>::max();
    if (bytes <= kMost) return;
    throw Error(ErrorCode::invalid_argument, "a parameter has more than " + std::to_string(kMost) + " bytes");
}

}  // namespace

void bind(SQLite::Statement& statement, int parameter, const SqlValue& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) statement.bind(parameter, *integer);
    else if (const auto* real = std::get_if<double>(&value)) statement.bind(parameter, *real);
    else if (const auto* text = std::get_if<std::string>(&value)) {
        refuse_longer_than_sqlite_counts(text->size());
        statement.bind(parameter, *text);
    } else if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&value)) {
        refuse_longer_than_sqlite_counts(bytes->size());
        // No address at all would be NULL, not a value without bytes.
        statement.bind(parameter, bytes->empty() ? "" : static_cast<const void*>(bytes->data()),
                       static_cast<int>(bytes->size()));
    } else {
        statement.bind(parameter);
    }
}

void bind_all(SQLite::Statement& statement, std::span<const SqlValue> parameters, int beyond) {
    const int wanted = statement.getBindParameterCount() - beyond;
    if (wanted != static_cast<int>(parameters.size())) {
        throw Error(ErrorCode::invalid_argument, "the query has " + std::to_string(wanted) + " parameters, " +
                                                     std::to_string(parameters.size()) + " were given");
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) bind(statement, static_cast<int>(i) + 1, parameters[i]);
}

namespace {

// Words of which SQLite makes what it says of a query. All others may be names and values of the query, or values that it read.
constexpr std::string_view kOwnWords[] = {
    "a",        "aggregate", "all",        "ambiguous",  "an",         "and",       "any",          "arguments",
    "around",   "as",        "at",         "authorized", "bad",        "be",        "between",      "big",
    "blob",     "both",      "but",        "by",         "can",        "cannot",    "character",    "index",
    "circular", "clause",    "column",     "columns",    "common",     "compound",  "constant",     "datatype",
    "deep",     "depth",     "does",       "each",       "error",      "escape",    "expected",     "expression",
    "first",    "for",       "from",       "function",   "functions",  "got",       "group",        "has",
    "have",     "in",        "incomplete", "input",      "integer",    "invalid",   "is",           "join",
    "json",     "large",     "left",       "length",     "limit",      "malformed", "many",         "match",
    "maximum",  "may",       "memory",     "misuse",     "mismatch",   "more",      "multiple",     "must",
    "name",     "near",      "no",         "not",        "number",     "object",    "of",           "on",
    "only",     "operator",  "or",         "order",      "out",        "overflow",  "parser",       "path",
    "pattern",  "positive",  "present",    "query",      "range",      "recursive", "reference",    "references",
    "result",   "returns",   "right",      "row",        "rows",       "same",      "select",       "single",
    "size",     "specify",   "stack",      "string",     "sub-select", "such",      "supplied",     "supported",
    "syntax",   "table",     "tables",     "term",       "terms",      "than",      "the",          "there",
    "to",       "too",       "token",      "type",       "unable",     "unknown",   "unrecognized", "unsupported",
    "use",      "used",      "using",      "value",      "values",     "variable",  "views",        "was",
    "were",     "when",      "where",      "window",     "with",       "wrong"};

bool is_own_word(std::string_view word) {
    return std::any_of(std::begin(kOwnWords), std::end(kOwnWords),
                       [word](std::string_view own) { return is_word(word, own); });
}

Wording told_words(std::string_view text) {
    constexpr std::string_view kBetween = " :,;()[]";
    Wording out;
    while (!text.empty()) {
        const std::size_t begin = std::min(text.find_first_not_of(kBetween), text.size());
        out += text.substr(0, begin);
        text.remove_prefix(begin);
        const std::string_view word = text.substr(0, text.find_first_of(kBetween));
        if (!word.empty()) out += is_own_word(word) || word == "-" ? Wording(word) : told(word);
        text.remove_prefix(word.size());
    }
    return out;
}

// What SQLite says of a query, which quotes it: `near "x": syntax error`, `no such column: x`, `JSON path error near 'x'`.
Wording told_sql(std::string_view message) {
    const std::size_t quote = message.find_first_of("\"'");
    const std::size_t end = quote == std::string_view::npos ? quote : message.rfind(message[quote]);
    if (quote == end) return told_words(message);
    return told_words(message.substr(0, quote)) + message.substr(quote, 1) +
           told(message.substr(quote + 1, end - quote - 1)) + message.substr(end, 1) +
           told_words(message.substr(end + 1));
}

}  // namespace

void raise_sql_error(const SQLite::Exception& cause) {
    // These are about the file, all others about the query.
    constexpr int kOfTheFile[] = {SQLITE_BUSY,    SQLITE_LOCKED, SQLITE_NOMEM,    SQLITE_IOERR,
                                  SQLITE_CORRUPT, SQLITE_FULL,   SQLITE_CANTOPEN, SQLITE_NOTADB};
    const int code = cause.getErrorCode() & 0xff;
    if (std::find(std::begin(kOfTheFile), std::end(kOfTheFile), code) != std::end(kOfTheFile)) throw;
    if (code == SQLITE_READONLY || code == SQLITE_AUTH) {
        throw Error(ErrorCode::invalid_argument, "the query would write or set something: only SELECT is allowed");
    }
    throw Error(ErrorCode::invalid_argument, told_sql(cause.what()));
}

}  // namespace abonado
