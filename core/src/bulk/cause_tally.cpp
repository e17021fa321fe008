#include "bulk/cause_tally.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <tuple>

namespace abonado {

namespace {

constexpr std::size_t kMaxForm = 40;
constexpr std::size_t kMaxRun = 12;

bool is_number(std::string_view segment) {
    return !segment.empty() && std::all_of(segment.begin(), segment.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string member_of(std::string_view pointer) {
    std::string out;
    while (!pointer.empty()) {
        const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
        const std::string_view segment = pointer.substr(1, end - 1);
        out += '/';
        out += is_number(segment) ? std::string_view("*") : segment;
        pointer.remove_prefix(end);
    }
    return out;
}

char class_of(char c) {
    if (c >= '0' && c <= '9') return '9';
    if (c >= 'A' && c <= 'Z') return 'A';
    if (c >= 'a' && c <= 'z') return 'a';
    return c >= ' ' && c <= '~' ? c : '?';
}

template <class T>
void append_bytes(std::string& out, T value) {
    std::array<char, sizeof(T)> bytes{};
    std::memcpy(bytes.data(), &value, sizeof(T));
    out.append(bytes.data(), bytes.size());
}

}  // namespace

std::string form_of(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size();) {
        const char shape = class_of(value[i]);
        std::size_t end = i + 1;
        while (end < value.size() && class_of(value[end]) == shape) ++end;
        const std::size_t run = end - i;
        const bool is_long = run > kMaxRun;
        if (out.size() + (is_long ? 1 : run) > kMaxForm) return out + "…";
        if (is_long) (out += shape) += "…";
        else out.append(run, shape);
        i = end;
    }
    return out;
}

void CauseTally::count_record(const OriginCode& code) {
    const auto at = origins_.find(code.packed());
    if (at != origins_.end()) {
        ++at->second.records;
        return;
    }
    OriginCode kept = code;
    if (origins_.size() >= kMaxOrigins) {
        kept = {code.kind, code.type, 0, 0, 0};
        is_whole_ = false;
    }
    Count& count = origins_[kept.packed()];
    count.code = kept;
    ++count.records;
}

void CauseTally::take(const BlockOrigins& records) {
    // The block's numbers of names as ours.
    std::array<OriginNames::Number, 256> ours{};
    for (std::size_t i = 1; i <= records.names.size(); ++i) {
        const auto number = static_cast<OriginNames::Number>(i);
        ours[i] = names_.number(records.names.name(number));
    }
    ours[OriginNames::kOther] = OriginNames::kOther;
    for (OriginCode code : records.records) {
        code.org = ours[code.org];
        code.system = ours[code.system];
        if (code.org == OriginNames::kOther || code.system == OriginNames::kOther) is_whole_ = false;
        count_record(code);
    }
}

OriginCode CauseTally::code_of(const Finding& finding) {
    const std::optional<RecordKind> kind = from_word<RecordKind>(finding.kind);
    return abonado::code_of({kind, finding.org, finding.system, finding.year, finding.type}, names_);
}

// The group of these, or when there are too many groups one that tells less: without member and form, at last without
// origin. Of the last there are not more than rules.
CauseTally::Group& CauseTally::group_of(const Finding& finding, OriginCode origin, std::string member,
                                        std::string form) {
    for (std::size_t most = kMaxFindingGroups;; most *= 2) {
        key_.clear();
        append_bytes(key_, finding.rule);
        append_bytes(key_, finding.severity);
        append_bytes(key_, origin.packed());
        key_ += member;
        key_ += '\0';
        key_ += form;
        const auto at = groups_.find(key_);
        if (at != groups_.end()) return at->second;
        if (groups_.size() < most || most > 2 * kMaxFindingGroups) break;
        is_whole_ = false;
        member = form = kOtherName;
        if (most > kMaxFindingGroups) origin = {};
    }
    Group& group = groups_[key_];
    group.origin = origin;
    group.counts.rule = finding.rule;
    group.counts.severity = finding.severity;
    group.counts.member = std::move(member);
    group.counts.form = std::move(form);
    group.first_value = finding.value;
    group.counts.first = redacted(finding, redaction_);
    group.counts.first.patch.clear();
    return group;
}

void CauseTally::take(const Finding& finding) {
    Group& group = group_of(finding, code_of(finding), member_of(redaction_.pointer(finding.pointer)),
                            finding.value ? form_of(*finding.value) : std::string());
    FindingGroup& counts = group.counts;
    ++counts.findings;
    // The findings of a record come one after the other.
    last_.resize(rules().size());
    const Place place{finding.input, finding.line};
    if (last_[finding.rule] != place) ++counts.records;
    last_[finding.rule] = place;
    if (finding.value == group.first_value) ++counts.of_first_value;
}

RecordOrigin CauseTally::shown(const OriginCode& code) const {
    RecordOrigin out = origin_of(code, names_);
    if (!redaction_.is_on()) return out;
    if (out.org != kOtherName) out.org = redaction_.organisation(out.org);
    if (!out.system.empty() && out.system != kOtherName) out.system = redaction_.text(out.system);
    return out;
}

CauseTable CauseTally::finish() const {
    CauseTable out;
    out.is_whole = is_whole_;
    for (const auto& [packed, count] : origins_) out.origins.push_back({shown(count.code), count.records});
    for (const auto& [key, group] : groups_) {
        out.groups.push_back(group.counts);
        out.groups.back().origin = shown(group.origin);
    }
    // Ties in an order that does not hang on the hash.
    const auto rank = [](const RecordOrigin& o) { return std::tie(o.kind, o.org, o.system, o.year, o.type); };
    std::sort(out.origins.begin(), out.origins.end(), [&](const OriginCount& a, const OriginCount& b) {
        if (a.records != b.records) return a.records > b.records;
        return rank(a.origin) < rank(b.origin);
    });
    std::sort(out.groups.begin(), out.groups.end(), [&](const FindingGroup& a, const FindingGroup& b) {
        if (a.rule != b.rule) return a.rule < b.rule;
        if (a.findings != b.findings) return a.findings > b.findings;
        return std::tuple_cat(std::tie(a.severity, a.member, a.form), rank(a.origin)) <
               std::tuple_cat(std::tie(b.severity, b.member, b.form), rank(b.origin));
    });
    return out;
}

}  // namespace abonado
