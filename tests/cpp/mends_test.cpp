// What a rule knows to mend: the cases of tests/vectors/mends.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "abonado/json.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

using vectors::Json;

std::string text_of(const Json& line, std::string_view name) {
    const Json* value = line.find(name);
    return value == nullptr ? std::string() : value->text;
}

// The record of that kind with the value in it.
std::string record_with(const std::string& kind, const std::string& path, std::string_view value) {
    for (const std::string& line : vectors::lines(vectors::read("mends/records.ndjson"))) {
        if (text_of(*vectors::json(line), "kind") != kind) continue;
        return apply_patch(line, R"([{"op":"add","path":")" + path + R"(","value":)" + std::string(value) + "}]");
    }
    throw std::logic_error("no record of kind " + kind);
}

class MendVectors : public testing::TestWithParam<std::size_t> {
protected:
    static std::vector<std::string> cases() { return vectors::lines(vectors::read("mends/cases.ndjson")); }
};

TEST_P(MendVectors, MakeOfTheValueWhatTheRuleAsksFor) {
    const std::string text = cases().at(GetParam());
    SCOPED_TRACE(text);
    const Json of = vectors::json(text).value();
    const std::string rule = text_of(of, "rule");
    const std::string path = text_of(of, "path");
    const std::string line = record_with(text_of(of, "kind"), path, of.find("value")->raw);
    ValidateOptions options;
    if (of.find("naive") != nullptr) {
        ASSERT_EQ(text_of(of, "naive"), "suggest");
        options.rules.suggest_utc = true;
    }

    const auto found = vectors::verdict(line, options);
    const auto is_it = [&](const Finding& f) { return rules()[f.rule].id == rule && path.ends_with(f.pointer); };
    const auto finding = std::find_if(found.findings.begin(), found.findings.end(), is_it);
    ASSERT_NE(finding, found.findings.end()) << found.bytes();
    const Json* becomes = of.find("becomes");
    if (becomes == nullptr) {
        EXPECT_EQ(finding->patch, "");
        EXPECT_FALSE(finding->patch_is_safe);
        return;
    }
    EXPECT_EQ(finding->patch,
              R"([{"op":"replace","path":")" + path + R"(","value":)" + std::string(becomes->raw) + "}]");
    EXPECT_EQ(finding->patch_is_safe, text_of(of, "is_safe") != "false");
    const auto mended = vectors::verdict(apply_patch(line, finding->patch));
    EXPECT_EQ(mended.report.by_rule[finding->rule], 0U) << mended.bytes();
}

INSTANTIATE_TEST_SUITE_P(Mends, MendVectors,
                         testing::Range<std::size_t>(0, vectors::lines(vectors::read("mends/cases.ndjson")).size()));

}  // namespace
}  // namespace abonado
