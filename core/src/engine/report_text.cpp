#include "engine/report_text.hpp"

#include <charconv>
#include <concepts>
#include <iterator>

#include "abonado/json.hpp"
#include "base/utf8.hpp"

namespace abonado {

namespace {

// Members of an object, one after the other.
class Members {
public:
    // A name of a file need not be UTF-8, JSON must.
    void add(std::string_view name, std::string_view text) { append_json_string(of(name), valid_utf8(text)); }
    void add(std::string_view name, bool value) { of(name) += value ? "true" : "false"; }
    template <class Number>
    requires std::integral<Number> || std::floating_point<Number>
    void add(std::string_view name, Number value) {
        char digits[32];
        const auto [end, ec] = std::to_chars(std::begin(digits), std::end(digits), value);
        of(name).append(digits, end);
    }
    void add_json(std::string_view name, std::string_view json) { of(name) += json; }

    std::string finish() { return text_ + '}'; }

private:
    std::string& of(std::string_view name) {
        if (text_.size() > 1) text_ += ',';
        append_json_string(text_, name);
        return text_ += ':';
    }

    std::string text_ = "{";
};

std::string by_rule_text(const std::vector<std::uint64_t>& by_rule) {
    Members out;
    for (std::size_t i = 0; i < by_rule.size(); ++i) {
        if (by_rule[i] > 0) out.add(rules()[i].id, by_rule[i]);
    }
    return out.finish();
}

std::string failures_text(const std::vector<InputFailure>& failures) {
    std::string out = "[";
    for (const InputFailure& failure : failures) {
        if (out.size() > 1) out += ',';
        Members row;
        row.add("input", std::string_view(failure.input));
        row.add("message", std::string_view(failure.message));
        out += row.finish();
    }
    return out + ']';
}

}  // namespace

std::string report_text(const ValidateReport& report) {
    Members out;
    out.add("records", report.records);
    out.add("valid", report.valid);
    out.add("invalid", report.invalid);
    out.add("errors", report.errors);
    out.add("warnings", report.warnings);
    out.add_json("by_rule", by_rule_text(report.by_rule));
    out.add("seconds", report.seconds);
    out.add("bytes", report.bytes);
    return out.finish();
}

std::string report_text(const LoadReport& report) {
    Members out;
    out.add("run", report.run);
    out.add("state", to_word(report.state));
    out.add("dry_run", report.dry_run);
    out.add("published", report.is_published);
    out.add("records", report.counts.records);
    out.add("inserted", report.counts.inserted);
    out.add("updated", report.counts.updated);
    out.add("skipped", report.counts.skipped);
    out.add("rejected", report.counts.rejected);
    out.add("errors", report.counts.errors);
    out.add("warnings", report.counts.warnings);
    out.add_json("by_rule", by_rule_text(report.by_rule));
    out.add_json("failures", failures_text(report.failures));
    out.add("resumed_bytes", report.resumed_bytes);
    out.add("seconds", report.seconds);
    out.add("bytes", report.counts.bytes);
    return out.finish();
}

}  // namespace abonado
