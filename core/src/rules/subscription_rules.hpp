// Rules of a v3 subscription as a whole (SUB).
#pragma once

#include "rules/rule.hpp"

namespace abonado {

namespace subscription_rules {

using S = SubscriptionBase;
using Status = SubscriptionStatus;

inline std::string although(Status status) { return "although status is " + std::string(to_word(status)); }

// What SUB-009 asks of a kind: its own type, or any type that has no kind of its own.
inline bool type_suits_kind(SubscriptionType type, const KindInfo& kind) {
    if (kind.type) return type == *kind.type;
    for (const KindInfo& other : kRecordKinds) {
        if (other.type == type) return false;
    }
    return true;
}

}  // namespace subscription_rules

inline constexpr auto kSubscriptionRules = [] {
    using namespace subscription_rules;
    return std::tuple{
        rule<S, &S::status, &S::activation_date>(
            {"SUB-001",
             Severity::error,
             "activation_date is present if status is ACTIVE or DEACTIVATED",
             "seed 3, SubscriptionBase.activation_date",
             Grade::stated,
             {"SubscriptionBase", "status NOT IN ('ACTIVE', 'DEACTIVATED') OR activation_date IS NOT NULL"}},
            [](const View<S>& s, Check& check) {
                const Status status = s.required<&S::status>();
                if (status == Status::cancelled || s.has<&S::activation_date>()) return;
                check.report<&S::activation_date>(s, "is missing " + although(status), "a date-time");
            }),
        rule<S, &S::status, &S::activation_date>(
            {"SUB-002",
             Severity::error,
             "activation_date is null if status is CANCELLED",
             "seed 3, SubscriptionBase.activation_date",
             Grade::stated,
             {"SubscriptionBase", "status <> 'CANCELLED' OR activation_date IS NULL"}},
            [](const View<S>& s, Check& check) {
                const Status status = s.required<&S::status>();
                if (status != Status::cancelled || !s.has<&S::activation_date>()) return;
                check.report<&S::activation_date>(s, "is present " + although(status), "null or absent");
            }),
        rule<S, &S::status, &S::deactivation_date>(
            {"SUB-003",
             Severity::error,
             "deactivation_date is present if status is DEACTIVATED",
             "seed 3, SubscriptionBase.deactivation_date",
             Grade::stated,
             {"SubscriptionBase", "status <> 'DEACTIVATED' OR deactivation_date IS NOT NULL"}},
            [](const View<S>& s, Check& check) {
                const Status status = s.required<&S::status>();
                if (status != Status::deactivated || s.has<&S::deactivation_date>()) return;
                check.report<&S::deactivation_date>(s, "is missing " + although(status), "a date-time");
            }),
        rule<S, &S::status, &S::deactivation_date>(
            {"SUB-004",
             Severity::error,
             "deactivation_date is null if status is ACTIVE or CANCELLED",
             "seed 3, SubscriptionBase.deactivation_date",
             Grade::stated,
             {"SubscriptionBase", "status NOT IN ('ACTIVE', 'CANCELLED') OR deactivation_date IS NULL"}},
            [](const View<S>& s, Check& check) {
                const Status status = s.required<&S::status>();
                if (status == Status::deactivated || !s.has<&S::deactivation_date>()) return;
                check.report<&S::deactivation_date>(s, "is present " + although(status), "null or absent");
            }),
        rule<S, &S::creation_date, &S::activation_date>(
            {"SUB-005", Severity::warning, "creation_date is not after activation_date", "decided: order of events",
             Grade::decided},
            [](const View<S>& s, Check& check) {
                expect_order<&S::creation_date, &S::activation_date>(s, check, "creation_date");
            }),
        rule<S, &S::activation_date, &S::deactivation_date>(
            {"SUB-006", Severity::warning, "activation_date is not after deactivation_date", "decided: order of events",
             Grade::decided},
            [](const View<S>& s, Check& check) {
                expect_order<&S::activation_date, &S::deactivation_date>(s, check, "activation_date");
            }),
        rule<S, &S::creation_date, &S::last_status_update, &S::last_updated_date>(
            {"SUB-007", Severity::warning,
             "creation_date, last_status_update and last_updated_date follow in that order", "decided: order of events",
             Grade::decided},
            [](const View<S>& s, Check& check) {
                expect_order<&S::creation_date, &S::last_status_update>(s, check, "creation_date");
                if (s.has<&S::last_status_update>()) {
                    expect_order<&S::last_status_update, &S::last_updated_date>(s, check, "last_status_update");
                } else {
                    expect_order<&S::creation_date, &S::last_updated_date>(s, check, "creation_date");
                }
            }),
        rule<S, &S::status>(
            {"SUB-008", Severity::warning, "deactivation_user and deactivation_system are there only if DEACTIVATED",
             "seed 3, SubscriptionBase.deactivation_user (\"if applicable\")", Grade::stated},
            [](const View<S>& s, Check& check) {
                const Status status = s.required<&S::status>();
                if (status == Status::deactivated) return;
                if (s.has<&S::deactivation_user>()) {
                    check.report<&S::deactivation_user>(s, "is present " + although(status), "null or absent");
                }
                if (s.has<&S::deactivation_system>()) {
                    check.report<&S::deactivation_system>(s, "is present " + although(status), "null or absent");
                }
            }),
        rule<S, &S::type>({"SUB-009", Severity::error, "type, if present, is the type of the record's kind",
                           "decided: one kind, one type", Grade::decided},
                          [](const View<S>& s, Check& check) {
                              const auto type = s.get<&S::type>();
                              if (!type) return;
                              const KindInfo& kind = kind_info(check.record().kind.value());
                              if (type_suits_kind(*type, kind)) return;
                              check.report<&S::type>(
                                  s, "does not belong to kind " + std::string(to_word(kind.kind)),
                                  kind.type ? Wording(to_word(*kind.type)) : "a type without a kind of its own");
                          }),
        rule<S>({"SUB-010", Severity::warning, "creation_date and last_updated_date are not after the run's now",
                 "decided: no record comes from the future", Grade::decided},
                [](const View<S>& s, Check& check) {
                    const auto now = check.options().now;
                    if (!now) return;
                    if (const auto date = s.get<&S::creation_date>(); date && *date > *now) {
                        check.report<&S::creation_date>(s, "lies in the future",
                                                        "an instant not after " + now->to_string());
                    }
                    if (const auto date = s.get<&S::last_updated_date>(); date && *date > *now) {
                        check.report<&S::last_updated_date>(s, "lies in the future",
                                                            "an instant not after " + now->to_string());
                    }
                }),
        rule<S, &S::last_status_reason>(
            {"SUB-011", Severity::off, "last_status_reason is in the vocabulary that the user gave",
             "seed 3, SubscriptionBase.last_status_reason (\"defined values\"); the words are the user's",
             Grade::decided},
            [](const View<S>& s, Check& check) {
                const auto& reasons = check.compiled().reasons;
                if (reasons.empty() || reasons.contains(s.required<&S::last_status_reason>())) return;
                check.report<&S::last_status_reason>(s, "is not in the vocabulary", "a reason of the given vocabulary");
            }),
    };
}();

}  // namespace abonado
