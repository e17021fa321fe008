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

}  // namespace

bool is_allowed_step(Lifecycle lifecycle, LiveStatus from, LiveStatus to) {
    return std::any_of(lifecycle.begin(), lifecycle.end(),
                       [&](const LifecycleStep& step) { return step.from == from && step.to == to; });
}

std::optional<LiveStatus> status_at(const Subject& subject, Instant at, std::span<const ScheduledChange> pending,
                                    Lifecycle lifecycle) {
    std::optional<LiveStatus> status = subject.status();
    for (const ScheduledChange& change : pending) {
        if (!status || !change.status || at < change.scheduled_date) continue;
        if (is_allowed_step(lifecycle, *status, *change.status)) status = change.status;
    }
    return status;
}

void advance(GetSubscription& body, LiveStatus to, Instant at) {
    auto& history = body.status_history;
    if (!history || history->empty()) {
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

std::optional<std::string> refusal_of(const Subject& subject, std::optional<LiveStatus> from, LiveStatus to,
                                      Lifecycle lifecycle) {
    const std::string wanted(to_word(to));
    if (!from) return "no document says the status of the subscription";
    if (!is_allowed_step(lifecycle, *from, to)) {
        return "a subscription that is " + std::string(to_word(*from)) + " may not become " + wanted;
    }
    if (subject.v3 && !from_word<SubscriptionStatus>(wanted)) {
        return "a subscription with a v3 body may not become " + wanted;
    }
    return std::nullopt;
}

Instant status_date(const SubscriptionBase& body) {
    const Instant known = body.last_status_update.value_or(body.creation_date);
    static_assert(EnumTable<SubscriptionStatus>::words.size() == 3, "each status has its date");
    if (body.status == SubscriptionStatus::active) return body.activation_date.value_or(known);
    if (body.status == SubscriptionStatus::deactivated) return body.deactivation_date.value_or(known);
    return known;
}

void catch_up(GetSubscription& body, const SubscriptionBase& v3) {
    const LiveStatus status = from_word<LiveStatus>(to_word(v3.status)).value();
    if (body.current_status == status) return;
    const Instant at = status_date(v3);
    advance(body, status, std::max(at, body.current_status_date.value_or(at)));
}

void take_status_step(Subject& subject, const StatusStep& step, Lifecycle lifecycle) {
    if (auto refusal = refusal_of(subject, subject.status(), step.to, lifecycle)) {
        throw Error(ErrorCode::status_conflict, *refusal, "/status_change/status");
    }
    const Instant at = std::max(step.at, newest_date(subject).value_or(step.at));
    if (GetSubscription* body = subject.change_v1()) {
        if (subject.v3) catch_up(*body, *subject.v3_body());
        advance(*body, step.to, at);
        const bool is_end = step.to == LiveStatus::cancelled || step.to == LiveStatus::deactivated;
        if (!is_end) body->cancellation_reason.reset();
        else if (!step.reason.empty()) {
            if (!body->cancellation_reason) body->cancellation_reason.emplace();
            body->cancellation_reason->reason = step.reason;
        }
    }
    if (subject.v3) stamp(*subject.change_v3(), from_word<SubscriptionStatus>(to_word(step.to)).value(), at, step);
}

}  // namespace abonado
