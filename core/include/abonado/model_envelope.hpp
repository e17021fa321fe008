// The envelope of a dump's line (decided here) and the table of record kinds.
//
// Plain values, as in model_migration.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "abonado/export.h"
#include "abonado/model_migration.hpp"
#include "abonado/model_product.hpp"
#include "abonado/model_requests.hpp"
#include "abonado/model_subscription.hpp"

namespace ABONADO_PUBLIC abonado {

// Every body a record can have. Kinds that share a schema share an alternative: `subscription` is a SubscriptionBase.
using Body = std::variant<Max, Disney, AmazonPrime, SubscriptionBase, GetSubscription, CreateCreditLimitsRequest,
                          CreateSegmentRequest, SubscriptionProduct, Product, GetSubscriptionShipping>;
template <>
inline constexpr bool detail::kIsBody<Body> = true;

// What a subscription can be found by, and the SIM that carries it
struct Identifiers {
    std::optional<std::string> msisdn;
    std::optional<std::string> subscriptionemail;
    std::optional<std::string> landlinenumber;
    std::optional<std::string> externalid;
    std::optional<std::string> deviceinsurance;
    std::optional<std::string> insurancepolicyid;
    std::optional<std::string> ottexternalid;
    std::optional<std::string> imsi;
    std::optional<std::string> iccid;
    UnknownMembers unknown;
    bool operator==(const Identifiers&) const = default;
};
template <>
struct FieldsOf<Identifiers> {
    static constexpr std::string_view name = "Identifiers";
    static constexpr std::string_view doc = "What a subscription can be found by, and the SIM that carries it";
    static constexpr std::string_view source = "decided here, by seed 2's filter_type";
    static constexpr auto table = std::tuple{
        field<&Identifiers::msisdn>("MSISDN", "Mobile number"),
        field<&Identifiers::subscriptionemail>("SUBSCRIPTIONEMAIL", "E-mail address"),
        field<&Identifiers::landlinenumber>("LANDLINENUMBER", "Landline number"),
        field<&Identifiers::externalid>("EXTERNALID", "Identifier at a third party"),
        field<&Identifiers::deviceinsurance>("DEVICEINSURANCE", "Insured device"),
        field<&Identifiers::insurancepolicyid>("INSURANCEPOLICYID", "Insurance policy"),
        field<&Identifiers::ottexternalid>("OTTEXTERNALID", "Identifier at an OTT service"),
        field<&Identifiers::imsi>("IMSI", "Subscriber identity, 15 digits"),
        field<&Identifiers::iccid>("ICCID", "SIM card number, 19 or 20 digits")};
};
static_assert(has_row_for_every_member<Identifiers>());

// A line of a dump: path parameters and body of the operation it stands for
struct Envelope {
    RecordKind kind{};
    std::optional<std::string> org;
    std::optional<LegacyId> legacy_id;
    Body body;
    std::optional<BillingType> billing_type;
    std::optional<Identifiers> identifiers;
    std::optional<SegmentClass> segment_class;
    UnknownMembers unknown;
    bool operator==(const Envelope&) const = default;
};
template <>
struct FieldsOf<Envelope> {
    static constexpr std::string_view name = "Envelope";
    static constexpr std::string_view doc = "A line of a dump: path parameters and body of the operation it stands for";
    static constexpr std::string_view source = "decided here: the dump's envelope";
    static constexpr auto table = std::tuple{
        field<&Envelope::kind>("kind", "What the line stands for"),
        field<&Envelope::org>("org", "Organisation"),
        field<&Envelope::legacy_id>("legacy_id", "Legacy subscription id"),
        field<&Envelope::body>("body", "The document"),
        field<&Envelope::billing_type>("billing_type", "Prepaid or postpaid"),
        field<&Envelope::identifiers>("identifiers", "What the subscription can be found by"),
        field<&Envelope::segment_class>("segment_class", "Class that decides the segment prefix")};
};
static_assert(has_row_for_every_member<Envelope>());

// kind, org, legacy_id and body stand first in the envelope's table: what is wrong with them is ENV-001, not a DOC rule.
inline constexpr int kEnvelopeKeyMembers = 4;

// A row of the table of record kinds: what a line of that kind holds and by what it is named.
struct KindInfo {
    RecordKind kind;
    std::string_view doc;
    const StructInfo& (*body)() noexcept;
    bool is_v3;                            // the organisation must be one of MigrationOrg
    bool needs_org;                        // the organisation is part of the key
    bool key_in_envelope;                  // keyed by the envelope's legacy_id; otherwise by the body's id
    std::optional<SubscriptionType> type;  // the one subscription type of this kind, if there is one
};

// One row per RecordKind, in its order; the bodies stand in the order of the alternatives of Body.
inline constexpr std::array<KindInfo, 10> kRecordKinds{{
    {RecordKind::max, "Max subscription", &struct_info<Max>, true, true, true, SubscriptionType::max},
    {RecordKind::disney, "Disney subscription", &struct_info<Disney>, true, true, true, SubscriptionType::disney},
    {RecordKind::amazon_prime, "Amazon Prime subscription", &struct_info<AmazonPrime>, true, true, true,
     SubscriptionType::amazonprime},
    {RecordKind::subscription, "subscription of any other type", &struct_info<SubscriptionBase>, true, true, true, {}},
    {RecordKind::legacy_subscription, "v1 subscription", &struct_info<GetSubscription>, false, true, false, {}},
    {RecordKind::credit_limits,
     "credit limits to create",
     &struct_info<CreateCreditLimitsRequest>,
     true,
     true,
     true,
     {}},
    {RecordKind::segment, "segment to create", &struct_info<CreateSegmentRequest>, true, true, true, {}},
    {RecordKind::product, "tariff of a subscription", &struct_info<SubscriptionProduct>, false, true, false, {}},
    {RecordKind::catalogue_product, "tariff of the catalogue", &struct_info<Product>, false, false, false, {}},
    {RecordKind::shipping, "shipping or pickup", &struct_info<GetSubscriptionShipping>, false, true, true, {}},
}};

// The row of a kind.
constexpr const KindInfo& kind_info(RecordKind kind) noexcept { return kRecordKinds[static_cast<std::size_t>(kind)]; }

}  // namespace abonado
