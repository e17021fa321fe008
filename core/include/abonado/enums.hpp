// The closed vocabularies of the API documents. One table per enum gives its wire words; nothing else repeats them.
//
// Enumerators are contiguous from zero and stand in the order of their words, so that a word's position is the value.
// Wire words are stored and sent, never the C++ integer. Everything here is constexpr and safe to use from any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "abonado/export.h"

namespace ABONADO_PUBLIC abonado {

// An enum table without its C++ type: what decoders, bindings and the reference page read.
struct EnumInfo {
    std::string_view name;
    std::string_view source;  // the document the words come from
    std::span<const std::string_view> words;
};

// The table of an enum, specialised beside it: name, source, words.
template <class E>
struct EnumTable;

#define ABONADO_ENUM_TABLE(Enum, Source, ...)                                         \
    template <>                                                                       \
    struct EnumTable<Enum> {                                                          \
        static constexpr std::string_view name = #Enum;                               \
        static constexpr std::string_view source = Source;                            \
        static constexpr auto words = std::to_array<std::string_view>({__VA_ARGS__}); \
        static constexpr EnumInfo info{name, source, words};                          \
    }

// Organisations of the v3 paths.
enum class MigrationOrg : std::uint8_t { euskaltel, telecable, rcable, racctel };
ABONADO_ENUM_TABLE(MigrationOrg, "seed 0, path parameter org", "euskaltel", "telecable", "rcable", "racctel");

// Status of a subscription in a v3 body.
enum class SubscriptionStatus : std::uint8_t { active, deactivated, cancelled };
ABONADO_ENUM_TABLE(SubscriptionStatus, "seed 3, SubscriptionBase.status", "ACTIVE", "DEACTIVATED", "CANCELLED");

// The states of a live subscription: those of a v3 body, and the one before activation.
enum class LiveStatus : std::uint8_t { pre_active, active, deactivated, cancelled };
ABONADO_ENUM_TABLE(LiveStatus, "lifecycle page of the portal", "PRE_ACTIVE", "ACTIVE", "DEACTIVATED", "CANCELLED");

// What a subscription is for.
enum class SubscriptionType : std::uint8_t {
    mobile,
    broadband,
    landline,
    tv,
    security,
    datasharing,
    multisim,
    deviceinsurance,
    netflix,
    applewatch,
    amazonprime,
    max,
    orangetv,
    orangetvlibre,
    disney
};
ABONADO_ENUM_TABLE(SubscriptionType, "seed 2, PatchSubscription.subscription_type; DISNEY from seed 3", "MOBILE",
                   "BROADBAND", "LANDLINE", "TV", "SECURITY", "DATASHARING", "MULTISIM", "DEVICEINSURANCE", "NETFLIX",
                   "APPLEWATCH", "AMAZONPRIME", "MAX", "ORANGETV", "ORANGETVLIBRE", "DISNEY");

// When the customer pays.
enum class BillingType : std::uint8_t { prepaid, postpaid };
ABONADO_ENUM_TABLE(BillingType, "seed 2, GetSubscription.billing_type", "PREPAID", "POSTPAID");

// Status of an add-on.
enum class AddOnStatus : std::uint8_t { requested, active, cancelled, deactivated };
ABONADO_ENUM_TABLE(AddOnStatus, "seed 3, AddOn.status", "REQUESTED", "ACTIVE", "CANCELLED", "DEACTIVATED");

// Status of a promotion.
enum class PromotionStatus : std::uint8_t { active, deactivated, expired };
ABONADO_ENUM_TABLE(PromotionStatus, "seed 3, Promotion.status", "ACTIVE", "DEACTIVATED", "EXPIRED");

// How a device was acquired.
enum class AcquisitionType : std::uint8_t { borrowed, financed, one_time_payment };
ABONADO_ENUM_TABLE(AcquisitionType, "seed 3, Device.acquisition_type", "BORROWED", "FINANCED", "ONE_TIME_PAYMENT");

// What a credit limit is for.
enum class CreditLimitId : std::uint8_t {
    mobile_total,
    mobile_premium,
    mobile_international_voice,
    mobile_roaming_voice,
    landline_international_voice,
    landline_premium,
    landline_total
};
ABONADO_ENUM_TABLE(CreditLimitId, "seed 3, CreditLimit.credit_limit_id", "MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT",
                   "MOBILE_SUBSCRIPTION_PREMIUM_CREDIT_LIMIT", "MOBILE_SUBSCRIPTION_INTERNATIONAL_VOICE_CREDIT_LIMIT",
                   "MOBILE_SUBSCRIPTION_ROAMING_VOICE_CREDIT_LIMIT",
                   "LANDLINE_SUBSCRIPTION_INTERNATIONAL_VOICE_CREDIT_LIMIT",
                   "LANDLINE_SUBSCRIPTION_PREMIUM_CREDIT_LIMIT", "LANDLINE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT");

// Types of subscription that may have credit limits.
enum class CreditLimitSubscriptionType : std::uint8_t { mobile, landline };
ABONADO_ENUM_TABLE(CreditLimitSubscriptionType, "seed 3, CreateCreditLimitsRequest.subscription_type", "MOBILE",
                   "LANDLINE");

// What subscriptions are found by.
enum class FilterType : std::uint8_t {
    msisdn,
    subscriptionemail,
    landlinenumber,
    externalid,
    deviceinsurance,
    insurancepolicyid,
    ottexternalid
};
ABONADO_ENUM_TABLE(FilterType, "seed 2, query parameter filter_type", "MSISDN", "SUBSCRIPTIONEMAIL", "LANDLINENUMBER",
                   "EXTERNALID", "DEVICEINSURANCE", "INSURANCEPOLICYID", "OTTEXTERNALID");

// What may be asked for beside a product.
enum class ProductInclude : std::uint8_t { compatibilities, historical_changes };
ABONADO_ENUM_TABLE(ProductInclude, "seed 4, query.include", "compatibilities", "historical_changes");

// State of a part of the service.
enum class HealthState : std::uint8_t { pass, fail };
ABONADO_ENUM_TABLE(HealthState, "seed 3, HealthResponse", "pass", "fail");

// What decides the prefix of a segment id; `none` has no prefix of its own.
enum class SegmentClass : std::uint8_t { postpaid_mobile, prepaid, convergent, none };
ABONADO_ENUM_TABLE(SegmentClass, "seed 0, CreateSegmentRequest.segment_id", "POSTPAID_MOBILE", "PREPAID", "CONVERGENT",
                   "NONE");

// Which way a device is sent.
enum class ShippingKind : std::uint8_t { shipping, pickup };
ABONADO_ENUM_TABLE(ShippingKind, "decided here: seed 2 documents no member of a shipping", "SHIPPING", "PICKUP");

// The access or number technology that some MySim type names carry (decided here, so that the map has an inverse).
enum class Technology : std::uint8_t { ftth, adsl, analogico, digital };
ABONADO_ENUM_TABLE(Technology, "seed 2, MySim type names", "FTTH", "ADSL", "ANALOGICO", "DIGITAL");

// What a line of a dump stands for.
enum class RecordKind : std::uint8_t {
    max,
    disney,
    amazon_prime,
    subscription,
    legacy_subscription,
    credit_limits,
    segment,
    product,
    catalogue_product,
    shipping
};
ABONADO_ENUM_TABLE(RecordKind, "decided here: the dump's envelope", "max", "disney", "amazon_prime", "subscription",
                   "legacy_subscription", "credit_limits", "segment", "product", "catalogue_product", "shipping");

#undef ABONADO_ENUM_TABLE

// An enum that has a table.
template <class E>
concept WireEnum = requires {
    EnumTable<E>::words;
};

// a == b for short texts: at run time it compares words of eight bytes in place, where a call of memcmp would cost more than
// the comparison.
constexpr bool equal_words(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    if (std::is_constant_evaluated() || a.size() > 32) return a == b;
    const auto differ = [&]<class Chunk>(Chunk, std::size_t at) {
        Chunk x = 0;
        Chunk y = 0;
        std::memcpy(&x, a.data() + at, sizeof x);
        std::memcpy(&y, b.data() + at, sizeof y);
        return static_cast<Chunk>(x ^ y);
    };
    // The last chunk overlaps the one before it, so that no length is left over.
    if (a.size() < 4) {
        if (a.empty()) return true;
        const auto same = [&](std::size_t at) { return a[at] == b[at]; };
        return same(0) && same(a.size() / 2) && same(a.size() - 1);
    }
    if (a.size() < 8) return (differ(std::uint32_t{}, 0) | differ(std::uint32_t{}, a.size() - 4)) == 0;
    std::uint64_t difference = differ(std::uint64_t{}, a.size() - 8);
    for (std::size_t at = 0; at + 8 <= a.size(); at += 8) difference |= differ(std::uint64_t{}, at);
    return difference == 0;
}

// Position of `word` in `words`, or -1. Wire words are case-sensitive.
constexpr int find_word(std::span<const std::string_view> words, std::string_view word) noexcept {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (equal_words(words[i], word)) return static_cast<int>(i);
    }
    return -1;
}

