// Bodies of requests and answers that are no subscriptions (seeds 0, 1, 2 and 3).
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

// One credit limit of a request
struct CreditLimit {
    CreditLimitId credit_limit_id{};
    Money credit_limit_value;
    std::string reason;
    UnknownMembers unknown;
    bool operator==(const CreditLimit&) const = default;
};
template <>
struct FieldsOf<CreditLimit> {
    static constexpr std::string_view name = "CreditLimit";
    static constexpr std::string_view doc = "One credit limit of a request";
    static constexpr std::string_view source = "seed 3, CreditLimit";
    static constexpr auto table = std::tuple{
        field<&CreditLimit::credit_limit_id>("credit_limit_id", "Type of credit limit"),
        field<&CreditLimit::credit_limit_value>("credit_limit_value", "Credit limit value in currency units"),
        field<&CreditLimit::reason>("reason", "Reason for setting this credit limit")};
};
static_assert(has_row_for_every_member<CreditLimit>());

// Credit limits to create on a subscription
struct CreateCreditLimitsRequest {
    CreditLimitSubscriptionType subscription_type{};
    std::vector<CreditLimit> credit_limits;
    UnknownMembers unknown;
    bool operator==(const CreateCreditLimitsRequest&) const = default;
};
template <>
struct FieldsOf<CreateCreditLimitsRequest> {
    static constexpr std::string_view name = "CreateCreditLimitsRequest";
    static constexpr std::string_view doc = "Credit limits to create on a subscription";
    static constexpr std::string_view source = "seed 3, CreateCreditLimitsRequest";
    static constexpr auto table = std::tuple{
        field<&CreateCreditLimitsRequest::subscription_type>("subscription_type", "Type of subscription"),
        field<&CreateCreditLimitsRequest::credit_limits>("credit_limits", "Credit limits to create")};
};
static_assert(has_row_for_every_member<CreateCreditLimitsRequest>());

// A segment to create on a subscription
struct CreateSegmentRequest {
    std::string segment_id;
    std::string segment_value;
    std::string reason;
    UnknownMembers unknown;
    bool operator==(const CreateSegmentRequest&) const = default;
};
template <>
struct FieldsOf<CreateSegmentRequest> {
    static constexpr std::string_view name = "CreateSegmentRequest";
    static constexpr std::string_view doc = "A segment to create on a subscription";
    static constexpr std::string_view source = "seed 3, CreateSegmentRequest";
    static constexpr auto table = std::tuple{
        field<&CreateSegmentRequest::segment_id>(
            "segment_id", "Segment identifier: OM… postpaid mobile, OP… prepaid, OC… convergent"),
        field<&CreateSegmentRequest::segment_value>("segment_value", "Segment value"),
        field<&CreateSegmentRequest::reason>("reason", "Reason for segment creation")};
};
static_assert(has_row_for_every_member<CreateSegmentRequest>());

// The error of a v3 answer
struct ErrorDetails {
    std::string code;
    std::string message;
    std::string reference;
    UnknownMembers unknown;
    bool operator==(const ErrorDetails&) const = default;
};
template <>
struct FieldsOf<ErrorDetails> {
    static constexpr std::string_view name = "ErrorDetails";
    static constexpr std::string_view doc = "The error of a v3 answer";
    static constexpr std::string_view source = "seed 3, ErrorDetails";
    static constexpr auto table = std::tuple{
        field<&ErrorDetails::code>("code", "Error code"),
        field<&ErrorDetails::message>("message", "Human-readable error message"),
        field<&ErrorDetails::reference>("reference", "Link to error documentation")};
};
static_assert(has_row_for_every_member<ErrorDetails>());

// The body of a v3 error
struct ErrorResponse {
    ErrorDetails error;
    UnknownMembers unknown;
    bool operator==(const ErrorResponse&) const = default;
};
template <>
struct FieldsOf<ErrorResponse> {
    static constexpr std::string_view name = "ErrorResponse";
    static constexpr std::string_view doc = "The body of a v3 error";
    static constexpr std::string_view source = "seed 3, ErrorResponse";
    static constexpr auto table = std::tuple{field<&ErrorResponse::error>("error", "The error")};
};
static_assert(has_row_for_every_member<ErrorResponse>());

// The state of the service
struct HealthResponse {
    std::optional<HealthState> persistence;
    std::optional<HealthState> global;
    UnknownMembers unknown;
    bool operator==(const HealthResponse&) const = default;
};
template <>
struct FieldsOf<HealthResponse> {
    static constexpr std::string_view name = "HealthResponse";
    static constexpr std::string_view doc = "The state of the service";
    static constexpr std::string_view source = "seed 3, HealthResponse";
    static constexpr auto table = std::tuple{
        field<&HealthResponse::persistence>("persistence", "Database connectivity status"),
        field<&HealthResponse::global>("global", "Overall service health status")};
};
static_assert(has_row_for_every_member<HealthResponse>());

