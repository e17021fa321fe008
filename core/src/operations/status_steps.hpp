// Status steps: which are allowed, and what a step stamps, so that SUB-001 to SUB-004 and HIS-001 hold after it.
//
// Pure functions of a subscription in memory.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "abonado/operations.hpp"
#include "operations/subject.hpp"

namespace abonado {

struct StatusStep {
    LiveStatus to{};
    Instant at;
    std::string user;
    std::string reason;  // empty: not given
};

bool is_allowed_step(std::span<const LifecycleStep> lifecycle, LiveStatus from, LiveStatus to);

// The status that the subscription will have at an instant, if nothing but its pending steps happens; these in the order in
// which they are due. None: no document says its status.
std::optional<LiveStatus> status_at(const Subject& subject, Instant at, std::span<const ScheduledChange> pending,
                                    std::span<const LifecycleStep> lifecycle);

// Takes the step in both bodies, at its instant or, so that histories stay in order, at the newest that they tell of. Throws
// Error(status_conflict) if it is not allowed, or if the v3 body has no word for the status.
void take_status_step(Subject& subject, const StatusStep& step, std::span<const LifecycleStep> lifecycle);

// The v1 body says another status from an instant on.
void advance(GetSubscription& body, LiveStatus to, Instant at);

}  // namespace abonado
