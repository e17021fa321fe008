// Rules across the records of a dump: DUP. Each takes something from an earlier, clean record.
#include <array>

#include "generate/bodies.hpp"
#include "generate/injectors.hpp"
#include "generate/vocabulary.hpp"

namespace abonado::gen {

namespace {

constexpr std::string_view kAgain = " (2)";

// Other content under the same key, without a broken rule.
void change_content(Envelope& envelope) {
    if (SubscriptionBase* base = base_of(envelope.body)) {
        base->creation_user += kAgain;
    } else if (auto* legacy = std::get_if<GetSubscription>(&envelope.body)) {
        legacy->user_name = legacy->user_name.value_or("") += kAgain;
    } else if (auto* limits = std::get_if<CreateCreditLimitsRequest>(&envelope.body)) {
        limits->credit_limits.front().reason += kAgain;
    } else if (auto* segment = std::get_if<CreateSegmentRequest>(&envelope.body)) {
        segment->reason += kAgain;
    } else if (auto* tariff = std::get_if<SubscriptionProduct>(&envelope.body)) {
        tariff->product.value = tariff->product.value.value_or("") += kAgain;
    } else if (auto* product = std::get_if<Product>(&envelope.body)) {
        product->value = product->value.value_or("") += kAgain;
    } else if (auto* shipping = std::get_if<GetSubscriptionShipping>(&envelope.body)) {
        shipping->serial_number = shipping->serial_number.value_or("SN") += kAgain;
    }
}

bool repeated_key(Draft& draft) {
    const Sources& sources = draft.sources.any;
    if (sources.empty()) return false;
    draft.envelope = sources.pick(draft.random);
    if (draft.random.percent(60)) change_content(draft.envelope);  // else the very same line, which is a warning
    return true;
}

bool shared_uuid(Draft& draft) {
    const Sources& sources = draft.sources.by_uuid;
    if (sources.empty()) return false;
    base_of(draft).id = base_of(sources.pick(draft.random).body)->id;
    return true;
}

bool shared_number(Draft& draft) {
    const Sources& sources = draft.sources.by_msisdn;
    if (sources.empty()) return false;
    const Envelope& source = sources.pick(draft.random);
    Envelope& e = draft.envelope;
    e.org = source.org;  // an organisation of v3, which v1 records may have as well
    e.billing_type = BillingType::postpaid;
    if (auto* legacy = std::get_if<GetSubscription>(&e.body)) {
        legacy->subscription_type = SubscriptionType::mobile;
        set_legacy_status(draft, draft.random.percent(70) ? LiveStatus::active : LiveStatus::pre_active);
    } else {
        base_of(draft).type = SubscriptionType::mobile;
        set_status(draft, SubscriptionStatus::active);
    }
    add_identifiers(draft, SubscriptionType::mobile, person(draft.random).email);
    // One number is one number however it is written.
    const std::string e164 = Msisdn::normalise(*source.identifiers->msisdn)->e164;
    switch (draft.random.below(3)) {
        case 0:
            e.identifiers->msisdn = source.identifiers->msisdn;
            break;
        case 1:
            e.identifiers->msisdn = e164;
            break;
        default:
            e.identifiers->msisdn = "00" + e164.substr(1, 2) + "-" + e164.substr(3);
            break;
    }
    return true;
}

constexpr std::array kInjectors{
    Injector{"DUP-001", kAllKinds, repeated_key},
    Injector{"DUP-002", kV3Subscriptions, shared_uuid},
    Injector{"DUP-003", {RecordKind::subscription, RecordKind::legacy_subscription}, shared_number},
};

}  // namespace

std::span<const Injector> dump_injectors() noexcept { return kInjectors; }

}  // namespace abonado::gen
