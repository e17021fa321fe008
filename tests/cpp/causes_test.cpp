// What findings have in common, and the mends of rules, from C++.
#include "abonado/causes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "abonado/validate.hpp"
#include "bulk/cause_tally.hpp"

namespace abonado {
namespace {

TEST(Causes, FormsOfValues) {
    EXPECT_EQ(form_of(""), "");
    EXPECT_EQ(form_of("2019-03-04 10:00:00"), "9999-99-99 99:99:99");
    EXPECT_EQ(form_of("OM_Gold7"), "AA_Aaaa9");
    EXPECT_EQ(form_of("ñ\n"), "???");
    EXPECT_EQ(form_of("1234567890123"), "9…");
    EXPECT_EQ(form_of("aaaaaaaaaaaaaAAAA"), "a…AAAA");
    EXPECT_EQ(form_of(std::string(1000, 'x') + "1"), "a…9");
    std::string mixed;
    for (int i = 0; i < 100; ++i) mixed += "a1";
    EXPECT_EQ(form_of(mixed), form_of(mixed.substr(0, 40)) + "…");
}

std::string segment(int id, const std::string& org, const std::string& segment_id) {
    return R"({"kind":"segment","org":")" + org + R"(","legacy_id":)" + std::to_string(id) +
           R"(,"body":{"segment_id":")" + segment_id + R"(","segment_value":"v","reason":"r"}})" + "\n";
}

TEST(Causes, GroupsAgreeInRuleOriginMemberAndForm) {
    std::string dump;
    for (int i = 1; i <= 4; ++i) dump += segment(i, i % 2 == 0 ? "euskaltel" : "rcable", "XX_1");
    dump += segment(5, "rcable", "YY_22");
    ValidateOptions options;
    options.rules.segments.default_class = SegmentClass::prepaid;
    options.rules.severities["SEG-001"] = Severity::error;
    const CauseTable causes = validate_text(dump, options).causes;
    EXPECT_TRUE(causes.is_whole);
    ASSERT_EQ(causes.origins.size(), 2U);
    EXPECT_EQ(causes.origins[0].origin.org, "rcable");
    EXPECT_EQ(causes.origins[0].records, 3U);
    ASSERT_EQ(causes.groups.size(), 3U);
    const FindingGroup& group = causes.groups[0];
    EXPECT_EQ(rules()[group.rule].id, "SEG-001");
    EXPECT_EQ(group.findings, 2U);
    EXPECT_EQ(group.records, 2U);
    EXPECT_EQ(group.of_first_value, 2U);
    EXPECT_EQ(group.member, "/segment_id");
    EXPECT_EQ(group.form, "AA_9");
    EXPECT_EQ(causes.groups[2].form, "AA_99");
}

// However many groups there are, the memory is bounded and every finding is in one.
TEST(Causes, GroupsPastTheLimitArePutTogether) {
    const Redaction as_it_is;
    CauseTally tally(as_it_is);
    Finding finding;
    constexpr std::uint64_t kMany = 3 * kMaxFindingGroups;
    for (std::uint64_t i = 0; i < kMany; ++i) {
        finding.line = i + 1;
        finding.pointer = "/x" + std::to_string(i);
        finding.year = static_cast<std::int16_t>(1 + i % 9000);
        finding.system = std::to_string(i % 400);
        tally.take(finding);
    }
    const CauseTable causes = tally.finish();
    EXPECT_FALSE(causes.is_whole);
    EXPECT_LE(causes.groups.size(), 2 * kMaxFindingGroups + rules().size());
    std::uint64_t findings = 0;
    for (const FindingGroup& group : causes.groups) findings += group.findings;
    EXPECT_EQ(findings, kMany);
}

TEST(Causes, KindsOfRules) {
    const auto kinds = [](std::string_view id) { return kinds_of_rule(static_cast<std::size_t>(find_rule(id))); };
    using enum RecordKind;
    EXPECT_EQ(kinds("DOC-001").size(), kRecordKinds.size());
    EXPECT_EQ(kinds("ENV-001").size(), kRecordKinds.size());
    EXPECT_EQ(kinds("SEG-001"), std::vector{segment});
    EXPECT_EQ(kinds("SUB-001"), (std::vector{max, disney, amazon_prime, subscription}));
    EXPECT_EQ(kinds("HIS-001"), std::vector{legacy_subscription});
}

TEST(Mends, APatchIsAppliedToTheBytes) {
    EXPECT_EQ(apply_patch(R"({ "a" : [1, 2] })", R"([{"op":"replace","path":"/a/1","value":12.50}])"),
              R"({ "a" : [1, 12.50] })");
    EXPECT_EQ(apply_patch(R"({"a":{}})", R"([{"op":"add","path":"/a/b~1c","value":"x"}])"), R"({"a":{"b/c":"x"}})");
    EXPECT_EQ(apply_patch(R"({ "a":1})", R"([{"op":"add","path":"/b","value":2}])"), R"({"b":2, "a":1})");
    EXPECT_EQ(apply_patch(R"({"a":1})", R"([{"op":"add","path":"/a","value":2}])"), R"({"a":2})");
    EXPECT_EQ(apply_patch(R"({"\u0061\"" : 1})", R"([{"op":"move","from":"/a\"","path":"/b"}])"), R"({"b" : 1})");
    EXPECT_EQ(apply_patch(R"({"a":1})", "[]"), R"({"a":1})");
    EXPECT_EQ(apply_patch("\xef\xbb\xbf{\"a\":1}", R"([{"op":"replace","path":"/a","value":2}])"),
              "\xef\xbb\xbf{\"a\":2}");
    EXPECT_THROW(apply_patch(R"({"a":1})", R"([{"op":"test","path":"/a","value":1}])"), Error);
    EXPECT_THROW(apply_patch(R"({"a":1})", R"([{"op":"replace","path":"/b","value":1}])"), Error);
}

}  // namespace
}  // namespace abonado
