#include "operations/status_steps.hpp"

#include <algorithm>

#include "abonado/error.hpp"

namespace abonado {

namespace {

// The newest date that the bodies tell of the course of statuses.
std::optional<Instant> newest_date(const Subject& subject) {
    std::optional<Instant> newest;
    const auto take = [&](std::optional<Instant> date) {
        if (date && (!newest || *newest < *date)) newest = date;
    };
    if (const SubscriptionBase* body = subject.v3_body()) {
        take(body->creation_date);
        take(body->activation_date);
        take(body->deactivation_date);
        take(body->last_status_update);
    }
    if (const GetSubscription* body = subject.v1_body()) {
        take(body->current_status_date);
        if (body->status_history) {
            for (const StatusHistoryEntry& entry : *body->status_history) take(entry.status_date);
        }
    }
    return newest;
}

void stamp(SubscriptionBase& body, SubscriptionStatus to, Instant at, const StatusStep& step) {
    body.status = to;
    if (to == SubscriptionStatus::cancelled) body.activation_date.reset();
    else if (!body.activation_date) body.activation_date = at;
    if (to == SubscriptionStatus::deactivated) {
        body.deactivation_date = at;
        body.deactivation_user = step.user;
    } else {
        body.deactivation_date.reset();
        body.deactivation_user.reset();
    }
    body.deactivation_system.reset();
    body.last_status_update = at;
    body.last_status_reason = step.reason.empty() ? "N/A" : step.reason;
    body.last_updated_date = std::max(body.last_updated_date.value_or(at), at);
}

bool stands_oldest_first(const std::vector<StatusHistoryEntry>& history) {
    return history.size() > 1 && history.front().status_date < history.back().status_date;
}

[[noreturn]] void refuse(const std::string& why) { throw Error(ErrorCode::status_conflict, why); }

}  // namespace

bool is_allowed_step(std::span<const LifecycleStep> lifecycle, LiveStatus from, LiveStatus to) {
    return std::any_of(lifecycle.begin(), lifecycle.end(),
                       [&](const LifecycleStep& step) { return step.from == from && step.to == to; });
}

std::optional<LiveStatus> status_at(const Subject& subject, Instant at, std::span<const ScheduledChange> pending,
                                    std::span<const LifecycleStep> lifecycle) {
    std::optional<LiveStatus> status = subject.status();
    for (const ScheduledChange& change : pending) {
        if (!status || !change.status || at < change.scheduled_date) continue;
        if (is_allowed_step(lifecycle, *status, *change.status)) status = change.status;
    }
    return status;
}

void advance(GetSubscription& body, LiveStatus to, Instant at) {
    auto& history = body.status_history;
    if (!history) {
        history.emplace();
        if (body.current_status_date) {
            history->push_back({*body.current_status_date, body.current_status, {}});
        }
    }
    const auto place = stands_oldest_first(*history) ? history->end() : history->begin();
    history->insert(place, {at, to, {}});
    body.current_status = to;
    body.current_status_date = at;
}

void take_status_step(Subject& subject, const StatusStep& step, std::span<const LifecycleStep> lifecycle) {
    const std::optional<LiveStatus> from = subject.status();
    const std::string to(to_word(step.to));
    if (!from) refuse("no document says the status of the subscription");
    if (!is_allowed_step(lifecycle, *from, step.to)) {
        refuse("a subscription that is " + std::string(to_word(*from)) + " may not become " + to);
    }
    const Instant at = std::max(step.at, newest_date(subject).value_or(step.at));
    if (subject.v3) {
        const auto status = from_word<SubscriptionStatus>(to);
        if (!status) refuse("a subscription with a v3 body may not become " + to);
        stamp(*subject.change_v3(), *status, at, step);
    }
    if (GetSubscription* body = subject.change_v1()) {
        advance(*body, step.to, at);
        const bool is_end = step.to == LiveStatus::cancelled || step.to == LiveStatus::deactivated;
        if (is_end && !step.reason.empty()) {
            if (!body->cancellation_reason) body->cancellation_reason.emplace();
            body->cancellation_reason->reason = step.reason;
        }
    }
}

}  // namespace abonado
