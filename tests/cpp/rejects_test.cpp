// Records that were not loaded: kept byte for byte with all that is wrong with them, mended, and tried again.
#include <gtest/gtest.h>

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
using stores::load;
using stores::loading;
using stores::rejects;

// "line attempt state" of each reject, and what it replaces.
std::vector<std::string> fates(Engine& engine, const RejectFilter& filter = {}) {
    std::vector<std::string> out;
    for (const Reject& reject : rejects(engine, filter)) {
        out.push_back(std::to_string(reject.line) + " " + std::to_string(reject.attempt) + " " +
                      std::string(to_word(reject.state)) +
                      (reject.replaces ? " of " + std::to_string(*reject.replaces) : ""));
    }
    return out;
}

using Fates = std::vector<std::string>;

class Rejects : public testing::Test {
protected:
    stores::Loaded replay(const RejectFilter& filter = {}, const LoadOptions& options = loading()) {
        stores::Loaded out;
        out.report = engine_.replay(filter, nullptr, options, [&](const Finding& f) { out.findings.push_back(f); });
        return out;
    }
    stores::Loaded replay_lines(const std::vector<std::string>& lines, const RejectFilter& filter = {}) {
        const std::string text = dump_of(lines);
        const auto input = memory_input(text, "mended");
        stores::Loaded out;
        out.report = engine_.replay(filter, input.get(), loading(),
                                    [&](const Finding& f) { out.findings.push_back(f); });
        return out;
    }
    static LoadOptions lenient() {
        LoadOptions options = loading();
        options.rules.severities["SEG-001"] = Severity::warning;
        return options;
    }
    Engine engine_{":memory:"};
};

// --- what is kept -----------------------------------------------------------------------------------------------------

TEST_F(Rejects, AreKeptByteForByte) {
    using namespace std::string_literals;
    const std::vector<std::string> lines{segment(1, "OP") + "\r", "{\"kind\":\"\xff\xfe\"}",
                                         "\0{\"a\0b\":1}\0"s,     "  {\t}  ",
                                         "\xef\xbb\xbf{}",        R"({"kind":"segment","kind":"segment"})",
                                         std::string(300, '['),   "the last one has no newline"};
    std::string dump = dump_of(lines);
    dump.pop_back();
    EXPECT_EQ(load(engine_, "\n" + dump).report.counts.rejected, lines.size());
    const auto kept = rejects(engine_);
    ASSERT_EQ(kept.size(), lines.size());
    std::uint64_t offset = 1;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        SCOPED_TRACE(i);
        EXPECT_EQ(kept[i].raw, lines[i]);
        EXPECT_TRUE(kept[i].is_whole);
        EXPECT_EQ(kept[i].line, i + 2);
        EXPECT_EQ(kept[i].byte_offset, offset);
        EXPECT_EQ(kept[i].input, "<bytes>");
        EXPECT_FALSE(kept[i].findings.empty());
        offset += lines[i].size() + 1;
    }
    EXPECT_EQ(kept[0].kind, "segment");
    EXPECT_EQ(kept[0].org, "euskaltel");
    EXPECT_EQ(kept[0].legacy_id, 1);
    EXPECT_EQ(kept[1].legacy_id, 0);
}

TEST_F(Rejects, KeepAllTheirFindings) {
    const std::string line = vectors::with(vectors::with(segment(7, "OP"), R"("reason")", R"("why")"), "PREMIUM", " ");
    const auto loaded = load(engine_, dump_of({segment(1), line}));
    const auto kept = rejects(engine_);
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].findings.size(), 4U)
        << loaded.text();  // the prefix, the blank, the missing and the unknown member
    std::vector<Finding> told = loaded.findings;
    for (Finding& finding : told) {  // a store keeps the words, not where in them the values are
        finding.message_values = {};
        finding.expected_values = {};
    }
    EXPECT_EQ(kept[0].findings, told);
    for (const Finding& finding : kept[0].findings) {
        EXPECT_GE(finding.byte_offset, segment(1).size() + 1);
        if (finding.value) {
            EXPECT_NE(line.find(*finding.value, finding.byte_offset - segment(1).size() - 1), std::string::npos);
        }
    }
}

