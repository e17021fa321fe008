// The rules as a table, and what a user can decide about them. What each rule says is in tests/vectors/rules.
#include "abonado/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "abonado/error.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

using vectors::verdict;
using vectors::with;

const std::string kMax =
    R"({"kind":"max","org":"euskaltel","legacy_id":12345,"body":{"status":"ACTIVE","activation_date":"2023-02-02T10:30:00Z",)"
    R"("last_status_reason":"ACTIVATION_OK","catalogue_commercial_product_id":"MAX","legacy_account_id":880123,)"
    R"("creation_date":"2023-02-01T09:00:00Z","creation_user":"u","bundle_related_info":{},)"
    R"("specific_data":{"service_id":"s","product_id":"p"}}})";

std::string segment(std::string_view id, std::string_view segment_class = {}) {
    std::string out = R"({"kind":"segment","org":"euskaltel","legacy_id":12345,)";
    if (!segment_class.empty()) out += R"("segment_class":")" + std::string(segment_class) + R"(",)";
    return out + R"("body":{"segment_id":")" + std::string(id) + R"(","segment_value":"PREMIUM","reason":"r"}})";
}

std::string verdict_on(const std::string& line, const RuleOptions& rules = {}) {
    ValidateOptions options;
    options.threads = 1;
    options.rules = rules;
    return verdict(line, options).text();
}

// The same with options changed by a function.
template <class Change>
std::string verdict_if(const std::string& line, Change change) {
    RuleOptions rules;
    change(rules);
    return verdict_on(line, rules);
}

// ---- the table

TEST(Rules, AreAllOfTheReference) {
    std::set<std::string> expected;
    const auto add = [&](const std::string& subject, int count) {
        for (int i = 1; i <= count; ++i) expected.insert(subject + (i < 10 ? "-00" : "-0") + std::to_string(i));
    };
    const std::vector<std::pair<std::string, int>> subjects{
        {"DOC", 14}, {"ENV", 2}, {"SUB", 12}, {"ADD", 4}, {"PRO", 4}, {"FUP", 1}, {"COM", 2}, {"BUN", 2},
        {"DEV", 1},  {"SEG", 3}, {"CRL", 5},  {"TAR", 3}, {"SCH", 3}, {"HIS", 3}, {"IDN", 3}, {"DUP", 3}};
    for (const auto& [subject, count] : subjects) add(subject, count);
    std::set<std::string> got;
    for (const RuleInfo& rule : rules()) {
        EXPECT_TRUE(got.insert(std::string(rule.id)).second) << rule.id;
        EXPECT_FALSE(rule.subject.empty() || rule.summary.empty() || rule.source.empty()) << rule.id;
    }
    EXPECT_EQ(got, expected);
}

TEST(Rules, HaveTheSeverityOfTheSpecification) {
    const std::set<std::string_view> warnings{
        "DOC-005", "DOC-014", "SUB-005", "SUB-006", "SUB-007", "SUB-008", "SUB-010", "ADD-001", "ADD-002", "ADD-003",
        "ADD-004", "PRO-001", "PRO-002", "PRO-003", "PRO-004", "FUP-001", "COM-002", "BUN-002", "DEV-001", "SEG-002",
        "SEG-003", "SCH-001", "SCH-003", "HIS-002", "HIS-003", "IDN-001", "IDN-002", "IDN-003", "DUP-003"};
    for (const RuleInfo& rule : rules()) {
        const Severity expected = rule.id == "SUB-011"         ? Severity::off
                                  : warnings.contains(rule.id) ? Severity::warning
                                                               : Severity::error;
        EXPECT_EQ(rule.severity, expected) << rule.id;
    }
}

TEST(Rules, AreFoundByIdAndNoOtherwise) {
    for (std::size_t i = 0; i < rules().size(); ++i) EXPECT_EQ(find_rule(rules()[i].id), static_cast<int>(i));
    for (const std::string_view id : {"", "SUB", "SUB-1", "sub-001", "SUB-001 ", "SUB-013", "SUB-999"}) {
        EXPECT_EQ(find_rule(id), -1) << id;
    }
}

// ---- options

