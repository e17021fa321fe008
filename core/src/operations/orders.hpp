// Who asks and why, as the bodies of requests say it: for the methods of Engine and for handle() alike.
#pragma once

#include <optional>
#include <string>

#include "operations/writing.hpp"

namespace abonado {

struct SaidByBody {
    std::optional<std::string> user;
    std::optional<std::string> reason;
};

inline SaidByBody said_by(const CreateSegmentRequest& body) { return {{}, body.reason}; }
inline SaidByBody said_by(const CreateCreditLimitsRequest& body) {
    if (body.credit_limits.empty()) return {};
    return {{}, body.credit_limits.front().reason};
}
inline SaidByBody said_by(const SubscriptionBase& body) { return {body.creation_user, body.last_status_reason}; }
inline SaidByBody said_by(const DeactivateNetflixRequest& body) {
    return {body.deactivation_user, body.deactivation_reason};
}
inline SaidByBody said_by(const CancelActivationSubscriptionRequest& body) {
    return {body.cancellation_user, body.cancellation_reason};
}
inline SaidByBody said_by(const PatchSubscription& body) {
    if (!body.status_change) return {};
    return {body.status_change->status_change_user, body.status_change->status_change_reason};
}
inline SaidByBody said_by(const ChangeSubscriptionProductRequest&) { return {}; }

// The order of a body that may be wrong in whatever way: then only the options say who asks.
template <Described T>
Order order_of(Operation operation, std::string_view org, std::int64_t legacy_id, const OperationOptions& options,
               std::string_view body, const RuleOptions& rules) {
    const auto request = try_request<T>(body, rules);
    const SaidByBody said = request ? said_by(*request) : SaidByBody{};
    return Order(operation, org, legacy_id, options, said.user, said.reason);
}

}  // namespace abonado