TEST_F(Rejects, FindingsOfTheStorePointAtTheirValues) {
    const std::vector<std::string> lines{stores::subscription(1, "MOBILE"), stores::credit_limits(1, "LANDLINE"),
                                         stores::legacy_subscription(1, "TV")};
    const std::string dump = dump_of(lines);
    const auto loaded = load(engine_, dump);
    EXPECT_EQ(loaded.text(), "2 CRL-005 /subscription_type\n3 SUB-012 /subscription_type\n");
    for (const Finding& finding : loaded.findings) {
        EXPECT_EQ(dump.substr(finding.byte_offset, finding.value->size() + 2), '"' + *finding.value + '"');
    }
}

TEST_F(Rejects, OfLinesThatAreTooLong) {
    const std::string long_line(std::size_t{17} << 20, 'x');
    const std::string endless_line(std::size_t{65} << 20, 'y');
    load(engine_, segment(1) + "\n" + long_line + "\n" + segment(2) + "\n" + endless_line + "\r\n" + segment(3, "OP"));
    const auto kept = rejects(engine_);
    ASSERT_EQ(kept.size(), 3U);
    EXPECT_EQ(kept[0].line, 2U);
    EXPECT_TRUE(kept[0].raw == long_line);
    EXPECT_TRUE(kept[0].is_whole);
    EXPECT_EQ(kept[1].line, 4U);
    EXPECT_FALSE(kept[1].is_whole);
    EXPECT_FALSE(kept[1].raw.empty());
    EXPECT_TRUE(endless_line.starts_with(kept[1].raw));
    EXPECT_EQ(kept[2].line, 5U);
    EXPECT_EQ(kept[2].raw, segment(3, "OP"));
    for (const Reject& reject : kept) EXPECT_EQ(reject.findings.size(), 1U);
    EXPECT_EQ(engine_.counts()["subscriptions"], 2U);
    // What is not whole cannot be tried again without the line.
    EXPECT_EQ(replay().report.counts.records, 2U);
    EXPECT_EQ(rejects(engine_)[1].state, RejectState::open);
}

TEST_F(Rejects, AreGivenByRunIdStateAndRule) {
    load(engine_, dump_of({segment(1, "OP"), "{", segment(2, "OP")}));
    load(engine_, dump_of({segment(3, "OP")}));
    RejectFilter filter;
    EXPECT_EQ(rejects(engine_, filter).size(), 4U);
    filter.run = 1;
    EXPECT_EQ(rejects(engine_, filter).size(), 3U);
    filter.rule = "SEG-001";
    EXPECT_EQ(rejects(engine_, filter).size(), 2U);
    filter.state = RejectState::dropped;
    EXPECT_EQ(rejects(engine_, filter).size(), 0U);
    RejectFilter by_id;
    by_id.ids = {4};
    EXPECT_EQ(rejects(engine_, by_id).at(0).raw, segment(3, "OP"));
    by_id.rule = "DOC-001";
    EXPECT_TRUE(rejects(engine_, by_id).empty());
}

// --- files ------------------------------------------------------------------------------------------------------------

TEST_F(Rejects, AreWrittenToTwoFiles) {
    Directory directory;
    LoadOptions options = loading();
    options.rejects_path = directory.file("bad.ndjson", "what stood there before");
    const std::vector<std::string> wrong{segment(1, "OP") + "\r", "{\xff"};
    load(engine_, dump_of({wrong[0], segment(2), wrong[1]}), options);
    EXPECT_EQ(bytes_of(options.rejects_path), dump_of(wrong));
    const auto rows = vectors::lines(bytes_of(directory.file("bad.findings.ndjson")));
    ASSERT_EQ(rows.size(), 2U);
    const auto first = vectors::json(rows[0]);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->find("line")->text, "1");
    EXPECT_EQ(first->find("run")->text, "1");
    EXPECT_EQ(first->find("state")->text, "open");
    EXPECT_EQ(first->find("legacy_id")->text, "1");
    EXPECT_EQ(first->at("/findings/0/rule").at(0)->text, "SEG-001");
    ASSERT_TRUE(vectors::json(rows[1]));
    EXPECT_EQ(vectors::json(rows[1])->find("line")->text, "3");
    // Without rejects they are there, and empty.
    load(engine_, segment(2), options);
    EXPECT_EQ(bytes_of(options.rejects_path), "");
    EXPECT_EQ(bytes_of(directory.file("bad.findings.ndjson")), "");
}

