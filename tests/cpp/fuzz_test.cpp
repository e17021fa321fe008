// That the targets of tests/fuzz leave nothing out.
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <string>

#include "value_checks.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

// What value_types.hpp says can be read, asked or computed.
std::set<std::string> names_of_value_types() {
    const std::string header = vectors::read("../../core/include/abonado/value_types.hpp");
    std::set<std::string> out;
    for (const char* const pattern :
         {R"(optional<(\w+)> (?:parse|normalise)\()", R"(\nbool (\w+)\()", R"(\n(?:Instant|Date) (\w+)\()"}) {
        const std::regex declaration(pattern);
        for (std::sregex_iterator at(header.begin(), header.end(), declaration), end; at != end; ++at) {
            out.insert((*at)[1]);
        }
    }
    return out;
}

TEST(Fuzz, EveryValueTypeHasACheck) {
    std::set<std::string> checked;
    for (const fuzz::ValueCheck& row : fuzz::kValueChecks) EXPECT_TRUE(checked.emplace(row.name).second) << row.name;
    EXPECT_EQ(checked, names_of_value_types());
    EXPECT_TRUE(checked.contains("Msisdn") && checked.contains("is_well_formed_mac"));  // of each pattern one
    EXPECT_TRUE(checked.contains("date_in_madrid"));
}

}  // namespace
}  // namespace abonado
