// Many readers and one writer, in threads and in processes; and handles that can no longer be used.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "stores.hpp"

namespace abonado {
namespace {

using namespace std::chrono_literals;
using dumps::segment;
using stores::code_of;
using stores::load;
using stores::loading;
using Clock = std::chrono::steady_clock;

// Gives its only bytes when it is let go on: a load of it holds the writer's place until then.
class Held : public Input {
public:
    Held(std::string text, const std::atomic<bool>& is_free, std::atomic<bool>& has_begun)
        : text_(std::move(text)), is_free_(is_free), has_begun_(has_begun) {}
    const std::string& name() const override { return name_; }
    bool wait(int milliseconds) override {
        has_begun_ = true;
        if (!is_free_) std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        return is_free_;
    }
    std::size_t read(char* buffer, std::size_t size) override {
        const std::size_t part = text_.copy(buffer, size, at_);
        at_ += part;
        return part;
    }
    std::uint64_t position() const override { return at_; }
    std::optional<std::uint64_t> size() const override { return std::nullopt; }

private:
    const std::string name_ = "<held>";
    const std::string text_;
    const std::atomic<bool>& is_free_;
    std::atomic<bool>& has_begun_;
    std::size_t at_ = 0;
};

class Concurrency : public testing::Test {
protected:
    ConnectOptions patient(std::chrono::milliseconds patience) const {
        ConnectOptions options;
        options.patience = patience;
        return options;
    }
    // A thread that loads a segment into the store and holds the writer's place until release().
    void hold(Engine& engine) {
        holder_ = std::thread([this, &engine] {
            const auto loaded = load(engine, std::make_unique<Held>(segment(1), is_free_, has_begun_));
            EXPECT_EQ(loaded.counts(), "1 0 0 0");
        });
        while (!has_begun_) std::this_thread::sleep_for(1ms);
    }
    void release() {
        is_free_ = true;
        holder_.join();
    }
    // Refused for being busy, not at once and not for ever.
    template <class Call>
    void expect_busy(std::chrono::milliseconds patience, Call&& call) {
        const auto start = Clock::now();
        EXPECT_EQ(code_of(call), ErrorCode::store_busy);
        EXPECT_GE(Clock::now() - start, patience - 5ms);
        EXPECT_LT(Clock::now() - start, patience + 2s);
    }

