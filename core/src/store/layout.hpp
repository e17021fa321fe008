// Where the parts of the model are kept: which table holds the objects of a struct, which objects become columns of the row
// that holds them. Everything else about the tables comes from the field tables.
//
// A struct's row has a column for each scalar member and for each member of an object that is spread out below, and a column
// `other` with the rest as JSON: members that the documents do not know, lists of texts, and whatever has no row here.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

#include "abonado/export.h"
#include "abonado/model.hpp"

namespace abonado {

// The table of the bodies of a kind; the v3 bodies share one, as a subscription has one of them. Hidden, as a specialisation is
// otherwise exported with its argument.
template <Described T>
ABONADO_HIDDEN inline constexpr std::string_view kBodyTable{};
template <>
inline constexpr std::string_view kBodyTable<SubscriptionBase> = "v3_subscriptions";
template <>
inline constexpr std::string_view kBodyTable<Max> = kBodyTable<SubscriptionBase>;
template <>
inline constexpr std::string_view kBodyTable<Disney> = kBodyTable<SubscriptionBase>;
template <>
inline constexpr std::string_view kBodyTable<AmazonPrime> = kBodyTable<SubscriptionBase>;
template <>
inline constexpr std::string_view kBodyTable<GetSubscription> = "v1_subscriptions";
template <>
inline constexpr std::string_view kBodyTable<CreateCreditLimitsRequest> = "credit_limit_requests";
template <>
inline constexpr std::string_view kBodyTable<CreateSegmentRequest> = "segments";
template <>
inline constexpr std::string_view kBodyTable<SubscriptionProduct> = "subscription_products";
template <>
inline constexpr std::string_view kBodyTable<Product> = "catalogue_products";
template <>
inline constexpr std::string_view kBodyTable<GetSubscriptionShipping> = "shippings";

// The table of the elements of a list. Empty: the list is kept as JSON.
template <auto M>
ABONADO_HIDDEN inline constexpr std::string_view kListTable{};
template <>
inline constexpr std::string_view kListTable<&SubscriptionBase::add_ons> = "add_ons";
template <>
inline constexpr std::string_view kListTable<&SubscriptionBase::free_units_packages> = "free_units_packages";
template <>
inline constexpr std::string_view kListTable<&DevicesRelatedInfo::devices> = "devices";
template <>
inline constexpr std::string_view kListTable<&Device::commitments> = "device_commitments";
template <>
inline constexpr std::string_view kListTable<&SubscriptionBase::promotions> = "promotions";
template <>
inline constexpr std::string_view kListTable<&Promotion::commitments> = "promotion_commitments";
template <>
inline constexpr std::string_view kListTable<&SubscriptionBase::bundles_history> = "bundles_history";
template <>
inline constexpr std::string_view kListTable<&GetSubscription::account_bundles> = "account_bundles";
template <>
inline constexpr std::string_view kListTable<&GetSubscription::status_history> = "status_history";
template <>
inline constexpr std::string_view kListTable<&CreateCreditLimitsRequest::credit_limits> = "credit_limits";
template <>
inline constexpr std::string_view kListTable<&SubscriptionProduct::historical_changes> = "tariff_history";
template <>
inline constexpr std::string_view kListTable<&Product::compatibilities> = "compatibilities";

// Whether an object's members are columns of the row of the struct that holds it, with the member's name before theirs.
template <auto M>
inline constexpr bool kIsSpread = false;
template <>
inline constexpr bool kIsSpread<&SubscriptionBase::devices_related_info> = true;
template <>
inline constexpr bool kIsSpread<&SubscriptionBase::bundle_related_info> = true;
template <>
inline constexpr bool kIsSpread<&Max::specific_data> = true;
template <>
inline constexpr bool kIsSpread<&Disney::specific_data> = true;
template <>
inline constexpr bool kIsSpread<&AmazonPrime::specific_data> = true;
template <>
inline constexpr bool kIsSpread<&GetSubscription::cancellation_reason> = true;
template <>
inline constexpr bool kIsSpread<&SubscriptionProduct::product> = true;
template <>
inline constexpr bool kIsSpread<&SubscriptionProduct::bundle> = true;

// A member of the owner that each row of a list repeats, because a CHECK on the row needs it. A foreign key keeps it equal.
template <auto M>
struct Repeated {
    static constexpr bool any = false;
};
template <>
struct Repeated<&CreateCreditLimitsRequest::credit_limits> {
    static constexpr bool any = true;
    static constexpr auto member = &CreateCreditLimitsRequest::subscription_type;
    static constexpr std::string_view column = "subscription_type";
};

// When a row holds, by what the documents say: from the first instant on, until before the second. Expressions over the
// table's columns; NULL or empty is an open end. Rows of structs without dates hold at all times.
struct ValidityColumns {
    std::string_view from;
    std::string_view to;
};
// What was asked for, or cancelled before, is without a date of activation and held at no time.
inline constexpr std::string_view kNeverIfNull = "ifnull(activation_date, 9223372036854775807)";
template <Described T>
inline constexpr ValidityColumns kValidity{};
template <>
inline constexpr ValidityColumns kValidity<SubscriptionBase>{"creation_date", ""};
template <>
inline constexpr ValidityColumns kValidity<AddOn>{kNeverIfNull, "deactivation_date"};
template <>
inline constexpr ValidityColumns kValidity<FreeUnitsPackage>{"activation_date", "deactivation_date"};
template <>
inline constexpr ValidityColumns kValidity<Promotion>{
    kNeverIfNull, "min(ifnull(deactivation_date, expiration_date), ifnull(expiration_date, deactivation_date))"};
template <>
inline constexpr ValidityColumns kValidity<Commitment>{
    "creation_date", "min(ifnull(cancellation_date, expiration_date), ifnull(expiration_date, cancellation_date))"};
template <>
inline constexpr ValidityColumns kValidity<SubscriptionBundleHistory>{"start_date", "end_date"};
template <>
inline constexpr ValidityColumns kValidity<AccountBundle>{"creation_date", "deactivation_date"};
template <>
inline constexpr ValidityColumns kValidity<StatusHistoryEntry>{"status_date", ""};
template <>
inline constexpr ValidityColumns kValidity<HistoricalProduct>{"historic_date", ""};

// How a member is kept in the row of its struct.
enum class Keeping : std::uint8_t { column, spread, list_table, json };

// `Self` says that the struct is the element of a list of its own kind: a tariff among the tariffs it may change to. Its
// own lists are then kept as JSON, so that tables need not hold trees.
template <auto M, bool Self>
consteval Keeping keeping() {
    constexpr FieldType type = Field<M>::type;
    if (type == FieldType::object) return kIsSpread<M> ? Keeping::spread : Keeping::json;
    if (type == FieldType::object_list) return !Self && !kListTable<M>.empty() ? Keeping::list_table : Keeping::json;
    if (type == FieldType::text_list || type == FieldType::external_id) return Keeping::json;
    return Keeping::column;
}

template <class Owner, class Element>
inline constexpr bool kIsSelf = std::is_same_v<Owner, Element>;

}  // namespace abonado
