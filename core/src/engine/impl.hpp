// What an Engine holds: its connections, and who may use them.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "abonado/engine.hpp"
#include "engine/writer_lock.hpp"
#include "rules/redacted_errors.hpp"
#include "store/connection.hpp"

namespace abonado {

// Any number of threads may call; a connection is used by one at a time.
struct ABONADO_HIDDEN Engine::Impl {
    Impl(const std::string& path, ConnectOptions options);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    // Throws Error(handle_closed).
    void require_open() const;
    void close();

    // Runs `work` with a connection that sees one committed state from its first read to its end.
    template <class Work>
    auto read(Work&& work) {
        require_open();
        if (is_memory) {
            const std::lock_guard lock(writing);
            require_open();
            const Call call(*this);
            return telling([&] { return work(*writer); });
        }
        return telling([&] {
            Lease lease(*this);
            return lease.use([&](Connection& connection) {
                SQLite::Transaction transaction(connection.database(), SQLite::TransactionBehavior::DEFERRED);
                auto result = work(connection);
                transaction.commit();
                return result;
            });
        });
    }

    // Runs `work` as the one writer of all processes. Throws Error(store_busy) when another does not end in time; `idle` is
    // called while it is waited for and may throw.
    template <class Work>
    auto write(Work&& work, const std::function<void()>& idle = {}) {
        require_open();
        if (options.read_only) throw Error(ErrorCode::storage, path + ": was opened for reading only");
        const auto lock = wait_to_write(idle);
        require_open();
        if (is_writing) throw Error(ErrorCode::store_busy, path + ": the call is made from within a call that writes");
        const Writing mark(*this);
        const Call call(*this);
        return telling([&] {
            const WriterLock place(store, options.patience, idle);
            return work(*writer);
        });
    }

    // The options of a call, redacted as the store is where they do not say how.
    RuleOptions redacting(RuleOptions given) const {
        if (!given.redaction.is_on()) given.redaction = options.rules.redaction;
        return given;
    }
    LoadOptions redacting(LoadOptions given) const {
        given.rules = redacting(std::move(given.rules));
        return given;
    }

    // What `work` throws is told as an Error of the store, without values if these are redacted.
    template <class Work>
    auto telling(Work&& work) {
        return with_redacted_errors(options.rules.redaction, [&] { return guarded(path, work); });
    }

    // The turn of this thread among those of the handle.
    std::unique_lock<std::recursive_timed_mutex> wait_to_write(const std::function<void()>& idle);

    RiskPolicy risk_policy() const {
        const std::lock_guard lock(mutex);
        return policy;
    }
    void set_risk_policy(RiskPolicy given) {
        const std::lock_guard lock(mutex);
        policy.swap(given);  // what it was goes without the lock
    }

    const StorePath store;
    const std::string path;  // as it was given, for messages
    const ConnectOptions options;
    const bool is_memory;
    const int process;  // that opened the store: a forked child must not use its connections

    // Held by the thread that writes. Recursive, so that a progress callback may read a store in memory.
    std::recursive_timed_mutex writing;
    std::unique_ptr<Connection> writer;  // nothing if the store is read only
    bool is_writing = false;             // under `writing`: a call that writes is on its way
    int calls = 0;  // under `writing`: calls that use the writer's connection, one within the other

private:
    struct Call {
        explicit Call(Impl& of) : impl(of) {
            if (impl.writer && impl.writer->is_asking()) {
                throw Error(ErrorCode::store_busy,
                            impl.path + ": the call is made from within a statement of the store");
            }
            ++impl.calls;
        }
        ~Call() { --impl.calls; }
        Call(const Call&) = delete;
        Call& operator=(const Call&) = delete;
        Impl& impl;
    };
    struct Writing {
        explicit Writing(Impl& of) : impl(of) { impl.is_writing = true; }
        ~Writing() { impl.is_writing = false; }
        Writing(const Writing&) = delete;
        Writing& operator=(const Writing&) = delete;
        Impl& impl;
    };

    // A reading connection, given back at the end.
    struct Lease {
        explicit Lease(Impl& of) : impl(of), connection(of.take_reader()) {}
        ~Lease() { impl.give_back(std::move(connection)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        // One that an error of the file broke off is not used again: something may be left in it.
        template <class Work>
        auto use(Work&& work) {
            try {
                return work(*connection);
            } catch (const SQLite::Exception&) {
                connection.reset();
                throw;
            }
        }
        Impl& impl;
        std::unique_ptr<Connection> connection;
    };
    std::unique_ptr<Connection> take_reader();
    void give_back(std::unique_ptr<Connection> reader);
    bool is_forked() const;
    void refuse_unusable_file() const;

    mutable std::mutex mutex;  // of what follows
    bool is_closed = false;
    RiskPolicy policy;
    std::vector<std::unique_ptr<Connection>> readers;  // not in use
};

}  // namespace abonado