TEST(RuleOptions, SeverityIsOverriddenByRule) {
    const std::string line = with(kMax, R"("activation_date":"2023-02-02T10:30:00Z",)", "");
    EXPECT_EQ(verdict_on(line), "1 SUB-001 /activation_date\n");
    EXPECT_EQ(verdict_if(line, [](RuleOptions& o) { o.severities["SUB-001"] = Severity::off; }), "");
    ValidateOptions options;
    options.rules.severities["SUB-001"] = Severity::warning;
    const auto result = verdict(line, options);
    EXPECT_EQ(result.report.warnings, 1U);
    EXPECT_EQ(result.report.errors, 0U);
    EXPECT_EQ(result.report.valid, 1U);
    EXPECT_TRUE(result.report.ok());
}

TEST(RuleOptions, AWarningCanBeMadeAnError) {
    ValidateOptions options;
    options.rules.severities["SEG-003"] = Severity::error;
    const auto result = verdict(segment("OM"), options);
    EXPECT_EQ(result.report.invalid, 1U);
    EXPECT_FALSE(result.report.ok());
}

TEST(RuleOptions, UnknownRuleIsRefused) {
    for (const std::string id : {"SUB-099", "sub-001", ""}) {
        ValidateOptions options;
        options.rules.severities[id] = Severity::off;
        try {
            (void)verdict(kMax, options);
            FAIL() << id;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
        }
    }
}

TEST(RuleOptions, StrictMakesUnknownMembersErrors) {
    const std::string line = with(kMax, R"("creation_user":"u",)", R"("creation_user":"u","colour":1,)");
    ValidateOptions options;
    EXPECT_EQ(verdict(line, options).report.valid, 1U);
    options.rules.strict = true;
    const auto result = verdict(line, options);
    EXPECT_EQ(result.text(), "1 DOC-005 /colour\n");
    EXPECT_EQ(result.report.invalid, 1U);
    options.rules.severities["DOC-005"] = Severity::off;  // what a user says of the rule itself stands
    EXPECT_EQ(verdict(line, options).text(), "");
}

TEST(RuleOptions, NaiveDateTimesCanBeReadAsUtc) {
    const std::string line = with(kMax, "2023-02-02T10:30:00Z", "2023-02-02T10:30:00");
    EXPECT_EQ(verdict_on(line), "1 DOC-008 /activation_date\n");
    EXPECT_EQ(verdict_if(line, [](RuleOptions& o) { o.naive = NaiveTime::utc; }), "");
    EXPECT_EQ(verdict_if(with(kMax, "2023-02-02T10:30:00Z", "2023-02-01T08:59:59"),
                         [](RuleOptions& o) { o.naive = NaiveTime::utc; }),
              "1 SUB-005 /activation_date\n");
}

TEST(RuleOptions, WithoutNowNoDateIsInTheFuture) {
    const std::string line = with(kMax, R"("creation_user":"u",)",
                                  R"("creation_user":"u","last_updated_date":"2999-01-01T00:00:00Z",)");
    EXPECT_EQ(verdict_on(line), "");
    EXPECT_EQ(verdict_if(line, [](RuleOptions& o) { o.now = Instant::parse("2026-01-01T00:00:00Z"); }),
              "1 SUB-010 /last_updated_date\n");
}

TEST(RuleOptions, ReasonsAreNotCheckedWithoutAVocabulary) {
    EXPECT_EQ(verdict_if(kMax, [](RuleOptions& o) { o.severities["SUB-011"] = Severity::error; }), "");
    EXPECT_EQ(verdict_if(kMax,
                         [](RuleOptions& o) {
                             o.severities["SUB-011"] = Severity::error;
                             o.status_reasons = {"OTHER"};
                         }),
              "1 SUB-011 /last_status_reason\n");
    EXPECT_EQ(verdict_if(kMax, [](RuleOptions& o) { o.status_reasons = {"OTHER"}; }), "");
}

TEST(RuleOptions, DepthIsAnOption) {
    const std::string line = with(kMax, R"("bundle_related_info":{})", R"("bundle_related_info":{"x":[[]]})");
    EXPECT_EQ(verdict_if(line, [](RuleOptions& o) { o.max_depth = 5; }), "");
    EXPECT_EQ(verdict_if(line, [](RuleOptions& o) { o.max_depth = 4; }), "1 DOC-006\n");
}

// ---- segments

TEST(SegmentPolicy, PrefixesAreOptions) {
    RuleOptions options;
    options.segments.postpaid_mobile_prefix = "PM-";
    EXPECT_EQ(verdict_on(segment("PM-GOLD", "POSTPAID_MOBILE"), options), "");
    EXPECT_EQ(verdict_on(segment("OM_GOLD", "POSTPAID_MOBILE"), options), "1 SEG-001 /segment_id\n");
    EXPECT_EQ(verdict_on(segment("PM-GOLD"), options), "1 SEG-003 /segment_id\n");
    EXPECT_EQ(verdict_on(segment("OM_GOLD"), options), "1 SEG-001 /segment_id\n");
}

