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

// Which status may follow which.
using Lifecycle = std::span<const LifecycleStep>;

struct StatusStep {
    LiveStatus to{};
    Instant at;
    std::string user;
    std::string reason;  // empty: not given
};

bool is_allowed_step(Lifecycle lifecycle, LiveStatus from, LiveStatus to);

// The status that the subscription will have at an instant, if nothing but its pending steps happens; these in the order in
// which they are due. None: no document says its status.
std::optional<LiveStatus> status_at(const Subject& subject, Instant at, std::span<const ScheduledChange> pending,
                                    Lifecycle lifecycle);

// Why the step may not be taken from that status; nothing if it may.
std::optional<std::string> refusal_of(const Subject& subject, std::optional<LiveStatus> from, LiveStatus to,
                                      Lifecycle lifecycle);

// Takes the step in both bodies, at its instant or, so that histories stay in order, at the newest that they tell of. Throws
// Error(status_conflict).
void take_status_step(Subject& subject, const StatusStep& step, Lifecycle lifecycle);

// When the status of a v3 body began, as far as its dates tell.
Instant status_date(const SubscriptionBase& body);
// The v1 body says another status from an instant on.
void advance(GetSubscription& body, LiveStatus to, Instant at);
// The v1 body says the status of the v3 body, if it said another one.
void catch_up(GetSubscription& body, const SubscriptionBase& v3);

}  // namespace abonado
