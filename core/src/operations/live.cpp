#include "operations/live.hpp"

#include <algorithm>

#include "operations/live_view.hpp"
#include "operations/status_steps.hpp"

namespace abonado {

namespace {

// A status that somebody wants, and when.
struct WantedStatus {
    LiveStatus to{};
    std::optional<Instant> requested;
    std::string reason;
};

bool is_later(const WantedStatus& wanted, Instant now) { return wanted.requested && *wanted.requested > now; }

// The status from which the step is to be taken: the present one, or the one that the subscription will have then.
std::optional<LiveStatus> status_before(Writing& writing, const Subject& subject, const WantedStatus& wanted,
                                        Lifecycle lifecycle) {
    if (!is_later(wanted, writing.now())) return subject.status();
    const std::vector<ScheduledChange> pending = writing.schedule().open(subject.id);
    return status_at(subject, *wanted.requested, pending, lifecycle);
}

// Takes the step now, or keeps it for its day.
void take_or_schedule(Writing& writing, Subject& subject, const WantedStatus& wanted, Lifecycle lifecycle) {
    if (!is_later(wanted, writing.now())) {
        take_status_step(subject, {wanted.to, writing.now(), writing.order().user, wanted.reason}, lifecycle);
        return writing.save(subject);
    }
    ScheduledChange change;
    change.kind = ScheduledKind::status;
    change.scheduled_date = *wanted.requested;
    change.status = wanted.to;
    change.reason = wanted.reason;
    writing.keep(subject, std::move(change));
}

void step_netflix(Writing& writing, const WantedStatus& wanted, LiveStatus needed, Lifecycle lifecycle) {
    Subject subject = writing.subject();
    if (subject.type != SubscriptionType::netflix) {
        throw Error(ErrorCode::subscription_not_found,
                    "subscription " + told(subject.legacy_id) + " is not one of type NETFLIX");
    }
    const auto status = status_before(writing, subject, wanted, lifecycle);
    if (status != needed || refusal_of(subject, status, wanted.to, lifecycle)) {
        throw Error(ErrorCode::invalid_subscription_status,
                    "the subscription is " + (status ? std::string(to_word(*status)) : "of unknown status") +
                        ", expected " + std::string(to_word(needed)));
    }
    take_or_schedule(writing, subject, wanted, lifecycle);
}

Wording told_as(FilterType type, std::string_view value) {
    const bool is_number = type == FilterType::msisdn || type == FilterType::landlinenumber;
    return told(value, is_number ? ValueKind::phone_number : ValueKind::any);
}

}  // namespace

void patch_subscription(Writing& writing, std::string_view body, const RuleOptions& options, Lifecycle lifecycle) {
    const auto request = read_request<PatchSubscription>(body, options);
    Subject subject = writing.subject();
    if (subject.type && *subject.type != request.subscription_type) {
        throw Error(ErrorCode::invalid_argument,
                    "is not the type of the subscription, expected " + std::string(to_word(*subject.type)),
                    "/subscription_type");
    }
    if (!request.status_change) return;
    const PatchStatusChange& asked = *request.status_change;
    const WantedStatus wanted{asked.status, asked.requested_status_change_date,
                              asked.status_change_reason.value_or("")};
    const auto from = status_before(writing, subject, wanted, lifecycle);
    if (auto refusal = refusal_of(subject, from, wanted.to, lifecycle)) {
        throw Error(ErrorCode::status_conflict, *refusal, "/status_change/status");
    }
    take_or_schedule(writing, subject, wanted, lifecycle);
}

void deactivate_netflix(Writing& writing, std::string_view body, const RuleOptions& options, Lifecycle lifecycle) {
    const auto request = read_request<DeactivateNetflixRequest>(body, options);
    step_netflix(writing, {LiveStatus::deactivated, request.requested_deactivation_date, request.deactivation_reason},
                 LiveStatus::active, lifecycle);
}

void cancel_netflix(Writing& writing, std::string_view body, const RuleOptions& options, Lifecycle lifecycle) {
    const auto request = read_request<CancelActivationSubscriptionRequest>(body, options);
    step_netflix(writing, {LiveStatus::cancelled, request.requested_cancellation_date, request.cancellation_reason},
                 LiveStatus::pre_active, lifecycle);
}

GetSubscription get_subscription(Documents& documents, std::string_view org, std::int64_t legacy_id) {
    std::optional<GetSubscription> view = live_view(require_subject(documents, org, legacy_id));
    if (!view) {
        throw Error(ErrorCode::subscription_not_found, "organisation " + told_organisation(org) +
                                                           " has no more than a product of subscription " +
                                                           told(legacy_id));
    }
    return std::move(*view);
}

std::vector<GetSubscription> find_subscriptions(Documents& documents, std::string_view org, FilterType filter_type,
                                                std::string_view value) {
    std::vector<GetSubscription> out;
    for (const std::int64_t legacy_id : documents.find_identifier(std::string(org), filter_type, value)) {
        const auto subject = find_subject(documents, org, legacy_id);
        auto view = subject ? live_view(*subject) : std::nullopt;
        if (view) out.push_back(std::move(*view));
    }
    if (out.empty()) {
        throw Error(ErrorCode::subscription_not_found, "organisation " + told_organisation(org) +
                                                           " has no subscription with " + to_word(filter_type) + " " +
                                                           told_as(filter_type, value));
    }
    return out;
}

std::vector<GetSubscriptionShipping> list_shippings(Documents& documents, std::string_view org, std::int64_t legacy_id,
                                                    std::optional<Instant> requested_date) {
    std::vector<GetSubscriptionShipping> out;
    const auto org_id = documents.find_organisation(std::string(org));
    const auto subscription = org_id ? documents.find_subscription(*org_id, legacy_id) : std::nullopt;
    if (!subscription) return out;
    std::vector<GetSubscriptionShipping> of_devices;
    for (const std::int64_t document : documents.current(subscription->id)) {
        const Body body = documents.read(document).body;
        if (const auto* shipping = std::get_if<GetSubscriptionShipping>(&body)) out.push_back(*shipping);
    }
    if (const auto subject = find_subject(documents, org, legacy_id); subject && subject->v3) {
        of_devices = shippings_of_devices(*subject->v3_body());
    }
    for (GetSubscriptionShipping& shipping : of_devices) {
        const bool is_recorded = std::any_of(out.begin(), out.end(), [&](const GetSubscriptionShipping& other) {
            return other.shipping_order_id == shipping.shipping_order_id && other.kind == shipping.kind;
        });
        if (!is_recorded) out.push_back(std::move(shipping));
    }
    if (requested_date) {
        std::erase_if(out, [&](const GetSubscriptionShipping& shipping) {
            return !shipping.requested_date || *shipping.requested_date < *requested_date;
        });
    }
    return out;
}

}  // namespace abonado
