// Each write, sync, read… of each call fails once: the call does all or nothing, says so, and can be done again.
//
// In the ordinary suite these are up to 8 accesses of each kind: the first, the last, and others at equal distances; every
// second fault lasts. With ABONADO_FAULTS=all no access is left out, and each fails both ways (`make faults`).
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <iostream>
#include <set>

#include "fault_cases.hpp"
#include "fault_vfs.hpp"

namespace abonado::faults {
namespace {

// "12 open, 40 read …": for people and for records of the tests.
class Tally {
public:
    void add(Kind kind) { ++by_kind_[static_cast<std::size_t>(kind)]; }
    ~Tally() {
        std::uint64_t sum = 0;
        std::string text;
        for (const Kind kind : kKinds) {
            const std::uint64_t count = by_kind_[static_cast<std::size_t>(kind)];
            sum += count;
            if (count > 0) text += (text.empty() ? "" : ", ") + std::string(word(kind)) + " " + std::to_string(count);
        }
        testing::Test::RecordProperty("faults_injected", std::to_string(sum));
        std::cout << "[ faults   ] " << sum << " injected (" << text << ")"
                  << (testing::Test::HasFailure() ? "" : ", all survived") << std::endl;
    }

private:
    std::array<std::uint64_t, kKinds.size()> by_kind_{};
};

// What may be told of a disk that fails: never that the data is wrong, or the call.
void expect_code(const Error& error) {
    const std::set<ErrorCode> known{ErrorCode::storage, ErrorCode::store_unusable};
    EXPECT_TRUE(known.contains(error.code())) << error.word() << ": " << error.what();
}

// The answer, or nothing if the call failed.
std::optional<std::string> tried(const std::function<std::string()>& call) {
    try {
        std::string out = call();
        if (out.starts_with("500")) return std::nullopt;
        return out;
    } catch (const Error& error) {
        expect_code(error);
        return std::nullopt;
    }
}

constexpr std::uint64_t kMost = 8;  // of each kind: what is affordable in each run of the suite

// The calls that are to fail, by number: `most` of them, the first and the last half, and others at equal distances.
std::set<std::uint64_t> chosen(std::uint64_t calls) {
    const std::uint64_t most = tries_all() ? UINT64_MAX : kMost;
    std::set<std::uint64_t> out;
    const std::uint64_t step = calls <= most ? 1 : (calls + most / 2 - 1) / (most / 2);
    for (std::uint64_t i = 1; i <= calls; i += step) out.insert(i);
    for (std::uint64_t i = 0; step > 1 && i < most / 4; ++i) out.insert({i + 1, calls - i});
    return out;
}

using Calls = std::array<std::uint64_t, kKinds.size()>;  // by kind

Calls calls_of(const FaultVfs& vfs) {
    Calls out{};
    for (const Kind kind : kKinds) out[static_cast<std::size_t>(kind)] = vfs.calls(kind);
    return out;
}

// Each fault to be tried where these calls are made, until one is not survived.
void for_each_fault(const Calls& calls, const std::function<void(Kind, std::uint64_t number, bool stays)>& fail) {
    for (const Kind kind : kKinds) {
        for (const std::uint64_t number : chosen(calls[static_cast<std::size_t>(kind)])) {
            if (tries_all()) fail(kind, number, number % 2 == 0);
            fail(kind, number, number % 2 != 0);
            if (testing::Test::HasFailure()) return;
        }
    }
}

std::string text_of(Kind kind, std::uint64_t number, bool stays) {
    return std::string(word(kind)) + " " + std::to_string(number) + (stays ? " and all later ones" : "");
}

void expect_same(const State& state, const State& expected) {
    EXPECT_EQ(state.digest, expected.digest);
    EXPECT_EQ(state.scheduled, expected.scheduled);
    EXPECT_EQ(state.audit, expected.audit);
    EXPECT_EQ(state.rejects, expected.rejects);
    EXPECT_EQ(state.runs, expected.runs);
}

class Sweep {
public:
    explicit Sweep(const Case& of) : case_(of) {
        make_store(of, directory_.file("template.db"));
        const std::string path = copied();
        {
            Engine engine(path);
            before_ = state_of(engine);
        }
        const std::string undisturbed = copied();
        vfs_.reset();
        {
            Engine engine(undisturbed);
            answer_ = case_.call(engine);
            calls_ = calls_of(vfs_);
            after_ = state_of(engine);
        }
        EXPECT_FALSE(answer_.starts_with("500")) << answer_;
        digests_ = {before_.digest, after_.digest};
        for (const auto& make : case_.on_the_way) {
            Engine engine(copied());
            make(engine);
            digests_.insert(engine.digest());
        }
    }

