#include "operations/bodies.hpp"

#include <algorithm>
#include <utility>

#include "json/decoder.hpp"
#include "rules/registry.hpp"

namespace abonado {

namespace {

// The verdict of a load on one line.
CheckedBody check(std::string text, const ValidateOptions& reading) {
    CheckedBody out;
    out.text = std::move(text);
    // A record is a line: line ends between members become white space of another sort, and within a string stay as wrong
    // as they were.
    std::replace(out.text.begin(), out.text.end(), '\n', '\r');
    const CompiledOptions rules(reading.rules);
    BlockChecker checker(rules, reading, Keep::records);
    Block block;
    block.bytes.assign(out.text.begin(), out.text.end());
    block.size = block.bytes.size();
    BlockResult result;
    checker.check(block, result, [] { return true; });
    if (result.checked.empty()) throw Error(ErrorCode::invalid_argument, "the body is empty; expected a JSON object");
    out.record = std::move(result.checked.front());
    out.findings = std::move(result.findings);
    return out;
}

Wording wording(const std::string& text, const ValueSpans& values) {
    Wording out(text);
    out.values = values;
    return out;
}

ErrorDetail fault_told(std::string pointer, Wording message, const Wording& expected, std::size_t rule) {
    if (!expected.text.empty()) message += ", expected " + expected;
    message += " (" + std::string(rules()[rule].id) + ")";
    return {std::move(pointer), std::move(message.text), std::move(message.values)};
}

}  // namespace

void refuse_errors(const std::vector<Finding>& findings) {
    std::vector<ErrorDetail> details;
    for (const Finding& finding : findings) {
        if (finding.severity == Severity::error) {
            details.push_back(fault_told(finding.pointer, wording(finding.message, finding.message_values),
                                         wording(finding.expected, finding.expected_values), finding.rule));
        }
    }
    if (!details.empty()) throw Error(ErrorCode::invalid_argument, std::move(details));
}

void refuse_faults(std::string_view body, const StructInfo& type, const RuleOptions& options) {
    Decoder decoder({options.naive, options.max_depth, options.max_elements});
    Record record;
    decoder.decode_struct(body, type, record);
    const CompiledOptions compiled(options);
    std::vector<ErrorDetail> details;
    for (const DecodeFault& fault : record.faults) {
        const std::size_t rule = rule_number(fault.fault);
        if (compiled.severities[rule] != Severity::error) continue;
        details.push_back(fault_told(record.pointer(fault.place), fault.message, fault.expected, rule));
    }
    if (!details.empty()) throw Error(ErrorCode::invalid_argument, std::move(details));
}

Error as_argument(const Error& error) {
    const ErrorDetail& detail = error.details().front();
    return Error(ErrorCode::invalid_argument, wording(error.what(), detail.values), error.pointer());
}

CheckedBody check_body(const BodyContext& context, std::string_view body, const RuleOptions& options) {
    ValidateOptions reading;
    reading.rules = options;
    reading.check_duplicates = false;
    reading.kind = context.kind;
    reading.org = context.org;
    if (context.segment_class) reading.rules.segments.default_class = context.segment_class;
    // The body alone first, so that nothing in it can pass for a member of the envelope.
    CheckedBody out = check(std::string(body), reading);
    refuse_errors(out.findings);
    Envelope& envelope = out.record.envelope.value();
    envelope.org = context.org;
    envelope.legacy_id = LegacyId{context.legacy_id};
    envelope.billing_type = context.billing_type;
    envelope.identifiers = context.identifiers;
    envelope.segment_class = context.segment_class;
    std::string line = to_json(envelope);
    if (!context.identifiers) {
        out.record.content = content_hash(line);
        return out;
    }
    reading.kind.reset();
    reading.org.clear();
    out = check(std::move(line), reading);
    out.is_envelope = true;
    refuse_errors(out.findings);
    return out;
}

}  // namespace abonado
