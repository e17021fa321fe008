// Many threads over one store, and many validations at once. Built by itself under ThreadSanitizer (`make tsan`).
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <iostream>
#include <thread>
#include <vector>

#include "abonado/frames.hpp"
#include "arrow_reading.hpp"
#include "operating.hpp"

namespace abonado {
namespace {

using namespace operating;
using arrow::Held;
using stores::load;
using stores::loading;

// Threads that are all joined at the end of the scope.
class Team {
public:
    template <class Work>
    void add(Work&& work) {
        ++counted_;
        threads_.emplace_back(std::forward<Work>(work));
    }
    void join() {
        for (std::thread& thread : threads_) thread.join();
        threads_.clear();
    }
    Team() = default;
    ~Team() {
        join();
        testing::Test::RecordProperty("threads_raced", counted_);
        std::cout << "[ threads  ] " << counted_ << " raced" << std::endl;
    }
    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

private:
    int counted_ = 0;
    std::vector<std::thread> threads_;
};

constexpr int kSegments = 20;
// One transaction changes all of them.
std::string segments(std::size_t padding) {
    std::string out;
    for (int i = 101; i < 101 + kSegments; ++i) out += dumps::segment(i, "OM_GOLD", padding) + "\n";
    return out;
}

CreateSegmentRequest gold() {
    return from_json<CreateSegmentRequest>(R"({"segment_id":"OM_1","segment_value":"PREMIUM","reason":"r"})");
}

// One of all sorts of reads; each sees one committed state.
void read_something(Engine& engine, int which) {
    switch (which % 8) {
        case 0:
            EXPECT_GE(engine.subscription("euskaltel", 1).documents.size(), 2U);
            break;
        case 1:
            EXPECT_EQ(engine.find_ids("euskaltel", FilterType::msisdn, "600345652"), std::vector<std::int64_t>{60});
            break;
        case 2:
            EXPECT_EQ(stores::value(engine,
                                    "SELECT count(DISTINCT reason) || ' ' || count(*) FROM v_segments "
                                    "WHERE segment_id = 'OM_GOLD'"),
                      "1 " + std::to_string(kSegments));
            break;
        case 3: {
            Held<ArrowArrayStream> stream;
            FrameRequest request{.name = "segments"};
            request.where = "subscription_legacy_id > 100";
            request.batch_rows = 7;
            engine.frame(request, &stream);
            const arrow::Rows rows = arrow::read(stream);
            EXPECT_EQ(rows.error, "");
            EXPECT_EQ(rows.rows.size(), std::size_t{kSegments});
            break;
        }
        case 4:
            EXPECT_GE(engine.counts("euskaltel").at("subscriptions"), 4U);
            break;
        case 5:
            EXPECT_EQ(engine.get_subscription("euskaltel", 2).current_status, LiveStatus::active);
            break;
        case 6:
            EXPECT_FALSE(engine.runs().empty());
            audited(engine, "euskaltel", 1);
            break;
        default:
            EXPECT_EQ(engine.digest().size(), 32U);
    }
}

void prepare(Engine& engine) {
    load(engine, segments(1));
    load(engine, stores::dump_of({stores::subscription(60, "MOBILE", "", R"(,"identifiers":{"MSISDN":"600345652"})")}));
}

// Any number of others may have their turn first.
ConnectOptions patient() {
    ConnectOptions out;
    out.patience = std::chrono::minutes(2);
    return out;
}

class Threads : public testing::TestWithParam<bool> {
protected:
    stores::Directory directory_;
    const std::string path_ = GetParam() ? ":memory:" : directory_.file("store.db");
};
INSTANTIATE_TEST_SUITE_P(Stores, Threads, testing::Values(false, true),
                         [](const auto& of) { return of.param ? "memory" : "file"; });

TEST_P(Threads, EightReadWhileOneWrites) {
    Prepared store(path_, patient());
    Engine& engine = store.engine;
    prepare(engine);
    std::atomic<bool> is_over = false;
    std::atomic<int> reads = 0;
    {
        Team team;
        for (int i = 0; i < 8; ++i) {
            team.add([&, i] {
                for (int which = i; !is_over || which < i + 8; ++which, ++reads) read_something(engine, which);
            });
        }
        team.add([&] {
            for (std::size_t round = 2; round < 14; ++round) {
                EXPECT_EQ(load(engine, segments(round)).counts(), "0 " + std::to_string(kSegments) + " 0 0");
                EXPECT_GT(engine.create_segment("euskaltel", 1, gold(), {}).run, 0);
                EXPECT_GT(engine.delete_segments("euskaltel", 1, by("u")).run, 0);
            }
            is_over = true;
        });
    }
    RecordProperty("reads", reads.load());
    EXPECT_GE(reads, 64);
    EXPECT_EQ(audited(engine, "euskaltel", 1).size(), 24U);
    EXPECT_TRUE(engine.check().ok());
}

TEST_P(Threads, AllMayWriteAndNoneIsLost) {
    Prepared store(path_, patient());
    Engine& engine = store.engine;
    {
        Team team;
        for (int i = 0; i < 4; ++i) {
            team.add([&, i] {
                for (int j = 0; j < 8; ++j) {
                    EXPECT_EQ(load(engine, dumps::segment(1000 + 8 * i + j)).counts(), "1 0 0 0");
                }
            });
            team.add([&, i] {
                const auto request = from_json<CreateSegmentRequest>(R"({"segment_id":"OM_)" + std::to_string(i) +
                                                                     R"(","segment_value":"PREMIUM","reason":"r"})");
                for (int j = 0; j < 4; ++j) {
                    engine.set_risk_policy({});
                    engine.create_segment("euskaltel", 1, request, {});
                    // Deletes what the others have made meanwhile, too.
                    engine.delete_segments("euskaltel", 1, {});
                }
            });
        }
    }
    EXPECT_EQ(stores::value(engine, "SELECT count(*) FROM v_segments"), "32");
    EXPECT_EQ(audited(engine, "euskaltel", 1).size(), 32U);
    EXPECT_TRUE(engine.check().ok());
}

