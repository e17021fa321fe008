// A load as the ledger tells it: what is new, changed, known already, or kept out; and the limits past which nothing counts.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "stores.hpp"

namespace abonado {
namespace {

using dumps::segment;
using stores::bytes_of;
using stores::code_of;
using stores::Directory;
using stores::dump_of;
using stores::exported;
using stores::load;
using stores::loading;
using stores::subscription;

class LoadTest : public testing::Test {
protected:
    std::string rows(const std::string& table) { return stores::value(engine_, "SELECT count(*) FROM " + table); }
    Engine engine_{":memory:"};
};

TEST_F(LoadTest, SaysWhatItDid) {
    const auto loaded = load(engine_, dump_of({segment(1), "", segment(2, "OP"), "  ", "{", segment(3)}));
    EXPECT_EQ(loaded.counts(), "2 0 0 2");
    EXPECT_EQ(loaded.report.counts.records, 4U);
    EXPECT_EQ(loaded.report.counts.errors, 2U);
    EXPECT_EQ(loaded.report.state, RunState::finished);
    EXPECT_FALSE(loaded.report.ok());
    const abonado::Run run = engine_.run(loaded.report.run);
    EXPECT_EQ(run.counts, loaded.report.counts);
    EXPECT_EQ(run.kind, RunKind::load);
    EXPECT_EQ(run.state, RunState::finished);
    EXPECT_EQ(run.inputs, std::vector<std::string>{"<bytes>"});
    EXPECT_EQ(run.by_rule, (std::map<std::string, std::uint64_t>{{"DOC-001", 1}, {"SEG-001", 1}}));
    EXPECT_EQ(run.started, Instant::parse("2026-01-01T00:00:00Z"));
    EXPECT_EQ(code_of([&] { (void)engine_.run(99); }), ErrorCode::not_found);
}

TEST_F(LoadTest, OfNothingIsARunLikeAnyOther) {
    for (const std::string_view nothing : {"", "\n\n", "\xef\xbb\xbf"}) {
        const auto loaded = load(engine_, nothing);
        EXPECT_TRUE(loaded.report.ok());
        EXPECT_EQ(loaded.report.counts.records, 0U);
    }
    EXPECT_EQ(engine_.runs().size(), 3U);
}

TEST_F(LoadTest, TheSameAgainChangesNothingAndSaysSo) {
    const std::string dump = stores::generated(300);
    EXPECT_EQ(load(engine_, dump).counts(), "300 0 0 0");
    const std::string before = exported(engine_);
    const auto again = load(engine_, dump);
    EXPECT_EQ(again.counts(), "0 0 300 0") << again.text();
    EXPECT_TRUE(again.report.ok());
    EXPECT_EQ(exported(engine_), before);
    EXPECT_EQ(rows("documents"), "300");
}

TEST_F(LoadTest, TheSameInAnotherLayoutIsTheSame) {
    load(engine_, dump_of({segment(1), subscription(2)}));
    const std::string line = subscription(2);
    const std::string body(vectors::json(line)->find("body")->raw);
    const auto again = load(
        engine_, dump_of({vectors::with(segment(1), R"("reason":)", "\t\"re\\u0061son\" : "),
                          R"({"body":)" + vectors::with(body, "10:30:00Z", "12:30:00.000+02:00") +
                              R"(, "billing_type":null, "legacy_id":2, "kind":"subscription", "org":"euskaltel"})"}));
    EXPECT_EQ(again.counts(), "0 0 2 0") << again.text();
}

TEST_F(LoadTest, AChangedRecordIsUpdatedAndItsFormerStateKept) {
    load(engine_, dump_of({segment(1), segment(2)}));
    const auto changed = load(engine_, dump_of({segment(1, "OM_GOLD", 9), segment(2)}));
    EXPECT_EQ(changed.counts(), "0 1 1 0");
    EXPECT_EQ(rows("documents"), "3");
    EXPECT_EQ(rows("documents WHERE known_to IS NULL"), "2");
    EXPECT_EQ(rows("documents WHERE known_from = 1 AND known_to = 2"), "1");
}

TEST_F(LoadTest, ADocumentMayReturnToWhatItWas) {
    for (const std::size_t padding : {1U, 2U, 1U}) load(engine_, segment(1, "OM", padding));
    EXPECT_EQ(rows("documents"), "3");
    EXPECT_EQ(vectors::json(exported(engine_).substr(0, exported(engine_).size() - 1))->at("/body/reason")[0]->text,
              "r");
}

// --- duplicates within a dump -----------------------------------------------------------------------------------------

TEST_F(LoadTest, DuplicatesOfANewRecord) {
    const auto loaded = load(engine_, dump_of({segment(1), segment(1), segment(1, "OM_GOLD", 9), segment(1)}));
    EXPECT_EQ(loaded.counts(), "1 0 2 1");
    EXPECT_EQ(loaded.text(), "2 DUP-001 /legacy_id\n3 DUP-001 /legacy_id\n4 DUP-001 /legacy_id\n");
    EXPECT_EQ(loaded.report.counts.errors, 1U);
    EXPECT_EQ(loaded.report.counts.warnings, 2U);
}

TEST_F(LoadTest, DuplicatesOfARecordThatIsStoredAlready) {
    load(engine_, segment(1));
    // The first of them is the known one: that it was named counts.
    EXPECT_EQ(load(engine_, dump_of({segment(1), segment(1, "OM_GOLD", 9)})).counts(), "0 0 1 1");
    EXPECT_EQ(load(engine_, dump_of({segment(1), segment(1)})).counts(), "0 0 2 0");
    EXPECT_EQ(load(engine_, dump_of({segment(1, "OM_GOLD", 9), segment(1)})).counts(), "0 1 0 1");
}

TEST_F(LoadTest, DuplicatesAcrossTwoFiles) {
    Directory directory;
    const std::vector<std::string> paths{directory.file("a.ndjson", segment(1) + "\n"),
                                         directory.file("b.ndjson", "\n" + segment(1, "OM_GOLD", 9) + "\n")};
    std::vector<Finding> findings;
    const LoadReport report = engine_.load_files(paths, loading(), [&](const Finding& f) { findings.push_back(f); });
    EXPECT_EQ(report.counts.inserted, 1U);
    EXPECT_EQ(report.counts.rejected, 1U);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].input, 1U);
    EXPECT_EQ(findings[0].line, 2U);
    EXPECT_EQ(stores::rejects(engine_).at(0).input, paths[1]);
    EXPECT_EQ(engine_.run(report.run).inputs, paths);
}