// Request to deactivate a Netflix subscription
struct DeactivateNetflixRequest {
    std::string deactivation_reason;
    std::optional<std::string> deactivation_user;
    std::optional<Instant> requested_deactivation_date;
    UnknownMembers unknown;
    bool operator==(const DeactivateNetflixRequest&) const = default;
};
template <>
struct FieldsOf<DeactivateNetflixRequest> {
    static constexpr std::string_view name = "DeactivateNetflixRequest";
    static constexpr std::string_view doc = "Request to deactivate a Netflix subscription";
    static constexpr std::string_view source = "seed 2, DeactivateNetflixRequest";
    static constexpr auto table = std::tuple{
        field<&DeactivateNetflixRequest::deactivation_reason>("deactivation_reason", "Reason text, or id as a string"),
        field<&DeactivateNetflixRequest::deactivation_user>("deactivation_user", "User that requests the deactivation"),
        field<&DeactivateNetflixRequest::requested_deactivation_date>("requested_deactivation_date",
                                                                      "Deactivation date")};
};
static_assert(has_row_for_every_member<DeactivateNetflixRequest>());

// Request to cancel a Netflix activation
struct CancelActivationSubscriptionRequest {
    std::string cancellation_reason;
    std::optional<std::string> cancellation_user;
    std::optional<Instant> requested_cancellation_date;
    UnknownMembers unknown;
    bool operator==(const CancelActivationSubscriptionRequest&) const = default;
};
template <>
struct FieldsOf<CancelActivationSubscriptionRequest> {
    static constexpr std::string_view name = "CancelActivationSubscriptionRequest";
    static constexpr std::string_view doc = "Request to cancel a Netflix activation";
    static constexpr std::string_view source = "seed 2, CancelActivationSubscriptionRequest";
    static constexpr auto table = std::tuple{field<&CancelActivationSubscriptionRequest::cancellation_reason>(
                                                 "cancellation_reason", "Reason text, or id as a string"),
                                             field<&CancelActivationSubscriptionRequest::cancellation_user>(
                                                 "cancellation_user", "User that requests the cancellation"),
                                             field<&CancelActivationSubscriptionRequest::requested_cancellation_date>(
                                                 "requested_cancellation_date", "Cancellation date")};
};
static_assert(has_row_for_every_member<CancelActivationSubscriptionRequest>());

// The status step that a patch asks for
struct PatchStatusChange {
    LiveStatus status{};
    std::optional<std::string> status_change_user;
    std::optional<std::string> status_change_reason;
    std::optional<Instant> requested_status_change_date;
    UnknownMembers unknown;
    bool operator==(const PatchStatusChange&) const = default;
};
template <>
struct FieldsOf<PatchStatusChange> {
    static constexpr std::string_view name = "PatchStatusChange";
    static constexpr std::string_view doc = "The status step that a patch asks for";
    static constexpr std::string_view source = "seed 2, PatchSubscription.status_change";
    static constexpr auto table = std::tuple{
        field<&PatchStatusChange::status>("status", "Status to reach"),
        field<&PatchStatusChange::status_change_user>("status_change_user", "User that requests the change"),
        field<&PatchStatusChange::status_change_reason>("status_change_reason", "Reason of the change"),
        field<&PatchStatusChange::requested_status_change_date>("requested_status_change_date",
                                                                "When the change is to happen")};
};
static_assert(has_row_for_every_member<PatchStatusChange>());

// Request to change a live subscription
struct PatchSubscription {
    SubscriptionType subscription_type{};
    std::optional<PatchStatusChange> status_change;
    UnknownMembers unknown;
    bool operator==(const PatchSubscription&) const = default;
};
template <>
struct FieldsOf<PatchSubscription> {
    static constexpr std::string_view name = "PatchSubscription";
    static constexpr std::string_view doc = "Request to change a live subscription";
    static constexpr std::string_view source = "seed 2, PatchSubscription";
    static constexpr auto table = std::tuple{
        field<&PatchSubscription::subscription_type>("subscription_type",
                                                     "Type of the subscription, which must be the stored one"),
        field<&PatchSubscription::status_change>("status_change", "Status step")};
};
static_assert(has_row_for_every_member<PatchSubscription>());

// One error of a v1 or v2 answer
struct ErrorMessageItem {
    std::string code;
    std::string title;
    std::optional<std::string> ref;
    std::optional<std::string> details;
    UnknownMembers unknown;
    bool operator==(const ErrorMessageItem&) const = default;
};
template <>
struct FieldsOf<ErrorMessageItem> {
    static constexpr std::string_view name = "ErrorMessageItem";
    static constexpr std::string_view doc = "One error of a v1 or v2 answer";
    static constexpr std::string_view source = "seed 2, ErrorMessage.errors";
    static constexpr auto table = std::tuple{field<&ErrorMessageItem::code>("code", "Error code"),
                                             field<&ErrorMessageItem::title>("title", "Title of the error"),
                                             field<&ErrorMessageItem::ref>("ref", "Link to error documentation"),
                                             field<&ErrorMessageItem::details>("details", "What exactly was wrong")};
};
static_assert(has_row_for_every_member<ErrorMessageItem>());

// The body of a v1 or v2 error
struct ErrorMessage {
    std::vector<ErrorMessageItem> errors;
    UnknownMembers unknown;
    bool operator==(const ErrorMessage&) const = default;
};
template <>
struct FieldsOf<ErrorMessage> {
    static constexpr std::string_view name = "ErrorMessage";
    static constexpr std::string_view doc = "The body of a v1 or v2 error";
    static constexpr std::string_view source = "seed 2, ErrorMessage";
    static constexpr auto table = std::tuple{field<&ErrorMessage::errors>("errors", "The errors")};
};
static_assert(has_row_for_every_member<ErrorMessage>());

}  // namespace abonado
