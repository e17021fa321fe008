// Findings as lines of JSON.
#include "abonado/json.hpp"
#include "abonado/rules.hpp"

namespace abonado {

std::string to_json_line(const Finding& finding, std::string_view input_name) {
    std::string out = "{";
    const auto name = [&out](std::string_view member) {
        if (out.size() > 1) out += ',';
        append_json_string(out, member);
        out += ':';
    };
    const auto text = [&](std::string_view member, std::string_view value) {
        name(member);
        append_json_string(out, value);
    };
    const auto text_or_null = [&](std::string_view member, std::string_view value) {
        name(member);
        if (value.empty()) out += "null";
        else append_json_string(out, value);
    };
    if (!input_name.empty()) text("file", input_name);
    name("line");
    out += std::to_string(finding.line);
    name("byte_offset");
    out += std::to_string(finding.byte_offset);
    text_or_null("kind", finding.kind);
    text_or_null("org", finding.org);
    name("legacy_id");
    out += finding.legacy_id == 0 ? "null" : std::to_string(finding.legacy_id);
    text("rule", rules()[finding.rule].id);
    text("severity", to_word(finding.severity));
    text("pointer", finding.pointer);
    text("message", finding.message);
    name("value");
    if (finding.value) append_json_string(out, *finding.value);
    else out += "null";
    text("expected", finding.expected);
    if (!finding.patch.empty()) {
        name("patch");
        out += finding.patch;
        name("safe");
        out += finding.patch_is_safe ? "true" : "false";
    }
    out += '}';
    return out;
}

}  // namespace abonado
