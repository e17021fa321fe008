// Rules SUB: every edit first makes the status that the rule is about, so that no other rule speaks.
#include <array>

#include "generate/bodies.hpp"
#include "generate/injectors.hpp"
#include "generate/vocabulary.hpp"

namespace abonado::gen {

namespace {

using Status = SubscriptionStatus;

Instant some_days_before(Draft& draft, Instant date) { return plus_days(date, -draft.random.between(1, 400)); }

bool without_activation(Draft& draft) {
    set_status(draft, draft.random.percent(70) ? Status::active : Status::deactivated);
    base_of(draft).activation_date.reset();
    return true;
}

bool cancelled_with_activation(Draft& draft) {
    set_status(draft, Status::cancelled);
    base_of(draft).activation_date = plus_days(base_of(draft).creation_date, draft.random.between(0, 30));
    return true;
}

bool without_deactivation(Draft& draft) {
    set_status(draft, Status::deactivated);
    base_of(draft).deactivation_date.reset();
    return true;
}

bool with_deactivation(Draft& draft) {
    set_status(draft, draft.random.percent(70) ? Status::active : Status::cancelled);
    base_of(draft).deactivation_date = plus_days(base_of(draft).creation_date, draft.random.between(20, 60));
    return true;
}

bool active_before_creation(Draft& draft) {
    set_status(draft, draft.random.percent(70) ? Status::active : Status::deactivated);
    SubscriptionBase& s = base_of(draft);
    s.activation_date = some_days_before(draft, s.creation_date);
    return true;
}

bool inactive_before_active(Draft& draft) {
    set_status(draft, Status::deactivated);
    SubscriptionBase& s = base_of(draft);
    s.deactivation_date = some_days_before(draft, *s.activation_date);
    return true;
}

bool updates_out_of_order(Draft& draft) {
    SubscriptionBase& s = base_of(draft);
    switch (draft.random.below(3)) {
        case 0:
            s.last_status_update = some_days_before(draft, s.creation_date);
            break;
        case 1:
            s.last_updated_date = some_days_before(draft, *s.last_status_update);
            break;
        default:
            s.last_status_update.reset();
            s.last_updated_date = some_days_before(draft, s.creation_date);
    }
    return true;
}

bool deactivated_by_somebody(Draft& draft) {
    set_status(draft, draft.random.percent(70) ? Status::active : Status::cancelled);
    SubscriptionBase& s = base_of(draft);
    const std::uint64_t which = draft.random.below(3);
    if (which != 0) s.deactivation_user = user(draft.random, *draft.envelope.org);
    if (which != 1) s.deactivation_system = draft.random.pick(systems());
    return true;
}

bool type_of_other_kind(Draft& draft) {
    using enum SubscriptionType;
    constexpr std::array kOwnKind{max, disney, amazonprime};
    SubscriptionType type = draft.random.pick(kOwnKind);
    if (type == kind_info(draft.envelope.kind).type) type = draft.random.percent(50) ? netflix : mobile;
    base_of(draft).type = type;
    return true;
}

bool from_the_future(Draft& draft) {
    constexpr Instant kYear2999{375'835 * kDayMicros};  // 2999-01-01
    base_of(draft).last_updated_date = plus_days(kYear2999, draft.random.between(0, 364));
    return true;
}

bool unknown_reason(Draft& draft) {
    base_of(draft).last_status_reason = draft.random.word("MOTIVO DESCONOCIDO", "99", "alta nueva", "N/A",
                                                          "BAJA POR TRASLADO");
    return true;
}

constexpr std::array kInjectors{
    Injector{"SUB-001", kV3Subscriptions, without_activation},
    Injector{"SUB-002", kV3Subscriptions, cancelled_with_activation},
    Injector{"SUB-003", kV3Subscriptions, without_deactivation},
    Injector{"SUB-004", kV3Subscriptions, with_deactivation},
    Injector{"SUB-005", kV3Subscriptions, active_before_creation},
    Injector{"SUB-006", kV3Subscriptions, inactive_before_active},
    Injector{"SUB-007", kV3Subscriptions, updates_out_of_order},
    Injector{"SUB-008", kV3Subscriptions, deactivated_by_somebody},
    Injector{"SUB-009", kV3Subscriptions, type_of_other_kind},
    Injector{"SUB-010", kV3Subscriptions, from_the_future},
    Injector{"SUB-011", kV3Subscriptions, unknown_reason},
};

}  // namespace

std::span<const Injector> subscription_injectors() noexcept { return kInjectors; }

}  // namespace abonado::gen
