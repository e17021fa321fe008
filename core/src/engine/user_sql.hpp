// SQL that a user gave, whole or in part: bound, kept from writing, and its errors told as the user's. And the moment it is about.
//
// Used by one thread at a time, with the connection.
#pragma once

#include <chrono>
#include <optional>
#include <span>

#include "abonado/engine.hpp"
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

// Knows when SQL of a user has taken too long, and refuses values that are longer than its answer may be.
class QueryLimits {
public:
    QueryLimits(Connection& connection, const QueryOptions& options);
    ~QueryLimits();
    QueryLimits(const QueryLimits&) = delete;
    QueryLimits& operator=(const QueryLimits&) = delete;

    // Throws Error(cancelled) if it took too long by now.
    void check_time() const;
    // Throws Error(cancelled) if there are more rows, or more bytes in their values.
    void check(std::uint64_t rows, std::uint64_t bytes) const;
    // Within a handler of `cause`: throws Error(cancelled) if a limit is what it comes from.
    void raise_if_met(const SQLite::Exception& cause) const;

private:
    std::uint64_t longest_value() const;

    Connection& connection_;
    const QueryOptions& options_;
    std::chrono::steady_clock::time_point end_;
    int longest_before_ = 0;  // value of the connection
};

// Binds a value, which is copied, to the parameter of that number, from 1.
void bind(SQLite::Statement& statement, int parameter, const SqlValue& value);
// Binds all in order. Throws Error(invalid_argument) if the statement has more or fewer parameters; `beyond` are not the user's.
void bind_all(SQLite::Statement& statement, std::span<const SqlValue> parameters, int beyond = 0);

// Only within a handler of `cause`: throws Error(invalid_argument) for an error of the SQL; errors of the file go on as they are.
[[noreturn]] void raise_sql_error(const SQLite::Exception& cause);

template <class Work>
auto user_sql(Work&& work) {
    try {
        return work();
    } catch (const SQLite::Exception& cause) {
        raise_sql_error(cause);
    }
}

}  // namespace abonado
