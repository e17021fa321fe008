#include "bulk/block_checker.hpp"

#include <algorithm>
#include <cstring>

#include "abonado/json.hpp"
#include "base/utf8.hpp"
#include "bulk/suggestion.hpp"
#include "json/envelope.hpp"

namespace abonado {

namespace {

constexpr std::string_view kSpace = " \t\r";
constexpr std::size_t kAskEvery = std::size_t{4} << 10;  // bytes between two looks at a cancellation

std::string_view value_text(std::string_view token, std::string& unescaped) {
    if (!token.starts_with('"')) return token;
    unescaped = unescape(token);
    return unescaped;
}

}  // namespace

void BlockResult::clear() {
    lines = records = invalid = errors = warnings = 0;
    std::fill(by_rule.begin(), by_rule.end(), 0);
    findings.clear();
    origins.clear();
    keys.clear();
    organisations.clear();
    checked.clear();
}

BlockChecker::BlockChecker(const CompiledOptions& rules, const ValidateOptions& options, Keep keep)
    : rules_(rules),
      options_(options),
      keep_(keep),
      decoder_({rules.options.naive, rules.options.max_depth, rules.options.max_elements}) {
    record_.max_faults = std::max<std::size_t>(rules.options.max_findings_per_record, 1);
}

void BlockChecker::check(const Block& block, BlockResult& result, const std::function<bool()>& goes_on) {
    result.clear();
    result.by_rule.resize(rules_.severities.size());
    if (block.cut_bytes > 0) return check_cut_line(block, result);
    std::string_view rest = block.text();
    std::size_t ask_at = rest.size();  // bytes left at which to ask the next time
    while (!rest.empty()) {
        if (rest.size() <= ask_at) {
            if (!goes_on()) return;
            ask_at = rest.size() - std::min(rest.size(), kAskEvery);
        }
        const std::size_t newline = rest.find('\n');
        std::string_view line = rest.substr(0, newline);
        const auto offset = block.offset + static_cast<std::uint64_t>(line.data() - block.text().data());
        rest.remove_prefix(newline == std::string_view::npos ? rest.size() : newline + 1);
        const std::size_t whole_size = line.size();
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.find_first_not_of(kSpace) != std::string_view::npos) {
            ++result.records;
            check_line(line, offset, result);
            if (keep_ == Keep::records) result.checked.back().size = whole_size;  // kept byte for byte
        }
        ++result.lines;
    }
}

void BlockChecker::check_line(std::string_view line, std::uint64_t offset, BlockResult& result) {
    hits_.clear();
    if (line.size() > rules_.options.max_line_bytes) {
        Block cut;
        cut.bytes.assign(line.begin(),
                         line.begin() + static_cast<std::ptrdiff_t>(std::min(line.size(), kKeptOfCutLine)));
        cut.size = cut.bytes.size();
        cut.offset = offset;
        cut.cut_bytes = line.size();
        return check_cut_line(cut, result);
    }
    if (options_.kind) {
        decoder_.decode_body(line, *options_.kind, record_);
        record_.org = options_.org;
    } else {
        decoder_.decode_line(line, record_);
    }
    check_record(record_, rules_, hits_);
    const OriginView origin = origin_of(record_);
    result.origins.records.push_back(code_of(origin, result.origins.names));
    const std::uint64_t errors_before = result.errors;
    const std::size_t findings_before = result.findings.size();
    if (!hits_.hits.empty()) report(offset, origin, result);
    const bool invalid = result.errors > errors_before;
    if (invalid) ++result.invalid;
    if (options_.check_duplicates) collect_keys(offset, invalid, result);
    if (keep_ == Keep::verdict) return;
    keep_record(line, offset, invalid, result);
    result.checked.back().findings = findings_before;
}

void BlockChecker::keep_record(std::string_view line, std::uint64_t offset, bool invalid, BlockResult& result) {
    CheckedRecord& record = result.checked.emplace_back();
    record.line = result.lines;
    record.offset = offset;
    record.size = line.size();
    record.findings_end = result.findings.size();
    record.is_invalid = invalid;
    if (record_.kind) record.kind = to_word(*record_.kind);
    record.org = record_.org;
    record.legacy_id = record_.legacy_id;
    if (invalid) return;
    record.envelope = to_envelope(record_);
    canonical_.clear();
    append_json(canonical_, *record.envelope);
    record.content = content_hash(canonical_);
}