TEST_F(Rejects, FilesThatCannotBeWrittenAreToldBeforeTheLoad) {
    Directory directory;
    LoadOptions options = loading();
    options.rejects_path = directory.file("no/such/directory.ndjson");
    EXPECT_EQ(code_of([&] { load(engine_, segment(1), options); }), ErrorCode::output_unwritable);
    EXPECT_TRUE(engine_.runs().empty());
}

// --- tried again ------------------------------------------------------------------------------------------------------

TEST_F(Rejects, AreReplayedFromTheLedger) {
    load(engine_, dump_of({segment(1, "OP"), "{", segment(2, "OP")}));
    const auto replayed = replay({}, lenient());
    EXPECT_EQ(replayed.counts(), "2 0 0 1");
    EXPECT_EQ(engine_.run(2).kind, RunKind::replay);
    EXPECT_EQ(fates(engine_), (Fates{"1 1 replayed", "2 1 replayed", "3 1 replayed", "2 2 open of 2"}));
    EXPECT_EQ(rejects(engine_)[0].replayed_in, 2);
    EXPECT_EQ(engine_.counts()["segment"], 2U);
    EXPECT_EQ(replay().counts(), "0 0 0 1");
    EXPECT_EQ(fates(engine_).back(), "1 3 open of 4");
    EXPECT_EQ(fates(engine_)[3], "2 2 replayed of 2");
}

TEST_F(Rejects, AreReplayedByFilter) {
    load(engine_, dump_of({segment(1, "OP"), "{"}));
    load(engine_, dump_of({segment(2, "OP")}));
    RejectFilter filter;
    filter.rule = "SEG-001";
    filter.run = 1;
    EXPECT_EQ(replay(filter, lenient()).counts(), "1 0 0 0");
    EXPECT_EQ(fates(engine_), (Fates{"1 1 replayed", "2 1 open", "1 1 open"}));
}

TEST_F(Rejects, AreReplayedFromMendedLines) {
    Directory directory;
    LoadOptions options = loading();
    options.rejects_path = directory.file("bad.ndjson");
    load(engine_, dump_of({segment(1, "OP"), segment(2), segment(3, "OP"), segment(4, "OP")}), options);
    std::vector<std::string> lines = vectors::lines(bytes_of(options.rejects_path));
    ASSERT_EQ(lines.size(), 3U);
    // One is mended, one is not, one is taken out of the file; and they stand in another order.
    const auto replayed = replay_lines({lines[2], segment(1)});
    EXPECT_EQ(replayed.counts(), "1 0 0 1");
    EXPECT_EQ(fates(engine_), (Fates{"1 1 replayed", "3 1 open", "4 1 replayed", "1 2 open of 3"}));
    EXPECT_EQ(engine_.run(2).inputs, std::vector<std::string>{"mended"});
    EXPECT_EQ(replay_lines({segment(3), segment(4)}).counts(), "2 0 0 0");
    EXPECT_EQ(fates(engine_), (Fates{"1 1 replayed", "3 1 replayed", "4 1 replayed", "1 2 replayed of 3"}));
}

TEST_F(Rejects, WithoutANameAreKnownByTheirPlace) {
    load(engine_, dump_of({"{", segment(2, "OP"), "}", segment(4)}));
    EXPECT_EQ(replay_lines({segment(1), segment(2), "still wrong"}).counts(), "2 0 0 1");
    EXPECT_EQ(fates(engine_), (Fates{"1 1 replayed", "2 1 replayed", "3 1 replayed", "3 2 open of 3"}));
}

TEST_F(Rejects, OfTwoPartsOfOneSubscriptionAreTakenInTheirOrder) {
    load(engine_, dump_of({segment(1, "OP_A"), segment(1, "OP_B")}));
    EXPECT_EQ(replay_lines({segment(1, "OM_A"), segment(1, "OM_B")}).counts(), "2 0 0 0");
    EXPECT_EQ(fates(engine_), (Fates{"1 1 replayed", "2 1 replayed"}));
}

// What was wrong may have been the very name that a reject is known by.
TEST_F(Rejects, WithAMendedNameAreKnownByTheirPlace) {
    const std::string nowhere = vectors::with(segment(2), R"("org":"euskaltel")", R"("org":"nowhere")");
    load(engine_, dump_of({segment(1, "OP"), nowhere, segment(3, "OP")}));
    EXPECT_EQ(replay_lines({segment(1), segment(2), segment(3)}).counts(), "3 0 0 0");
    EXPECT_EQ(fates(engine_), (Fates{"1 1 replayed", "2 1 replayed", "3 1 replayed"}));
}