    void run() {
        for_each_fault(calls_, [this](Kind kind, std::uint64_t number, bool stays) { fail(kind, number, stays); });
    }

private:
    std::string copied() {
        const std::string path = directory_.file("store.db");
        for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
            std::filesystem::remove(path + suffix);
            std::filesystem::remove(path + "-copy" + suffix);
        }
        const std::string from = directory_.file("template.db");
        for (const char* suffix : {"", "-wal"}) {
            if (std::filesystem::exists(from + suffix)) std::filesystem::copy_file(from + suffix, path + suffix);
        }
        return path;
    }

    void fail(Kind kind, std::uint64_t number, bool stays) {
        SCOPED_TRACE(case_.name + ": " + text_of(kind, number, stays));
        const std::string path = copied();
        std::optional<Engine> engine;
        vfs_.fail(kind, number, stays);
        auto answer = tried([&] {
            engine.emplace(path);
            return case_.call(*engine);
        });
        if (vfs_.failures() == 0) {
            // Reads depend on what other calls left in memory: there may be fewer.
            EXPECT_TRUE(answer.has_value());
        } else {
            tally_.add(kind);
        }
        vfs_.reset();
        if (!engine) engine.emplace(path);
        look_at(*engine, answer);
        if (!answer) answer = tried([&] { return case_.call(*engine); });
        look_at_end(*engine, answer);
        engine.reset();
        Engine fresh(path);
        EXPECT_EQ(fresh.check().damage, std::vector<std::string>{});
        EXPECT_EQ(stores::bytes_of(path).at(18), 2) << "is not in WAL mode";
        look_at_end(fresh, answer);
    }

    // After the call that was disturbed, on the handle that it was made with.
    void look_at(Engine& engine, const std::optional<std::string>& answer) {
        if (answer) return look_at_end(engine, answer);
        if (case_.is_stepwise) {  // some of its commits are there, and whole
            EXPECT_EQ(engine.check().damage, std::vector<std::string>{});
            EXPECT_TRUE(digests_.contains(engine.digest()));
            return;
        }
        expect_same(state_of(engine), before_);
    }

    void look_at_end(Engine& engine, const std::optional<std::string>& answer) {
        ASSERT_TRUE(answer.has_value());
        if (!case_.makes_new_run) {
            EXPECT_EQ(*answer, answer_);
        }
        State state = state_of(engine);
        if (case_.makes_new_run) state.runs = after_.runs;
        expect_same(state, after_);
    }