// What was under way ends, what comes later is told so; nothing hangs.
TEST_P(Threads, MayBeInTheMiddleWhenItIsClosed) {
    for (int round = 0; round < 8; ++round) {
        stores::Directory directory;
        Prepared store(GetParam() ? ":memory:" : directory.file("store.db"), patient());
        Engine& engine = store.engine;
        prepare(engine);
        std::atomic<int> calls = 0;
        Team team;
        const auto until_closed = [&](auto call) {
            team.add([&, call] {
                try {
                    for (int i = 0;; ++i, ++calls) call(i);
                } catch (const Error& error) {
                    EXPECT_EQ(error.code(), ErrorCode::handle_closed) << error.what();
                }
            });
        };
        for (int i = 0; i < 4; ++i) until_closed([&, i](int j) { read_something(engine, i + j); });
        until_closed([&](int j) { load(engine, segments(2 + static_cast<std::size_t>(j) % 5)); });
        until_closed([&](int) { engine.delete_segments("euskaltel", 1, {}); });
        while (calls < 4 * round) std::this_thread::yield();
        engine.close();
        team.join();
        EXPECT_FALSE(engine.is_open());
    }
}

// The order in which blocks are checked is nobody's business: the store is that of a load by one thread.
TEST_P(Threads, SeveralCheckALoad) {
    const std::string dump = stores::generated(3000, 7, {{"SUB-001", 0.05}, {"DUP-001", 0.02}, {"DOC-001", 0.01}});
    const auto of = [](Engine& engine, unsigned threads, const std::string& text) {
        LoadOptions options = loading();
        options.threads = threads;
        return load(engine, text, options).text();
    };
    Engine alone(":memory:");
    const std::string findings = of(alone, 1, dump);
    EXPECT_NE(findings, "");
    Engine engine(path_, patient());
    {
        Team team;
        for (int i = 0; i < 2; ++i) {
            team.add([&] { EXPECT_GE(of(engine, 4, dump).size(), findings.size()); });
            team.add([&] { EXPECT_EQ(engine.digest().size(), 32U); });
        }
    }
    EXPECT_EQ(engine.digest(), alone.digest());
    EXPECT_EQ(of(engine, 3, dump), of(alone, 1, dump));
    EXPECT_TRUE(engine.check().ok());
}

