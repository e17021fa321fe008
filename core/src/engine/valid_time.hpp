// The state of a subscription at an instant, by what its documents say of the past.
#pragma once

#include "abonado/engine.hpp"

namespace abonado {

// Fills everything but organisation, legacy id and documents from the documents. Without an instant: as it is now, with all
// parts that have not ended. A pure function of its arguments.
void fill_state(SubscriptionState& state, std::optional<Instant> valid);

}  // namespace abonado
