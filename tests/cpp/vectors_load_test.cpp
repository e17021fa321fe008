// A load finds what a validation finds: every rule's files, read both ways.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "stores.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

// "line rule pointer" of each finding. Findings about several records stand elsewhere in the order, so it is not looked at.
std::multiset<std::string> places(const vectors::Verdict& verdict) {
    const auto lines = vectors::lines(verdict.text());
    return {lines.begin(), lines.end()};
}

class LoadedVectors : public testing::TestWithParam<std::size_t> {
protected:
    std::string text(std::string_view file) const {
        return vectors::read("rules/" + std::string(rules()[GetParam()].id) + "/" + std::string(file));
    }
};

TEST_P(LoadedVectors, AreFoundFaultyInTheSamePlacesAsByAValidation) {
    for (const std::string_view file : {"ok.ndjson", "bad.ndjson"}) {
        SCOPED_TRACE(file);
        const std::string dump = text(file);
        const auto validated = vectors::verdict(dump);
        const auto loaded = vectors::load_verdict(dump);
        EXPECT_EQ(places(loaded), places(validated));
        EXPECT_EQ(loaded.report.records, validated.report.records);
        EXPECT_EQ(loaded.report.errors, validated.report.errors);
        EXPECT_EQ(loaded.report.warnings, validated.report.warnings);
        EXPECT_EQ(loaded.report.by_rule, validated.report.by_rule);
        EXPECT_EQ(loaded.report.invalid, validated.report.invalid);
    }
}

INSTANTIATE_TEST_SUITE_P(Rules, LoadedVectors, testing::ValuesIn([] {
                             std::vector<std::size_t> out;
                             for (std::size_t i = 0; i < rules().size(); ++i) {
                                 if (rules()[i].scope != Scope::store) out.push_back(i);
                             }
                             return out;
                         }()),
                         [](const auto& param) {
                             std::string name(rules()[param.param].id);
                             std::erase(name, '-');
                             return name;
                         });

// The first difference: a validation compares the bytes of bodies, a load what they say.
TEST(LoadedDuplicates, TheSameInAnotherLayoutIsTheSameContent) {
    const std::string dump = stores::dump_of(
        {R"({"kind":"segment","org":"euskaltel","legacy_id":1,"segment_class":"POSTPAID_MOBILE",)"
         R"("body":{"segment_id":"OM_A","segment_value":"V","reason":"r"}})",
         R"({"legacy_id":1, "org":"euskaltel", "kind":"segment", "segment_class":"POSTPAID_MOBILE",)"
         R"( "body":{"reason":"r", "segment_value":"\u0056", "segment_id":"OM_A"}})"});
    EXPECT_EQ(vectors::verdict(dump).report.errors, 1U);
    const auto loaded = vectors::load_verdict(dump);
    EXPECT_EQ(loaded.text(), "2 DUP-001 /legacy_id\n");
    EXPECT_EQ(loaded.report.errors, 0U);
    EXPECT_EQ(loaded.report.warnings, 1U);
}

// The second: a validation tells them last, a load in their place.
TEST(LoadedDuplicates, AreToldInTheirPlace) {
    const std::string dump = stores::dump_of(
        {dumps::segment(1), dumps::segment(1), dumps::segment(2, "OP"), dumps::segment(3)});
    EXPECT_EQ(vectors::verdict(dump).text(), "3 SEG-001 /segment_id\n2 DUP-001 /legacy_id\n");
    EXPECT_EQ(vectors::load_verdict(dump).text(), "2 DUP-001 /legacy_id\n3 SEG-001 /segment_id\n");
}

}  // namespace
}  // namespace abonado
