#include "engine/user_sql.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>

#include "store/ledger.hpp"

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

// Writing is kept away by QueryOnly, when it would happen. This keeps away what that does not: settings, which hold as soon as
// they are compiled, and other files.
int authorize(void*, int action, const char* first, const char* second, const char*, const char*) {
    const auto named = [](const char* name) { return std::string_view(name == nullptr ? "" : name); };
    switch (action) {
        case SQLITE_ATTACH:
        case SQLITE_DETACH:
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT:
            return SQLITE_DENY;
        case SQLITE_FUNCTION:
            return named(second) == "load_extension" ? SQLITE_DENY : SQLITE_OK;
        case SQLITE_PRAGMA:
            return is_read_pragma(named(first), second) ? SQLITE_OK : SQLITE_DENY;
        default:
            return SQLITE_OK;
    }
}

[[noreturn]] void stop(const std::string& why) { throw Error(ErrorCode::cancelled, "the query was stopped: " + why); }

}  // namespace

OnlyReading::OnlyReading(Connection& connection) : connection_(connection) {
    sqlite3_set_authorizer(connection.database().getHandle(), &authorize, nullptr);
}
OnlyReading::~OnlyReading() { sqlite3_set_authorizer(connection_.database().getHandle(), nullptr, nullptr); }

QueryLimits::QueryLimits(Connection& connection, const QueryOptions& options)
    : connection_(connection), options_(options) {
    sqlite3* const handle = connection.database().getHandle();
    if (options.timeout) end_ = std::chrono::steady_clock::now() + *options.timeout;
    if (options.max_bytes) {
        const auto most = static_cast<std::uint64_t>(std::numeric_limits<int>::max());
        longest_value_ = sqlite3_limit(handle, SQLITE_LIMIT_LENGTH,
                                       static_cast<int>(std::min(*options.max_bytes, most)));
    }
}

QueryLimits::~QueryLimits() {
    sqlite3* const handle = connection_.database().getHandle();
    if (options_.max_bytes) sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, longest_value_);
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

void QueryLimits::raise_if_met(const SQLite::Exception& cause) const {
    const int code = cause.getErrorCode() & 0xff;
    if (options_.max_bytes && code == SQLITE_TOOBIG) {
        stop("a value of it has more than " + std::to_string(*options_.max_bytes) + " bytes");
    }
}

void bind(SQLite::Statement& statement, int parameter, const SqlValue& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) statement.bind(parameter, *integer);
    else if (const auto* real = std::get_if<double>(&value)) statement.bind(parameter, *real);
    else if (const auto* text = std::get_if<std::string>(&value)) statement.bind(parameter, *text);
    else if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&value)) {
        statement.bind(parameter, bytes->data(), static_cast<int>(bytes->size()));
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

// What SQLite says of a query, which quotes the query: `near "x": syntax error`, `no such column: x`.
Wording told_sql(std::string_view message) {
    const std::size_t quote = message.find('"');
    const std::size_t end = message.rfind('"');
    if (quote != end) {
        return Wording(message.substr(0, quote + 1)) + told(message.substr(quote + 1, end - quote - 1)) +
               message.substr(end);
    }
    const std::size_t colon = message.find(": ");
    if (colon == std::string_view::npos) return message;
    return Wording(message.substr(0, colon + 2)) + told(message.substr(colon + 2));
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
