// The v3 migration schemas of subscriptions (seed 3): one struct a schema, each with its field table.
//
// Plain values: no invariant beyond their types, copyable and comparable; distinct objects may be used from distinct threads.
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

// A period for which the customer is bound, of a promotion or a device
struct Commitment {
    std::optional<Uuid> id;
    std::optional<LegacyId> legacy_id;
    std::optional<std::string> catalogue_id;
    std::optional<Instant> expiration_date;
    std::optional<Instant> cancellation_date;
    std::optional<std::string> cancellation_system;
    std::optional<std::string> cancellation_user;
    std::optional<Instant> creation_date;
    std::optional<std::string> creation_system;
    UnknownMembers unknown;
    bool operator==(const Commitment&) const = default;
};
template <>
struct FieldsOf<Commitment> {
    static constexpr std::string_view name = "Commitment";
    static constexpr std::string_view doc = "A period for which the customer is bound, of a promotion or a device";
    static constexpr std::string_view source = "seed 3, Commitment";
    static constexpr auto table = std::tuple{
        field<&Commitment::id>("id", "Acquired commitment id"),
        field<&Commitment::legacy_id>("legacy_id",
                                      "Legacy id in MySim/Apollo; required when catalogue_id is not available"),
        field<&Commitment::catalogue_id>("catalogue_id", "Catalogue commitment id").alias("catalogue_term_id"),
        field<&Commitment::expiration_date>("expiration_date", "End date"),
        field<&Commitment::cancellation_date>("cancellation_date", "Cancellation date"),
        field<&Commitment::cancellation_system>("cancellation_system",
                                                "System that requested the cancellation, N/A if not available"),
        field<&Commitment::cancellation_user>("cancellation_user",
                                              "User that requested the cancellation, N/A if not available"),
        field<&Commitment::creation_date>("creation_date", "Creation date"),
        field<&Commitment::creation_system>("creation_system",
                                            "System that requested the creation, N/A if not available")};
};
static_assert(has_row_for_every_member<Commitment>());

// A value added service of a subscription
struct AddOn {
    std::optional<std::string> id;
    std::optional<LegacyId> legacy_id;
    std::string catalogue_add_on_id;
    Instant creation_date;
    std::optional<std::string> creation_system;
    std::string creation_user;
    Instant last_updated_date;
    AddOnStatus status{};
    std::optional<Instant> activation_date;
    std::optional<Instant> deactivation_date;
    std::optional<std::string> deactivation_system;
    std::optional<std::string> deactivation_user;
    UnknownMembers unknown;
    bool operator==(const AddOn&) const = default;
};
template <>
struct FieldsOf<AddOn> {
    static constexpr std::string_view name = "AddOn";
    static constexpr std::string_view doc = "A value added service of a subscription";
    static constexpr std::string_view source = "seed 3, AddOn";
    static constexpr auto table = std::tuple{
        field<&AddOn::id>("id", "Add-on unique identifier, a plain string"),
        field<&AddOn::legacy_id>("legacy_id", "Legacy add-on id in MySim/Apollo"),
        field<&AddOn::catalogue_add_on_id>("catalogue_add_on_id", "Catalogue add-on id"),
        field<&AddOn::creation_date>("creation_date", "Add-on creation date"),
        field<&AddOn::creation_system>("creation_system", "System that requested the creation, N/A if not available"),
        field<&AddOn::creation_user>("creation_user", "User that requested the creation, N/A if not available"),
        field<&AddOn::last_updated_date>("last_updated_date", "When any field of the add-on was last updated"),
        field<&AddOn::status>("status", "Add-on status"),
        field<&AddOn::activation_date>("activation_date", "Add-on activation date"),
        field<&AddOn::deactivation_date>("deactivation_date", "Add-on deactivation date"),
        field<&AddOn::deactivation_system>("deactivation_system", "System that requested the deactivation"),
        field<&AddOn::deactivation_user>("deactivation_user",
                                         "User that requested the deactivation, N/A if not available")};
};
static_assert(has_row_for_every_member<AddOn>());

