// What goes into a store comes out member for member.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "abonado/json.hpp"
#include "stores.hpp"

namespace abonado {
namespace {

using stores::dump_of;
using stores::exported;
using stores::legacy_subscription;
using stores::load;
using stores::loading;
using stores::subscription;

std::string canonical(const std::string& line) { return to_json(from_json<Envelope>(line)); }

std::multiset<std::string> canonical_lines(std::string_view dump) {
    std::multiset<std::string> out;
    for (const std::string& line : vectors::lines(dump)) out.insert(canonical(line));
    return out;
}

// Loads the lines, of which each has to be new, and holds the export against them.
void expect_round_trip(const std::vector<std::string>& lines, const LoadOptions& options = loading()) {
    Engine engine(":memory:");
    const auto loaded = load(engine, dump_of(lines), options);
    EXPECT_EQ(loaded.counts(), std::to_string(lines.size()) + " 0 0 0") << loaded.text();
    EXPECT_EQ(canonical_lines(exported(engine)), canonical_lines(dump_of(lines)));
    EXPECT_TRUE(engine.check(options.rules).damage.empty());
}

void expect_round_trip(const std::string& line) { expect_round_trip(std::vector<std::string>{line}); }

TEST(RoundTrip, ThousandsOfRecordsOfAllKinds) {
    const std::string dump = stores::generated(1500);
    Engine engine(":memory:");
    const auto loaded = load(engine, dump);
    EXPECT_EQ(loaded.counts(), "1500 0 0 0") << loaded.text().substr(0, 500);
    const std::string out = exported(engine);
    EXPECT_EQ(canonical_lines(out), canonical_lines(dump));
    for (const KindInfo& kind : kRecordKinds) {
        EXPECT_GT(engine.counts()[std::string(to_word(kind.kind))], 0U) << to_word(kind.kind);
    }
    // And again, from what came out.
    Engine other(":memory:");
    EXPECT_EQ(load(other, out).counts(), "1500 0 0 0");
    EXPECT_EQ(other.digest(), engine.digest());
    EXPECT_EQ(exported(other), out);
}

// Warnings let a record through, with whatever is odd about it.
TEST(RoundTrip, RecordsThatGiveWarnings) {
    std::map<std::string, double, std::less<>> defects;
    for (const RuleInfo& rule : rules()) {
        if (rule.severity == Severity::warning) defects[std::string(rule.id)] = 0.03;
    }
    const std::string dump = stores::generated(700, 2, defects);
    Engine engine(":memory:");
    const auto loaded = load(engine, dump);
    EXPECT_EQ(loaded.report.counts.rejected, 0U) << loaded.text().substr(0, 500);
    EXPECT_GT(loaded.report.counts.warnings, 150U);
    std::set<std::string> given;
    for (const std::string& line : vectors::lines(dump)) given.insert(canonical(line));
    const auto got = canonical_lines(exported(engine));
    EXPECT_EQ(std::set<std::string>(got.begin(), got.end()), given);
}

TEST(RoundTrip, RecordsOfEveryRulesVectors) {
    for (const RuleInfo& rule : rules()) {
        for (const std::string file : {"ok.ndjson", "bad.ndjson"}) {
            SCOPED_TRACE(std::string(rule.id) + " " + file);
            const std::string dump = vectors::read("rules/" + std::string(rule.id) + "/" + file);
            std::vector<std::string> lines = vectors::lines(dump);
            Engine engine(":memory:");
            LoadOptions options = loading();
            options.rules = vectors::options().rules;
            load(engine, dump, options);
            std::multiset<std::string> expected;
            for (std::size_t i = 0; i < lines.size(); ++i) {
                const auto number = std::to_string(i + 1);
                const std::string rejected = stores::value(engine, "SELECT count(*) FROM rejects WHERE line = ?",
                                                           {static_cast<std::int64_t>(i + 1)});
                const std::string written = stores::value(engine, "SELECT count(*) FROM documents WHERE line = ?",
                                                          {static_cast<std::int64_t>(i + 1)});
                if (written == "1") expected.insert(canonical(lines[i]));
                const bool is_said_again = rejected == "0" && written == "0";
                EXPECT_TRUE(!is_said_again || lines[i].empty() || rule.id == "DUP-001") << number;
            }
            EXPECT_EQ(canonical_lines(exported(engine)), expected);
        }
    }
}

TEST(RoundTrip, BodiesThatTheDocumentsShow) {
    for (const std::string& row : vectors::lines(vectors::read("seeds/index.txt"))) {
        const std::string kind = row.substr(row.rfind(' ') + 1);
        if (row.starts_with('#') || kind == "-") continue;
        const std::string body = vectors::read("seeds/" + row.substr(0, row.find(' ')));
        SCOPED_TRACE(row);
        std::string line = body;
        std::erase(line, '\n');
        expect_round_trip(R"({"kind":")" + kind + R"(","org":"euskaltel","legacy_id":)" +
                          (kind == "legacy_subscription" || kind == "product" ? vectors::json(line)->find("id")->text
                                                                              : std::string("77")) +
                          R"(,"body":)" + line + "}");
    }
}

// The bodies of vectors/json that are whole: texts with every escape, integers of 64 bits.
TEST(RoundTrip, BodiesOfTheJsonVectors) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(vectors::path("json/accept"))) {
        const std::string name = entry.path().filename().string();
        const bool is_segment = name.starts_with("CreateSegmentRequest.");
        if (!is_segment && !name.starts_with("Product.")) continue;
        SCOPED_TRACE(name);
        ++count;
        std::string line = vectors::read("json/accept/" + name);
        std::erase(line, '\n');
        expect_round_trip(is_segment ? R"({"kind":"segment","org":"euskaltel","legacy_id":77,"body":)" + line + "}"
                                     : R"({"kind":"catalogue_product","body":)" + line + "}");
    }
    EXPECT_GT(count, 15);
}

