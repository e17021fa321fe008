// How a row of the rule table is written: what it says as data, the members it needs, and its predicate.
//
//     rule<SubscriptionBase, &SubscriptionBase::status>(
//         {.id = "SUB-001", .severity = Severity::error, .summary = "…", .source = "…", .grade = Grade::stated},
//         [](const View<SubscriptionBase>& s, Check& check) { … check.report<&SubscriptionBase::status>(s, "is …", "…"); })
//
// A predicate is a pure function of the record and the options. It is not called when a member it needs has a DOC finding.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

#include "abonado/rules.hpp"
#include "base/text.hpp"
#include "model/record.hpp"

namespace abonado {

// A broken rule before its place is worked out in the text.
struct RuleHit {
    std::uint16_t rule;
    Severity severity;
    Place place;
    Wording message;
    Wording expected;
    std::size_t at = kNowhere;  // byte of the line, where the place says nothing
};

// The broken rules of a record. Past the limit they are counted but not described.
struct RuleHits {
    std::vector<RuleHit> hits;
    std::vector<std::uint64_t> more;  // by rule number; empty as long as the limit was not passed

    void clear() {
        hits.clear();
        more.clear();
    }
};

// RuleOptions made ready for the hot path. Constant while workers use it.
struct CompiledOptions {
    explicit CompiledOptions(RuleOptions options);  // throws Error(invalid_argument) for an unknown rule id

    std::vector<Severity> severities;  // by rule number
    RuleOptions options;
    std::unordered_set<std::string_view> reasons;  // views into options.status_reasons

    CompiledOptions(const CompiledOptions&) = delete;
    CompiledOptions& operator=(const CompiledOptions&) = delete;
};

// What a predicate sees besides its subject, and where it reports.
class Check {
public:
    Check(const Record& record, const CompiledOptions& compiled, RuleHits& hits)
        : record_(record), compiled_(compiled), hits_(hits) {}

    const Record& record() const { return record_; }
    const RuleOptions& options() const { return compiled_.options; }
    const CompiledOptions& compiled() const { return compiled_; }
    bool is_on(std::size_t rule) const { return compiled_.severities[rule] != Severity::off; }
    void begin(std::size_t rule) { rule_ = rule; }

    // The member M of the object is at fault.
    template <auto M, Described T>
    void report(const View<T>& subject, Wording message, Wording expected) {
        add(subject.object(), static_cast<std::int16_t>(field_index<T, M>()), std::move(message), std::move(expected));
    }

    void add(std::uint32_t object, std::int16_t field, Wording message, Wording expected) {
        if (hits_.hits.size() >= options().max_findings_per_record) return count(1);
        RuleHit hit{static_cast<std::uint16_t>(rule_),
                    compiled_.severities[rule_],
                    {},
                    std::move(message),
                    std::move(expected)};
        hit.place.object = object;
        hit.place.field = field;
        hits_.hits.push_back(std::move(hit));
    }

    // Counts findings of the rule under way that are not described.
    void count(std::uint64_t findings) {
        hits_.more.resize(compiled_.severities.size());
        hits_.more[rule_] += findings;
    }

private:
    const Record& record_;
    const CompiledOptions& compiled_;
    RuleHits& hits_;
    std::size_t rule_ = 0;
};

// The columns of a row that a person writes.
struct RuleText {
    std::string_view id;
    Severity severity;
    std::string_view summary;
    std::string_view source;
    Grade grade;
    StoredCheck stored = {};
};

template <Described T, class Predicate, auto... Needs>
struct Rule {
    using Subject = T;
    RuleText text;
    Predicate predicate;

    static constexpr std::uint64_t needs = (std::uint64_t{0} | ... | field_bit(field_index<T, Needs>()));
    consteval RuleInfo info() const {
        return {text.id,     text.severity, FieldsOf<T>::name, text.summary,
                text.source, text.grade,    Scope::record,     text.stored};
    }
};

template <Described T, auto... Needs, class Predicate>
consteval auto rule(RuleText text, Predicate predicate) {
    return Rule<T, Predicate, Needs...>{text, predicate};
}

// Small helpers of predicates.
inline Wording at_or_after(Instant instant) { return "an instant not before " + told(instant.to_string()); }

inline Wording at_or_before(Instant instant) { return "an instant not after " + told(instant.to_string()); }

// Reports `Later` of the subject when it lies before `Earlier` of the same subject.
template <auto Earlier, auto Later, Described T>
void expect_order(const View<T>& subject, Check& check, std::string_view earlier_name) {
    const auto earlier = subject.template get<Earlier>();
    const auto later = subject.template get<Later>();
    if (earlier && later && *later < *earlier) {
        check.report<Later>(subject, "lies before " + std::string(earlier_name), at_or_after(*earlier));
    }
}

}  // namespace abonado
