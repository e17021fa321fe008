// Clean parts of a v3 subscription: add-ons, free units, promotions, devices, commitments, bundle periods.
#include <algorithm>

#include "generate/bodies.hpp"
#include "generate/vocabulary.hpp"

namespace abonado::gen {

namespace {

// When a part came to be: some time after the subscription, and long enough ago for all that may follow.
Instant part_creation(Draft& draft) {
    return draft.random.instant(base_of(draft).creation_date, plus_days(draft.now, -60));
}

std::string org_user(Draft& draft) { return user(draft.random, *draft.envelope.org); }

std::string mac_address(Random& random) {
    constexpr std::string_view kHex = "0123456789abcdef";
    const char separator = random.percent(80) ? ':' : '-';
    std::string out;
    for (int pair = 0; pair < 6; ++pair) {
        if (pair > 0) out += separator;
        out += kHex[random.below(16)];
        out += kHex[random.below(16)];
    }
    return out;
}

}  // namespace

AddOn make_add_on(Draft& draft, AddOnStatus status) {
    Random& random = draft.random;
    AddOn out;
    if (random.percent(70)) out.id = draft.numbered("AO-", 10);
    if (!out.id || random.percent(50)) out.legacy_id = LegacyId{random.between(1, 99'999'999)};
    out.catalogue_add_on_id = draft.numbered(
        random.word("ADDON_ROAMING_", "ADDON_DATOS_", "ADDON_LLAMADAS_", "ADDON_SEGURO_"), 4);
    out.creation_date = part_creation(draft);
    if (random.percent(60)) out.creation_system = random.pick(systems());
    out.creation_user = org_user(draft);
    out.status = status;
    Instant last = out.creation_date;
    if (status == AddOnStatus::active || status == AddOnStatus::deactivated) {
        out.activation_date = last = random.instant(last, plus_days(last, 2));
    }
    if (status == AddOnStatus::deactivated) {
        out.deactivation_date = last = random.instant(plus_days(last, 3), plus_days(draft.now, -1));
        if (random.percent(50)) out.deactivation_system = random.pick(systems());
        out.deactivation_user = org_user(draft);
    }
    out.last_updated_date = random.instant(last, draft.now);
    return out;
}

FreeUnitsPackage make_free_units(Draft& draft) {
    Random& random = draft.random;
    FreeUnitsPackage out;
    out.id = draft.numbered("FUP-", 8);
    if (random.percent(50)) out.legacy_id = LegacyId{random.between(1, 9'999'999)};
    out.catalogue_free_units_packages_id = draft.numbered(random.word("FUP_DATOS_", "FUP_VOZ_", "FUP_SMS_"), 3);
    out.activation_date = part_creation(draft);
    if (random.percent(40)) {
        out.deactivation_date = random.instant(plus_days(out.activation_date, 1), plus_days(draft.now, -1));
    }
    return out;
}

Commitment make_commitment(Draft& draft) {
    Random& random = draft.random;
    Commitment out;
    if (random.percent(50)) out.id = draft.uuid();
    if (random.percent(60)) out.legacy_id = LegacyId{random.between(1, 99'999'999)};
    if (!out.legacy_id || random.percent(40)) out.catalogue_id = draft.numbered("TERM_", 5);
    out.creation_date = part_creation(draft);
    const Instant free_from = plus_days(*out.creation_date, random.between(30, 730));
    out.expiration_date = std::min(free_from, draft.now);
    if (random.percent(60)) out.creation_system = random.pick(systems());
    if (random.percent(15)) {
        out.cancellation_date = random.instant(*out.creation_date, *out.expiration_date);
        out.cancellation_user = org_user(draft);
        if (random.percent(50)) out.cancellation_system = random.pick(systems());
    }
    return out;
}

Promotion make_promotion(Draft& draft, PromotionStatus status) {
    Random& random = draft.random;
    Promotion out;
    out.catalogue_promotion_id = random.pick(promotions());
    out.creation_date = part_creation(draft);
    out.creation_user = org_user(draft);
    if (random.percent(60)) out.creation_system = random.pick(systems());
    out.status = status;
    const Instant start = random.instant(out.creation_date, plus_days(out.creation_date, 5));
    out.activation_date = start;
    if (status == PromotionStatus::expired) {
        out.expiration_date = random.instant(plus_days(start, 10), plus_days(draft.now, -1));
    } else if (status == PromotionStatus::deactivated) {
        out.deactivation_date = random.instant(plus_days(start, 1), plus_days(draft.now, -1));
        out.deactivation_user = org_user(draft);
        if (random.percent(50)) out.deactivation_system = random.pick(systems());
        out.status_detail = random.word("BAJA DE LA SUSCRIPCIÓN", "SUSTITUIDA POR OTRA PROMOCIÓN", "ERROR DE VENTA");
    }
    if (random.percent(60)) out.commitments = {make_commitment(draft)};
    return out;
}

Device make_device(Draft& draft) {
    Random& random = draft.random;
    Device out;
    if (random.percent(70)) out.id = draft.uuid();
    out.catalogue_commercial_device_id = draft.numbered(
        random.word("CDEV_ROUTER_", "CDEV_DECO_", "CDEV_MOVIL_", "CDEV_SIM_"), 4);
    if (random.percent(60)) out.catalogue_device_id = draft.numbered("DEV_", 6);
    if (random.percent(60)) out.shipping_order_id = draft.numbered("SO-", 9);
    if (random.percent(10)) out.pickup_order_id = draft.numbered("PO-", 9);
    out.serial_number = draft.numbered("SN", 12);
    if (random.percent(70)) out.mac_address = mac_address(random);
    out.acquisition_type = static_cast<AcquisitionType>(random.below(EnumTable<AcquisitionType>::words.size()));
    if (random.percent(50)) out.commitments = {make_commitment(draft)};
    return out;
}

// The time since the creation is cut into equal parts with one period in each, so that none can overlap.
std::vector<SubscriptionBundleHistory> make_bundles_history(Draft& draft, std::uint64_t count) {
    Random& random = draft.random;
    const Instant begin = base_of(draft).creation_date;
    const std::int64_t part = (draft.now.micros - begin.micros) / static_cast<std::int64_t>(count);
    std::vector<SubscriptionBundleHistory> out(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        SubscriptionBundleHistory& period = out[i];
        const Instant first{begin.micros + part * static_cast<std::int64_t>(i)};
        period.start_date = random.instant(first, Instant{first.micros + part / 4});
        period.end_date = random.instant(Instant{first.micros + part / 2}, Instant{first.micros + part});
        if (random.percent(60)) period.bundle_id = draft.uuid();
        period.legacy_bundle_id = LegacyId{random.between(1, 9'999'999)};
        period.last_status_reason = random.pick(bundle_reasons());
        period.catalogue_bundled_product_id = draft.numbered("BP_", 5);
        period.catalogue_bundled_commercial_product_id = draft.numbered("BCP_", 5);
        period.catalogue_commercial_product_id = draft.numbered("CP_", 5);
        if (random.percent(50)) period.mandatory = random.percent(30);
    }
    if (random.percent(30)) std::reverse(out.begin(), out.end());  // some systems write the newest first
    return out;
}

}  // namespace abonado::gen