TEST_F(LoadTest, TheLastOneWinsIfTheUserSaysSo) {
    LoadOptions options = loading();
    options.rules.severities["DUP-001"] = Severity::warning;
    const auto loaded = load(engine_, dump_of({segment(1, "OM", 1), segment(1, "OM", 2), segment(1, "OM", 3)}),
                             options);
    EXPECT_EQ(loaded.counts(), "1 2 0 0");
    EXPECT_EQ(loaded.report.counts.warnings, 2U);
    EXPECT_NE(exported(engine_).find(R"("reason":"rrr")"), std::string::npos);
    EXPECT_EQ(engine_.subscription("euskaltel", 1).documents.size(), 1U);
}

// --- rules of a load ------------------------------------------------------------------------------------------------

// Another kind of v3 body is no repetition of a key, but a subscription that would change its type.
TEST_F(LoadTest, ASubscriptionDoesNotChangeItsKindWithinADump) {
    const std::string max = dumps::max_record(1, dumps::uuid_of(1));
    const std::string disney = vectors::with(vectors::with(max, R"("kind":"max")", R"("kind":"disney")"),
                                             R"("service_id":"s")", R"("user_id":"u","service_id":"s")");
    for (const std::string& dump : {max + "\n" + disney, max}) {
        Engine engine(":memory:");
        auto loaded = load(engine, dump);
        if (loaded.report.counts.records == 1) loaded = load(engine, disney);
        EXPECT_EQ(loaded.report.counts.rejected, 1U);
        EXPECT_EQ(loaded.findings.at(0).pointer, "/type");
        EXPECT_EQ(rules()[loaded.findings.at(0).rule].id, "SUB-012");
    }
}

