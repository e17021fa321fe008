// Rules of a v1 subscription's history (HIS) and of identifiers (IDN).
#pragma once

#include <algorithm>

#include "abonado/lifecycle.hpp"
#include "rules/rule.hpp"

namespace abonado {

namespace legacy_rules {

using G = GetSubscription;
using E = StatusHistoryEntry;

struct Step {
    Instant date;
    LiveStatus status;
    std::uint32_t object;
};

// The history from the oldest entry on; nothing if an entry cannot be read. Documents give it in either order, so entries
// of the same instant keep the order that the document as a whole has.
inline std::vector<Step> oldest_first(const View<G>& g) {
    std::vector<Step> steps;
    const auto history = g.get<&G::status_history>();
    steps.reserve(history.size());
    for (const View<E> entry : history) {
        const auto date = entry.get<&E::status_date>();
        const auto status = entry.get<&E::status>();
        if (!date || !status) return {};
        steps.push_back({*date, *status, entry.object()});
    }
    if (!steps.empty() && steps.front().date > steps.back().date) std::reverse(steps.begin(), steps.end());
    std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.date < b.date; });
    return steps;
}

inline void expect_newest_is_current(const View<G>& g, Check& check) {
    const auto current = g.get<&G::current_status>();
    const std::vector<Step> steps = oldest_first(g);
    if (!current || steps.empty()) return;
    for (auto it = steps.rbegin(); it != steps.rend() && it->date == steps.back().date; ++it) {
        if (it->status == *current) return;
    }
    check.report<&G::current_status>(g, "is not the newest status of status_history",
                                     std::string(to_word(steps.back().status)));
}

inline bool is_allowed(const Step& before, const Step& after) { return is_allowed_step(before.status, after.status); }

// The same history with the entries of each instant the other way round.
inline std::vector<Step> with_ties_reversed(std::vector<Step> steps) {
    for (auto first = steps.begin(); first != steps.end();) {
        const auto last = std::find_if(first, steps.end(), [first](const Step& s) { return s.date != first->date; });
        std::reverse(first, last);
        first = last;
    }
    return steps;
}

inline void expect_allowed_steps(const View<G>& g, Check& check) {
    const std::vector<Step> steps = oldest_first(g);
    const auto is_forbidden = [](const Step& before, const Step& after) { return !is_allowed(before, after); };
    if (std::adjacent_find(steps.begin(), steps.end(), is_forbidden) == steps.end()) return;
    const std::vector<Step> reversed = with_ties_reversed(steps);
    if (std::adjacent_find(reversed.begin(), reversed.end(), is_forbidden) == reversed.end()) return;
    for (std::size_t i = 1; i < steps.size(); ++i) {
        if (is_allowed(steps[i - 1], steps[i])) continue;
        check.report<&E::status>(View<E>(g.record(), steps[i].object),
                                 "may not follow " + std::string(to_word(steps[i - 1].status)),
                                 "a status that may follow " + std::string(to_word(steps[i - 1].status)));
    }
}

// A number that is stored as MSISDN is a mobile one where Spanish numbers tell, and a landline number is none.
inline bool is_number_of(std::string_view text, bool mobile) {
    const auto number = Msisdn::normalise(text);
    if (!number) return false;
    if (!number->is_spanish_mobile() && !number->is_spanish_landline()) return true;
    return mobile ? number->is_spanish_mobile() : number->is_spanish_landline();
}

}  // namespace legacy_rules

inline constexpr auto kLegacyRules = [] {
    using namespace legacy_rules;
    using I = Identifiers;
    return std::tuple{
        rule<G, &G::status_history, &G::current_status>(
            {"HIS-001", Severity::error, "the newest entry of status_history is current_status",
             "decided: seed 2 shows them equal", Grade::decided},
            [](const View<G>& g, Check& check) { expect_newest_is_current(g, check); }),
        rule<G, &G::status_history>(
            {"HIS-002", Severity::warning, "each step of status_history is an allowed transition",
             "decided: the lifecycle table", Grade::decided},
            [](const View<G>& g, Check& check) { expect_allowed_steps(g, check); }),
        rule<G, &G::current_status>(
            {"HIS-003", Severity::warning, "cancellation_reason is there only with CANCELLED or DEACTIVATED",
             "decided: the example of seed 2 breaks it, so never an error", Grade::decided},
            [](const View<G>& g, Check& check) {
                const auto status = g.get<&G::current_status>();
                if (!status || !g.has<&G::cancellation_reason>()) return;
                if (*status == LiveStatus::cancelled || *status == LiveStatus::deactivated) return;
                check.report<&G::cancellation_reason>(
                    g, "is present although current_status is " + std::string(to_word(*status)), "null or absent");
            }),
        rule<I>({"IDN-001", Severity::warning, "MSISDN and LANDLINENUMBER are well-formed numbers",
                 "portal, E.164 and the Spanish numbering plan", Grade::portal},
                [](const View<I>& i, Check& check) {
                    if (const auto text = i.get<&I::msisdn>(); text && !is_number_of(*text, true)) {
                        check.report<&I::msisdn>(i, "is no mobile number", "a number in E.164, as +34612345678");
                    }
                    if (const auto text = i.get<&I::landlinenumber>(); text && !is_number_of(*text, false)) {
                        check.report<&I::landlinenumber>(i, "is no landline number",
                                                         "a number in E.164, as +34912345678");
                    }
                }),
        rule<I>({"IDN-002", Severity::warning, "IMSI has 15 digits", "portal, ITU-T E.212", Grade::portal},
                [](const View<I>& i, Check& check) {
                    const auto text = i.get<&I::imsi>();
                    if (!text || is_well_formed_imsi(*text)) return;
                    check.report<&I::imsi>(i, "is no IMSI", "15 digits");
                }),
        rule<I>({"IDN-003", Severity::warning, "ICCID has 19 or 20 digits with a Luhn check digit",
                 "portal, ITU-T E.118", Grade::portal},
                [](const View<I>& i, Check& check) {
                    const auto text = i.get<&I::iccid>();
                    if (!text || is_well_formed_iccid(*text)) return;
                    check.report<&I::iccid>(i, "is no ICCID", "19 or 20 digits with a Luhn check digit");
                }),
    };
}();

}  // namespace abonado