// A package of free units assigned to a subscription
struct FreeUnitsPackage {
    std::optional<std::string> id;
    std::optional<LegacyId> legacy_id;
    std::string catalogue_free_units_packages_id;
    Instant activation_date;
    std::optional<Instant> deactivation_date;
    UnknownMembers unknown;
    bool operator==(const FreeUnitsPackage&) const = default;
};
template <>
struct FieldsOf<FreeUnitsPackage> {
    static constexpr std::string_view name = "FreeUnitsPackage";
    static constexpr std::string_view doc = "A package of free units assigned to a subscription";
    static constexpr std::string_view source = "seed 3, FreeUnitsPackage";
    static constexpr auto table = std::tuple{
        field<&FreeUnitsPackage::id>("id", "Assigned package id, a plain string"),
        field<&FreeUnitsPackage::legacy_id>("legacy_id", "Assigned package legacy id"),
        field<&FreeUnitsPackage::catalogue_free_units_packages_id>("catalogue_free_units_packages_id",
                                                                   "Catalogue free units packages id"),
        field<&FreeUnitsPackage::activation_date>("activation_date", "Activation date of the package"),
        field<&FreeUnitsPackage::deactivation_date>("deactivation_date", "Deactivation date of the package")};
};
static_assert(has_row_for_every_member<FreeUnitsPackage>());

// A device of a subscription
struct Device {
    std::optional<Uuid> id;
    std::string catalogue_commercial_device_id;
    std::optional<std::string> catalogue_device_id;
    std::optional<std::string> shipping_order_id;
    std::optional<std::string> pickup_order_id;
    std::optional<std::string> serial_number;
    std::optional<std::string> mac_address;
    std::optional<AcquisitionType> acquisition_type;
    std::optional<std::vector<Commitment>> commitments;
    UnknownMembers unknown;
    bool operator==(const Device&) const = default;
};
template <>
struct FieldsOf<Device> {
    static constexpr std::string_view name = "Device";
    static constexpr std::string_view doc = "A device of a subscription";
    static constexpr std::string_view source = "seed 3, Device";
    static constexpr auto table = std::tuple{
        field<&Device::id>("id", "Device unique identifier"),
        field<&Device::catalogue_commercial_device_id>("catalogue_commercial_device_id",
                                                       "Commercial device id of the catalogue"),
        field<&Device::catalogue_device_id>("catalogue_device_id", "Device id of the catalogue"),
        field<&Device::shipping_order_id>("shipping_order_id", "Shipping order of the device according to logistics"),
        field<&Device::pickup_order_id>("pickup_order_id", "Pickup order of the device according to reverse logistics"),
        field<&Device::serial_number>("serial_number", "Serial number or any alphanumeric identifier of the device"),
        field<&Device::mac_address>("mac_address", "Identifier of the network interface controller"),
        field<&Device::acquisition_type>("acquisition_type", "How the device was acquired"),
        field<&Device::commitments>("commitments", "Commitments of the device")};
};
static_assert(has_row_for_every_member<Device>());

// Devices of a subscription; no documented members
struct DevicesRelatedInfo {
    std::optional<std::vector<Device>> devices;
    UnknownMembers unknown;
    bool operator==(const DevicesRelatedInfo&) const = default;
};
template <>
struct FieldsOf<DevicesRelatedInfo> {
    static constexpr std::string_view name = "DevicesRelatedInfo";
    static constexpr std::string_view doc = "Devices of a subscription; no documented members";
    static constexpr std::string_view source = "seed 3, DevicesRelatedInfo";
    static constexpr bool open = true;
    static constexpr auto table = std::tuple{
        field<&DevicesRelatedInfo::devices>("devices", "Devices, as seen in bodies").seen_only()};
};
static_assert(has_row_for_every_member<DevicesRelatedInfo>());

// Bundle relation of a subscription; no documented members
struct BundleRelatedInfo {
    std::optional<Uuid> bundle_id;
    std::optional<LegacyId> legacy_bundle_id;
    std::optional<bool> mandatory;
    UnknownMembers unknown;
    bool operator==(const BundleRelatedInfo&) const = default;
};
template <>
struct FieldsOf<BundleRelatedInfo> {
    static constexpr std::string_view name = "BundleRelatedInfo";
    static constexpr std::string_view doc = "Bundle relation of a subscription; no documented members";
    static constexpr std::string_view source = "seed 3, BundleRelatedInfo";
    static constexpr bool open = true;
    static constexpr auto table = std::tuple{
        field<&BundleRelatedInfo::bundle_id>("bundle_id", "Bundle the subscription is in, as seen in bodies")
            .seen_only(),
        field<&BundleRelatedInfo::legacy_bundle_id>("legacy_bundle_id", "Its legacy id, as seen in bodies").seen_only(),
        field<&BundleRelatedInfo::mandatory>("mandatory",
                                             "Whether the bundle requires the subscription, as seen in bodies")
            .seen_only()};
};
static_assert(has_row_for_every_member<BundleRelatedInfo>());

