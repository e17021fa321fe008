// Rules of segment (SEG) and credit-limit (CRL) requests.
#pragma once

#include <algorithm>

#include "rules/rule.hpp"

namespace abonado {

namespace request_rules {

enum class SegmentVerdict : std::uint8_t { fits, wrong_prefix, generic, class_not_known, undecided };

inline std::string_view prefix_of(SegmentClass segment_class, const SegmentPolicy& policy) {
    switch (segment_class) {
        case SegmentClass::postpaid_mobile:
            return policy.postpaid_mobile_prefix;
        case SegmentClass::prepaid:
            return policy.prepaid_prefix;
        case SegmentClass::convergent:
            return policy.convergent_prefix;
        default:  // NONE
            return {};
    }
}

struct SegmentQuestion {
    std::optional<SegmentClass> segment_class;
    SegmentVerdict verdict = SegmentVerdict::undecided;
};

inline SegmentVerdict verdict_on(std::string_view id, std::optional<SegmentClass> segment_class,
                                 const SegmentPolicy& policy) {
    if (std::find(policy.allow_list.begin(), policy.allow_list.end(), id) != policy.allow_list.end()) {
        return SegmentVerdict::generic;
    }
    if (segment_class) {
        const std::string_view prefix = prefix_of(*segment_class, policy);
        return !prefix.empty() && id.starts_with(prefix) ? SegmentVerdict::fits : SegmentVerdict::wrong_prefix;
    }
    const bool fits_any = id.starts_with(policy.postpaid_mobile_prefix) || id.starts_with(policy.prepaid_prefix) ||
                          id.starts_with(policy.convergent_prefix);
    return fits_any ? SegmentVerdict::class_not_known : SegmentVerdict::wrong_prefix;
}

// One verdict for the three rules, so that exactly one of them speaks.
inline SegmentQuestion judge(std::string_view id, const Record& record, const SegmentPolicy& policy) {
    SegmentQuestion out;
    out.segment_class = policy.default_class;
    bool is_readable = true;
    if (record.envelope != kNoObject) {
        const View<Envelope> envelope(record, record.envelope);
        is_readable = !envelope.is_bad<&Envelope::segment_class>();
        if (const auto given = envelope.get<&Envelope::segment_class>()) out.segment_class = given;
    }
    const SegmentVerdict verdict = verdict_on(id, out.segment_class, policy);
    if (is_readable || verdict == SegmentVerdict::generic) out.verdict = verdict;
    return out;
}

inline SegmentQuestion judge(const View<CreateSegmentRequest>& request, const Check& check) {
    return judge(request.required<&CreateSegmentRequest::segment_id>(), check.record(), check.options().segments);
}

inline std::string expected_prefix(const SegmentQuestion& question, const SegmentPolicy& policy) {
    if (!question.segment_class) {
        return "a prefix " + policy.postpaid_mobile_prefix + ", " + policy.prepaid_prefix + " or " +
               policy.convergent_prefix;
    }
    const std::string_view prefix = prefix_of(*question.segment_class, policy);
    if (prefix.empty()) return "a generic id, as the class is NONE";
    return "prefix " + std::string(prefix) + ", as the class is " + std::string(to_word(*question.segment_class));
}

inline CreditLimitSubscriptionType type_of(CreditLimitId id) {
    return id >= CreditLimitId::landline_international_voice ? CreditLimitSubscriptionType::landline
                                                             : CreditLimitSubscriptionType::mobile;
}

}  // namespace request_rules

inline constexpr auto kRequestRules = [] {
    using namespace request_rules;
    using G = CreateSegmentRequest;
    using R = CreateCreditLimitsRequest;
    using L = CreditLimit;
    return std::tuple{
        rule<G, &G::segment_id>(
            {"SEG-001", Severity::error, "segment_id starts with the prefix of the subscription's class",
             "seed 0, CreateSegmentRequest.segment_id", Grade::stated},
            [](const View<G>& g, Check& check) {
                const SegmentQuestion question = judge(g, check);
                if (question.verdict != SegmentVerdict::wrong_prefix) return;
                check.report<&G::segment_id>(g, "has the wrong prefix",
                                             expected_prefix(question, check.options().segments));
            }),
        rule<G, &G::segment_id>(
            {"SEG-002", Severity::warning, "segment_id is not a generic id, which would pass for every class",
             "seed 0, the example DEVICEOFFERSEGMENT", Grade::decided},
            [](const View<G>& g, Check& check) {
                if (judge(g, check).verdict != SegmentVerdict::generic) return;
                check.report<&G::segment_id>(g, "is a generic id of the allow-list",
                                             "an id with the prefix of the class");
            }),
        rule<G, &G::segment_id>(
            {"SEG-003", Severity::warning, "the class is known; else any of the three prefixes passes",
             "decided: an unknown class is no reason to reject", Grade::decided},
            [](const View<G>& g, Check& check) {
                if (judge(g, check).verdict != SegmentVerdict::class_not_known) return;
                check.report<&G::segment_id>(g, "cannot be held against the class, which is not known",
                                             "a segment_class beside the body");
            }),
        rule<R, &R::subscription_type>(
            {"CRL-001",
             Severity::error,
             "every credit_limit_id belongs to the request's subscription_type",
             "seed 3, CreditLimit.credit_limit_id, by name",
             Grade::stated,
             {"CreditLimit", "substr(credit_limit_id, 1, length(subscription_type) + 1) = subscription_type || '_'"}},
            [](const View<R>& r, Check& check) {
                const CreditLimitSubscriptionType type = r.required<&R::subscription_type>();
                for (const View<L> limit : r.get<&R::credit_limits>()) {
                    const auto id = limit.get<&L::credit_limit_id>();
                    if (!id || type_of(*id) == type) continue;
                    check.report<&L::credit_limit_id>(limit, "does not belong to " + std::string(to_word(type)),
                                                      "a " + std::string(to_word(type)) + " limit");
                }
            }),
        rule<R>({"CRL-002", Severity::error, "no credit_limit_id stands twice in one request",
                 "decided: an id exists once on a subscription", Grade::decided},
                [](const View<R>& r, Check& check) {
                    std::uint32_t seen = 0;
                    for (const View<L> limit : r.get<&R::credit_limits>()) {
                        const auto id = limit.get<&L::credit_limit_id>();
                        if (!id) continue;
                        const std::uint32_t bit = 1U << static_cast<unsigned>(*id);
                        if ((seen & bit) != 0) {
                            check.report<&L::credit_limit_id>(limit, "stands twice in the request", "each id once");
                        }
                        seen |= bit;
                    }
                }),
        rule<L, &L::credit_limit_value>({"CRL-003", Severity::error, "credit_limit_value is not negative",
                                         "decided: a limit is an amount to spend", Grade::decided},
                                        [](const View<L>& l, Check& check) {
                                            if (l.required<&L::credit_limit_value>().millionths >= 0) return;
                                            check.report<&L::credit_limit_value>(l, "is negative", "0 or more");
                                        }),
        rule<R, &R::credit_limits>({"CRL-004", Severity::error, "a request holds at least one limit",
                                    "decided: an empty request asks for nothing", Grade::decided},
                                   [](const View<R>& r, Check& check) {
                                       if (!r.get<&R::credit_limits>().empty()) return;
                                       check.report<&R::credit_limits>(r, "is empty", "at least one limit");
                                   }),
    };
}();

}  // namespace abonado
