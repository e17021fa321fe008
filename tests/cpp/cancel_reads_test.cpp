// Long reads of a store are stopped from outside, and leave it as usable as before.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>

#include "stores.hpp"

namespace abonado {
namespace {

using stores::code_of;
using stores::load;

const Tick kStop = [](const Progress&) { return false; };
// Would take hours.
const std::string kEndless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000000) SELECT max(i) FROM n";

class CancelReads : public testing::TestWithParam<bool> {
protected:
    CancelReads() { load(engine_, stores::generated(3000)); }
    stores::Directory directory_;
    Engine engine_{GetParam() ? ":memory:" : directory_.file("store.db")};
};
INSTANTIATE_TEST_SUITE_P(Stores, CancelReads, testing::Values(false, true),
                         [](const auto& of) { return of.param ? "memory" : "file"; });

TEST_P(CancelReads, AQueryEndsWithinATenthOfASecond) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(code_of([&] { engine_.query(kEndless, {}, {}, {}, kStop); }), ErrorCode::cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(500));
    EXPECT_EQ(stores::value(engine_, "SELECT 1"), "1");
}

TEST_P(CancelReads, AViewOfAMomentDoesNotOutliveItsQuery) {
    AsOf past;
    past.known = Instant::parse("2020-01-01T00:00:00Z");
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(code_of([&] { engine_.query(kEndless, {}, past, {}, kStop); }), ErrorCode::cancelled);
    }
    EXPECT_NE(stores::value(engine_, "SELECT count(*) FROM v_documents"), "0");
    EXPECT_EQ(load(engine_, dumps::segment(1)).report.counts.rejected, 0U);
}

TEST_P(CancelReads, WhatTheTickThrowsReachesTheCaller) {
    const Tick fails = [](const Progress&) -> bool { throw std::runtime_error("enough"); };
    EXPECT_THROW(engine_.query(kEndless, {}, {}, {}, fails), std::runtime_error);
    EXPECT_EQ(stores::value(engine_, "SELECT 1"), "1");
}

// Asked at once, and then once in 50 ms: the second time comes only if the call is long enough.
TEST_P(CancelReads, AMemoryStoreIsNotUsedFromWithinItsOwnStatement) {
    if (!GetParam()) GTEST_SKIP() << "a file has other connections for other reads";
    const Tick uses = [&](const Progress&) {
        EXPECT_EQ(code_of([&] { engine_.digest(); }), ErrorCode::store_busy);
        EXPECT_EQ(code_of([&] { engine_.drop_rejects({}); }), ErrorCode::store_busy);
        return false;
    };
    EXPECT_EQ(code_of([&] { engine_.query(kEndless, {}, {}, {}, uses); }), ErrorCode::cancelled);
}

TEST_P(CancelReads, ABackupLeavesNothing) {
    const std::string copy = directory_.file("copy.db");
    EXPECT_EQ(code_of([&] { engine_.backup(copy, kStop); }), ErrorCode::cancelled);
    std::filesystem::remove(directory_.file("store.db-writer"));
    for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
        EXPECT_TRUE(entry.path().filename().string().starts_with("store.db")) << entry.path();
    }
    int steps = 0;
    engine_.backup(copy, [&](const Progress& progress) {
        ++steps;
        EXPECT_GT(progress.position, 0U);
        EXPECT_LE(progress.position, *progress.size);
        return true;
    });
    EXPECT_GE(steps, 1);
    EXPECT_EQ(Engine(copy).digest(), engine_.digest());
}

// What an earlier copy left would be read as a part of the new one.
TEST(Backup, IsNotMadeBesideTheLogOfAnother) {
    const stores::Directory directory;
    Engine engine(directory.file("store.db"));
    for (const char* suffix : {"-wal", "-journal"}) {
        const std::string log = directory.file(std::string("copy.db") + suffix, "x");
        EXPECT_EQ(code_of([&] { engine.backup(directory.file("copy.db")); }), ErrorCode::output_unwritable);
        std::filesystem::remove(log);
    }
    engine.backup(directory.file("copy.db"));
}

// A backup is of one state, though others write between its steps.
TEST(Backup, IsOfOneState) {
    const stores::Directory directory;
    Engine engine(directory.file("store.db"));
    std::string dump;
    for (int i = 1; i <= 300; ++i) dump += dumps::segment(i, "OM_GOLD", 30'000) + "\n";
    load(engine, dump);
    const std::string digest = engine.digest();
    int steps = 0;
    engine.backup(directory.file("copy.db"), [&](const Progress&) {
        load(engine, dumps::segment(1000 + ++steps));
        return true;
    });
    EXPECT_GT(steps, 1);
    EXPECT_NE(engine.digest(), digest);
    Engine copy(directory.file("copy.db"));
    EXPECT_EQ(copy.digest(), digest);
    EXPECT_TRUE(copy.check().ok());
}

// What a load into memory has not committed is no state that could be copied.
TEST(Backup, IsNotMadeWithinALoadIntoTheSameMemory) {
    const stores::Directory directory;
    Engine engine(":memory:");
    bool was_asked = false;
    stores::load(engine, memory_input(dumps::segment(1) + "\n"), stores::loading(), [&](const Progress& progress) {
        if (progress.records == 0) return true;
        was_asked = true;
        EXPECT_EQ(code_of([&] { engine.backup(directory.file("copy.db")); }), ErrorCode::store_busy);
        return true;
    });
    EXPECT_TRUE(was_asked);
    EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
    engine.backup(directory.file("copy.db"));
    EXPECT_EQ(Engine(directory.file("copy.db")).digest(), engine.digest());
}

// A read between two lines of an export has its own watch, in memory of the same connection.
TEST(CancelLongReads, ACallWithinACallLeavesItsWatchAsItWas) {
    Engine engine(":memory:");
    load(engine, dumps::segment(1) + "\n" + dumps::segment(2));
    int asked = 0;
    const Tick counts = [&](const Progress&) { return ++asked > 0; };
    const auto ask_long = [&](const Tick& tick) {
        const std::string enough =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) SELECT max(i) FROM n";
        EXPECT_EQ(engine.query(enough, {}, {}, {}, tick).rows.size(), 1U);
    };
    engine.export_documents(
        [&](std::string_view) {
            ask_long(counts);
            const int before = asked;
            ask_long({});  // asks what the export is watched by
            EXPECT_GT(asked, before);
        },
        {}, counts);
}

TEST(CancelLongReads, ACheckAndAnExportEndWhenTheyAreAsked) {
    const stores::Directory directory;
    Engine engine(directory.file("store.db"));
    std::string dump;
    for (int i = 1; i <= 30'000; ++i) dump += dumps::segment(i) + "\n";
    load(engine, dump);
    EXPECT_EQ(code_of([&] { engine.check({}, {}, kStop); }), ErrorCode::cancelled);
    EXPECT_EQ(code_of([&] { engine.export_documents([](std::string_view) {}, {}, kStop); }), ErrorCode::cancelled);
    EXPECT_TRUE(engine.check().ok());
}

}  // namespace
}  // namespace abonado