// A promotion of a subscription
struct Promotion {
    std::string catalogue_promotion_id;
    Instant creation_date;
    std::string creation_user;
    std::optional<std::string> creation_system;
    PromotionStatus status{};
    std::optional<Instant> activation_date;
    std::optional<Instant> expiration_date;
    std::optional<Instant> deactivation_date;
    std::optional<std::string> deactivation_user;
    std::optional<std::string> deactivation_system;
    std::optional<std::string> status_detail;
    std::optional<std::vector<Commitment>> commitments;
    UnknownMembers unknown;
    bool operator==(const Promotion&) const = default;
};
template <>
struct FieldsOf<Promotion> {
    static constexpr std::string_view name = "Promotion";
    static constexpr std::string_view doc = "A promotion of a subscription";
    static constexpr std::string_view source = "seed 3, Promotion";
    static constexpr auto table = std::tuple{
        field<&Promotion::catalogue_promotion_id>("catalogue_promotion_id", "Catalogue promotion id"),
        field<&Promotion::creation_date>("creation_date", "Promotion creation date"),
        field<&Promotion::creation_user>("creation_user", "User who created the promotion"),
        field<&Promotion::creation_system>("creation_system", "System that created the promotion"),
        field<&Promotion::status>("status", "Promotion status"),
        field<&Promotion::activation_date>("activation_date", "Promotion activation date"),
        field<&Promotion::expiration_date>("expiration_date", "Promotion expiration date"),
        field<&Promotion::deactivation_date>("deactivation_date", "Promotion deactivation date"),
        field<&Promotion::deactivation_user>("deactivation_user", "User who deactivated the promotion"),
        field<&Promotion::deactivation_system>("deactivation_system", "System that deactivated the promotion"),
        field<&Promotion::status_detail>("status_detail", "Additional status details"),
        field<&Promotion::commitments>("commitments", "Commitments of the promotion")};
};
static_assert(has_row_for_every_member<Promotion>());

// A period in which the subscription was in a bundle
struct SubscriptionBundleHistory {
    std::optional<Uuid> bundle_id;
    LegacyId legacy_bundle_id;
    std::string last_status_reason;
    std::string catalogue_bundled_product_id;
    std::string catalogue_bundled_commercial_product_id;
    std::string catalogue_commercial_product_id;
    Instant start_date;
    Instant end_date;
    std::optional<bool> mandatory;
    UnknownMembers unknown;
    bool operator==(const SubscriptionBundleHistory&) const = default;
};
template <>
struct FieldsOf<SubscriptionBundleHistory> {
    static constexpr std::string_view name = "SubscriptionBundleHistory";
    static constexpr std::string_view doc = "A period in which the subscription was in a bundle";
    static constexpr std::string_view source = "seed 3, SubscriptionBundleHistory";
    static constexpr auto table = std::tuple{
        field<&SubscriptionBundleHistory::bundle_id>("bundle_id", "Unique identifier of the bundle"),
        field<&SubscriptionBundleHistory::legacy_bundle_id>("legacy_bundle_id", "Legacy identifier of the bundle"),
        field<&SubscriptionBundleHistory::last_status_reason>("last_status_reason", "Reason for the bundle change"),
        field<&SubscriptionBundleHistory::catalogue_bundled_product_id>("catalogue_bundled_product_id",
                                                                        "Bundle product id of the catalogue"),
        field<&SubscriptionBundleHistory::catalogue_bundled_commercial_product_id>(
            "catalogue_bundled_commercial_product_id", "Bundle commercial product id of the catalogue"),
        field<&SubscriptionBundleHistory::catalogue_commercial_product_id>("catalogue_commercial_product_id",
                                                                           "Commercial product id of the catalogue"),
        field<&SubscriptionBundleHistory::start_date>("start_date", "When the subscription was added to the bundle"),
        field<&SubscriptionBundleHistory::end_date>("end_date", "When the subscription was removed from the bundle"),
        field<&SubscriptionBundleHistory::mandatory>("mandatory", "Whether the bundle requires the subscription")};
};
static_assert(has_row_for_every_member<SubscriptionBundleHistory>());