    const Case& case_;
    stores::Directory directory_;
    FaultVfs vfs_;
    Tally tally_;
    State before_;
    State after_;
    std::set<std::string> digests_;  // of all states that a call which is stepwise may leave
    std::string answer_;
    Calls calls_{};
};

class Faults : public testing::TestWithParam<std::size_t> {};

TEST_P(Faults, AreSurvivedAtEveryCallOfTheDisk) { Sweep(cases().at(GetParam())).run(); }

INSTANTIATE_TEST_SUITE_P(Disk, Faults, testing::Range<std::size_t>(0, cases().size()),
                         [](const auto& of) { return cases()[of.param].name; });

// --- a store's beginning and end, which are no calls of an open one -------------------------------------------------------

// A store as the version with the first schema wrote it.
std::string old_store() {
    const auto packed = open_input(vectors::path("stores/schema-1.db.gz"));
    std::string out;
    std::array<char, 65536> part{};
    while (const std::size_t got = packed->read(part.data(), part.size())) out.append(part.data(), got);
    return out;
}

TEST(FaultsOfAMigration, LeaveTheOldStoreOrTheNewOne) {
    constexpr std::string_view kDigest =
        "c6e0d3a92f9086cc691239a2dd4db3d2";  // told by the version that wrote the store
    const ConnectOptions migrating{.migrate = true};
    const std::string old = old_store();
    FaultVfs vfs;
    Tally tally;
    const auto copied = [&old](const stores::Directory& directory) { return directory.file("store.db", old); };
    Calls calls;
    {
        const stores::Directory directory;
        const std::string path = copied(directory);
        vfs.reset();
        { const Engine engine(path, migrating); }
        calls = calls_of(vfs);
    }
    for_each_fault(calls, [&](Kind kind, std::uint64_t number, bool stays) {
        SCOPED_TRACE(text_of(kind, number, stays));
        const stores::Directory directory;
        const std::string path = copied(directory);
        vfs.fail(kind, number, stays);
        bool is_open = false;
        try {
            const Engine engine(path, migrating);
            is_open = true;
        } catch (const Error& error) {
            expect_code(error);
        }
        EXPECT_TRUE(is_open || vfs.failures() > 0);
        if (vfs.failures() > 0) tally.add(kind);
        vfs.reset();
        const auto steps = Engine::migrations(path);
        ASSERT_EQ(steps.size(), 2U);
        EXPECT_TRUE(steps.front().is_applied);
        EXPECT_TRUE(steps.back().is_applied || !is_open);
        Engine engine(path, migrating);
        EXPECT_EQ(engine.digest(), kDigest);
        EXPECT_EQ(engine.runs().size(), 2U);
        EXPECT_EQ(engine.check().damage, std::vector<std::string>{});
    });
    EXPECT_GT(calls[static_cast<std::size_t>(Kind::write)], 0U);
}

TEST(FaultsOfAClose, LoseNothing) {
    FaultVfs vfs;
    Tally tally;
    // Loads, and closes while the disk is disturbed.
    const auto load_and_close = [](const std::string& path, const std::function<void()>& before_close) {
        Engine engine(path);
        load_inputs(engine, small_inputs());
        before_close();
        engine.close();
    };
    const stores::Directory undisturbed;
    load_and_close(undisturbed.file("store.db"), [&vfs] { vfs.reset(); });
    const Calls calls = calls_of(vfs);
    EXPECT_GT(calls[static_cast<std::size_t>(Kind::write)], 0U);  // what was in the log goes to the file
    Engine closed(undisturbed.file("store.db"));
    const State expected = state_of(closed);
    closed.close();
    for_each_fault(calls, [&](Kind kind, std::uint64_t number, bool stays) {
        SCOPED_TRACE(text_of(kind, number, stays));
        const stores::Directory directory;
        const std::string path = directory.file("store.db");
        load_and_close(path, [&] { vfs.fail(kind, number, stays); });
        EXPECT_GT(vfs.failures(), 0U);
        tally.add(kind);
        vfs.reset();
        Engine engine(path);
        expect_same(state_of(engine), expected);
        EXPECT_EQ(engine.check().damage, std::vector<std::string>{});
    });
}

TEST(FaultCases, AreThereForEveryOperation) {
    for (const OperationInfo& row : operations()) {
        const auto is_it = [&](const Case& of) { return of.operation == row.operation; };
        EXPECT_EQ(std::count_if(cases().begin(), cases().end(), is_it), 1) << to_word(row.operation);
    }
}

// Every call of an operation that writes is one that a fault of a write was tried on.
TEST(FaultCases, WriteIfTheTableSaysSo) {
    for (const Case& of : cases()) {
        if (!of.operation) continue;
        const stores::Directory directory;
        make_store(of, directory.file("store.db"));
        FaultVfs vfs;
        Engine engine(directory.file("store.db"));
        vfs.reset();
        of.call(engine);
        EXPECT_EQ(vfs.calls(Kind::write) > 0, operation_info(*of.operation).writes) << of.name;
    }
}

}  // namespace
}  // namespace abonado::faults
