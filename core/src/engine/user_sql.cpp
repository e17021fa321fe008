#include "engine/user_sql.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <string>

#include "store/ledger.hpp"

namespace abonado {

std::int64_t known_run(Connection& connection, const AsOf& as_of) {
    if (!as_of.known) return std::numeric_limits<std::int64_t>::max();
    return Ledger(connection).run_at(*as_of.known);
}

AsOfRun as_of_run(Connection& connection, const AsOf& as_of) {
    return {known_run(connection, as_of), as_of.valid ? as_of.valid->micros : 0, as_of.valid.has_value()};
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
    // 8 is what SQLite says of SQL that would write; these are about the file, all others about the query.
    constexpr int kOfTheFile[] = {5, 6, 7, 10, 11, 13, 14, 26};
    const int code = cause.getErrorCode() & 0xff;
    if (std::find(std::begin(kOfTheFile), std::end(kOfTheFile), code) != std::end(kOfTheFile)) throw;
    if (code == 8) throw Error(ErrorCode::invalid_argument, "the query would write: only SELECT is allowed");
    throw Error(ErrorCode::invalid_argument, told_sql(cause.what()));
}

}  // namespace abonado