// A line of which only the beginning was kept, or need be looked at.
void BlockChecker::check_cut_line(const Block& block, BlockResult& result) {
    const bool whole_block = result.records == 0;
    if (whole_block) result.records = result.lines = 1;
    result.origins.records.emplace_back();
    const std::size_t rule = rule_number(Fault::over_limit);
    const Severity severity = rules_.severities[rule];
    if (severity == Severity::off) return;
    Finding finding;
    finding.rule = static_cast<std::uint16_t>(rule);
    finding.severity = severity;
    finding.input = block.input;
    finding.line = whole_block ? 0 : result.lines;
    finding.byte_offset = block.offset;
    finding.message = "is " + std::to_string(block.cut_bytes) + " bytes long";
    finding.value = valid_utf8(cut_text(block.text(), kMaxFindingValue));
    finding.expected = "a line of at most " + std::to_string(rules_.options.max_line_bytes) + " bytes";
    ++result.by_rule[rule];
    if (severity == Severity::error) ++result.invalid;
    ++(severity == Severity::error ? result.errors : result.warnings);
    result.findings.push_back(std::move(finding));
    if (keep_ == Keep::verdict) return;
    CheckedRecord& record = result.checked.emplace_back();
    record.line = result.findings.back().line;
    record.offset = block.offset;
    record.size = block.cut_bytes;
    record.findings = result.findings.size() - 1;
    record.findings_end = result.findings.size();
    record.is_invalid = severity == Severity::error;
    record.is_whole = !whole_block;
}

// Turns the hits of the record into findings with their places.
void BlockChecker::report(std::uint64_t offset, const OriginView& origin, BlockResult& result) {
    const auto count = [&](std::size_t rule, Severity severity, std::uint64_t times) {
        result.by_rule[rule] += times;
        (severity == Severity::error ? result.errors : result.warnings) += times;
    };
    std::vector<LocateTarget> targets(hits_.hits.size());
    std::vector<LocateTarget*> order;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const RuleHit& hit = hits_.hits[i];
        count(hit.rule, hit.severity, 1);
        targets[i].pointer = record_.line_pointer(hit.place);
        targets[i].occurrence = hit.place.occurrence;
        if (hit.at == kNowhere) order.push_back(&targets[i]);
    }
    for (std::size_t rule = 0; rule < hits_.more.size(); ++rule) {
        if (rules_.severities[rule] != Severity::off) count(rule, rules_.severities[rule], hits_.more[rule]);
    }
    if (!order.empty()) locate(record_.text, order);

    std::vector<Finding> findings;
    std::string unescaped;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        RuleHit& hit = hits_.hits[i];
        Finding finding;
        finding.rule = hit.rule;
        finding.severity = hit.severity;
        finding.line = result.lines;
        finding.kind = record_.kind ? to_word(*record_.kind) : std::string_view{};
        finding.org = record_.org;
        finding.legacy_id = record_.legacy_id;
        finding.system = valid_utf8(cut_view(origin.system, kMaxOriginName));
        finding.year = origin.year;
        finding.type = origin.type;
        finding.message = std::move(hit.message.text);
        finding.expected = std::move(hit.expected.text);
        finding.message_values = std::move(hit.message.values);
        finding.expected_values = std::move(hit.expected.values);
        if (hit.at != kNowhere) {
            finding.byte_offset = offset + hit.at;
            finding.value = valid_utf8(cut_text(record_.text, kMaxFindingValue));
        } else {
            finding.pointer = record_.pointer(hit.place);
            finding.byte_offset = offset + targets[i].begin;
            if (targets[i].found) {
                const std::string_view token = record_.text.substr(targets[i].begin, targets[i].end - targets[i].begin);
                finding.value = cut_text(value_text(token, unescaped), kMaxFindingValue);
                suggest(record_, hit, targets[i], rules_.options, finding);
            }
        }
        findings.push_back(std::move(finding));
    }
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
        return std::tie(a.byte_offset, a.rule) < std::tie(b.byte_offset, b.rule);
    });
    std::move(findings.begin(), findings.end(), std::back_inserter(result.findings));
}

void BlockChecker::collect_keys(std::uint64_t offset, bool invalid, BlockResult& result) {
    const std::size_t before = result.keys.size();
    append_duplicate_keys(record_, hits_, offset, invalid, result.keys);
    if (result.keys.size() == before) return;
    // A dump names a handful of organisations; one with a new name on each line is looked at only so far.
    constexpr std::size_t kLookAt = 16;
    std::size_t org = 0;
    while (org < result.organisations.size() && org < kLookAt && result.organisations[org] != record_.org) ++org;
    if (org == result.organisations.size() || org == kLookAt) {
        org = result.organisations.size();
        result.organisations.emplace_back(record_.org);
    }
    for (std::size_t i = before; i < result.keys.size(); ++i) {
        result.keys[i].line = result.lines;
        result.keys[i].org = static_cast<std::uint32_t>(org);
    }
}

}  // namespace abonado
