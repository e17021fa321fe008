// One connection to the SQLite file, with the settings and the errors of this library.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "abonado/error.hpp"
#include "store/store_path.hpp"

namespace abonado {

enum class Access : std::uint8_t { read, write, create };  // `create` is `write` on a file that may not be there yet

// A statement in use: parameters are bound in order, columns are read by number. Texts and blobs are bound without a copy
// and must live until the statement ran. Leaves the statement reset, as one in the middle would hold the file.
class Query {
public:
    explicit Query(SQLite::Statement& statement) : statement_(statement) {}
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    ~Query() { statement_.tryReset(); }

    Query& bind(std::int64_t value) {
        statement_.bind(++parameter_, value);
        return *this;
    }
    Query& bind(const std::string& text) {
        statement_.bindNoCopy(++parameter_, text);
        return *this;
    }
    Query& bind(std::string&&) = delete;
    // For a text that does not outlive the query.
    Query& bind_copy(const std::string& text) {
        statement_.bind(++parameter_, text);
        return *this;
    }
    // A word of a table, hence a literal that ends with a NUL.
    Query& bind_word(std::string_view word) {
        statement_.bindNoCopy(++parameter_, word.data());
        return *this;
    }
    Query& bind_blob(const void* bytes, std::size_t size) {
        statement_.bindNoCopy(++parameter_, size == 0 ? "" : bytes, static_cast<int>(size));
        return *this;
    }
    Query& bind_null() {
        statement_.bind(++parameter_);
        return *this;
    }
    template <class T>
    Query& bind(const std::optional<T>& value) {
        return value ? bind(*value) : bind_null();
    }

    // The next row; false at the end.
    bool next() { return statement_.executeStep(); }
    void run() { statement_.exec(); }

    bool is_null(int column) const { return statement_.getColumn(column).isNull(); }
    std::int64_t integer(int column) const { return statement_.getColumn(column).getInt64(); }
    std::optional<std::int64_t> maybe_integer(int column) const {
        const SQLite::Column value = statement_.getColumn(column);
        if (value.isNull()) return std::nullopt;
        return value.getInt64();
    }
    // Texts and blobs alike; good until the next row.
    std::string_view bytes(int column) const {
        const SQLite::Column value = statement_.getColumn(column);
        const void* const data = value.getBlob();
        return {static_cast<const char*>(data), data == nullptr ? 0 : static_cast<std::size_t>(value.getBytes())};
    }
    std::string text(int column) const { return std::string(bytes(column)); }

private:
    SQLite::Statement& statement_;
    int parameter_ = 0;
};

// Used by one thread at a time. Everything throws SQLite::Exception; callers above the store see it as Error (guarded()).
class Connection {
public:
    // ":memory:" is a store of this connection alone. Writers of other processes are waited for up to `patience`.
    Connection(const StorePath& store, Access access, std::chrono::milliseconds patience);

    const StorePath& store() const { return store_; }
    const std::string& path() const { return store_.given; }  // for messages
    SQLite::Database& database() { return database_; }
    void execute(const std::string& sql) { database_.exec(sql); }
    // Prepared once for each text, and not in use. The reference is good as long as the connection.
    SQLite::Statement& statement(std::string_view sql);
    std::int64_t integer(const std::string& sql);  // of the first row
    std::int64_t last_id() const { return database_.getLastInsertRowid(); }

    // Whether SQLite refuses what could damage the file, such as writing to its schema by hand: as long as nobody needs it.
    void defend(bool is_on);

    // Asked now and then while a statement runs; when the answer is no, that ends with an exception. It must not throw, and not
    // use the connection. An empty one is asked no more. Gives back what was asked before.
    std::function<bool()> while_running(std::function<bool()> goes_on);
    // Whether that is being asked just now.
    bool is_asking() const { return is_asking_; }

private:
    static int ask(void* connection);

    // Finds a text without making a string of it.
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };

    const StorePath store_;
    SQLite::Database database_;
    std::function<bool()> goes_on_;
    bool is_asking_ = false;
    std::unordered_map<std::string, SQLite::Statement, TextHash, std::equal_to<>> statements_;
    // The same by where the text stood that was asked for last: most are literals, and several are asked for with each record.
    struct Asked {
        std::string_view text;  // the key in statements_
        SQLite::Statement* statement;
    };
    static constexpr std::size_t kMostAsked = 512;
    std::unordered_map<const char*, Asked> asked_;
};

// A write transaction. It takes the place of the one writer at its begin, because one that begins as a reader fails at once
// when another writes. Rolls back unless it was committed.
class WriteTransaction {
public:
    explicit WriteTransaction(Connection& connection)
        : transaction_(connection.database(), SQLite::TransactionBehavior::IMMEDIATE) {}
    void commit() { transaction_.commit(); }

private:
    SQLite::Transaction transaction_;
};

// An error of SQLite as the library's exception.
[[noreturn]] void raise_storage_error(const SQLite::Exception& cause, const std::string& path);

// Runs `work`, with errors of SQLite as Error.
template <class Work>
auto guarded(const std::string& path, Work&& work) -> decltype(work()) {
    try {
        return work();
    } catch (const SQLite::Exception& cause) {
        raise_storage_error(cause, path);
    }
}

}  // namespace abonado