TEST_F(LoadTest, NeitherClosesNorWritesTheStoreFromWithinItsOwnCall) {
    std::vector<ErrorCode> refused;
    const auto tick = [&](const Progress&) {
        refused.push_back(code_of([&] { engine_.close(); }));
        refused.push_back(code_of([&] { load(engine_, segment(2)); }));
        return true;
    };
    const std::string line = segment(1);
    load(engine_, memory_input(line), loading(), tick);
    ASSERT_GE(refused.size(), 2U);
    for (const ErrorCode code : refused) EXPECT_EQ(code, ErrorCode::store_busy);
    EXPECT_TRUE(engine_.is_open());
}

TEST_F(LoadTest, RulesThatTheStoreHoldsCannotBeLowered) {
    for (const std::string rule :
         {"SUB-001", "SUB-004", "CRL-001", "COM-001", "DOC-001", "DOC-003", "DOC-006", "DOC-008", "ENV-001"}) {
        for (const Severity severity : {Severity::warning, Severity::off}) {
            LoadOptions options = loading();
            options.rules.severities[rule] = severity;
            EXPECT_EQ(code_of([&] { load(engine_, "", options); }), ErrorCode::invalid_argument) << rule;
        }
    }
    EXPECT_TRUE(engine_.runs().empty());
}

TEST_F(LoadTest, OtherRulesCanBeLowered) {
    LoadOptions options = loading();
    for (const std::string rule :
         {"SEG-001", "CRL-002", "CRL-003", "CRL-004", "BUN-001", "HIS-001", "DOC-013", "ENV-002"})
        options.rules.severities[rule] = Severity::off;
    const std::string limits = R"({"kind":"credit_limits","org":"nowhere","legacy_id":1,"body":)"
                               R"({"subscription_type":"MOBILE","credit_limits":[]}})";
    const auto loaded = load(
        engine_, dump_of({segment(1, "OP"), stores::credit_limits(2, "MOBILE", "-3.5"), limits, segment(3, " ")}),
        options);
    EXPECT_EQ(loaded.counts(), "4 0 0 0") << loaded.text();
    EXPECT_NE(exported(engine_).find(R"("credit_limit_value":-3.5)"), std::string::npos);
    EXPECT_NE(exported(engine_).find(R"("credit_limits":[])"), std::string::npos);
}

TEST_F(LoadTest, OptionsThatMakeNoSenseAreRefused) {
    const auto refuse = [&](auto change) {
        LoadOptions options = loading();
        change(options);
        EXPECT_EQ(code_of([&] { load(engine_, "", options); }), ErrorCode::invalid_argument);
    };
    refuse([](LoadOptions& o) { o.max_error_rate = -0.1; });
    refuse([](LoadOptions& o) { o.max_error_rate = 1.1; });
    refuse([](LoadOptions& o) { o.max_error_rate = std::numeric_limits<double>::quiet_NaN(); });
    refuse([](LoadOptions& o) { o.rules.severities["SUB-999"] = Severity::off; });
    refuse([](LoadOptions& o) { o.resume = Resume::required, o.atomic = true; });
    EXPECT_TRUE(engine_.runs().empty());
}

// --- limits -----------------------------------------------------------------------------------------------------------

const std::string kTwoOfFourAreWrong = dump_of({segment(1), segment(2, "OP"), segment(3), segment(4, "OP")});

// What the load leaves when the limit was passed: one line of the ledger.
void expect_stopped(const LoadOptions& options) {
    Engine engine(":memory:");
    load(engine, segment(9));
    const std::string before = exported(engine);
    const auto loaded = load(engine, kTwoOfFourAreWrong, options);
    EXPECT_EQ(loaded.report.state, RunState::stopped);
    EXPECT_FALSE(loaded.report.ok());
    EXPECT_EQ(exported(engine), before);
    EXPECT_EQ(engine.counts()["subscriptions"], 1U);
    EXPECT_TRUE(stores::rejects(engine).empty());
    ASSERT_EQ(engine.runs().size(), 2U);
    EXPECT_EQ(engine.runs()[1].state, RunState::stopped);
    EXPECT_EQ(engine.runs()[1].id, loaded.report.run);
    EXPECT_EQ(engine.runs()[1].counts, loaded.report.counts);
    // It is not gone on with: the next load begins anew.
    EXPECT_EQ(load(engine, kTwoOfFourAreWrong).counts(), "2 0 0 2");
    EXPECT_EQ(engine.runs().size(), 3U);
}