TEST(SegmentPolicy, AllowListIsAnOption) {
    RuleOptions options;
    options.segments.allow_list = {"GENERIC"};
    EXPECT_EQ(verdict_on(segment("GENERIC", "NONE"), options), "1 SEG-002 /segment_id\n");
    EXPECT_EQ(verdict_on(segment("DEVICEOFFERSEGMENT", "PREPAID"), options), "1 SEG-001 /segment_id\n");
    options.segments.allow_list.clear();
    EXPECT_EQ(verdict_on(segment("GENERIC", "NONE"), options), "1 SEG-001 /segment_id\n");
}

TEST(SegmentPolicy, DefaultClassIsThatOfRecordsThatDoNotSayTheirs) {
    RuleOptions options;
    options.segments.default_class = SegmentClass::prepaid;
    EXPECT_EQ(verdict_on(segment("OP1"), options), "");
    EXPECT_EQ(verdict_on(segment("OM1"), options), "1 SEG-001 /segment_id\n");
    EXPECT_EQ(verdict_on(segment("OM1", "POSTPAID_MOBILE"), options), "");
    options.segments.default_class = SegmentClass::none;
    EXPECT_EQ(verdict_on(segment("OP1"), options), "1 SEG-001 /segment_id\n");
}

// ---- one fault, one finding

TEST(OneFaultOneFinding, ABadMemberSilencesTheRulesThatNeedIt) {
    EXPECT_EQ(verdict_on(with(kMax, "2023-02-02T10:30:00Z", "2023-02-02")), "1 DOC-008 /activation_date\n");
    EXPECT_EQ(verdict_on(with(kMax, R"("2023-02-02T10:30:00Z")", "7")), "1 DOC-003 /activation_date\n");
    EXPECT_EQ(verdict_on(with(kMax, R"("status":"ACTIVE")",
                              R"("status":"active","deactivation_date":"2024-01-01T00:00:00Z")")),
              "1 DOC-007 /status\n");
    EXPECT_EQ(verdict_on(with(kMax, R"("status":"ACTIVE",)", R"("deactivation_user":"u",)")), "1 DOC-004 /status\n");
    EXPECT_EQ(verdict_on(with(kMax, R"("creation_date":"2023-02-01T09:00:00Z",)", "")), "1 DOC-004 /creation_date\n");
    EXPECT_EQ(verdict_on(segment("", "PREPAID")), "1 DOC-013 /segment_id\n");
    EXPECT_EQ(verdict_on(segment("OM", "GOLD")), "1 DOC-007 /segment_class\n");
    EXPECT_EQ(verdict_on(segment("DEVICEOFFERSEGMENT", "GOLD")), "1 DOC-007 /segment_class\n1 SEG-002 /segment_id\n");
}

TEST(OneFaultOneFinding, OtherMembersAreStillChecked) {
    const std::string line = with(with(kMax, "2023-02-02T10:30:00Z", "2023-02-02"), R"("creation_user":"u",)",
                                  R"("creation_user":"","deactivation_user":"x","type":"DISNEY",)");
    EXPECT_EQ(verdict_on(line),
              "1 DOC-008 /activation_date\n1 DOC-013 /creation_user\n1 SUB-008 /deactivation_user\n1 SUB-009 /type\n");
}

TEST(OneFaultOneFinding, AMemberGivenTwiceIsNotJudgedByEitherOfItsValues) {
    EXPECT_EQ(verdict_on(with(kMax, R"("activation_date":)", R"("activation_date":null,"activation_date":)")),
              "1 DOC-002 /activation_date\n");
    EXPECT_EQ(verdict_on(with(kMax, R"("status":"ACTIVE")", R"("status":"CANCELLED","status":"ACTIVE")")),
              "1 DOC-002 /status\n");
    EXPECT_EQ(verdict_on(with(kMax, R"("creation_user":"u")", R"("creation_user":null,"creation_user":"u")")),
              "1 DOC-002 /creation_user\n");
    // Nobody knows then what kind of body it was.
    EXPECT_EQ(verdict_on(with(kMax, R"("status":"ACTIVE")", R"("status":"CANCELLED")")
                             .insert(kMax.size() + 2, R"(,"kind":"segment")")),
              "1 DOC-002 /kind\n");
}

