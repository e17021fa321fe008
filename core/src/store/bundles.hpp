// Bundles that subscriptions share.
#pragma once

#include <cstdint>

#include "abonado/enums.hpp"
#include "store/connection.hpp"

namespace abonado {

// Whether the subscription is in an active bundle with one of the other side: mobile against broadband or landline.
bool is_in_convergent_bundle(Connection& connection, std::int64_t org, std::int64_t subscription,
                             SubscriptionType type);

}  // namespace abonado