// A stream has all that it needs, and any thread may read it.
TEST_P(Threads, ReadFramesOnAfterTheStoreIsClosed) {
    Prepared store(path_);
    prepare(store.engine);
    std::array<Held<ArrowArrayStream>, 4> streams;
    FrameRequest request{.name = "segments"};
    request.batch_rows = 1;
    for (auto& stream : streams) store.engine.frame(request, &stream);
    Team team;
    for (auto& stream : streams) {
        team.add([&stream] { EXPECT_EQ(arrow::read(stream).rows.size(), std::size_t{kSegments}); });
    }
    store.engine.close();
}

TEST(ThreadsOfValidations, DoNotMeet) {
    const std::string dump = stores::generated(3000, 7, {{"SUB-001", 0.05}, {"DUP-001", 0.02}, {"DOC-001", 0.01}});
    const auto validated = [&](unsigned threads, const Tick& tick) {
        std::vector<std::unique_ptr<Input>> inputs;
        inputs.push_back(memory_input(dump));
        return validate(inputs, dumps::plain(threads), {}, tick).errors;
    };
    const std::uint64_t expected = validated(1, {});
    EXPECT_GT(expected, 0U);
    Team team;
    for (unsigned i = 0; i < 4; ++i) {
        team.add([&, i] { EXPECT_EQ(validated(1 + i, {}), expected); });
        team.add([&, i] {
            const auto stopped = [&] { validated(1 + i, [](const Progress&) { return false; }); };
            EXPECT_EQ(stores::code_of(stopped), ErrorCode::cancelled);
        });
    }
}

// Two processes, each with its own handles: one loads, the other operates, both take turns.
TEST(Processes, WriteAtOnceAndEndAsIfOneAfterTheOther) {
    const stores::Directory directory;
    const std::string path = directory.file("store.db");
    const auto loads = [](Engine& engine) {
        for (int i = 0; i < 12; ++i) load(engine, dumps::segment(2000 + i));
    };
    const auto operations = [](Engine& engine) {
        for (int i = 0; i < 12; ++i) {
            engine.create_segment("euskaltel", 1, gold(), {});
            if (i < 11) engine.delete_segments("euskaltel", 1, {});
        }
    };
    const auto more_loads = [](Engine& engine) {
        for (int i = 0; i < 12; ++i) load(engine, dumps::segment(3000 + i));
    };
    std::string expected;
    {
        Prepared store;
        loads(store.engine);
        operations(store.engine);
        more_loads(store.engine);
        expected = store.engine.digest();
    }
    { const Prepared store(path); }
    std::vector<pid_t> children;
    const auto start = [&](const std::function<void(Engine&)>& work) {
        children.push_back(::fork());
        if (children.back() != 0) return;
        int code = 1;
        try {
            Engine engine(path, patient());
            work(engine);
            code = testing::Test::HasFailure() ? 1 : 0;
        } catch (const std::exception& error) {
            std::cerr << error.what() << std::endl;
        }
        ::_exit(code);
    };
    start(loads);
    start(operations);
    start(more_loads);
    for (const pid_t child : children) {
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_EQ(status, 0);
    }
    Engine engine(path);
    EXPECT_EQ(engine.digest(), expected);
    EXPECT_TRUE(engine.check().ok());
}

}  // namespace
}  // namespace abonado
