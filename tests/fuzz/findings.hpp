// What every finding is held to, and findings as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "abonado/validate.hpp"
#include "require.hpp"

namespace abonado::fuzz {

// Written apart from the library's own reader of UTF-8, by code points and not by bytes (RFC 3629).
inline bool is_utf8(std::string_view text) {
    constexpr char32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
    for (std::size_t i = 0; i < text.size();) {
        const unsigned lead = static_cast<unsigned char>(text[i++]);
        const unsigned more = lead < 0x80 ? 0 : lead >> 5 == 6 ? 1 : lead >> 4 == 14 ? 2 : lead >> 3 == 30 ? 3 : 4;
        if (more == 4 || text.size() - i < more) return false;
        char32_t code = more == 0 ? lead : lead & (0x3fU >> more);
        for (unsigned k = 0; k < more; ++k) {
            const unsigned next = static_cast<unsigned char>(text[i++]);
            if (next >> 6 != 2) return false;
            code = code << 6 | (next & 0x3f);
        }
        if (code < kSmallest[more] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
    }
    return true;
}

inline void look_at(const Finding& finding) {
    require(finding.line > 0, "a finding has a line");
    require(finding.rule < rules().size(), "a finding names a rule of the table");
    require(is_utf8(finding.kind), "kind is UTF-8");
    require(is_utf8(finding.org), "org is UTF-8");
    require(is_utf8(finding.pointer), "pointer is UTF-8");
    require(is_utf8(finding.message), "message is UTF-8");
    require(is_utf8(finding.expected), "expected is UTF-8");
    require(is_utf8(finding.patch), "patch is UTF-8");
    require(!finding.value || is_utf8(*finding.value), "value is UTF-8");
}

// All findings in their order.
inline std::vector<Finding> findings_of(std::string_view dump, const ValidateOptions& options) {
    std::vector<Finding> out;
    validate_text(dump, options, [&out](const Finding& finding) { out.push_back(finding); });
    return out;
}

}  // namespace abonado::fuzz
