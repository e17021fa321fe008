// Rules of the envelope (ENV).
#pragma once

#include <limits>

#include "rules/rule.hpp"

namespace abonado {

namespace envelope_rules {

using E = Envelope;

inline void expect_key(const View<E>& e, Check& check) {
    const Record& record = check.record();
    if (!record.kind) return;
    const KindInfo& kind = kind_info(*record.kind);
    const auto org = e.get<&E::org>();
    if (kind.needs_org && !e.is_bad<&E::org>() && (!org || is_blank(*org))) {
        check.report<&E::org>(e, org ? "is blank" : "is missing", "an organisation");
    }
    const auto legacy_id = e.get<&E::legacy_id>();
    if (e.is_bad<&E::legacy_id>()) return;
    if (kind.key_in_envelope && !legacy_id) {
        check.report<&E::legacy_id>(e, "is missing", "a legacy subscription id");
    }
    constexpr std::int64_t kMax32 = std::numeric_limits<std::int32_t>::max();
    if (kind.kind == RecordKind::credit_limits && legacy_id && legacy_id->value > kMax32) {
        check.report<&E::legacy_id>(e, "does not fit into 32 bits", "an integer from 1 to 2147483647");
    }
    if (!kind.key_in_envelope && legacy_id && record.is_named && legacy_id->value != record.legacy_id) {
        check.report<&E::legacy_id>(e, "is not the id of the body", told(record.legacy_id));
    }
}

}  // namespace envelope_rules

inline constexpr auto kEnvelopeRules = [] {
    using namespace envelope_rules;
    return std::tuple{
        // The decoder reports under the same id what it cannot read of kind, org, legacy_id and body.
        rule<E>({"ENV-001", Severity::error,
                 "the envelope has a known kind, a body object and a valid legacy_id, and agrees with the body",
                 "decided: the dump's envelope; seed 1 for the 32-bit legacy_id", Grade::decided},
                [](const View<E>& e, Check& check) { expect_key(e, check); }),
        rule<E, &E::org>({"ENV-002", Severity::error, "the organisation of a v3 kind is one of the four",
                          "seeds 0 and 1, path parameter org", Grade::stated},
                         [](const View<E>& e, Check& check) {
                             const auto kind = check.record().kind;
                             const auto org = e.get<&E::org>();
                             if (!kind || !kind_info(*kind).is_v3 || !org || is_blank(*org)) return;
                             if (from_word<MigrationOrg>(*org)) return;
                             check.report<&E::org>(e, "is no migration organisation",
                                                   "one of euskaltel, telecable, rcable, racctel");
                         }),
    };
}();

}  // namespace abonado