// What every migrated subscription has
struct SubscriptionBase {
    std::optional<Uuid> id;
    std::optional<SubscriptionType> type;
    SubscriptionStatus status{};
    std::optional<Instant> activation_date;
    std::optional<Instant> deactivation_date;
    std::optional<Instant> last_status_update;
    std::string last_status_reason;
    std::optional<Instant> last_updated_date;
    std::string catalogue_commercial_product_id;
    LegacyId legacy_account_id;
    std::optional<Uuid> account_id;
    Instant creation_date;
    std::string creation_user;
    std::optional<std::string> creation_system;
    std::optional<std::string> deactivation_user;
    std::optional<std::string> deactivation_system;
    std::optional<std::vector<AddOn>> add_ons;
    std::optional<std::vector<FreeUnitsPackage>> free_units_packages;
    std::optional<DevicesRelatedInfo> devices_related_info;
    BundleRelatedInfo bundle_related_info;
    std::optional<std::vector<Promotion>> promotions;
    std::optional<std::vector<SubscriptionBundleHistory>> bundles_history;
    UnknownMembers unknown;
    bool operator==(const SubscriptionBase&) const = default;
};
template <>
struct FieldsOf<SubscriptionBase> {
    static constexpr std::string_view name = "SubscriptionBase";
    static constexpr std::string_view doc = "What every migrated subscription has";
    static constexpr std::string_view source = "seed 3, SubscriptionBase";
    static constexpr auto table = std::tuple{
        field<&SubscriptionBase::id>("id", "Unique identifier of the subscription"),
        field<&SubscriptionBase::type>("type", "Subscription type"),
        field<&SubscriptionBase::status>("status", "Subscription status"),
        field<&SubscriptionBase::activation_date>("activation_date",
                                                  "Required if ACTIVE or DEACTIVATED, null if CANCELLED"),
        field<&SubscriptionBase::deactivation_date>("deactivation_date",
                                                    "Required if DEACTIVATED, null if ACTIVE or CANCELLED"),
        field<&SubscriptionBase::last_status_update>("last_status_update", "Last status update"),
        field<&SubscriptionBase::last_status_reason>("last_status_reason", "Reason for the last status update"),
        field<&SubscriptionBase::last_updated_date>("last_updated_date",
                                                    "When any field of the subscription was last updated"),
        field<&SubscriptionBase::catalogue_commercial_product_id>("catalogue_commercial_product_id",
                                                                  "Commercial product id of the catalogue"),
        field<&SubscriptionBase::legacy_account_id>("legacy_account_id",
                                                    "Legacy account the subscription is linked to"),
        field<&SubscriptionBase::account_id>("account_id", "Unique identifier of the account"),
        field<&SubscriptionBase::creation_date>("creation_date", "Subscription creation date"),
        field<&SubscriptionBase::creation_user>("creation_user", "User who created the subscription"),
        field<&SubscriptionBase::creation_system>("creation_system", "System that created the subscription"),
        field<&SubscriptionBase::deactivation_user>("deactivation_user",
                                                    "User who deactivated the subscription, if applicable"),
        field<&SubscriptionBase::deactivation_system>("deactivation_system",
                                                      "System that deactivated the subscription, if applicable"),
        field<&SubscriptionBase::add_ons>("add_ons", "Value added services"),
        field<&SubscriptionBase::free_units_packages>("free_units_packages", "Free units packages"),
        field<&SubscriptionBase::devices_related_info>("devices_related_info", "Devices of the subscription"),
        field<&SubscriptionBase::bundle_related_info>("bundle_related_info", "Bundle relation of the subscription"),
        field<&SubscriptionBase::promotions>("promotions", "Promotions of the subscription"),
        field<&SubscriptionBase::bundles_history>("bundles_history", "Former and present bundles of the subscription")};
};
static_assert(has_row_for_every_member<SubscriptionBase>());

// What only a Max subscription has
struct MaxSpecificData {
    std::string service_id;
    std::string product_id;
    UnknownMembers unknown;
    bool operator==(const MaxSpecificData&) const = default;
};
template <>
struct FieldsOf<MaxSpecificData> {
    static constexpr std::string_view name = "MaxSpecificData";
    static constexpr std::string_view doc = "What only a Max subscription has";
    static constexpr std::string_view source = "seed 3, MaxSpecificData";
    static constexpr auto table = std::tuple{
        field<&MaxSpecificData::service_id>("service_id", "Max internal id of the subscription"),
        field<&MaxSpecificData::product_id>("product_id", "Max product id of the catalogue")};
};
static_assert(has_row_for_every_member<MaxSpecificData>());

