#include "operations/bodies.hpp"

#include <algorithm>

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

ErrorDetail detail_of(const Finding& finding) {
    std::string message = finding.message;
    if (!finding.expected.empty()) message += ", expected " + finding.expected;
    return {finding.pointer, message + " (" + std::string(rules()[finding.rule].id) + ")"};
}

}  // namespace

void refuse_errors(const std::vector<Finding>& findings) {
    std::vector<ErrorDetail> details;
    for (const Finding& finding : findings) {
        if (finding.severity == Severity::error) details.push_back(detail_of(finding));
    }
    if (!details.empty()) throw Error(ErrorCode::invalid_argument, std::move(details));
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
