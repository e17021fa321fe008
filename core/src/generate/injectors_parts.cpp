// Rules of the parts of a v3 subscription: ADD, PRO, FUP, COM, BUN, DEV.
#include <array>

#include "generate/bodies.hpp"
#include "generate/injectors.hpp"
#include "generate/vocabulary.hpp"

namespace abonado::gen {

namespace {

// Replaces an add-on by a clean one of this status, for the caller to spoil.
AddOn& add_on(Draft& draft, AddOnStatus status) {
    AddOn& out = any_of(draft, base_of(draft).add_ons, [&] { return make_add_on(draft, status); });
    return out = make_add_on(draft, status);
}

Promotion& promotion(Draft& draft, PromotionStatus status) {
    Promotion& out = any_of(draft, base_of(draft).promotions, [&] { return make_promotion(draft, status); });
    return out = make_promotion(draft, status);
}

Device& device(Draft& draft) {
    auto& info = base_of(draft).devices_related_info;
    if (!info) info.emplace();
    return any_of(draft, info->devices, [&] { return make_device(draft); });
}

Commitment& commitment(Draft& draft) {
    const auto make = [&] { return make_commitment(draft); };
    if (draft.random.percent(50)) return any_of(draft, device(draft).commitments, make);
    return any_of(draft, promotion(draft, PromotionStatus::active).commitments, make);
}

Instant before(Draft& draft, Instant date) { return plus_days(date, -draft.random.between(1, 200)); }

bool add_on_without_activation(Draft& draft) {
    add_on(draft, AddOnStatus::active).activation_date.reset();
    return true;
}

bool add_on_without_deactivation(Draft& draft) {
    add_on(draft, AddOnStatus::deactivated).deactivation_date.reset();
    return true;
}

bool add_on_with_activation(Draft& draft) {
    AddOn& a = add_on(draft, draft.random.percent(50) ? AddOnStatus::requested : AddOnStatus::cancelled);
    a.activation_date = a.creation_date;
    return true;
}

bool add_on_out_of_order(Draft& draft) {
    AddOn& a = add_on(draft, AddOnStatus::deactivated);
    a.deactivation_date = before(draft, *a.activation_date);
    return true;
}

bool promotion_without_activation(Draft& draft) {
    promotion(draft, PromotionStatus::active).activation_date.reset();
    return true;
}

bool promotion_without_deactivation(Draft& draft) {
    promotion(draft, PromotionStatus::deactivated).deactivation_date.reset();
    return true;
}

bool promotion_without_expiration(Draft& draft) {
    promotion(draft, PromotionStatus::expired).expiration_date.reset();
    return true;
}

bool promotion_out_of_order(Draft& draft) {
    const bool expired = draft.random.percent(50);
    Promotion& p = promotion(draft, expired ? PromotionStatus::expired : PromotionStatus::deactivated);
    (expired ? p.expiration_date : p.deactivation_date) = before(draft, *p.activation_date);
    return true;
}

bool free_units_out_of_order(Draft& draft) {
    FreeUnitsPackage& f = any_of(draft, base_of(draft).free_units_packages, [&] { return make_free_units(draft); });
    f.deactivation_date = before(draft, f.activation_date);
    return true;
}

bool commitment_without_id(Draft& draft) {
    Commitment& c = commitment(draft);
    c.catalogue_id.reset();
    c.legacy_id.reset();
    return true;
}

bool commitment_cancelled_at_no_time(Draft& draft) {
    Commitment& c = commitment(draft);
    c.cancellation_date.reset();
    const std::uint64_t which = draft.random.below(3);
    if (which != 0) c.cancellation_user = user(draft.random, *draft.envelope.org);
    if (which != 1) c.cancellation_system = draft.random.pick(systems());
    return true;
}

bool period_backwards(Draft& draft) {
    base_of(draft).bundles_history = make_bundles_history(draft, 1 + draft.random.below(3));
    auto& history = *base_of(draft).bundles_history;
    SubscriptionBundleHistory& period = history[draft.random.below(history.size())];
    std::swap(period.start_date, period.end_date);
    return true;
}

bool periods_overlap(Draft& draft) {
    base_of(draft).bundles_history = make_bundles_history(draft, 1 + draft.random.below(2));
    auto& history = *base_of(draft).bundles_history;
    SubscriptionBundleHistory inside = history[draft.random.below(history.size())];
    const std::int64_t length = inside.end_date.micros - inside.start_date.micros;
    inside.start_date = draft.random.instant(inside.start_date, Instant{inside.start_date.micros + length / 2});
    if (draft.random.percent(50)) history.push_back(std::move(inside));
    else history.insert(history.begin(), std::move(inside));
    return true;
}

bool no_mac(Draft& draft) {
    Device& d = device(draft);
    d.mac_address = draft.random.word("N/A", "", "00:1a:2b:3c:4d", "00:1a-2b:3c-4d:5e", "zz:1a:2b:3c:4d:5e",
                                      "001a.2b3c.4d5e", "00:1a:2b:3c:4d:5e:6f");
    return true;
}

constexpr std::array kInjectors{
    Injector{"ADD-001", kV3Subscriptions, add_on_without_activation},
    Injector{"ADD-002", kV3Subscriptions, add_on_without_deactivation},
    Injector{"ADD-003", kV3Subscriptions, add_on_with_activation},
    Injector{"ADD-004", kV3Subscriptions, add_on_out_of_order},
    Injector{"PRO-001", kV3Subscriptions, promotion_without_activation},
    Injector{"PRO-002", kV3Subscriptions, promotion_without_deactivation},
    Injector{"PRO-003", kV3Subscriptions, promotion_without_expiration},
    Injector{"PRO-004", kV3Subscriptions, promotion_out_of_order},
    Injector{"FUP-001", kV3Subscriptions, free_units_out_of_order},
    Injector{"COM-001", kV3Subscriptions, commitment_without_id},
    Injector{"COM-002", kV3Subscriptions, commitment_cancelled_at_no_time},
    Injector{"BUN-001", kV3Subscriptions, period_backwards},
    Injector{"BUN-002", kV3Subscriptions, periods_overlap},
    Injector{"DEV-001", kV3Subscriptions, no_mac},
};

}  // namespace

std::span<const Injector> part_injectors() noexcept { return kInjectors; }

}  // namespace abonado::gen