    stores::Directory directory_;
    const std::string path_ = directory_.file("store.db");
    std::atomic<bool> is_free_ = false;
    std::atomic<bool> has_begun_ = false;
    std::thread holder_;
};

TEST_F(Concurrency, ASecondWriterWaitsAndIsThenToldSo) {
    Engine first(path_, patient(50ms));
    hold(first);
    Engine second(path_, patient(50ms));
    expect_busy(50ms, [&] { load(second, segment(2)); });
    expect_busy(50ms, [&] { load(first, segment(2)); });  // of the same handle, from another thread
    expect_busy(50ms, [&] { second.drop_rejects({}); });
    EXPECT_EQ(second.counts()["subscriptions"], 0U);  // reading goes on
    EXPECT_EQ(first.counts()["subscriptions"], 0U);
    release();
    EXPECT_EQ(load(second, segment(2)).counts(), "1 0 0 0");
    EXPECT_EQ(first.counts()["subscriptions"], 2U);
}

TEST_F(Concurrency, APatientWriterGetsItsTurn) {
    Engine first(path_, patient(5s));
    hold(first);
    Engine second(path_, patient(5s));
    std::thread waiting([&] { EXPECT_EQ(load(second, segment(2)).counts(), "1 0 0 0"); });
    std::this_thread::sleep_for(30ms);
    release();
    waiting.join();
    EXPECT_EQ(first.counts()["subscriptions"], 2U);
}

// Stopped while it waits, for another thread of its handle or for another handle as for another process, a load leaves nothing
// open behind it.
TEST_F(Concurrency, AWriterThatWaitsIsAskedWhetherItGoesOn) {
    Engine first(path_, patient(60s));
    hold(first);
    Engine second(path_, patient(60s));
    const auto open_files = [] {
        const std::filesystem::directory_iterator all("/proc/self/fd");
        return std::distance(begin(all), end(all));
    };
    const auto before = open_files();
    for (Engine* engine : {&first, &second}) {
        for (int i = 0; i < 3; ++i) {
            const auto start = Clock::now();
            const auto waits = [&] {
                load(*engine, memory_input(segment(2)), loading(), [](const Progress&) { return false; });
            };
            EXPECT_EQ(code_of(waits), ErrorCode::cancelled);
            EXPECT_LT(Clock::now() - start, 2s);
        }
    }
    EXPECT_EQ(open_files(), before);
    release();
    EXPECT_EQ(first.counts()["subscriptions"], 1U);
}

TEST_F(Concurrency, AWriterOfAnotherProcessIsWaitedFor) {
    { Engine engine(path_); }
    std::array<int, 2> ready{};
    std::array<int, 2> go_on{};
    ASSERT_EQ(::pipe(ready.data()), 0);
    ASSERT_EQ(::pipe(go_on.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        Engine engine(path_);
        char byte = 0;
        std::vector<std::unique_ptr<Input>> inputs;
        inputs.push_back(memory_input("{"));
        engine.load(inputs, loading(), [&](const Finding&) {
            static_cast<void>(!::write(ready[1], "x", 1));
            static_cast<void>(!::read(go_on[0], &byte, 1));
        });
        ::_exit(0);
    }
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    {
        Engine engine(path_, patient(50ms));
        EXPECT_EQ(engine.counts()["subscriptions"], 0U);
        expect_busy(50ms, [&] { load(engine, segment(1)); });
        try {
            load(engine, segment(1));
        } catch (const Error& error) {
            EXPECT_NE(std::string(error.what()).find(std::to_string(child)), std::string::npos) << error.what();
        }
    }
    ASSERT_EQ(::write(go_on[1], "x", 1), 1);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    for (const int descriptor : {ready[0], ready[1], go_on[0], go_on[1]}) ::close(descriptor);
    Engine engine(path_, patient(50ms));
    EXPECT_EQ(load(engine, segment(1)).counts(), "1 0 0 0");
    EXPECT_EQ(stores::rejects(engine).size(), 1U);
}

TEST_F(Concurrency, ReadersSeeWholeStatesWhileALoadRuns) {
    Engine writer(path_);
    // Each load changes all of them, in one transaction.
    const auto dump = [](std::size_t padding) {
        std::string out;
        for (int i = 1; i <= 40; ++i) out += segment(i, "OM_GOLD", padding) + "\n";
        return out;
    };
    load(writer, dump(1));
    std::atomic<bool> is_over = false;
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&, i] {
            Engine own(path_, {.read_only = i == 1});
            Engine& reader = i == 2 ? writer : own;  // handles of their own, and the writer's
            int reads = 0;
            while (!is_over || reads == 0) {
                ++reads;
                EXPECT_EQ(stores::value(reader, "SELECT count(DISTINCT reason) || ' ' || count(*) FROM v_segments"),
                          "1 40");
                EXPECT_EQ(reader.subscription("euskaltel", 7).documents.size(), 1U);
                EXPECT_EQ(reader.find_ids("euskaltel", FilterType::msisdn, "600000001").size(), 0U);
            }
        });
    }
    for (std::size_t padding = 2; padding <= 8; ++padding) EXPECT_EQ(load(writer, dump(padding)).counts(), "0 40 0 0");
    is_over = true;
    for (std::thread& reader : readers) reader.join();
}

TEST_F(Concurrency, AReadDoesNotSeeWhatIsNotYetCommitted) {
    Engine engine(path_);
    Engine other(path_);
    std::vector<std::unique_ptr<Input>> inputs;
    const std::string dump = segment(1) + "\n" + segment(2, "OP") + "\n" + segment(3) + "\n";
    inputs.push_back(memory_input(dump));
    int findings = 0;
    engine.load(inputs, loading(), [&](const Finding&) {
        ++findings;
        EXPECT_EQ(other.counts()["subscriptions"], 0U);
        EXPECT_EQ(engine.counts()["subscriptions"], 0U);  // the same handle, from within its own load
        EXPECT_EQ(other.run(1).state, RunState::running);
    });
    EXPECT_EQ(findings, 1);
    EXPECT_EQ(other.counts()["subscriptions"], 2U);
}

TEST_F(Concurrency, AStoreIsMadeByManyAtOnce) {
    std::vector<std::thread> threads;
    for (int i = 1; i <= 4; ++i) {
        threads.emplace_back([&, i] {
            Engine engine(path_);
            EXPECT_EQ(load(engine, segment(i)).counts(), "1 0 0 0");
        });
    }
    for (std::thread& thread : threads) thread.join();
    Engine engine(path_);
    EXPECT_EQ(engine.counts()["subscriptions"], 4U);
    EXPECT_EQ(engine.runs().size(), 4U);
    EXPECT_TRUE(engine.check().ok());
}

// --- handles ----------------------------------------------------------------------------------------------------------

