// The v1 subscription bodies (seed 2). The document shows an example, not a schema: only what a verdict needs is required.
//
// Plain values, as in model_migration.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "abonado/export.h"
#include "abonado/fields.hpp"

namespace ABONADO_PUBLIC abonado {

// A bundle of the account
struct AccountBundle {
    std::optional<LegacyId> account_bundle_id;
    std::optional<std::string> status;
    std::optional<Instant> creation_date;
    std::optional<Instant> deactivation_date;
    UnknownMembers unknown;
    bool operator==(const AccountBundle&) const = default;
};
template <>
struct FieldsOf<AccountBundle> {
    static constexpr std::string_view name = "AccountBundle";
    static constexpr std::string_view doc = "A bundle of the account";
    static constexpr std::string_view source = "seed 2, GetSubscription.account_bundles";
    static constexpr auto table = std::tuple{
        field<&AccountBundle::account_bundle_id>("account_bundle_id", "Bundle identifier"),
        field<&AccountBundle::status>("status", "Bundle status"),
        field<&AccountBundle::creation_date>("creation_date", "Creation date"),
        field<&AccountBundle::deactivation_date>("deactivation_date", "Deactivation date")};
};
static_assert(has_row_for_every_member<AccountBundle>());

// One named line of an address
struct AddressLine {
    std::optional<std::string> address_line_name;
    std::optional<std::string> address_line_value;
    UnknownMembers unknown;
    bool operator==(const AddressLine&) const = default;
};
template <>
struct FieldsOf<AddressLine> {
    static constexpr std::string_view name = "AddressLine";
    static constexpr std::string_view doc = "One named line of an address";
    static constexpr std::string_view source = "seed 2, GetSubscription.addresses.address_lines";
    static constexpr auto table = std::tuple{
        field<&AddressLine::address_line_name>("address_line_name", "Name of the line"),
        field<&AddressLine::address_line_value>("address_line_value", "Value of the line")};
};
static_assert(has_row_for_every_member<AddressLine>());

// Whom to contact at an address
struct ContactDetails {
    std::optional<std::string> contact_name;
    std::optional<std::string> contact_phone_1;
    std::optional<std::string> contact_phone_2;
    std::optional<std::string> contact_email_address;
    std::optional<std::string> contact_identity_document;
    std::optional<std::string> additional_details;
    UnknownMembers unknown;
    bool operator==(const ContactDetails&) const = default;
};
template <>
struct FieldsOf<ContactDetails> {
    static constexpr std::string_view name = "ContactDetails";
    static constexpr std::string_view doc = "Whom to contact at an address";
    static constexpr std::string_view source = "seed 2, GetSubscription.addresses.contact_details";
    static constexpr auto table = std::tuple{
        field<&ContactDetails::contact_name>("contact_name", "Name"),
        field<&ContactDetails::contact_phone_1>("contact_phone_1", "First phone"),
        field<&ContactDetails::contact_phone_2>("contact_phone_2", "Second phone"),
        field<&ContactDetails::contact_email_address>("contact_email_address", "E-mail address"),
        field<&ContactDetails::contact_identity_document>("contact_identity_document", "Identity document"),
        field<&ContactDetails::additional_details>("additional_details", "Anything else")};
};
static_assert(has_row_for_every_member<ContactDetails>());

// An address of a subscription
struct Address {
    std::optional<std::string> address_type;
    std::optional<std::vector<AddressLine>> address_lines;
    std::optional<ContactDetails> contact_details;
    UnknownMembers unknown;
    bool operator==(const Address&) const = default;
};
template <>
struct FieldsOf<Address> {
    static constexpr std::string_view name = "Address";
    static constexpr std::string_view doc = "An address of a subscription";
    static constexpr std::string_view source = "seed 2, GetSubscription.addresses";
    static constexpr auto table = std::tuple{field<&Address::address_type>("address_type", "What the address is for"),
                                             field<&Address::address_lines>("address_lines", "Lines of the address"),
                                             field<&Address::contact_details>("contact_details", "Whom to contact")};
};
static_assert(has_row_for_every_member<Address>());

// A component of an installation
struct InstalledComponent {
    std::optional<std::string> item_cd;
    std::optional<std::string> item_desc;
    std::optional<std::int64_t> item_quantity;
    UnknownMembers unknown;
    bool operator==(const InstalledComponent&) const = default;
};
template <>
struct FieldsOf<InstalledComponent> {
    static constexpr std::string_view name = "InstalledComponent";
    static constexpr std::string_view doc = "A component of an installation";
    static constexpr std::string_view source = "seed 2, GetSubscription.subscription_additional_details.install_comp";
    static constexpr auto table = std::tuple{
        field<&InstalledComponent::item_cd>("item_cd", "Component code"),
        field<&InstalledComponent::item_desc>("item_desc", "Component description"),
        field<&InstalledComponent::item_quantity>("item_quantity", "How many")};
};
static_assert(has_row_for_every_member<InstalledComponent>());

// Details of a subscription that a third party provides
struct SubscriptionAdditionalDetails {
    std::optional<ExternalId> external_id;
    std::optional<std::string> kit_type;
    std::optional<std::string> kit_type_description;
    std::optional<Address> third_party_address;
    std::optional<std::string> third_party_work_order_status;
    std::optional<std::string> third_party_installation_status;
    std::optional<std::string> third_party_contract_status;
    std::optional<Date> installation_date;
    std::optional<Money> nxt_invoice_cfee_netamo;
    std::optional<Money> nxt_invoice_ofee_netamo;
    std::optional<std::int64_t> total_stay_time;
    std::optional<std::int64_t> stay_period;
    std::optional<Money> total_stay_cost;
    std::optional<Money> stay_cost;
    std::optional<Money> no_return_cost;
    std::optional<std::vector<InstalledComponent>> install_comp;
    UnknownMembers unknown;
    bool operator==(const SubscriptionAdditionalDetails&) const = default;
};
template <>
struct FieldsOf<SubscriptionAdditionalDetails> {
    static constexpr std::string_view name = "SubscriptionAdditionalDetails";
    static constexpr std::string_view doc = "Details of a subscription that a third party provides";
    static constexpr std::string_view source = "seed 2, GetSubscription.subscription_additional_details";
    static constexpr auto table = std::tuple{
        field<&SubscriptionAdditionalDetails::external_id>("external_id",
                                                           "Identifier at the third party, a number or a string"),
        field<&SubscriptionAdditionalDetails::kit_type>("kit_type", "Kit code"),
        field<&SubscriptionAdditionalDetails::kit_type_description>("kit_type_description", "Kit description"),
        field<&SubscriptionAdditionalDetails::third_party_address>("third_party_address", "Address at the third party"),
        field<&SubscriptionAdditionalDetails::third_party_work_order_status>("third_party_work_order_status",
                                                                             "Work order status"),
        field<&SubscriptionAdditionalDetails::third_party_installation_status>("third_party_installation_status",
                                                                               "Installation status"),
        field<&SubscriptionAdditionalDetails::third_party_contract_status>("third_party_contract_status",
                                                                           "Contract status"),
        field<&SubscriptionAdditionalDetails::installation_date>("installation_date", "Installation day"),
        field<&SubscriptionAdditionalDetails::nxt_invoice_cfee_netamo>("nxt_invoice_cfee_netamo",
                                                                       "Net amount of the next connection fee"),
        field<&SubscriptionAdditionalDetails::nxt_invoice_ofee_netamo>("nxt_invoice_ofee_netamo",
                                                                       "Net amount of the next ordinary fee"),
        field<&SubscriptionAdditionalDetails::total_stay_time>("total_stay_time", "Stay period agreed, in months"),
        field<&SubscriptionAdditionalDetails::stay_period>("stay_period", "Stay period left, in months"),
        field<&SubscriptionAdditionalDetails::total_stay_cost>("total_stay_cost", "Cost of leaving at once"),
        field<&SubscriptionAdditionalDetails::stay_cost>("stay_cost", "Cost of leaving now"),
        field<&SubscriptionAdditionalDetails::no_return_cost>("no_return_cost", "Cost of not returning the equipment"),
        field<&SubscriptionAdditionalDetails::install_comp>("install_comp", "Installed components")};
};
static_assert(has_row_for_every_member<SubscriptionAdditionalDetails>());

// Why a subscription ended
struct CancellationReason {
    std::optional<std::string> deactive_motive;
    std::optional<std::string> reason;
    UnknownMembers unknown;
    bool operator==(const CancellationReason&) const = default;
};
template <>
struct FieldsOf<CancellationReason> {
    static constexpr std::string_view name = "CancellationReason";
    static constexpr std::string_view doc = "Why a subscription ended";
    static constexpr std::string_view source = "seed 2, GetSubscription.cancellation_reason";
    static constexpr auto table = std::tuple{
        field<&CancellationReason::deactive_motive>("deactive_motive", "Motive in the legacy system"),
        field<&CancellationReason::reason>("reason", "Reason on the platform")};
};
static_assert(has_row_for_every_member<CancellationReason>());

// A status and since when it holds
struct StatusHistoryEntry {
    Instant status_date;
    LiveStatus status{};
    UnknownMembers unknown;
    bool operator==(const StatusHistoryEntry&) const = default;
};
template <>
struct FieldsOf<StatusHistoryEntry> {
    static constexpr std::string_view name = "StatusHistoryEntry";
    static constexpr std::string_view doc = "A status and since when it holds";
    static constexpr std::string_view source = "seed 2, GetSubscription.status_history";
    static constexpr auto table = std::tuple{
        field<&StatusHistoryEntry::status_date>("status_date", "When the status began"),
        field<&StatusHistoryEntry::status>("status", "The status")};
};
static_assert(has_row_for_every_member<StatusHistoryEntry>());

// A live subscription as the v1 platform gives it
struct GetSubscription {
    LegacyId id;
    std::optional<LegacyId> account_id;
    std::optional<std::vector<AccountBundle>> account_bundles;
    std::optional<Instant> sale_date;
    std::optional<std::string> sale_type;
    std::optional<std::string> user_name;
    std::optional<std::int64_t> commercial_product_id;
    std::optional<BillingType> billing_type;
    SubscriptionType subscription_type{};
    std::optional<SubscriptionAdditionalDetails> subscription_additional_details;
    std::optional<std::vector<Address>> addresses;
    LiveStatus current_status{};
    std::optional<Instant> current_status_date;
    std::optional<CancellationReason> cancellation_reason;
    std::optional<std::vector<StatusHistoryEntry>> status_history;
    std::optional<std::vector<std::string>> contract_documents;
    UnknownMembers unknown;
    bool operator==(const GetSubscription&) const = default;
};
template <>
struct FieldsOf<GetSubscription> {
    static constexpr std::string_view name = "GetSubscription";
    static constexpr std::string_view doc = "A live subscription as the v1 platform gives it";
    static constexpr std::string_view source = "seed 2, GetSubscription";
    static constexpr auto table = std::tuple{
        field<&GetSubscription::id>("id", "Subscription identifier"),
        field<&GetSubscription::account_id>("account_id", "Account identifier"),
        field<&GetSubscription::account_bundles>("account_bundles", "Bundles of the account"),
        field<&GetSubscription::sale_date>("sale_date", "Date of the sale"),
        field<&GetSubscription::sale_type>("sale_type", "Kind of sale"),
        field<&GetSubscription::user_name>("user_name", "User name"),
        field<&GetSubscription::commercial_product_id>("commercial_product_id", "Commercial product"),
        field<&GetSubscription::billing_type>("billing_type", "Prepaid or postpaid"),
        field<&GetSubscription::subscription_type>("subscription_type", "Subscription type"),
        field<&GetSubscription::subscription_additional_details>("subscription_additional_details",
                                                                 "Third-party details"),
        field<&GetSubscription::addresses>("addresses", "Addresses"),
        field<&GetSubscription::current_status>("current_status", "Present status"),
        field<&GetSubscription::current_status_date>("current_status_date", "Since when the present status holds"),
        field<&GetSubscription::cancellation_reason>("cancellation_reason", "Why the subscription ended"),
        field<&GetSubscription::status_history>("status_history", "All statuses of the subscription"),
        field<&GetSubscription::contract_documents>("contract_documents", "Contract documents")};
};
static_assert(has_row_for_every_member<GetSubscription>());

// A shipping or pickup of a subscription
struct GetSubscriptionShipping {
    std::string shipping_order_id;
    ShippingKind kind{};
    std::optional<Instant> requested_date;
    std::optional<std::string> device_id;
    std::optional<std::string> serial_number;
    UnknownMembers unknown;
    bool operator==(const GetSubscriptionShipping&) const = default;
};
template <>
struct FieldsOf<GetSubscriptionShipping> {
    static constexpr std::string_view name = "GetSubscriptionShipping";
    static constexpr std::string_view doc = "A shipping or pickup of a subscription";
    static constexpr std::string_view source = "decided here: seed 2 documents no members";
    static constexpr auto table = std::tuple{
        field<&GetSubscriptionShipping::shipping_order_id>("shipping_order_id", "Order according to logistics"),
        field<&GetSubscriptionShipping::kind>("kind", "Shipping or pickup"),
        field<&GetSubscriptionShipping::requested_date>("requested_date", "When it was asked for"),
        field<&GetSubscriptionShipping::device_id>("device_id", "Device that is moved"),
        field<&GetSubscriptionShipping::serial_number>("serial_number", "Serial number of the device")};
};
static_assert(has_row_for_every_member<GetSubscriptionShipping>());

}  // namespace abonado