TEST(OneFaultOneFinding, WhatIsGivenTwiceIsToldInWhateverAMemberGivenTwiceHolds) {
    const std::string repeated = R"("user_id":"a","user_id":"b")";
    const auto with_promotions = [](const std::string& members) {
        return with(kMax, R"("bundle_related_info":{})", members + R"(,"bundle_related_info":{})");
    };
    EXPECT_EQ(verdict_on(with_promotions(R"("promotions":[{)" + repeated + R"(}],"promotions":[])")),
              "1 DOC-002 /promotions/0/user_id\n1 DOC-002 /promotions\n");
    EXPECT_EQ(verdict_on(with_promotions(R"("promotions":[],"promotions":[{)" + repeated + "}]")),
              "1 DOC-002 /promotions/0/user_id\n1 DOC-002 /promotions\n");
    EXPECT_EQ(verdict_on(with(kMax, R"("creation_user":"u")", R"("creation_user":{"x":1,"x":2},"creation_user":"u")")),
              "1 DOC-002 /creation_user/x\n1 DOC-002 /creation_user\n");
    EXPECT_EQ(verdict_on(with(kMax, R"("creation_user":"u")", R"("creation_user":null,"creation_user":"u")")
                             .insert(kMax.size() + 20, R"(,"body":1)")),
              "1 DOC-002 /creation_user\n1 DOC-002 /body\n");
}

TEST(OneFaultOneFinding, ABodyThatIsNoneIsToldWhereverItsKindStandsAgain) {
    const std::string kind = R"("kind":"max")";
    const std::string body = R"("body":false)";
    for (const auto& members : {std::array{kind, kind, body}, {kind, body, kind}, {body, kind, kind}}) {
        std::vector<std::string> found = vectors::lines(
            verdict_on("{" + members[0] + "," + members[1] + "," + members[2] + "}"));
        std::sort(found.begin(), found.end());
        EXPECT_EQ(found, (std::vector<std::string>{"1 DOC-002 /kind", "1 ENV-001 /body"}));
    }
}

TEST(OneFaultOneFinding, ABadListElementSilencesNoOther) {
    const std::string line =
        R"({"kind":"credit_limits","org":"euskaltel","legacy_id":1,"body":{"subscription_type":"MOBILE",)"
        R"("credit_limits":[{"credit_limit_id":"X","credit_limit_value":-1,"reason":"r"},)"
        R"({"credit_limit_id":"LANDLINE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT","credit_limit_value":1,"reason":""}]}})";
    EXPECT_EQ(verdict_on(line),
              "1 DOC-007 /credit_limits/0/credit_limit_id\n"
              "1 CRL-003 /credit_limits/0/credit_limit_value\n"
              "1 CRL-001 /credit_limits/1/credit_limit_id\n"
              "1 DOC-013 /credit_limits/1/reason\n");
}

TEST(OneFaultOneFinding, AnUnreadableLineHasThatFindingOnly) {
    const std::string line = with(kMax, R"("creation_user":"u",)", R"("creation_user":"","colour":1,)");
    EXPECT_EQ(verdict_on(line.substr(0, line.size() - 1)), "1 DOC-001\n");
    EXPECT_EQ(verdict_on(line + "}"), "1 DOC-001\n");
}

// ---- findings

TEST(Findings, StandInTheOrderOfTheText) {
    const std::string line =
        R"({"kind":"max","org":"nowhere","legacy_id":12345,"colour":1,"body":{"deactivation_user":"x","status":"CANCELLED",)"
        R"("deactivation_date":"2023-01-01T00:00:00Z","activation_date":"2023-02-02T10:30:00Z","type":"MOBILE",)"
        R"("last_status_reason":" ","catalogue_commercial_product_id":"MAX","legacy_account_id":0,)"
        R"("creation_date":"2023-02-03T09:00:00Z","creation_user":"u","bundle_related_info":{},"specific_data":{"service_id":"s"}}})";
    const auto result = verdict(line);
    EXPECT_TRUE(std::is_sorted(result.findings.begin(), result.findings.end(), [](const Finding& a, const Finding& b) {
        return std::tie(a.byte_offset, a.rule) < std::tie(b.byte_offset, b.rule);
    })) << result.bytes();
    auto text = vectors::lines(result.text());
    std::sort(text.begin(), text.end());
    EXPECT_EQ(text, (std::vector<std::string>{
                        "1 DOC-004 /specific_data/product_id", "1 DOC-005 /colour", "1 DOC-011 /legacy_account_id",
                        "1 DOC-013 /last_status_reason", "1 ENV-002 /org", "1 SUB-002 /activation_date",
                        "1 SUB-004 /deactivation_date", "1 SUB-005 /activation_date", "1 SUB-006 /deactivation_date",
                        "1 SUB-008 /deactivation_user", "1 SUB-009 /type"}));
}

