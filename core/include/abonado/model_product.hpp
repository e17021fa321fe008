// The v2 customer products (seed 4).
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

struct Product;

// A pending tariff change; {} means that nothing is scheduled
struct Scheduled {
    std::optional<Instant> request_date;
    std::optional<Instant> process_date;
    std::optional<Instant> scheduled_date;
    Box<Product> destination_product;
    UnknownMembers unknown;
    bool operator==(const Scheduled&) const;
};

// A tariff
struct Product {
    std::int64_t id = 0;
    std::optional<std::string> value;
    std::optional<Instant> historic_date;
    std::optional<std::vector<Product>> compatibilities;
    Box<Scheduled> scheduled;
    bool written_as_id = false;  // a catalogue names a compatible tariff by its id alone; that form is kept
    UnknownMembers unknown;
    bool operator==(const Product&) const;
};

inline bool Scheduled::operator==(const Scheduled&) const = default;
inline bool Product::operator==(const Product&) const = default;

template <>
struct FieldsOf<Scheduled> {
    static constexpr std::string_view name = "Scheduled";
    static constexpr std::string_view doc = "A pending tariff change; {} means that nothing is scheduled";
    static constexpr std::string_view source = "seed 4, Scheduled";
    static constexpr auto table = std::tuple{
        field<&Scheduled::request_date>("request_date", "When the change was asked for"),
        field<&Scheduled::process_date>("process_date", "When the change was carried out"),
        field<&Scheduled::scheduled_date>("scheduled_date", "When the change is to happen"),
        field<&Scheduled::destination_product>("destination_product", "The tariff to change to")};
};
static_assert(has_row_for_every_member<Scheduled>());

template <>
struct FieldsOf<Product> {
    static constexpr std::string_view name = "Product";
    static constexpr std::string_view doc = "A tariff";
    static constexpr std::string_view source = "seed 4, Product";
    static constexpr auto table = std::tuple{
        field<&Product::id>("id", "Product identifier"), field<&Product::value>("value", "Product name"),
        field<&Product::historic_date>("historic_date", "Since when the subscription has the product"),
        field<&Product::compatibilities>("compatibilities", "Tariffs that the product may change to"),
        field<&Product::scheduled>("scheduled", "Pending change")};
};
static_assert(has_row_for_every_member<Product>(2));

// A tariff that the subscription had, and since when
struct HistoricalProduct {
    std::optional<std::int64_t> id;
    std::optional<std::string> value;
    std::optional<Instant> historic_date;
    UnknownMembers unknown;
    bool operator==(const HistoricalProduct&) const = default;
};
template <>
struct FieldsOf<HistoricalProduct> {
    static constexpr std::string_view name = "HistoricalProduct";
    static constexpr std::string_view doc = "A tariff that the subscription had, and since when";
    static constexpr std::string_view source = "seed 4, HistoricalProduct";
    static constexpr auto table = std::tuple{
        field<&HistoricalProduct::id>("id", "Product identifier"),
        field<&HistoricalProduct::value>("value", "Product name"),
        field<&HistoricalProduct::historic_date>("historic_date", "Since when the subscription had the product")};
};
static_assert(has_row_for_every_member<HistoricalProduct>());

// The bundle a subscription is in
struct Bundle {
    std::optional<std::int64_t> id;
    std::optional<std::string> value;
    UnknownMembers unknown;
    bool operator==(const Bundle&) const = default;
};
template <>
struct FieldsOf<Bundle> {
    static constexpr std::string_view name = "Bundle";
    static constexpr std::string_view doc = "The bundle a subscription is in";
    static constexpr std::string_view source = "seed 4, Bundle";
    static constexpr auto table = std::tuple{field<&Bundle::id>("id", "Bundle identifier"),
                                             field<&Bundle::value>("value", "Bundle name")};
};
static_assert(has_row_for_every_member<Bundle>());

// The tariff of a subscription, with its history
struct SubscriptionProduct {
    LegacyId id;
    Product product;
    std::optional<Bundle> bundle;
    std::optional<std::vector<HistoricalProduct>> historical_changes;
    UnknownMembers unknown;
    bool operator==(const SubscriptionProduct&) const = default;
};
template <>
struct FieldsOf<SubscriptionProduct> {
    static constexpr std::string_view name = "SubscriptionProduct";
    static constexpr std::string_view doc = "The tariff of a subscription, with its history";
    static constexpr std::string_view source = "seed 4, SubscriptionProduct";
    static constexpr auto table = std::tuple{
        field<&SubscriptionProduct::id>("id", "Subscription identifier"),
        field<&SubscriptionProduct::product>("product", "Current tariff"),
        field<&SubscriptionProduct::bundle>("bundle", "Bundle"),
        field<&SubscriptionProduct::historical_changes>("historical_changes",
                                                        "Tariff changes, newest first, the current one on top")};
};
static_assert(has_row_for_every_member<SubscriptionProduct>());

// What a question for the tariff of a subscription asks for; carried as JSON by the query parameter `query`
struct ProductQuery {
    std::optional<std::vector<std::string>> filter;
    std::optional<std::vector<std::string>> include;
    UnknownMembers unknown;
    bool operator==(const ProductQuery&) const = default;
};
template <>
struct FieldsOf<ProductQuery> {
    static constexpr std::string_view name = "ProductQuery";
    static constexpr std::string_view doc = "What a question for the tariff of a subscription asks for";
    static constexpr std::string_view source = "seed 4, query parameter query";
    static constexpr auto table = std::tuple{
        field<&ProductQuery::filter>("filter", "Not documented further: taken and not looked at"),
        field<&ProductQuery::include>("include", "Words of ProductInclude; others are passed over")};
};
static_assert(has_row_for_every_member<ProductQuery>());

// Request to change the tariff of a subscription
struct ChangeSubscriptionProductRequest {
    std::int64_t productId = 0;
    std::optional<Date> scheduled_date;
    UnknownMembers unknown;
    bool operator==(const ChangeSubscriptionProductRequest&) const = default;
};
template <>
struct FieldsOf<ChangeSubscriptionProductRequest> {
    static constexpr std::string_view name = "ChangeSubscriptionProductRequest";
    static constexpr std::string_view doc = "Request to change the tariff of a subscription";
    static constexpr std::string_view source = "seed 4, ChangeSubscriptionProductRequest";
    static constexpr auto table = std::tuple{
        field<&ChangeSubscriptionProductRequest::productId>("productId", "Target product identifier"),
        field<&ChangeSubscriptionProductRequest::scheduled_date>("scheduled_date", "Desired day of the change")};
};
static_assert(has_row_for_every_member<ChangeSubscriptionProductRequest>());

// Answer to a change that awaits a risk decision
struct ChangeSubscriptionProductResponse {
    std::optional<std::string> risk_decision;
    UnknownMembers unknown;
    bool operator==(const ChangeSubscriptionProductResponse&) const = default;
};
template <>
struct FieldsOf<ChangeSubscriptionProductResponse> {
    static constexpr std::string_view name = "ChangeSubscriptionProductResponse";
    static constexpr std::string_view doc = "Answer to a change that awaits a risk decision";
    static constexpr std::string_view source = "seed 4, ChangeSubscriptionProductResponse";
    static constexpr auto table = std::tuple{
        field<&ChangeSubscriptionProductResponse::risk_decision>("risk_decision", "The decision")};
};
static_assert(has_row_for_every_member<ChangeSubscriptionProductResponse>());

}  // namespace abonado
