// The operation table.
#include <array>

#include "abonado/operations.hpp"

namespace abonado {

namespace {

constexpr int kServerOnly[] = {500};
constexpr int kCreate[] = {400, 403, 404, 409, 500};
constexpr int kDeleteSegments[] = {403, 500};
constexpr int kCreateLimits[] = {400, 404, 409, 500};
constexpr int kDeleteLimits[] = {403, 404, 500};
constexpr int kNetflix[] = {400, 404, 500};
constexpr int kGet[] = {404, 500};
constexpr int kPatch[] = {400, 404, 409, 500};
constexpr int kProducts[] = {400, 404, 405};
constexpr int kOwn[] = {400, 404, 500};

constexpr std::string_view kSegments = "/v3/orgs/{org}/migrations/subscriptions/{legacy_id}/segments";
constexpr std::string_view kLimits = "/v3/orgs/{org}/migrations/subscriptions/{legacy_id}/credit_limits";
constexpr std::string_view kSubscription = "/v1/orgs/{org_id}/subscriptions/{id}";
constexpr std::string_view kSubscriptionProducts = "/v2/orgs/{orgId}/subscriptions/{subscriptionId}/products";
constexpr std::string_view kSeed3 = "seed 3, schemas; the path is decided here";

constexpr std::array<OperationInfo, 19> kOperations{{
    {Operation::create_segment, Verb::post, kSegments, 201, 0, kCreate, ErrorForm::error,
     &struct_info<CreateSegmentRequest>, nullptr, false, true, "Create a segment", "seed 0"},
    {Operation::delete_segments, Verb::del, kSegments, 204, 0, kDeleteSegments, ErrorForm::error, nullptr, nullptr,
     false, true, "Delete all segments of a subscription", "seed 0"},
    {Operation::create_credit_limits, Verb::post, kLimits, 201, 0, kCreateLimits, ErrorForm::error,
     &struct_info<CreateCreditLimitsRequest>, nullptr, false, true, "Create credit limits, all or none", "seed 1"},
    {Operation::delete_credit_limits, Verb::del, kLimits, 204, 0, kDeleteLimits, ErrorForm::error, nullptr, nullptr,
     false, true, "Delete all credit limits of a subscription", "seed 1"},
    {Operation::migrate_max, Verb::post, "/v3/orgs/{org}/migrations/subscriptions/{legacy_id}/max", 201, 0, kCreate,
     ErrorForm::error, &struct_info<Max>, nullptr, false, true, "Migrate a Max subscription", kSeed3},
    {Operation::migrate_disney, Verb::post, "/v3/orgs/{org}/migrations/subscriptions/{legacy_id}/disney", 201, 0,
     kCreate, ErrorForm::error, &struct_info<Disney>, nullptr, false, true, "Migrate a Disney subscription", kSeed3},
    {Operation::migrate_amazon_prime, Verb::post, "/v3/orgs/{org}/migrations/subscriptions/{legacy_id}/amazon_prime",
     201, 0, kCreate, ErrorForm::error, &struct_info<AmazonPrime>, nullptr, false, true,
     "Migrate an Amazon Prime subscription", kSeed3},
    {Operation::deactivate_netflix, Verb::post, "/v1/orgs/{org_id}/netflix/{subscription_id}/deactivate", 204, 0,
     kNetflix, ErrorForm::errors, &struct_info<DeactivateNetflixRequest>, nullptr, false, true,
     "Deactivate an active Netflix subscription", "seed 2"},
    {Operation::cancel_netflix, Verb::post, "/v1/orgs/{org_id}/netflix/{id}/cancel", 202, 0, kNetflix,
     ErrorForm::errors, &struct_info<CancelActivationSubscriptionRequest>, nullptr, false, true,
     "Cancel the activation of a Netflix subscription", "seed 2"},
    {Operation::get_subscription, Verb::get, kSubscription, 200, 0, kGet, ErrorForm::errors, nullptr,
     &struct_info<GetSubscription>, false, false, "Get a subscription", "seed 2"},
    {Operation::patch_subscription, Verb::patch, kSubscription, 202, 0, kPatch, ErrorForm::errors,
     &struct_info<PatchSubscription>, nullptr, false, true, "Change the status of a subscription", "seed 2"},
    {Operation::find_subscriptions, Verb::get, "/v1/orgs/{org_id}/subscriptions", 200, 0, kNetflix, ErrorForm::errors,
     nullptr, &struct_info<GetSubscription>, true, false, "Find subscriptions by one of seven identifiers",
     "seed 2; 400 for a missing parameter is decided here"},
    {Operation::list_shippings, Verb::get, "/v1/orgs/{org_id}/subscriptions/{id}/shippings", 200, 0, kServerOnly,
     ErrorForm::errors, nullptr, &struct_info<GetSubscriptionShipping>, true, false,
     "List shippings and pickups of a subscription", "seed 2"},
    {Operation::get_products, Verb::get, kSubscriptionProducts, 200, 0, kProducts, ErrorForm::errors, nullptr,
     &struct_info<SubscriptionProduct>, false, false, "Get the product of a subscription", "seed 4"},
    {Operation::change_product, Verb::patch, kSubscriptionProducts, 201, 202, kProducts, ErrorForm::errors,
     &struct_info<ChangeSubscriptionProductRequest>, &struct_info<ChangeSubscriptionProductResponse>, false, true,
     "Change the product of a subscription, at once or on a day", "seed 4"},
    {Operation::health, Verb::get, "/v3/health", 200, 0, kServerOnly, ErrorForm::error, nullptr,
     &struct_info<HealthResponse>, false, false, "Tell whether the store can be read and written", kSeed3},
    {Operation::resolve_risk, Verb::patch, "", 201, 0, kOwn, ErrorForm::errors, nullptr, nullptr, false, true,
     "Let a change that awaits a risk decision happen, or drop it", "decided here"},
    {Operation::cancel_scheduled_change, Verb::del, "", 204, 0, kOwn, ErrorForm::errors, nullptr, nullptr, false, true,
     "Take a scheduled change back", "decided here"},
    {Operation::run_due, Verb::post, "", 200, 0, kServerOnly, ErrorForm::errors, nullptr, nullptr, false, true,
     "Carry out what is due", "decided here"},
}};

consteval bool in_order() {
    for (std::size_t i = 0; i < kOperations.size(); ++i) {
        if (static_cast<std::size_t>(kOperations[i].operation) != i) return false;
    }
    return kOperations.size() == EnumTable<Operation>::words.size();
}
static_assert(in_order(), "rows stand in the order of Operation");

}  // namespace

std::span<const OperationInfo> operations() noexcept { return kOperations; }

const OperationInfo& operation_info(Operation operation) noexcept {
    return kOperations[static_cast<std::size_t>(operation)];
}

}  // namespace abonado
