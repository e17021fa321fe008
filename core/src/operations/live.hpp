// Operations of the v1 document (seed 2).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "operations/status_steps.hpp"
#include "operations/writing.hpp"

namespace abonado {

// On a body as JSON text.
void patch_subscription(Writing& writing, std::string_view body, const RuleOptions& options, Lifecycle lifecycle);
void deactivate_netflix(Writing& writing, std::string_view body, const RuleOptions& options, Lifecycle lifecycle);
void cancel_netflix(Writing& writing, std::string_view body, const RuleOptions& options, Lifecycle lifecycle);

GetSubscription get_subscription(Documents& documents, std::string_view org, std::int64_t legacy_id);
std::vector<GetSubscription> find_subscriptions(Documents& documents, std::string_view org, FilterType filter_type,
                                                std::string_view value);
std::vector<GetSubscriptionShipping> list_shippings(Documents& documents, std::string_view org, std::int64_t legacy_id,
                                                    std::optional<Instant> requested_date);

}  // namespace abonado
