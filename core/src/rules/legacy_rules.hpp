// Rules of a v1 subscription's history (HIS) and of identifiers (IDN).
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

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
    const LiveStatus current = g.required<&G::current_status>();
    const std::vector<Step> steps = oldest_first(g);
    if (steps.empty()) return;
    for (auto it = steps.rbegin(); it != steps.rend() && it->date == steps.back().date; ++it) {
        if (it->status == current) return;
    }
    check.report<&G::current_status>(g, "is not the newest status of status_history",
                                     std::string(to_word(steps.back().status)));
}

inline bool is_allowed(const Step& before, const Step& after) { return is_allowed_step(before.status, after.status); }

// The orders that a few entries can have, the one in which they stand first.
using Order = std::array<std::uint8_t, 5>;
inline const std::vector<Order>& orders_of(std::size_t entries) {
    static const std::array<std::vector<Order>, std::tuple_size_v<Order> + 1> table = [] {
        std::array<std::vector<Order>, std::tuple_size_v<Order> + 1> out;
        for (std::size_t size = 0; size < out.size(); ++size) {
            Order order{0, 1, 2, 3, 4};
            do out[size].push_back(order);
            while (std::next_permutation(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(size)));
        }
        return out;
    }();
    return table[entries];
}

// The entries of one instant, in each of their orders: the document's own first.
class Tie {
public:
    // More than these are taken as they stand: nobody changes a status so often at one instant.
    explicit Tie(std::span<const Step> entries)
        : entries_(entries),
          orders_(entries.size() <= std::tuple_size_v<Order> ? &orders_of(entries.size()) : nullptr) {}

    std::size_t orders() const { return orders_ == nullptr ? 1 : orders_->size(); }
    const Step& entry(std::size_t order, std::size_t place) const {
        return entries_[orders_ == nullptr ? place : (*orders_)[order][place]];
    }
    LiveStatus last(std::size_t order) const { return entry(order, entries_.size() - 1).status; }
    std::size_t size() const { return entries_.size(); }
    // Steps that are not allowed, the one from `before` included.
    std::size_t broken(std::size_t order, std::optional<LiveStatus> before) const {
        std::size_t out = 0;
        for (std::size_t i = 0; i < entries_.size(); before = entry(order, i++).status) {
            if (before && !is_allowed_step(*before, entry(order, i).status)) ++out;
        }
        return out;
    }

private:
    std::span<const Step> entries_;
    const std::vector<Order>* orders_;
};

// The history with the entries of each instant in the order that breaks least; of several, the first that is nearest to the
// document's own.
inline std::vector<Step> best_order(const std::vector<Step>& steps) {
    std::vector<Tie> ties;
    for (auto first = steps.begin(); first != steps.end();) {
        const auto last = std::find_if(first, steps.end(), [first](const Step& s) { return s.date != first->date; });
        ties.emplace_back(std::span(first, last));
        first = last;
    }
    // What the ties from one on break at least, by the status before them.
    std::vector<std::array<std::size_t, EnumTable<LiveStatus>::words.size()>> least(ties.size() + 1);
    const auto cost = [&](std::size_t tie, std::size_t order, std::optional<LiveStatus> before) {
        return ties[tie].broken(order, before) + least[tie + 1][static_cast<std::size_t>(ties[tie].last(order))];
    };
    const auto best = [&](std::size_t tie, std::optional<LiveStatus> before) {
        std::size_t out = 0;
        for (std::size_t order = 1; order < ties[tie].orders(); ++order) {
            if (cost(tie, order, before) < cost(tie, out, before)) out = order;
        }
        return out;
    };
    for (std::size_t tie = ties.size(); tie-- > 1;) {
        for (std::size_t before = 0; before < least[tie].size(); ++before) {
            const auto status = static_cast<LiveStatus>(before);
            least[tie][before] = cost(tie, best(tie, status), status);
        }
    }
    std::vector<Step> out;
    for (std::size_t tie = 0; tie < ties.size(); ++tie) {
        const std::size_t order = best(tie, out.empty() ? std::nullopt : std::optional(out.back().status));
        for (std::size_t i = 0; i < ties[tie].size(); ++i) out.push_back(ties[tie].entry(order, i));
    }
    return out;
}

inline void expect_allowed_steps(const View<G>& g, Check& check) {
    std::vector<Step> steps = oldest_first(g);
    const auto is_forbidden = [](const Step& before, const Step& after) { return !is_allowed(before, after); };
    if (std::adjacent_find(steps.begin(), steps.end(), is_forbidden) == steps.end()) return;
    steps = best_order(steps);
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
                const LiveStatus status = g.required<&G::current_status>();
                if (!g.has<&G::cancellation_reason>()) return;
                if (status == LiveStatus::cancelled || status == LiveStatus::deactivated) return;
                check.report<&G::cancellation_reason>(
                    g, "is present although current_status is " + std::string(to_word(status)), "null or absent");
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