void expect_published(const LoadOptions& options) {
    Engine engine(":memory:");
    const auto loaded = load(engine, kTwoOfFourAreWrong, options);
    EXPECT_EQ(loaded.report.state, RunState::finished);
    EXPECT_EQ(loaded.counts(), "2 0 0 2");
    EXPECT_EQ(stores::rejects(engine).size(), 2U);
}

LoadOptions limited(const std::function<void(LoadOptions&)>& change) {
    LoadOptions options = loading();
    change(options);
    return options;
}

TEST(LoadLimits, PastThemNothingIsPublished) {
    expect_stopped(limited([](LoadOptions& o) { o.atomic = true; }));
    expect_stopped(limited([](LoadOptions& o) { o.max_errors = 0; }));
    expect_stopped(limited([](LoadOptions& o) { o.max_errors = 1; }));
    expect_stopped(limited([](LoadOptions& o) { o.max_error_rate = 0; }));
    expect_stopped(limited([](LoadOptions& o) { o.max_error_rate = 0.49; }));
    expect_stopped(limited([](LoadOptions& o) { o.atomic = true, o.max_errors = 1; }));
    expect_stopped(limited([](LoadOptions& o) { o.max_errors = 9, o.max_error_rate = 0.1; }));
}

TEST(LoadLimits, UpToThemAllIsPublished) {
    expect_published(limited([](LoadOptions& o) { o.max_errors = 2; }));
    expect_published(limited([](LoadOptions& o) { o.max_error_rate = 0.5; }));
    expect_published(limited([](LoadOptions& o) { o.max_error_rate = 1; }));
    expect_published(limited([](LoadOptions& o) { o.atomic = true, o.max_errors = 2; }));
    expect_published(limited([](LoadOptions& o) { o.max_errors = 2, o.max_error_rate = 0.5; }));
}

TEST(LoadLimits, OneTransactionDoesNotTakeHalfOfItsFiles) {
    Directory directory;
    Engine engine(":memory:");
    const std::vector<std::string> paths{directory.file("a.ndjson", segment(1)), directory.file("missing.ndjson")};
    const LoadReport report = engine.load_files(paths, limited([](LoadOptions& o) { o.atomic = true; }));
    EXPECT_EQ(report.failures.size(), 1U);
    EXPECT_FALSE(report.ok());
    EXPECT_EQ(engine.counts()["subscriptions"], 0U);
}

TEST(LoadLimits, WhatStoppedTheLoadIsInTheFilesOfRejects) {
    Directory directory;
    Engine engine(":memory:");
    const std::string path = directory.file("rejects.ndjson");
    load(engine, kTwoOfFourAreWrong, limited([&](LoadOptions& o) { o.atomic = true, o.rejects_path = path; }));
    EXPECT_EQ(bytes_of(path), dump_of({segment(2, "OP"), segment(4, "OP")}));
}

// --- a dry run --------------------------------------------------------------------------------------------------------

TEST(DryRun, SaysWhatWouldHappenAndWritesNothing) {
    Directory directory;
    const std::string path = directory.file("store.db");
    { Engine engine(path); }
    const std::string dump = stores::generated(200, 1, {{"SEG-001", 0.1}, {"SUB-001", 0.1}});
    LoadOptions dry = loading();
    dry.dry_run = true;
    for (const std::string& loaded_before : {std::string(), stores::generated(100), dump}) {
        {
            Engine engine(path);
            load(engine, loaded_before);
        }
        const std::string bytes = bytes_of(path);
        Engine engine(path);
        const std::size_t runs = engine.runs().size();
        const auto would = load(engine, dump, dry);
        EXPECT_TRUE(would.report.dry_run);
        EXPECT_EQ(would.report.run, 0);
        EXPECT_EQ(engine.runs().size(), runs);
        engine.close();
        EXPECT_EQ(bytes_of(path), bytes);
        Engine copy(directory.file("copy.db"));
        load(copy, loaded_before);
        const auto did = load(copy, dump);
        EXPECT_EQ(did.report.counts, would.report.counts);
        EXPECT_EQ(did.text(), would.text());
        copy.close();
        for (const char* more : {"", "-wal", "-shm"}) std::filesystem::remove(directory.file("copy.db") + more);
        std::filesystem::remove(path);
    }
}

}  // namespace
}  // namespace abonado
