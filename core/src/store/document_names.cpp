#include "store/document_names.hpp"

#include <algorithm>

namespace abonado {

namespace {

template <class T>
const T* as(const Body& body) {
    return std::get_if<T>(&body);
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

}  // namespace

namespace {

// The body as what all v3 bodies are, constant or not.
template <class Base, class AnyBody>
Base* base_of(AnyBody& body) {
    return std::visit(
        [](auto& b) -> Base* {
            if constexpr (std::is_base_of_v<SubscriptionBase, std::remove_cvref_t<decltype(b)>>) return &b;
            else return nullptr;
        },
        body);
}

}  // namespace

const SubscriptionBase* v3_body(const Body& body) { return base_of<const SubscriptionBase>(body); }
SubscriptionBase* v3_body(Body& body) { return base_of<SubscriptionBase>(body); }

DocumentName name_of(const Envelope& envelope) {
    DocumentName out;
    const KindInfo& kind = kind_info(envelope.kind);
    out.part = to_word(envelope.kind);
    if (kind.needs_org) out.org = envelope.org.value_or("");
    if (kind.key_in_envelope) out.legacy_id = envelope.legacy_id.value_or(LegacyId{}).value;
    if (v3_body(envelope.body) != nullptr) out.part = kV3Part;
    if (const auto* body = as<GetSubscription>(envelope.body)) {
        out.part = kV1Part;
        out.legacy_id = body->id.value;
    } else if (const auto* segment = as<CreateSegmentRequest>(envelope.body)) {
        out.key = segment->segment_id;
    } else if (const auto* product = as<SubscriptionProduct>(envelope.body)) {
        out.legacy_id = product->id.value;
    } else if (const auto* tariff = as<Product>(envelope.body)) {
        out.key = std::to_string(tariff->id);
    } else if (const auto* shipping = as<GetSubscriptionShipping>(envelope.body)) {
        out.key = shipping->shipping_order_id;
    }
    return out;
}

std::optional<SubscriptionType> type_said_by(const Envelope& envelope) {
    if (const auto type = kind_info(envelope.kind).type) return type;
    if (const SubscriptionBase* body = v3_body(envelope.body)) return body->type;
    if (const auto* body = as<GetSubscription>(envelope.body)) return body->subscription_type;
    return std::nullopt;
}

std::string search_form(std::string_view filter_type, std::string_view value) {
    if (filter_type == to_word(FilterType::msisdn) || filter_type == to_word(FilterType::landlinenumber)) {
        if (const auto number = Msisdn::normalise(value)) return number->e164;
    }
    if (filter_type == to_word(FilterType::subscriptionemail)) return lower(value);
    return std::string(value);
}

std::vector<FoundIdentifier> identifiers_of(const Envelope& envelope) {
    std::vector<FoundIdentifier> out;
    const auto add = [&](std::string_view type, std::string_view value, bool is_derived) {
        out.push_back({std::string(type), std::string(value), search_form(type, value), is_derived});
    };
    if (envelope.identifiers) {
        const auto member = [&]<auto M>(const Field<M>& row) {
            const auto& value = (*envelope.identifiers).*M;
            if (value) add(row.name, *value, false);
        };
        std::apply([&](const auto&... row) { (member(row), ...); }, FieldsOf<Identifiers>::table);
    }
    const auto add_ott = [&](std::string_view value) { add(to_word(FilterType::ottexternalid), value, true); };
    if (const auto* max = as<Max>(envelope.body)) add_ott(max->specific_data.service_id);
    if (const auto* disney = as<Disney>(envelope.body)) {
        add_ott(disney->specific_data.service_id);
        add_ott(disney->specific_data.user_id);
    }
    if (const auto* prime = as<AmazonPrime>(envelope.body)) add_ott(prime->specific_data.entitlement_id);
    if (const auto* v1 = as<GetSubscription>(envelope.body); v1 != nullptr && v1->subscription_additional_details) {
        const auto& id = v1->subscription_additional_details->external_id;
        if (id) add(to_word(FilterType::externalid), id->text, true);
    }
    return out;
}

}  // namespace abonado