// The parts of bodies among the vectors, each where it stands in a body.
TEST(RoundTrip, PartsOfTheJsonVectors) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(vectors::path("json/accept"))) {
        const std::string name = entry.path().filename().string();
        SCOPED_TRACE(name);
        std::string part = vectors::read("json/accept/" + name);
        std::erase(part, '\n');
        if (name.starts_with("CreditLimit.") && name.find("negative") == std::string::npos &&
            name.find("smallest") == std::string::npos) {
            expect_round_trip(
                R"({"kind":"credit_limits","org":"euskaltel","legacy_id":77,"body":{"subscription_type":)" +
                std::string(part.find("LANDLINE_") == std::string::npos ? R"("MOBILE")" : R"("LANDLINE")") +
                R"(,"credit_limits":[)" + part + "]}}");
        } else if (name.starts_with("SubscriptionAdditionalDetails.")) {
            expect_round_trip(legacy_subscription(77, "MOBILE", R"(,"subscription_additional_details":)" + part));
        } else if (name.starts_with("BundleRelatedInfo.")) {
            expect_round_trip(
                vectors::with(subscription(77), R"("bundle_related_info":{})", R"("bundle_related_info":)" + part));
        } else {
            continue;
        }
        ++count;
    }
    EXPECT_GT(count, 15);
}

// --- what has no column of its own ------------------------------------------------------------------------------

TEST(RoundTrip, UnknownMembersOnEveryLevel) {
    const std::string unknown = R"(,"x":{"a":[1,2.50,1e3,"\u00e9",null,true],"a b":{}},"y":[],"z":"")";
    expect_round_trip(subscription(1, "MOBILE", unknown, unknown));
    expect_round_trip(subscription(
        1, "MOBILE",
        R"(,"devices_related_info":{"devices":[{"catalogue_commercial_device_id":"D","x":[1]}],"more":{"d":1}},)"
        R"("promotions":[{"catalogue_promotion_id":"P","status":"ACTIVE","q":{},"creation_user":"u",)"
        R"("activation_date":"2023-02-02T10:30:00Z","creation_date":"2023-02-02T10:30:00Z"}])"));
    expect_round_trip(
        R"({"kind":"segment","org":"euskaltel","legacy_id":1,"body":{"segment_id":"OM","segment_value":"v",)"
        R"("reason":"r","\"quoted\"":{"k":[{}]},"":1}})");
}