// The wire word of an enumerator.
template <WireEnum E>
constexpr std::string_view to_word(E value) noexcept {
    return EnumTable<E>::words[static_cast<std::size_t>(value)];
}

// The enumerator with this wire word, or nothing. Words are case-sensitive.
template <WireEnum E>
constexpr std::optional<E> from_word(std::string_view word) noexcept {
    const int index = find_word(EnumTable<E>::words, word);
    if (index < 0) return std::nullopt;
    return static_cast<E>(index);
}

// Every enum table, for references and bindings.
std::span<const EnumInfo* const> enum_tables() noexcept;

// A row of seed 2's list "Mapping between Mysim and MasSubscriptions subscription_type". Billing and technology are what
// the name says beyond the type.
struct MySimType {
    std::string_view name;
    SubscriptionType type;
    std::optional<BillingType> billing;
    std::optional<Technology> technology;
};

// The 17 rows in the order of seed 2.
std::span<const MySimType> mysim_types() noexcept;

// The row of a MySim type name, or nullptr. Names are compared exactly.
const MySimType* find_mysim_type(std::string_view name) noexcept;

// The inverse of the map: the one row with this type, billing and technology, or nullptr. DISNEY has no MySim name.
const MySimType* find_mysim_type(SubscriptionType type, std::optional<BillingType> billing,
                                 std::optional<Technology> technology) noexcept;

}  // namespace abonado
