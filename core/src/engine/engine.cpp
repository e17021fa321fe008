// Opening, closing, loads and the ledger; what reads is in reading.cpp, what goes out in export.cpp.
#include "abonado/engine.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <limits>

#include "bulk/pipeline.hpp"
#include "engine/impl.hpp"
#include "engine/load.hpp"
#include "engine/run_plan.hpp"
#include "store/ledger.hpp"
#include "store/schema.hpp"

namespace abonado {

namespace {

Access access_of(const ConnectOptions& options) {
    if (options.read_only) return Access::read;
    return options.create ? Access::create : Access::write;
}

void refuse_what_is_no_store(const StorePath& store) {
    std::error_code ignored;
    if (std::filesystem::is_directory(store.file, ignored)) {
        throw Error(ErrorCode::store_unusable, store.given + ": is a directory, not a store");
    }
    const auto kind = std::filesystem::status(store.file, ignored).type();
    using std::filesystem::file_type;
    if (kind == file_type::fifo || kind == file_type::socket || kind == file_type::character) {
        throw Error(ErrorCode::store_unusable, store.given + ": is no file, and no store");  // SQLite would wait for it
    }
    // SQLite takes a file that is shorter than its header for an empty one, and would write over it.
    constexpr std::uintmax_t kHeader = 100;
    const std::uintmax_t size = std::filesystem::file_size(store.file, ignored);
    if (!ignored && size > 0 && size < kHeader) {
        throw Error(ErrorCode::store_unusable, store.given + ": is not a store: the file is not an SQLite database");
    }
}

// Milliseconds are an int to SQLite, and the clock ends before the largest number of them does.
ConnectOptions with_a_patience_that_ends(ConnectOptions options) {
    constexpr std::chrono::milliseconds kLongest{std::numeric_limits<int>::max()};
    options.patience = std::clamp(options.patience, std::chrono::milliseconds{0}, kLongest);
    return options;
}

RejectSelection selection_of(const RejectFilter& filter) { return {filter.run, filter.ids, filter.state, filter.rule}; }

}  // namespace

// --- the handle --------------------------------------------------------------------------------------------------------

Engine::Impl::Impl(const std::string& given_path, ConnectOptions given)
    : store(given_path),
      path(store.given),
      options(with_a_patience_that_ends(std::move(given))),
      is_memory(store.is_memory()),
      process(::getpid()) {
    refuse_what_is_no_store(store);
    refuse_lowered_rules(CompiledOptions(options.rules));
    guarded(path, [&] {
        refuse_unusable_file();
        auto connection = std::make_unique<Connection>(store, access_of(options), options.patience);
        const SchemaState found = schema_state(*connection);
        const bool makes_store = !options.read_only && (options.create || options.migrate);
        if (found.state == FileState::empty && !makes_store) {
            throw Error(ErrorCode::store_unusable, path + ": is empty, and no store is to be made of it");
        }
        if (options.read_only) {
            prepare_schema(*connection, false);
            readers.push_back(std::move(connection));
            return;
        }
        if (found.state == FileState::empty || found.state == FileState::older) {
            const WriterLock place(store, options.patience);
            prepare_schema(*connection, options.migrate);
        } else {
            prepare_schema(*connection, options.migrate);
        }
        writer = std::move(connection);
    });
}

// Looks through a connection that cannot write: closing one that can would tidy up behind the program whose file it is.
void Engine::Impl::refuse_unusable_file() const {
    std::error_code ignored;
    if (is_memory || std::filesystem::file_size(store.file, ignored) == 0 || ignored) return;
    try {
        Connection probe(store, Access::read, options.patience);
        const FileState found = schema_state(probe).state;
        if (found == FileState::foreign || found == FileState::newer) prepare_schema(probe, false);
    } catch (const SQLite::Exception& error) {
        // Who made the file died within its first transaction, which only one that can write takes back.
        if (error.getExtendedErrorCode() != SQLITE_READONLY_ROLLBACK) throw;
    }
}

// NOLINTNEXTLINE(bugprone-exception-escape): throws where a call of its own destroys it, which nothing can go on from
Engine::Impl::~Impl() { close(); }

bool Engine::Impl::is_forked() const { return ::getpid() != process; }

void Engine::Impl::require_open() const {
    if (is_forked()) {
        throw Error(ErrorCode::handle_closed,
                    path + ": the handle belongs to the process that this one was forked from; connect again");
    }
    const std::lock_guard lock(mutex);
    if (is_closed) throw Error(ErrorCode::handle_closed, path + ": the handle is closed");
}

std::unique_lock<std::recursive_timed_mutex> Engine::Impl::wait_to_write(const std::function<void()>& idle) {
    constexpr std::chrono::milliseconds kBetweenAsking{20};
    const auto until = std::chrono::steady_clock::now() + options.patience;
    std::unique_lock lock(writing, std::defer_lock);
    while (!lock.try_lock_until(std::min(until, std::chrono::steady_clock::now() + kBetweenAsking))) {
        if (std::chrono::steady_clock::now() >= until) {
            throw Error(ErrorCode::store_busy, path + ": another thread is writing to the store");
        }
        if (idle) idle();
    }
    return lock;
}

void Engine::Impl::close() {
    if (is_forked()) {
        // Closing here would take away locks and files that the parent is using.
        static_cast<void>(writer.release());
        for (auto& reader : readers) static_cast<void>(reader.release());
        readers.clear();
        return;
    }
    const std::lock_guard turn(writing);
    if (calls > 0) throw Error(ErrorCode::store_busy, path + ": cannot be closed from within a call of its own");
    const std::lock_guard lock(mutex);
    is_closed = true;
    readers.clear();
    writer.reset();
}

std::unique_ptr<Connection> Engine::Impl::take_reader() {
    {
        const std::lock_guard lock(mutex);
        if (!readers.empty()) {
            std::unique_ptr<Connection> reader = std::move(readers.back());
            readers.pop_back();
            return reader;
        }
    }
    return std::make_unique<Connection>(store, Access::read, options.patience);
}

void Engine::Impl::give_back(std::unique_ptr<Connection> reader) {
    constexpr std::size_t kMostIdle = 8;
    const std::lock_guard lock(mutex);
    if (reader && !is_closed && readers.size() < kMostIdle) readers.push_back(std::move(reader));
}

Engine::Engine(const std::string& path, const ConnectOptions& options) : impl_(std::make_unique<Impl>(path, options)) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

const std::string& Engine::path() const { return impl_->path; }
std::vector<std::string> Engine::files() const { return impl_->store.files(); }
const Redaction& Engine::redaction() const { return impl_->options.rules.redaction; }
void Engine::close() { impl_->close(); }

bool Engine::is_open() const {
    if (!impl_) return false;  // moved away
    try {
        impl_->require_open();
        return true;
    } catch (const Error&) {
        return false;
    }
}

std::vector<Engine::MigrationInfo> Engine::migrations(const std::string& path) {
    const StorePath store(path);
    refuse_what_is_no_store(store);
    return guarded(path, [&] {
        Connection connection(store, Access::read, ConnectOptions{}.patience);
        const SchemaState found = schema_state(connection);
        if (found.state == FileState::foreign || found.state == FileState::newer) prepare_schema(connection, false);
        std::vector<MigrationInfo> out;
        for (const Migration& migration : abonado::migrations()) {
            const int version = static_cast<int>(out.size()) + 1;
            out.push_back({version, std::string(migration.name), std::string(migration.doc), version <= found.version});
        }
        return out;
    });
}

// --- loads -------------------------------------------------------------------------------------------------------------

namespace {

// For the time in which another writer is waited for.
std::function<void()> idle_of(const Tick& tick) {
    if (!tick) return {};
    return [&tick] {
        if (!tick({})) throw Error(ErrorCode::cancelled, "the run was cancelled before it began");
    };
}

}  // namespace

LoadReport Engine::load(std::span<const std::unique_ptr<Input>> inputs, const LoadOptions& options,
                        const FindingSink& sink, const Tick& tick) {
    const auto list = given_inputs(inputs);
    return impl_->write(
        [&](Connection& writer) { return run_load(writer, *list, impl_->redacting(options), sink, tick); },
        idle_of(tick));
}

LoadReport Engine::load_files(std::span<const std::string> paths, const LoadOptions& options, const FindingSink& sink,
                              const Tick& tick) {
    const auto list = file_inputs(paths);
    return impl_->write(
        [&](Connection& writer) { return run_load(writer, *list, impl_->redacting(options), sink, tick); },
        idle_of(tick));
}

// --- the ledger --------------------------------------------------------------------------------------------------------

std::vector<Run> Engine::runs() {
    return impl_->read([](Connection& connection) { return Ledger(connection).runs(); });
}

Run Engine::run(std::int64_t id) {
    return impl_->read([id](Connection& connection) { return Ledger(connection).run(id); });
}

void Engine::rejects(const RejectFilter& filter, const std::function<void(const Reject&)>& take) {
    impl_->read([&](Connection& connection) {
        const Redaction& redaction = impl_->options.rules.redaction;
        Ledger(connection).each(selection_of(filter), [&](Reject&& reject) { take(redacted(reject, redaction)); });
        return true;
    });
}

std::uint64_t Engine::drop_rejects(const RejectFilter& filter) {
    return impl_->write([&](Connection& writer) {
        WriteTransaction transaction(writer);
        const std::uint64_t dropped = Ledger(writer).drop(selection_of(filter));
        transaction.commit();
        return dropped;
    });
}

}  // namespace abonado
