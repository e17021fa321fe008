// docs/reference/limits.md against the library.
#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>

#include "abonado/causes.hpp"
#include "abonado/engine.hpp"
#include "abonado/input.hpp"
#include "abonado/rules.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

// The first two columns of each row: a name in backquotes, a number.
std::map<std::string, std::uint64_t> documented() {
    std::map<std::string, std::uint64_t> out;
    std::istringstream page(vectors::read("../../docs/reference/limits.md"));
    for (std::string line; std::getline(page, line);) {
        if (!line.starts_with("| `")) continue;
        const std::size_t end = line.find("` | ");
        if (end == std::string::npos) continue;
        out[line.substr(3, end - 3)] = std::stoull(line.substr(end + 4));
    }
    return out;
}

TEST(Limits, AreAsDocumented) {
    const RuleOptions rules;
    const std::map<std::string, std::uint64_t> real{
        {"max_line_bytes", rules.max_line_bytes},   {"max_depth", rules.max_depth},
        {"max_elements", rules.max_elements},       {"max_findings_per_record", rules.max_findings_per_record},
        {"kMaxFindingValue", kMaxFindingValue},     {"kMaxOriginNames", kMaxOriginNames},
        {"kMaxOriginName", kMaxOriginName},         {"kMaxOrigins", kMaxOrigins},
        {"kMaxFindingGroups", kMaxFindingGroups},   {"kMaxUnpackRatio", kMaxUnpackRatio},
        {"kUnpackedUnlimited", kUnpackedUnlimited}, {"kLongestValue", QueryOptions::kLongestValue},
    };
    EXPECT_EQ(documented(), real);
}

}  // namespace
}  // namespace abonado
