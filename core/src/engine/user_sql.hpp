// SQL that a user gave, whole or in part: bound, kept from writing, and its errors told as the user's. And the moment it is about.
//
// Used by one thread at a time, with the connection.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "abonado/engine.hpp"
#include "abonado/frame_columns.hpp"
#include "store/connection.hpp"
#include "store/tables.hpp"

namespace abonado {

// The run whose knowledge a moment asks for: its own, or all.
std::int64_t known_run(Connection& connection, const AsOf& as_of);
AsOfRun as_of_run(Connection& connection, const AsOf& as_of);

// SQL of a user must not write, whatever connection it runs on.
class QueryOnly {
public:
    explicit QueryOnly(Connection& connection) : connection_(connection) {
        connection.execute("PRAGMA query_only = 1");
    }
    ~QueryOnly() { connection_.database().tryExec("PRAGMA query_only = 0"); }
    QueryOnly(const QueryOnly&) = delete;
    QueryOnly& operator=(const QueryOnly&) = delete;

private:
    Connection& connection_;
};

// What SQL of a user may call, in small letters. A function that is not among them is not known to be harmless.
std::span<const std::string_view> harmless_functions();

// While it lives, statements that set something, take another file, or call a function that is not known to be harmless are not
// compiled: even a mere EXPLAIN of them would do it.
class OnlyReading {
public:
    explicit OnlyReading(Connection& connection);
    ~OnlyReading();
    OnlyReading(const OnlyReading&) = delete;
    OnlyReading& operator=(const OnlyReading&) = delete;

private:
    Connection& connection_;
};

// While it lives, no value that a statement makes or reads is longer: one that needs such a value fails.
class LongestValue {
public:
    explicit LongestValue(Connection& connection, std::uint64_t bytes);
    ~LongestValue();
    LongestValue(const LongestValue&) = delete;
    LongestValue& operator=(const LongestValue&) = delete;

    // Within a handler of `cause`: throws Error(cancelled) if this is what it comes from.
    void raise_if_met(const SQLite::Exception& cause) const;

private:
    Connection& connection_;
    std::uint64_t bytes_;
    int before_;  // of the connection
};

// SQLite's own word that a condition on a row of these columns reads nothing else, should expression_fault() see SQL otherwise
// than SQLite does. Nothing of it runs. Throws Error(invalid_argument), kReadsMoreThanItsRow, if it does, SQLite::Exception
// if it cannot be compiled.
void check_expression(Connection& connection, const std::string& where, std::span<const FrameColumn> columns);

// Knows when SQL of a user has taken too long, or answers too much.
class QueryLimits {
public:
    explicit QueryLimits(const QueryOptions& options);

    // Throws Error(cancelled) if it took too long by now.
    void check_time() const;
    // Throws Error(cancelled) if there are more rows, or more bytes in their values.
    void check(std::uint64_t rows, std::uint64_t bytes) const;

private:
    const QueryOptions& options_;
    std::chrono::steady_clock::time_point end_;
};

// Binds a value, which is copied, to the parameter of that number, from 1.
void bind(SQLite::Statement& statement, int parameter, const SqlValue& value);
// Binds all in order. Throws Error(invalid_argument) if the statement has more or fewer parameters; `beyond` are not the user's.
void bind_all(SQLite::Statement& statement, std::span<const SqlValue> parameters, int beyond = 0);

// Only within a handler of `cause`: throws Error(invalid_argument) for an error of the SQL; errors of the file go on as they are.
[[noreturn]] void raise_sql_error(const SQLite::Exception& cause);

// Runs SQL of a user whose values may be so long. Throws as raise_sql_error() and LongestValue do.
template <class Work>
auto user_sql(const LongestValue& longest, Work&& work) {
    try {
        return work();
    } catch (const SQLite::Exception& cause) {
        longest.raise_if_met(cause);
        raise_sql_error(cause);
    }
}
// The same of what makes no values.
template <class Work>
auto user_sql(Work&& work) {
    try {
        return work();
    } catch (const SQLite::Exception& cause) {
        raise_sql_error(cause);
    }
}

}  // namespace abonado
