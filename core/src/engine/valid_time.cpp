#include "engine/valid_time.hpp"

#include <algorithm>

#include "store/documents.hpp"

namespace abonado {

namespace {

bool holds(std::optional<Instant> from, std::optional<Instant> to, std::optional<Instant> at) {
    if (!at) return !to;
    return (!from || *from <= *at) && (!to || *at < *to);
}

std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
}

LiveStatus live(SubscriptionStatus status) { return from_word<LiveStatus>(to_word(status)).value(); }

std::optional<LiveStatus> status_of(const SubscriptionBase& body, std::optional<Instant> at) {
    if (!at) return live(body.status);
    if (*at < body.creation_date) return std::nullopt;
    if (body.deactivation_date && *body.deactivation_date <= *at) return LiveStatus::deactivated;
    if (body.activation_date && *body.activation_date <= *at) return LiveStatus::active;
    if (body.status == SubscriptionStatus::cancelled && body.last_status_update.value_or(body.creation_date) <= *at) {
        return LiveStatus::cancelled;
    }
    return LiveStatus::pre_active;
}

std::optional<LiveStatus> status_of(const GetSubscription& body, std::optional<Instant> at) {
    if (!at) return body.current_status;
    const StatusHistoryEntry* latest = nullptr;
    if (body.status_history) {
        for (const StatusHistoryEntry& entry : *body.status_history) {
            if (*at < entry.status_date) continue;
            // Of several at one instant the present one is the last, else the one that stands behind the others.
            const bool is_later = latest == nullptr || latest->status_date < entry.status_date;
            const bool is_level = latest != nullptr && latest->status_date == entry.status_date;
            if (is_later || (is_level && latest->status != body.current_status)) latest = &entry;
        }
    }
    if (latest != nullptr) return latest->status;
    const bool is_current = body.current_status_date && *body.current_status_date <= *at;
    return is_current ? std::optional(body.current_status) : std::nullopt;
}

template <class T, class Holds>
void take_those(const std::optional<std::vector<T>>& all, std::vector<T>& out, Holds holds_now) {
    if (all) std::copy_if(all->begin(), all->end(), std::back_inserter(out), holds_now);
}

void take(SubscriptionState& state, const SubscriptionBase& body, std::optional<Instant> at) {
    state.status = status_of(body, at);
    take_those(body.add_ons, state.add_ons, [&](const AddOn& a) {
        if (!at) return a.status == AddOnStatus::active;
        return a.activation_date && holds(a.activation_date, a.deactivation_date, at);
    });
    take_those(body.free_units_packages, state.free_units_packages,
               [&](const FreeUnitsPackage& p) { return holds(p.activation_date, p.deactivation_date, at); });
    take_those(body.promotions, state.promotions, [&](const Promotion& p) {
        if (!at) return p.status == PromotionStatus::active;
        return p.activation_date && holds(p.activation_date, earlier(p.deactivation_date, p.expiration_date), at);
    });
    take_those(body.bundles_history, state.bundles,
               [&](const SubscriptionBundleHistory& b) { return !at || holds(b.start_date, b.end_date, at); });
}

void take(SubscriptionState& state, const SubscriptionProduct& body, std::optional<Instant> at) {
    if (!at) {
        state.product_id = body.product.id;
        state.product = body.product.value;
        return;
    }
    // Newest first, the current one on top.
    for (const HistoricalProduct& entry : body.historical_changes.value_or(std::vector<HistoricalProduct>{})) {
        if (!entry.historic_date || *entry.historic_date > *at) continue;
        state.product_id = entry.id;
        state.product = entry.value;
        return;
    }
    if (!body.product.historic_date || *at < *body.product.historic_date) return;
    state.product_id = body.product.id;
    state.product = body.product.value;
}

}  // namespace

void fill_state(SubscriptionState& state, std::optional<Instant> valid) {
    for (const Envelope& document : state.documents) {
        if (!state.type) state.type = type_said_by(document);
        std::visit(
            [&]<class T>(const T& body) {
                if constexpr (std::is_base_of_v<SubscriptionBase, T> || std::is_same_v<T, SubscriptionProduct>) {
                    take(state, body, valid);
                } else if constexpr (std::is_same_v<T, GetSubscription>) {
                    // The v1 body is the one that tells the whole course of statuses; the v3 body is the newer one.
                    const auto status = status_of(body, valid);
                    if (status && (valid || !state.status)) state.status = status;
                }
            },
            document.body);
    }
}

}  // namespace abonado
