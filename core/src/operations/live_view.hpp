// What v1 answers of a subscription, made of its documents.
#pragma once

#include <optional>
#include <vector>

#include "abonado/model.hpp"
#include "operations/subject.hpp"

namespace abonado {

// The v1 body as it is stored, with the status of the v3 body where that says another one; made of the v3 body where there is
// no v1 body. None if there is neither.
std::optional<GetSubscription> live_view(const Subject& subject);

// The shippings and pickups of its devices, by the orders that they name.
std::vector<GetSubscriptionShipping> shippings_of_devices(const SubscriptionBase& body);

}  // namespace abonado