TEST(RoundTrip, EmptyListsAndObjectsAreNotAbsentOnes) {
    const std::vector<std::string> members{
        "",
        R"(,"add_ons":[],"promotions":[],"free_units_packages":[])",
        R"(,"bundles_history":[])",
        R"(,"devices_related_info":{})",
        R"(,"devices_related_info":{"devices":[]})",
        R"(,"devices_related_info":{"devices":[{"catalogue_commercial_device_id":"D"}]})",
        R"(,"add_ons":null,"devices_related_info":null,"id":null)"};
    for (const std::string& more : members) expect_round_trip(subscription(1, "MOBILE", more));
    for (const std::string identifiers : {"{}", R"({"MSISDN":null})", R"({"other":"x"})", R"({"MSISDN":""})",
                                          R"({"MSISDN":"600000001","IMSI":"1","ICCID":"2","other":[{}]})"}) {
        expect_round_trip(subscription(1, "MOBILE", {}, R"(,"identifiers":)" + identifiers));
    }
    expect_round_trip(legacy_subscription(1, "MOBILE",
                                          R"(,"subscription_additional_details":{},"addresses":[],)"
                                          R"("contract_documents":[],"cancellation_reason":{})"));
}

std::string tariff(const std::string& members, const std::string& product = R"({"id":7,"value":"T"})") {
    return R"({"kind":"product","org":"masmovil","body":{"id":5,"product":)" + product + members + "}}";
}

TEST(RoundTrip, TariffsWithAllThatHangsOnThem) {
    expect_round_trip(tariff(""));
    expect_round_trip(tariff("", R"({"id":7,"scheduled":{}})"));
    expect_round_trip(tariff(R"(,"bundle":null)", R"({"id":7,"scheduled":null,"compatibilities":null})"));
    expect_round_trip(tariff("", R"({"id":7,"scheduled":{"request_date":"2023-01-01T00:00:00.123456Z",)"
                                 R"("scheduled_date":"2023-02-01T00:00:00+01:00","destination_product":)"
                                 R"({"id":8,"value":"U","compatibilities":[],"scheduled":{}}},)"
                                 R"("compatibilities":[{"id":8},{"id":9,"value":"V","scheduled":{}}]})"));
    expect_round_trip(tariff(
        "", R"({"id":7,"value":"T","compatibilities":[{"id":8,"value":"U","compatibilities":[{"id":9,"value":"V",)"
            R"("compatibilities":[{"id":1},{"id":2,"value":"W","note":"n"}]}]},{"id":8}]})"));
    expect_round_trip(tariff(R"(,"historical_changes":[{"id":7,"value":"T","historic_date":"2023-01-01T00:00:00Z"},)"
                             R"({"id":6,"value":"S","historic_date":"2022-01-01T00:00:00Z","note":1}])"));
    expect_round_trip(R"({"kind":"catalogue_product","body":{"id":7,"value":"T","compatibilities":[]}})");
    expect_round_trip(R"({"kind":"catalogue_product","body":{"id":7,"compatibilities":[{"id":8,"value":null},9,)"
                      R"({"id":10,"compatibilities":[11,{"id":12}]},{"id":13,"scheduled":{}}]}})");
}

