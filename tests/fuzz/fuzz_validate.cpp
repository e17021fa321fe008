// Whatever bytes a dump is made of: the report's sums agree, and findings are texts that can be written down.
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string_view>

#include "abonado/validate.hpp"
#include "require.hpp"

namespace abonado::fuzz {
namespace {

// Written apart from the library's own reader of UTF-8, by code points and not by bytes (RFC 3629).
bool is_utf8(std::string_view text) {
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

void look_at(const Finding& finding) {
    require(finding.line > 0, "a finding has a line");
    require(finding.rule < rules().size(), "a finding names a rule of the table");
    require(is_utf8(finding.kind), "kind is UTF-8");
    require(is_utf8(finding.org), "org is UTF-8");
    require(is_utf8(finding.pointer), "pointer is UTF-8");
    require(is_utf8(finding.message), "message is UTF-8");
    require(is_utf8(finding.expected), "expected is UTF-8");
    require(!finding.value || is_utf8(*finding.value), "value is UTF-8");
}

ValidateOptions options() {
    ValidateOptions out;
    out.threads = 1;
    out.rules.max_line_bytes = 4096;
    out.rules.max_findings_per_record = 20;
    out.duplicate_memory = 1 << 16;  // poisoning and freeing the default's 64 MiB would take most of the time
    return out;
}

}  // namespace
}  // namespace abonado::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace abonado::fuzz;
    static const abonado::ValidateOptions kOptions = options();
    const std::string_view dump(reinterpret_cast<const char*>(data), size);
    const abonado::ValidateReport report = abonado::validate_text(dump, kOptions, look_at);
    require(report.records == report.valid + report.invalid, "each record is valid or invalid");
    require(std::accumulate(report.by_rule.begin(), report.by_rule.end(), std::uint64_t{0}) ==
                report.errors + report.warnings,
            "each finding is counted for its rule");
    return 0;
}