TEST(Findings, SayWhatIsWrongWhereAndInWhichRecord) {
    const auto result = verdict("\n" + with(kMax, R"("creation_user":"u")", R"("creation_user":"\u0020\t")") + "\n");
    ASSERT_EQ(result.findings.size(), 1U);
    const Finding& f = result.findings[0];
    EXPECT_EQ(f.line, 2U);
    EXPECT_EQ(f.byte_offset, 1 + kMax.find(R"("u","bundle)"));
    EXPECT_EQ(f.kind, "max");
    EXPECT_EQ(f.org, "euskaltel");
    EXPECT_EQ(f.legacy_id, 12345);
    EXPECT_EQ(f.pointer, "/creation_user");
    EXPECT_EQ(f.value, " \t");
    EXPECT_EQ(f.severity, Severity::error);
    const std::string json = to_json_line(f, "dump.ndjson");
    EXPECT_TRUE(json.starts_with(R"({"file":"dump.ndjson","line":2,)")) << json;
    EXPECT_TRUE(vectors::json(json)) << json;
}

TEST(Findings, OfAKindNamedByItsBodyCarryThatId) {
    const auto result = verdict(
        R"({"kind":"legacy_subscription","org":"yoigo","body":{"id":5652763,"current_status":"ACTIVE"}})");
    ASSERT_EQ(result.text(), "1 DOC-004 /subscription_type\n");
    EXPECT_EQ(result.findings[0].legacy_id, 5652763);
    EXPECT_FALSE(result.findings[0].value);
}

TEST(Findings, OfOneRecordAreCountedButNotAllDescribed) {
    std::string limits;
    for (int i = 0; i < 5000; ++i) limits += (i > 0 ? ",{}" : "{}");
    const std::string line =
        R"({"kind":"credit_limits","org":"euskaltel","legacy_id":1,"body":{"subscription_type":"MOBILE",)"
        R"("credit_limits":[)" +
        limits + "]}}";
    ValidateOptions options;
    options.rules.max_findings_per_record = 10;
    const auto result = verdict(line, options);
    EXPECT_EQ(result.findings.size(), 10U);
    EXPECT_EQ(result.report.errors, 15000U);
    EXPECT_EQ(result.report.by_rule[static_cast<std::size_t>(find_rule("DOC-004"))], 15000U);
    EXPECT_EQ(result.report.invalid, 1U);
    EXPECT_EQ(verdict(line).findings.size(), 1000U);
}

TEST(Findings, CapCountsRulesOfTheRecordToo) {
    std::string limits;
    for (int i = 0; i < 100; ++i) {
        limits += std::string(i > 0 ? "," : "") + R"({"credit_limit_id":"MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT",)" +
                  R"("credit_limit_value":-1,"reason":"r"})";
    }
    const std::string line =
        R"({"kind":"credit_limits","org":"euskaltel","legacy_id":1,"body":{"subscription_type":"MOBILE",)"
        R"("credit_limits":[)" +
        limits + "]}}";
    ValidateOptions options;
    options.rules.max_findings_per_record = 7;
    const auto result = verdict(line, options);
    EXPECT_EQ(result.findings.size(), 7U);
    EXPECT_EQ(result.report.by_rule[static_cast<std::size_t>(find_rule("CRL-002"))], 99U);
    EXPECT_EQ(result.report.by_rule[static_cast<std::size_t>(find_rule("CRL-003"))], 100U);
    EXPECT_EQ(result.report.errors, 199U);
}

TEST(Findings, ValuesAreCutBetweenCharacters) {
    std::string text;
    for (int i = 0; i < 150; ++i) text += "\xc3\xb1";
    const auto result = verdict(with(kMax, R"("ACTIVE")", '"' + text + '"'));
    ASSERT_EQ(result.findings.size(), 1U);
    EXPECT_EQ(*result.findings[0].value, text.substr(0, 200) + "\xe2\x80\xa6");
    const auto odd = verdict(with(kMax, R"("ACTIVE")", "\"x" + text + '"'));
    EXPECT_EQ(*odd.findings[0].value, "x" + text.substr(0, 198) + "\xe2\x80\xa6");
}

}  // namespace
}  // namespace abonado