TEST(RoundTrip, EnvelopesThatSayMoreThanTheyHaveTo) {
    expect_round_trip(R"({"kind":"catalogue_product","org":"masmovil","batch":[7],"body":{"id":7}})");
    expect_round_trip(
        vectors::with(legacy_subscription(77), R"("org":"euskaltel",)", R"("org":"euskaltel","legacy_id":77,)"));
    expect_round_trip(subscription(1, "TV", {}, R"(,"billing_type":"PREPAID","segment_class":"NONE","batch":7)"));
}

TEST(RoundTrip, TextsThatLookLikeSqlOrHoldNul) {
    expect_round_trip(dumps::segment(1, R"(OM'); DROP TABLE documents; --)"));
    expect_round_trip(dumps::segment(1, R"(OM\u0000after)"));
    expect_round_trip(subscription(1, "MOBILE", R"(,"creation_system":"a\u0000b")",
                                   R"(,"identifiers":{"EXTERNALID":"x\u0000y","MSISDN":"\u0000"})"));
}

// What an option lets in comes out, though a reader with the usual limits would refuse it.
TEST(RoundTrip, DeeperThanUsual) {
    LoadOptions options = loading();
    options.rules.max_depth = 300;
    std::string nested = "1";
    for (int i = 0; i < 200; ++i) nested = i % 2 == 0 ? "[" + nested + "]" : R"({"k":)" + nested + "}";
    Engine engine(":memory:");
    const std::string line = subscription(1, "MOBILE", R"(,"deep":)" + nested, R"(,"deep":)" + nested);
    EXPECT_EQ(load(engine, line, options).counts(), "1 0 0 0");
    EXPECT_NE(exported(engine).find(nested), std::string::npos);
}

TEST(RoundTrip, DateTimesWithoutOffsetAreUtcIfTheOptionSaysSo) {
    LoadOptions options = loading();
    options.rules.naive = NaiveTime::utc;
    Engine engine(":memory:");
    EXPECT_EQ(
        load(engine, vectors::with(subscription(1), "2023-02-02T10:30:00Z", "2023-02-02T10:30:00"), options).counts(),
        "1 0 0 0");
    EXPECT_NE(exported(engine).find("2023-02-02T10:30:00Z"), std::string::npos);
}

TEST(RoundTrip, BareBodiesOfAKindThatHoldTheirOwnId) {
    Engine engine(":memory:");
    LoadOptions options = loading();
    options.kind = RecordKind::legacy_subscription;
    options.org = "yoigo";
    const std::string line = legacy_subscription(9, "MOBILE", {}, "yoigo");
    const std::string body(vectors::json(line)->find("body")->raw);
    EXPECT_EQ(load(engine, body, options).counts(), "1 0 0 0");
    EXPECT_EQ(canonical_lines(exported(engine)), canonical_lines(line));
    options.kind = RecordKind::max;  // says no legacy_id
    EXPECT_EQ(stores::code_of([&] { load(engine, body, options); }), ErrorCode::invalid_argument);
}

TEST(RoundTrip, AV3AndAV1BodyMeetInOneSubscription) {
    Engine engine(":memory:");
    const std::vector<std::string> lines{subscription(5), legacy_subscription(5), stores::credit_limits(5),
                                         dumps::segment(5), dumps::segment(5, "OM_SILVER")};
    EXPECT_EQ(load(engine, dump_of(lines)).counts(), "5 0 0 0");
    EXPECT_EQ(stores::value(engine, "SELECT count(*) FROM subscriptions"), "1");
    EXPECT_EQ(engine.counts("euskaltel")["subscriptions"], 1U);
    const SubscriptionState state = engine.subscription("euskaltel", 5);
    EXPECT_EQ(state.type, SubscriptionType::mobile);
    EXPECT_EQ(state.status, LiveStatus::active);
    std::vector<std::string> got;
    for (const Envelope& document : state.documents) got.push_back(to_json(document));
    std::vector<std::string> expected;
    for (const std::string& line : lines) expected.push_back(canonical(line));
    EXPECT_EQ(got, expected);
}

}  // namespace
}  // namespace abonado
