#include "operations/subject.hpp"

#include "abonado/error.hpp"

namespace abonado {

namespace {

template <class T>
T* changed(std::optional<Subject::Document>& document) {
    if (!document) return nullptr;
    document->is_changed = true;
    if constexpr (std::is_same_v<T, SubscriptionBase>) return v3_body(document->envelope.body);
    else return std::get_if<T>(&document->envelope.body);
}

template <class T>
const T* body_of(const std::optional<Subject::Document>& document) {
    return document ? std::get_if<T>(&document->envelope.body) : nullptr;
}

}  // namespace

const SubscriptionBase* Subject::v3_body() const { return v3 ? abonado::v3_body(v3->envelope.body) : nullptr; }
const GetSubscription* Subject::v1_body() const { return body_of<GetSubscription>(v1); }
const SubscriptionProduct* Subject::tariff_body() const { return body_of<SubscriptionProduct>(tariff); }

SubscriptionBase* Subject::change_v3() { return changed<SubscriptionBase>(v3); }
GetSubscription* Subject::change_v1() { return changed<GetSubscription>(v1); }
SubscriptionProduct* Subject::change_tariff() { return changed<SubscriptionProduct>(tariff); }

std::optional<LiveStatus> Subject::status() const {
    if (const SubscriptionBase* body = v3_body()) return from_word<LiveStatus>(to_word(body->status));
    if (const GetSubscription* body = v1_body()) return body->current_status;
    return std::nullopt;
}

std::optional<BillingType> Subject::billing_type() const {
    if (v3 && v3->envelope.billing_type) return v3->envelope.billing_type;
    if (const GetSubscription* body = v1_body(); body != nullptr && body->billing_type) return body->billing_type;
    return v1 ? v1->envelope.billing_type : std::nullopt;
}

std::optional<Subject> find_subject(Documents& documents, std::string_view org, std::int64_t legacy_id) {
    const auto org_id = documents.find_organisation(std::string(org));
    const auto found = org_id ? documents.find_subscription(*org_id, legacy_id) : std::nullopt;
    if (!found) return std::nullopt;
    Subject out;
    out.id = found->id;
    out.org_id = *org_id;
    out.org = org;
    out.legacy_id = legacy_id;
    out.type = found->type;
    const auto read = [&](std::string_view part) -> std::optional<Subject::Document> {
        const auto current = documents.current(found->id, part, "");
        if (!current) return std::nullopt;
        return Subject::Document{current->id, documents.read(current->id)};
    };
    out.v3 = read(kV3Part);
    out.v1 = read(kV1Part);
    out.tariff = read(to_word(RecordKind::product));
    if (!out.v3 && !out.v1 && !out.tariff) return std::nullopt;
    return out;
}

Subject require_subject(Documents& documents, std::string_view org, std::int64_t legacy_id) {
    std::optional<Subject> found = find_subject(documents, org, legacy_id);
    if (!found) {
        throw Error(ErrorCode::subscription_not_found,
                    "organisation " + told_organisation(org) + " has no subscription " + told(legacy_id));
    }
    return std::move(*found);
}

}  // namespace abonado