// What only a Disney subscription has
struct DisneySpecificData {
    std::string user_id;
    std::string service_id;
    std::string product_id;
    UnknownMembers unknown;
    bool operator==(const DisneySpecificData&) const = default;
};
template <>
struct FieldsOf<DisneySpecificData> {
    static constexpr std::string_view name = "DisneySpecificData";
    static constexpr std::string_view doc = "What only a Disney subscription has";
    static constexpr std::string_view source = "seed 3, DisneySpecificData";
    static constexpr auto table = std::tuple{
        field<&DisneySpecificData::user_id>("user_id", "Disney internal id of the user"),
        field<&DisneySpecificData::service_id>("service_id", "Disney internal id of the subscription"),
        field<&DisneySpecificData::product_id>("product_id", "Disney product id of the catalogue")};
};
static_assert(has_row_for_every_member<DisneySpecificData>());

// What only an Amazon Prime subscription has
struct AmazonPrimeSpecificData {
    std::string entitlement_id;
    std::string bundle_id;
    std::string tier_id;
    std::string product_id;
    UnknownMembers unknown;
    bool operator==(const AmazonPrimeSpecificData&) const = default;
};
template <>
struct FieldsOf<AmazonPrimeSpecificData> {
    static constexpr std::string_view name = "AmazonPrimeSpecificData";
    static constexpr std::string_view doc = "What only an Amazon Prime subscription has";
    static constexpr std::string_view source = "seed 3, AmazonPrimeSpecificData";
    static constexpr auto table = std::tuple{
        field<&AmazonPrimeSpecificData::entitlement_id>("entitlement_id", "Amazon Prime entitlement id"),
        field<&AmazonPrimeSpecificData::bundle_id>("bundle_id", "Amazon Prime bundle id, a plain string"),
        field<&AmazonPrimeSpecificData::tier_id>("tier_id", "Amazon Prime tier id"),
        field<&AmazonPrimeSpecificData::product_id>("product_id", "Amazon Prime product id of the catalogue")};
};
static_assert(has_row_for_every_member<AmazonPrimeSpecificData>());

// A Max subscription to migrate
struct Max : SubscriptionBase {
    MaxSpecificData specific_data;
    bool operator==(const Max&) const = default;
};
template <>
struct FieldsOf<Max> {
    static constexpr std::string_view name = "Max";
    static constexpr std::string_view doc = "A Max subscription to migrate";
    static constexpr std::string_view source = "seed 3, Max";
    static constexpr auto table = extend<SubscriptionBase>(
        field<&Max::specific_data>("specific_data", "Max specific data"));
};
static_assert(has_row_for_every_own_member<Max, SubscriptionBase>());

// A Disney subscription to migrate
struct Disney : SubscriptionBase {
    DisneySpecificData specific_data;
    bool operator==(const Disney&) const = default;
};
template <>
struct FieldsOf<Disney> {
    static constexpr std::string_view name = "Disney";
    static constexpr std::string_view doc = "A Disney subscription to migrate";
    static constexpr std::string_view source = "seed 3, Disney";
    static constexpr auto table = extend<SubscriptionBase>(
        field<&Disney::specific_data>("specific_data", "Disney specific data"));
};
static_assert(has_row_for_every_own_member<Disney, SubscriptionBase>());

// An Amazon Prime subscription to migrate
struct AmazonPrime : SubscriptionBase {
    AmazonPrimeSpecificData specific_data;
    bool operator==(const AmazonPrime&) const = default;
};
template <>
struct FieldsOf<AmazonPrime> {
    static constexpr std::string_view name = "AmazonPrime";
    static constexpr std::string_view doc = "An Amazon Prime subscription to migrate";
    static constexpr std::string_view source = "seed 3, AmazonPrime";
    static constexpr auto table = extend<SubscriptionBase>(
        field<&AmazonPrime::specific_data>("specific_data", "Amazon Prime specific data"));
};
static_assert(has_row_for_every_own_member<AmazonPrime, SubscriptionBase>());

}  // namespace abonado
