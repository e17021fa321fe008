// Operations of the v2 document (seed 4).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "operations/tariffs.hpp"
#include "operations/writing.hpp"

namespace abonado {

SubscriptionProduct get_products(Documents& documents, std::string_view org, std::int64_t legacy_id,
                                 std::span<const ProductInclude> include);
// On a body as JSON text. Throws PolicyFailure with what the policy threw.
void change_product(Writing& writing, std::string_view body, const RuleOptions& options, const RiskPolicy& policy);
void resolve_risk(Writing& writing, bool approve);
void cancel_scheduled_change(Writing& writing, std::optional<std::int64_t> change);

}  // namespace abonado
