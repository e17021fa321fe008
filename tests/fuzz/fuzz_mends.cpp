// A patch that a finding suggests can be applied, and then the finding is gone. Any patch of any document is applied, or
// refused as invalid; what comes out is JSON. The first byte says how records are read; then a record, a line, and a patch.
#include <algorithm>
#include <string>

#include "abonado/error.hpp"
#include "abonado/json.hpp"
#include "choices.hpp"
#include "findings.hpp"

namespace abonado::fuzz {
namespace {

ValidateOptions options(unsigned mode) {
    ValidateOptions out;
    out.threads = 1;
    out.rules.max_findings_per_record = 20;
    out.rules.suggest_utc = (mode & 1) != 0;
    out.rules.strict = (mode & 2) != 0;
    out.check_duplicates = false;
    if (mode >> 4 < EnumTable<RecordKind>::words.size() && (mode & 4) != 0) {
        out.kind = static_cast<RecordKind>(mode >> 4);
        out.org = "euskaltel";
    }
    return out;
}

void check_suggestions(std::string_view line, const ValidateOptions& options) {
    // Packed data and a byte order mark are of a file, not of a line: no line of one stands first.
    const auto found_in = [&options](std::string_view text) { return findings_of("\n" + std::string(text), options); };
    const std::vector<Finding> findings = found_in(line);
    for (const Finding& finding : findings) {
        if (finding.patch.empty()) {
            require(!finding.patch_is_safe, "what is not there is not safe");
            continue;
        }
        const std::string mended = apply_patch(line, finding.patch);
        const auto is_it = [&finding](const Finding& other) {
            return other.rule == finding.rule && other.pointer == finding.pointer;
        };
        // Others may be there now: of rules that need the value to be read.
        const std::vector<Finding> left = found_in(mended);
        require(std::none_of(left.begin(), left.end(), is_it), "what was mended is found no more");
    }
}

// A struct that keeps all members can hold the text.
bool is_held(const std::string& text) {
    try {
        static_cast<void>(from_json<DevicesRelatedInfo>("{\"x\":" + text + "}"));
        return true;
    } catch (const Error&) {
        return false;
    }
}

// A text that ends what it stands in and begins it anew can do so in an object or in a list, not in both.
bool is_json(const std::string& text) { return is_held(text) && is_held("[" + text + "]"); }

void check_patch(std::string_view document, std::string_view patch) {
    if (!is_json(std::string(document)) || !is_json(std::string(patch))) return;
    try {
        const std::string out = apply_patch(document, patch);
        // Names may stand twice: what a member is renamed to, or a name that is written with an escape.
        require(is_held("[" + out + "]"), "what was patched is JSON");
    } catch (const Error& error) {
        require(error.code() == ErrorCode::invalid_argument, "a patch that cannot be applied is an invalid argument");
    }
}

}  // namespace
}  // namespace abonado::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace abonado::fuzz;
    Choices choices(data, size);
    const unsigned mode = choices.byte();
    const std::string_view line = choices.up_to('\n');
    if (!line.empty()) check_suggestions(line, options(mode));
    check_patch(line, choices.rest());
    return 0;
}
