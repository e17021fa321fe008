// Rules of the parts of a v3 subscription: add-ons (ADD), promotions (PRO), free units (FUP), commitments (COM), bundle
// history (BUN) and devices (DEV).
#pragma once

#include <algorithm>

#include "rules/rule.hpp"

namespace abonado {

namespace part_rules {

// Reports `Date` as missing when the subject has this status.
template <auto StatusMember, auto Date, Described T, class Status>
void expect_date_if(const View<T>& subject, Check& check, Status wanted) {
    const auto status = subject.template get<StatusMember>();
    if (status != wanted || subject.template has<Date>()) return;
    check.report<Date>(subject, "is missing although status is " + std::string(to_word(wanted)), "a date-time");
}

// Reports every period that begins before an earlier one has ended. Periods that touch do not overlap.
inline void expect_no_overlap(const View<SubscriptionBase>& s, Check& check) {
    using P = SubscriptionBundleHistory;
    const auto history = s.get<&SubscriptionBase::bundles_history>();
    if (history.size() < 2) return;
    struct Period {
        Instant start, end;
        std::uint32_t object;
    };
    std::vector<Period> periods;
    periods.reserve(history.size());
    for (const View<P> entry : history) {
        const auto start = entry.get<&P::start_date>();
        const auto end = entry.get<&P::end_date>();
        if (start && end && *start <= *end) periods.push_back({*start, *end, entry.object()});
    }
    // An empty period touches the one that begins with it, in whichever order they stand.
    std::stable_sort(periods.begin(), periods.end(), [](const Period& a, const Period& b) {
        return a.start < b.start || (a.start == b.start && a.start == a.end && b.start != b.end);
    });
    for (std::size_t i = 1; i < periods.size(); ++i) {
        const Instant busy_until = periods[i - 1].end;
        if (periods[i].start < busy_until) {
            check.report<&P::start_date>(View<P>(s.record(), periods[i].object),
                                         "lies within another bundle period of the subscription",
                                         at_or_after(busy_until));
        }
        periods[i].end = std::max(periods[i].end, busy_until);
    }
}

}  // namespace part_rules

inline constexpr auto kPartRules = [] {
    using namespace part_rules;
    using A = AddOn;
    using P = Promotion;
    using F = FreeUnitsPackage;
    using C = Commitment;
    using B = SubscriptionBundleHistory;
    using S = SubscriptionBase;
    constexpr std::string_view kOrder = "decided: order of events";
    constexpr std::string_view kStatus = "decided: dates that the status implies";
    return std::tuple{
        rule<A, &A::status, &A::activation_date>(
            {"ADD-001", Severity::warning, "an ACTIVE add-on has an activation_date", kStatus, Grade::decided},
            [](const View<A>& a, Check& check) {
                expect_date_if<&A::status, &A::activation_date>(a, check, AddOnStatus::active);
            }),
        rule<A, &A::status, &A::deactivation_date>(
            {"ADD-002", Severity::warning, "a DEACTIVATED add-on has a deactivation_date", kStatus, Grade::decided},
            [](const View<A>& a, Check& check) {
                expect_date_if<&A::status, &A::deactivation_date>(a, check, AddOnStatus::deactivated);
            }),
        rule<A, &A::status, &A::activation_date>(
            {"ADD-003", Severity::warning, "a REQUESTED or CANCELLED add-on has no activation_date", kStatus,
             Grade::decided},
            [](const View<A>& a, Check& check) {
                const auto status = a.get<&A::status>();
                const bool never_active = status == AddOnStatus::requested || status == AddOnStatus::cancelled;
                if (!never_active || !a.has<&A::activation_date>()) return;
                check.report<&A::activation_date>(a, "is present although status is " + std::string(to_word(*status)),
                                                  "null or absent");
            }),
        rule<A, &A::activation_date, &A::deactivation_date>(
            {"ADD-004", Severity::warning, "an add-on's activation_date is not after its deactivation_date", kOrder,
             Grade::decided},
            [](const View<A>& a, Check& check) {
                expect_order<&A::activation_date, &A::deactivation_date>(a, check, "activation_date");
            }),
        rule<P, &P::status, &P::activation_date>(
            {"PRO-001", Severity::warning, "an ACTIVE promotion has an activation_date", kStatus, Grade::decided},
            [](const View<P>& p, Check& check) {
                expect_date_if<&P::status, &P::activation_date>(p, check, PromotionStatus::active);
            }),
        rule<P, &P::status, &P::deactivation_date>(
            {"PRO-002", Severity::warning, "a DEACTIVATED promotion has a deactivation_date", kStatus, Grade::decided},
            [](const View<P>& p, Check& check) {
                expect_date_if<&P::status, &P::deactivation_date>(p, check, PromotionStatus::deactivated);
            }),
        rule<P, &P::status, &P::expiration_date>(
            {"PRO-003", Severity::warning, "an EXPIRED promotion has an expiration_date", kStatus, Grade::decided},
            [](const View<P>& p, Check& check) {
                expect_date_if<&P::status, &P::expiration_date>(p, check, PromotionStatus::expired);
            }),
        rule<P, &P::activation_date, &P::deactivation_date, &P::expiration_date>(
            {"PRO-004", Severity::warning,
             "a promotion's activation_date is not after its deactivation_date nor its expiration_date", kOrder,
             Grade::decided},
            [](const View<P>& p, Check& check) {
                expect_order<&P::activation_date, &P::deactivation_date>(p, check, "activation_date");
                expect_order<&P::activation_date, &P::expiration_date>(p, check, "activation_date");
            }),
        rule<F, &F::activation_date, &F::deactivation_date>(
            {"FUP-001", Severity::warning, "a package's activation_date is not after its deactivation_date", kOrder,
             Grade::decided},
            [](const View<F>& f, Check& check) {
                expect_order<&F::activation_date, &F::deactivation_date>(f, check, "activation_date");
            }),
        rule<C, &C::catalogue_id, &C::legacy_id>(
            {"COM-001",
             Severity::error,
             "a commitment has a catalogue_id or a legacy_id",
             "seed 3, Commitment.legacy_id",
             Grade::stated,
             {"Commitment", "catalogue_id IS NOT NULL OR legacy_id IS NOT NULL"}},
            [](const View<C>& c, Check& check) {
                if (c.has<&C::catalogue_id>() || c.has<&C::legacy_id>()) return;
                check.report<&C::legacy_id>(c, "is missing, and so is catalogue_id", "a legacy_id or a catalogue_id");
            }),
        rule<C, &C::cancellation_date>(
            {"COM-002", Severity::warning,
             "cancellation_user and cancellation_system are there only with a cancellation_date",
             "decided: who cancels leaves a date", Grade::decided},
            [](const View<C>& c, Check& check) {
                if (c.has<&C::cancellation_date>()) return;
                if (c.has<&C::cancellation_user>()) {
                    check.report<&C::cancellation_user>(c, "is present without a cancellation_date", "null or absent");
                }
                if (c.has<&C::cancellation_system>()) {
                    check.report<&C::cancellation_system>(c, "is present without a cancellation_date",
                                                          "null or absent");
                }
            }),
        rule<B, &B::start_date, &B::end_date>(
            {"BUN-001", Severity::error, "a bundle period's start_date is not after its end_date", kOrder,
             Grade::decided},
            [](const View<B>& b, Check& check) { expect_order<&B::start_date, &B::end_date>(b, check, "start_date"); }),
        rule<S, &S::bundles_history>({"BUN-002", Severity::warning, "bundle periods of one subscription do not overlap",
                                      "decided: a subscription is in one bundle at a time", Grade::decided},
                                     [](const View<S>& s, Check& check) { expect_no_overlap(s, check); }),
        rule<Device, &Device::mac_address>({"DEV-001", Severity::warning, "mac_address is six hexadecimal pairs",
                                            "decided: IEEE 802 form", Grade::decided},
                                           [](const View<Device>& d, Check& check) {
                                               const auto mac = d.get<&Device::mac_address>();
                                               if (!mac || is_well_formed_mac(*mac)) return;
                                               check.report<&Device::mac_address>(
                                                   d, "is no MAC address",
                                                   "six hexadecimal pairs, as 00:1a:2b:3c:4d:5e");
                                           }),
    };
}();

}  // namespace abonado
