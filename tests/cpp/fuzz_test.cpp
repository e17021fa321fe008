// That the targets of tests/fuzz leave nothing out.
#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "value_checks.hpp"
#include "vectors.hpp"

namespace abonado {
namespace {

// What value_types.hpp says can be read, asked or computed: `optional<Uuid> parse(` in a class, `bool is_well_formed_mac(`.
std::set<std::string> names_of_value_types() {
    std::istringstream header(vectors::read("../../core/include/abonado/value_types.hpp"));
    std::set<std::string> out;
    for (std::string line; std::getline(header, line);) {
        constexpr std::string_view kRead = "optional<";
        const std::size_t read = line.find(kRead);
        for (const std::string_view reader : {"> parse(", "> normalise("}) {
            const std::size_t end = line.find(reader);
            if (read == std::string::npos || end == std::string::npos) continue;
            const std::size_t begin = read + kRead.size();
            out.insert(line.substr(begin, end - begin));
        }
        for (const std::string_view result : {"bool ", "Instant ", "Date "}) {
            const std::size_t end = line.find('(');
            if (line.starts_with(result) && end != std::string::npos) {
                out.insert(line.substr(result.size(), end - result.size()));
            }
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
