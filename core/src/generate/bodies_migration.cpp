// Clean v3 subscriptions (seed 3).
#include <algorithm>

#include "generate/bodies.hpp"
#include "generate/vocabulary.hpp"

namespace abonado::gen {

namespace {

// Types that have no kind of their own, the common ones more often.
constexpr std::array kOtherTypes{
    SubscriptionType::mobile,        SubscriptionType::mobile,         SubscriptionType::mobile,
    SubscriptionType::mobile,        SubscriptionType::mobile,         SubscriptionType::mobile,
    SubscriptionType::broadband,     SubscriptionType::broadband,      SubscriptionType::broadband,
    SubscriptionType::landline,      SubscriptionType::landline,       SubscriptionType::tv,
    SubscriptionType::security,      SubscriptionType::multisim,       SubscriptionType::datasharing,
    SubscriptionType::netflix,       SubscriptionType::orangetv,       SubscriptionType::applewatch,
    SubscriptionType::orangetvlibre, SubscriptionType::deviceinsurance};

// No subscription is older than its service.
Instant launch_of(RecordKind kind) {
    switch (kind) {
        case RecordKind::max:
            return {19864 * kDayMicros};  // 2024-05-21
        case RecordKind::disney:
            return {18345 * kDayMicros};  // 2020-03-24
        case RecordKind::amazon_prime:
            return {17075 * kDayMicros};  // 2016-10-01
        default:
            return kEarliest;
    }
}

Body body_of(RecordKind kind, Draft& draft) {
    const std::string id = std::to_string(draft.own_id());
    switch (kind) {
        case RecordKind::max: {
            Max body;
            body.specific_data = {"MAX-" + draft.uuid().to_string(), draft.numbered("MAX_", 4), {}};
            return body;
        }
        case RecordKind::disney: {
            Disney body;
            body.specific_data = {draft.numbered("DSNY-U-", 12), "DSNY-S-" + id, draft.numbered("DISNEY_", 4), {}};
            return body;
        }
        case RecordKind::amazon_prime: {
            AmazonPrime body;
            body.specific_data = {"amzn1.entitlement." + draft.uuid().to_string(),
                                  draft.numbered("amzn1.bundle.", 8),
                                  draft.random.word("PRIME_STANDARD", "PRIME_ADS", "PRIME_STUDENT"),
                                  draft.numbered("PRIME_", 4),
                                  {}};
            return body;
        }
        default:
            break;
    }
    return SubscriptionBase{};
}

SubscriptionStatus draw_status(Random& random) {
    const std::uint64_t roll = random.below(100);
    return roll < 88   ? SubscriptionStatus::active
           : roll < 97 ? SubscriptionStatus::deactivated
                       : SubscriptionStatus::cancelled;
}

AddOnStatus draw_add_on_status(Random& random) {
    const std::uint64_t roll = random.below(100);
    return roll < 76   ? AddOnStatus::active
           : roll < 91 ? AddOnStatus::deactivated
           : roll < 96 ? AddOnStatus::requested
                       : AddOnStatus::cancelled;
}

PromotionStatus draw_promotion_status(Random& random) {
    const std::uint64_t roll = random.below(100);
    return roll < 60 ? PromotionStatus::active : roll < 85 ? PromotionStatus::expired : PromotionStatus::deactivated;
}

void add_parts(Draft& draft) {
    SubscriptionBase& s = base_of(draft);
    Random& random = draft.random;
    if (random.percent(60)) {
        s.add_ons.emplace();
        for (std::uint64_t n = 1 + random.below(2); n > 0; --n) {
            s.add_ons->push_back(make_add_on(draft, draw_add_on_status(random)));
        }
    }
    if (random.percent(30)) s.free_units_packages = {make_free_units(draft)};
    if (random.percent(35)) {
        s.devices_related_info.emplace();
        s.devices_related_info->devices = {make_device(draft)};
    } else if (random.percent(20)) {
        s.devices_related_info.emplace();
    }
    if (random.percent(50)) {
        s.bundle_related_info.bundle_id = draft.uuid();
        s.bundle_related_info.legacy_bundle_id = LegacyId{random.between(1, 9'999'999)};
        s.bundle_related_info.mandatory = random.percent(30);
    }
    if (random.percent(45)) s.promotions = {make_promotion(draft, draw_promotion_status(random))};
    if (random.percent(35)) s.bundles_history = make_bundles_history(draft, 1 + random.below(2));
}

}  // namespace

void set_status(Draft& draft, SubscriptionStatus status) {
    SubscriptionBase& s = base_of(draft);
    Random& random = draft.random;
    s.status = status;
    s.activation_date.reset();
    s.deactivation_date.reset();
    s.deactivation_user.reset();
    s.deactivation_system.reset();
    if (status == SubscriptionStatus::cancelled) {
        s.last_status_update = random.instant(s.creation_date, plus_days(s.creation_date, 20));
    } else {
        s.activation_date = random.instant(s.creation_date, plus_days(s.creation_date, 10));
        s.last_status_update = s.activation_date;
    }
    if (status == SubscriptionStatus::deactivated) {
        s.deactivation_date = random.instant(plus_days(*s.activation_date, 3), plus_days(draft.now, -1));
        s.last_status_update = s.deactivation_date;
        s.deactivation_user = user(random, *draft.envelope.org);
        s.deactivation_system = random.pick(systems());
    }
    s.last_status_reason = random.pick(status_reasons(status));
    s.last_updated_date = random.instant(*s.last_status_update, draft.now);
}

void make_migration(Draft& draft, RecordKind kind) {
    Random& random = draft.random;
    Envelope& e = draft.envelope;
    e.org = to_word(static_cast<MigrationOrg>(random.below(EnumTable<MigrationOrg>::words.size())));
    e.legacy_id = LegacyId{draft.own_id()};
    e.body = body_of(kind, draft);
    const SubscriptionType type = kind_info(kind).type.value_or(random.pick(kOtherTypes));
    SubscriptionBase& s = base_of(draft);
    if (random.percent(92)) s.id = draft.own_uuid();
    // The one kind that does not tell the type has to say it.
    if (kind == RecordKind::subscription || random.percent(70)) s.type = type;
    const Instant from = std::min(launch_of(kind), plus_days(draft.now, -400));
    s.creation_date = random.instant(from, plus_days(draft.now, -kYoungest));
    s.creation_user = user(random, *e.org);
    if (random.percent(80)) s.creation_system = random.pick(systems());
    s.catalogue_commercial_product_id = "CP_" + std::string(to_word(type)) + draft.numbered("_", 5);
    s.legacy_account_id = LegacyId{random.between(100'000, 99'999'999)};
    if (random.percent(80)) s.account_id = draft.uuid();
    set_status(draft, draw_status(random));
    add_parts(draft);
    if (type == SubscriptionType::mobile)
        e.billing_type = random.percent(25) ? BillingType::prepaid : BillingType::postpaid;
    else if (random.percent(30)) e.billing_type = BillingType::postpaid;
    if (type == SubscriptionType::mobile || random.percent(40)) add_identifiers(draft, type, person(random).email);
}

}  // namespace abonado::gen
