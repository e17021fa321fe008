#include "store/connection.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <new>
#include <utility>

namespace abonado {

namespace {

// Result codes of SQLite that a user can do something about.
enum PrimaryCode : std::uint8_t {
    kBusy = 5,
    kLocked = 6,
    kNoMemory = 7,
    kReadOnly = 8,
    kInterrupted = 9,
    kInputOutput = 10,
    kCorrupt = 11,
    kFull = 13,
    kCannotOpen = 14,
    kNotADatabase = 26
};

int open_flags(Access access) {
    // One thread at a time uses a connection, so that SQLite need not lock for itself.
    int flags = SQLite::OPEN_NOMUTEX;
    if (access == Access::read) return flags | SQLite::OPEN_READONLY;
    flags |= SQLite::OPEN_READWRITE;
    return access == Access::create ? flags | SQLite::OPEN_CREATE : flags;
}

}  // namespace

void raise_storage_error(const SQLite::Exception& cause, const std::string& path) {
    const auto fail = [&](ErrorCode code, const std::string& what) { throw Error(code, path + ": " + what); };
    switch (cause.getErrorCode() & 0xff) {
        case kBusy:
        case kLocked:
            fail(ErrorCode::store_busy, "another program is writing to the store");
            break;
        case kNoMemory:
            throw std::bad_alloc();
        case kInterrupted:
            fail(ErrorCode::cancelled, "the call was cancelled");
            break;
        case kNotADatabase:
            fail(ErrorCode::store_unusable, "is not a store: the file is not an SQLite database");
            break;
        case kCorrupt:
            fail(ErrorCode::store_unusable, std::string("is damaged: ") + cause.what());
            break;
        case kFull:
            fail(ErrorCode::storage, "the disk is full; what was committed before is safe");
            break;
        case kReadOnly:
            fail(ErrorCode::storage, "cannot be written: the file or its directory is read-only");
            break;
        case kCannotOpen: {
            std::error_code ignored;
            const std::filesystem::path directory = std::filesystem::absolute(path, ignored).parent_path();
            if (!std::filesystem::exists(directory, ignored)) fail(ErrorCode::storage, "there is no such directory");
            if (!std::filesystem::exists(path, ignored)) {
                fail(ErrorCode::storage, "there is no such file, or none can be made in its directory");
            }
            fail(ErrorCode::storage, "cannot be opened: no right to read it, or to write in its directory");
            break;
        }
        case kInputOutput:
            fail(ErrorCode::storage, std::string("the disk cannot be read or written: ") + cause.what());
            break;
        default:
            break;
    }
    throw Error(ErrorCode::storage, path + ": " + cause.what());
}

namespace {

// Debian's SQLite lets SQL hand pointers to a tokenizer, any SQL read what memory holds of statements, and more: what no
// statement of this library or of its users needs is taken away.
void take_away_what_is_not_needed(sqlite3* handle) {
    const auto set = [handle](int setting, int value) { sqlite3_db_config(handle, setting, value, nullptr); };
    set(SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0);
    set(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
    const char* modules[] = {"json_each", "json_tree", nullptr};
    sqlite3_drop_modules(handle, modules);
}

}  // namespace

Connection::Connection(const StorePath& store, Access access, std::chrono::milliseconds patience)
    : store_(store), database_(store.file, open_flags(access), static_cast<int>(patience.count())) {
    take_away_what_is_not_needed(database_.getHandle());
    defend(true);
    database_.exec("PRAGMA foreign_keys = ON");
    database_.exec("PRAGMA trusted_schema = OFF");
    database_.exec("PRAGMA cache_size = -65536");  // KiB
    if (access == Access::read) return;
    database_.exec("PRAGMA synchronous = NORMAL");  // in WAL mode a crash loses no transaction that a checkpoint saw
    database_.exec("PRAGMA journal_size_limit = 67108864");
}

void Connection::defend(bool is_on) {
    sqlite3_db_config(database_.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, is_on ? 1 : 0, nullptr);
}

std::function<bool()> Connection::while_running(std::function<bool()> goes_on) {
    // Of SQLite's virtual machine. It asks between steps only, and one of them may be a call of a function on a long text.
    constexpr int kSteps = 100;
    std::swap(goes_on_, goes_on);
    sqlite3_progress_handler(database_.getHandle(), kSteps, goes_on_ ? &Connection::ask : nullptr, this);
    return goes_on;
}

int Connection::ask(void* connection) {
    auto& self = *static_cast<Connection*>(connection);
    self.is_asking_ = true;
    const bool goes_on = self.goes_on_();
    self.is_asking_ = false;
    return goes_on ? 0 : 1;
}

SQLite::Statement& Connection::statement(std::string_view sql) {
    const auto asked = asked_.find(sql.data());
    if (asked != asked_.end() && asked->second.text == sql) return *asked->second.statement;
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
        std::string text(sql);
        found = statements_.try_emplace(text, database_, text).first;
    }
    if (asked_.size() >= kMostAsked) asked_.clear();  // texts that were made for the call
    asked_[sql.data()] = {found->first, &found->second};
    return found->second;
}

std::int64_t Connection::integer(const std::string& sql) {
    SQLite::Statement statement(database_, sql);
    return statement.executeStep() ? statement.getColumn(0).getInt64() : 0;
}

}  // namespace abonado