// Once a line is known to have been taken away, a place says nothing any more.
TEST_F(Rejects, WithoutANameStayOpenWhenLinesWereTakenAway) {
    load(engine_, dump_of({segment(1, "OP"), segment(2, "OP"), "{", "}"}));
    EXPECT_EQ(replay_lines({segment(2), segment(3), segment(4)}).counts(), "3 0 0 0");
    EXPECT_EQ(fates(engine_), (Fates{"1 1 open", "2 1 replayed", "3 1 open", "4 1 open"}));
}

TEST_F(Rejects, AreReplayedFromMendedLinesByFilter) {
    load(engine_, segment(1, "OP"));
    load(engine_, segment(1, "OQ"));
    RejectFilter second;
    second.run = 2;
    EXPECT_EQ(replay_lines({segment(1)}, second).counts(), "1 0 0 0");
    EXPECT_EQ(fates(engine_), (Fates{"1 1 open", "1 1 replayed"}));
}

TEST_F(Rejects, CanBeAskedForWhileTheyAreGiven) {
    load(engine_, dump_of({segment(1, "OP"), segment(2, "OP")}));
    std::size_t pairs = 0;
    engine_.rejects({}, [&](const Reject&) { pairs += rejects(engine_).size(); });
    EXPECT_EQ(pairs, 4U);
}

TEST_F(Rejects, AReplayOfNothing) {
    EXPECT_EQ(replay().counts(), "0 0 0 0");
    load(engine_, segment(1, "OP"));
    RejectFilter none;
    none.run = 99;
    EXPECT_EQ(replay(none).counts(), "0 0 0 0");
    EXPECT_EQ(fates(engine_), Fates{"1 1 open"});
}

TEST_F(Rejects, ADuplicateTriedAgainReplacesWhatWasLoaded) {
    load(engine_, dump_of({segment(1), segment(1, "OM_GOLD", 9)}));
    EXPECT_EQ(replay().counts(), "0 1 0 0");
    EXPECT_EQ(fates(engine_), Fates{"2 1 replayed"});
}

TEST_F(Rejects, AReplayThatIsNotPublishedLeavesThemOpen) {
    load(engine_, dump_of({segment(1, "OP"), "{"}));
    LoadOptions options = lenient();
    options.atomic = true;
    EXPECT_EQ(replay({}, options).report.state, RunState::stopped);
    options.atomic = false;
    options.dry_run = true;
    EXPECT_EQ(replay({}, options).counts(), "1 0 0 1");
    EXPECT_EQ(fates(engine_), (Fates{"1 1 open", "2 1 open"}));
    EXPECT_EQ(engine_.counts()["subscriptions"], 0U);
}

TEST_F(Rejects, AreDropped) {
    load(engine_, dump_of({segment(1, "OP"), "{", segment(2, "OP")}));
    RejectFilter filter;
    filter.rule = "SEG-001";
    EXPECT_EQ(engine_.drop_rejects(filter), 2U);
    EXPECT_EQ(engine_.drop_rejects(filter), 0U);
    EXPECT_EQ(fates(engine_), (Fates{"1 1 dropped", "2 1 open", "3 1 dropped"}));
    EXPECT_EQ(replay({}, lenient()).counts(), "0 0 0 1");
}

TEST_F(Rejects, OnlyOpenOnesAreTriedAgainOrDropped) {
    load(engine_, dump_of({segment(1, "OP"), segment(2, "OP")}));
    RejectFilter filter;
    filter.state = RejectState::dropped;
    EXPECT_EQ(engine_.drop_rejects(filter), 0U);
    EXPECT_EQ(replay(filter, lenient()).counts(), "0 0 0 0");
    EXPECT_EQ(fates(engine_), (Fates{"1 1 open", "2 1 open"}));
}

// A replay that was broken off is done again with the same file.
TEST_F(Rejects, ALineWhoseRejectIsSettledTakesNoOthersPlace) {
    load(engine_, dump_of({stores::subscription(900, "NONE"), stores::subscription(901, "NONE")}));
    for (int i = 0; i < 2; ++i) {
        replay_lines({stores::subscription(900)});
        EXPECT_EQ(fates(engine_), (Fates{"1 1 replayed", "2 1 open"}));
    }
}

}  // namespace
}  // namespace abonado