// Every call but close() and path().
void expect_closed(Engine& engine) {
    EXPECT_FALSE(engine.is_open());
    const auto refused = [](auto call) { EXPECT_EQ(code_of(call), ErrorCode::handle_closed); };
    refused([&] { load(engine, ""); });
    refused([&] { (void)engine.runs(); });
    refused([&] { (void)engine.run(1); });
    refused([&] { (void)stores::rejects(engine); });
    refused([&] { (void)engine.replay({}, nullptr); });
    refused([&] { (void)engine.drop_rejects({}); });
    refused([&] { (void)engine.subscription("euskaltel", 1); });
    refused([&] { (void)engine.subscription("euskaltel", Uuid{}); });
    refused([&] { (void)engine.find_ids("euskaltel", FilterType::msisdn, "1"); });
    refused([&] { (void)engine.counts(); });
    refused([&] { (void)engine.query("SELECT 1"); });
    refused([&] { engine.backup("/nowhere/at/all"); });
    refused([&] { (void)engine.check(); });
    refused([&] { (void)stores::exported(engine); });
    refused([&] { (void)engine.digest(); });
}

TEST_F(Concurrency, AClosedHandleIsNotUsed) {
    for (const std::string& path : {path_, std::string(":memory:")}) {
        Engine engine(path);
        EXPECT_TRUE(engine.is_open());
        load(engine, segment(1));
        engine.close();
        engine.close();
        expect_closed(engine);
        EXPECT_EQ(engine.path(), path);
    }
    Engine again(path_);
    EXPECT_EQ(again.counts()["subscriptions"], 1U);
}

// The longest times do not come round to none.
TEST_F(Concurrency, AnyPatienceIsATimeToWait) {
    load(*std::make_unique<Engine>(path_), segment(1));
    for (const auto longest : {std::chrono::milliseconds::max(), std::chrono::milliseconds(UINT32_MAX)}) {
        Engine engine(path_, patient(longest));
        stores::Raw other(path_);
        other.run("BEGIN IMMEDIATE");
        std::thread ends([&other] {
            std::this_thread::sleep_for(100ms);
            other.run("COMMIT");
        });
        EXPECT_EQ(load(engine, segment(1)).counts(), "0 0 1 0");
        ends.join();
    }
    Engine impatient(path_, patient(std::chrono::milliseconds::min()));
    EXPECT_EQ(load(impatient, segment(1)).counts(), "0 0 1 0");
}

TEST_F(Concurrency, AMovedHandleGoesOn) {
    Engine engine(path_);
    Engine moved(std::move(engine));
    EXPECT_FALSE(engine.is_open());  // NOLINT(bugprone-use-after-move): it may be asked that
    EXPECT_EQ(load(moved, segment(1)).counts(), "1 0 0 0");
}

TEST_F(Concurrency, AForkedChildCannotUseItsParentsHandle) {
    Engine engine(path_);
    load(engine, segment(1));
    const pid_t child = ::fork();
    if (child == 0) {
        expect_closed(engine);
        engine.close();
        Engine own(path_);
        const bool is_good = load(own, segment(2)).counts() == "1 0 0 0" && !testing::Test::HasFailure();
        ::_exit(is_good ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_EQ(load(engine, segment(3)).counts(), "1 0 0 0");
    EXPECT_EQ(engine.counts()["subscriptions"], 3U);
}

// A reader of a store in memory that waits for its turn finds it closed, not gone.
TEST(MemoryStore, IsClosedWhileOthersRead) {
    for (int round = 0; round < 20; ++round) {
        Engine engine(":memory:");
        stores::load(engine, dumps::segment(1));
        std::atomic<bool> goes_on = true;
        std::thread reader([&] {
            try {
                while (goes_on) engine.counts();
            } catch (const Error& error) {
                EXPECT_EQ(error.code(), ErrorCode::handle_closed);
            }
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        engine.close();
        goes_on = false;
        reader.join();
    }
}

// One store by whatever name.
TEST(WriterLocks, HoldForEveryNameOfAFile) {
    stores::Directory directory;
    Engine engine(directory.file("store.db"));
    std::filesystem::create_symlink(directory.file("store.db"), directory.file("link.db"));
    ConnectOptions impatient;
    impatient.patience = std::chrono::milliseconds(0);
    Engine other(directory.file("link.db"), impatient);
    bool was_asked = false;
    stores::load(engine, memory_input("{}\n"), stores::loading(), [&](const Progress&) {
        was_asked = true;
        EXPECT_EQ(stores::code_of([&] { stores::load(other, dumps::segment(1)); }), ErrorCode::store_busy);
        return true;
    });
    EXPECT_TRUE(was_asked);
}

}  // namespace
}  // namespace abonado
